"""Where a subject may be when nothing is known of it, and whether that explains more.

"Anywhere" is what lies about the radios that are heard, so that the work does not grow with
the library.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part
from positioning.grid.live_belief import Fit, fit_look, weigh
from positioning.grid.live_ground import LiveGround
from positioning.grid.live_look import Look

FloatArray = NDArray[np.float32]

_ANYWHERE_M = 20.0
_OFFSET_STEP_DB = 2.5
_OFFSET_SDS = 2.0


def begin(ground: LiveGround, look: Look, offset_db: float, offset_sd_db: float) -> Belief | None:
    """Believe in anywhere about the radios heard, and weigh the look."""
    anywhere = _anywhere(ground, look, *device_offsets(offset_db, offset_sd_db))
    if not anywhere.parts:
        return None
    return weigh(ground, anywhere, look)[0]


def _anywhere(
    ground: LiveGround, look: Look, offsets_db: FloatArray, chances: FloatArray, stride: int = 1
) -> Belief:
    """Every cell within reach of the radios heard, on their levels and those next to them."""
    x_m, y_m = _middle(ground, look)
    heard = {ground.ordinals[ground.places[radio].level] for radio in look.radios.tolist()}
    near = {each + way for each in heard for way in (-1, 0, 1)}
    parts = {}
    for level, here in ground.levels.items():
        if ground.ordinals[level] in near:
            y1, x1 = here.cells.cell_at(x_m - _ANYWHERE_M, y_m - _ANYWHERE_M)
            y2, x2 = here.cells.cell_at(x_m + _ANYWHERE_M, y_m + _ANYWHERE_M)
            passing = here.cells.passing[y1 : y2 + 1 : stride, x1 : x2 + 1 : stride]
            parts[level] = Part(y1, x1, chances[:, None, None, None] * passing)
    return _scaled(Belief(parts, offsets_db))


def device_offsets(mean_db: float, sd_db: float, coarser: int = 1) -> tuple[FloatArray, FloatArray]:
    """Offsets to hold possible, with their chances."""
    step_db = coarser * _OFFSET_STEP_DB
    half = math.ceil(_OFFSET_SDS * sd_db / step_db)
    gaps_db = np.arange(-half, half + 1) * step_db
    chances = np.exp(-0.5 * (gaps_db / sd_db) ** 2)
    return (mean_db + gaps_db).astype(np.float32), (chances / chances.sum()).astype(np.float32)


def _middle(ground: LiveGround, look: Look) -> tuple[float, float]:
    """The radio that is nearest to all that were heard, the strong ones above all.

    One radio that is not where the plan has it cannot draw this away.
    """
    xy_m = ground.xy_m[look.radios]
    weight = 10 ** ((look.rssi_dbm - look.rssi_dbm.max()) / 20)
    apart_m = np.hypot(*(xy_m[:, None] - xy_m[None]).transpose(2, 0, 1))
    x_m, y_m = xy_m[np.argmin(apart_m @ weight)].tolist()
    return x_m, y_m


def _scaled(belief: Belief) -> Belief:
    total = sum(float(part.mass.sum()) for part in belief.parts.values())
    for part in belief.parts.values():
        part.mass[:] *= np.float32(1 / max(total, 1e-30))
    return belief


def evidence(ground: LiveGround, belief: Belief, look: Look) -> tuple[float, float]:
    """How well a belief explains a look.

    Returns
    -------
    log_evidence : float
        Log of the chance of the look, up to a constant of the look.
    misfit : float
        What that lacks to readings that are just as expected, per radio.
    """
    fits = [
        fit_look(ground, level, part, look, belief.offsets_db)
        for level, part in belief.parts.items()
    ]
    found = _log_mean(fits)
    narrowest = min(fit.width for fit in fits)
    return found, -(found + narrowest) / len(look.radios)


def evidence_anywhere(
    ground: LiveGround, look: Look, offset_db: float, offset_sd_db: float
) -> float:
    """The same for a subject that may be anywhere about the radios heard, on a coarse raster."""
    anywhere = _anywhere(ground, look, *device_offsets(offset_db, offset_sd_db, 2), stride=2)
    return _log_mean(
        [
            fit_look(ground, level, part, look, anywhere.offsets_db, stride=2)
            for level, part in anywhere.parts.items()
        ]
    )


def _log_mean(fits: Sequence[Fit]) -> float:
    if not fits:
        return -math.inf
    top = max(fit.log for fit in fits)
    total = sum(fit.total * math.exp(fit.log - top) for fit in fits)
    return top + math.log(max(total, 1e-300))
