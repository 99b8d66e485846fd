"""The belief of a subject that stays where it is: all that it heard is one look."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from positioning.grid.belief import Belief, Part
from positioning.grid.forward import Ground
from positioning.model import Sighting
from positioning.radiomap.scans import scans_log_likelihood


def standing_belief(ground: Ground, heard: Sequence[Sighting], levels: Sequence[str]) -> Belief:
    """Locate a standing subject from everything that it heard.

    Parameters
    ----------
    ground : Ground
        The site.
    heard : sequence of Sighting
        At least one, of one subject and of radios of the map.
    levels : sequence of str
        Where it can be.

    Returns
    -------
    Belief
        Without modes or offsets (one of each), scaled.
    """
    readings: dict[str, list[float]] = {}
    for each in heard:
        readings.setdefault(each.radio, []).append(each.rssi_dbm)
    scans = len({math.floor(each.time_s) for each in heard})
    return belief_of_scans(ground, readings, scans, heard[0].device_model, levels)


def belief_of_scans(
    ground: Ground,
    readings: Mapping[str, Sequence[float]],
    scans: int,
    device_model: str | None,
    levels: Sequence[str],
) -> Belief:
    """Locate a standing subject from its scans.

    Parameters
    ----------
    ground : Ground
        The site.
    readings : mapping of str to sequence of float
        RSSI in dBm of each radio heard; other radios than those of the map tell nothing.
    scans : int
        How often the subject scanned.
    device_model : str or None
        ``None`` if it is not known.
    levels : sequence of str
        Where it can be.

    Returns
    -------
    Belief
        Without modes or offsets (one of each), scaled.
    """
    logs = {}
    for level in levels:
        cells = ground.space.levels[level]
        known = {
            radio: readings[radio] for radio in ground.radio_map.radios[level] if radio in readings
        }
        chosen = cells.passing > 0
        log = np.full(cells.shape, -np.inf)
        log[chosen] = scans_log_likelihood(
            ground.radio_map, level, known, scans, device_model, chosen
        )
        log[chosen] += np.log(cells.passing[chosen])
        familiar = ground.radio_map.familiar.get(level)
        if familiar is not None:
            log[chosen] += np.log(np.maximum(familiar[chosen], 1e-6))
        logs[level] = log
    top = max(float(each.max()) for each in logs.values())
    chances = {level: np.exp(each - top) for level, each in logs.items()}
    total = sum(float(each.sum()) for each in chances.values())
    parts = {
        level: Part(0, 0, (each / total).astype(np.float32)[None, None])
        for level, each in chances.items()
    }
    return Belief(parts, np.zeros(1, dtype=np.float32))
