"""What the readings of one step say about each cell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.grid.kernels import log_likelihood
from positioning.radiomap.records import RadioMap

FloatArray = NDArray[np.float32]
Window = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class Reading:
    """The packets of one radio in one step: how many, and their mean."""

    packets: int
    rssi_dbm: float


@dataclass(frozen=True, slots=True)
class Look:
    """What one step heard.

    Attributes
    ----------
    readings : mapping of str to Reading
        By radio.
    repeats : float
        How many looks in a row share what lasts (errors of the map, hand, people): its
        variance counts that many times.
    missing_weight : float
        How much the radios that were not heard count.
    """

    readings: Mapping[str, Reading]
    repeats: float
    missing_weight: float


def look_likelihood(
    radio_map: RadioMap,
    level: str,
    window: Window,
    look: Look,
    offsets_db: FloatArray,
) -> FloatArray:
    """Log-likelihood of a look for each offset and cell of a window.

    Parameters
    ----------
    radio_map : RadioMap
        What to expect.
    level : str
        One of its levels.
    window : (slice, slice)
        Rows and columns of the level.
    look : Look
        What was heard.
    offsets_db : (offsets,) array
        Device offsets to try.

    Returns
    -------
    (offsets, rows, columns) float32 array
        Up to a constant that is the same for all levels of a look.
    """
    rows, columns = (each.stop - each.start for each in window)
    total = np.zeros((len(offsets_db), rows, columns), dtype=np.float32)
    known = set(radio_map.radios.get(level, ()))
    heard = [radio for radio in look.readings if radio in known]
    if heard:
        _add_heard(radio_map, level, window, look, heard, offsets_db, total)
    if look.missing_weight > 0:
        total += _missing(radio_map, level, window, look)
    return total


def _add_heard(
    radio_map: RadioMap,
    level: str,
    window: Window,
    look: Look,
    heard: list[str],
    offsets_db: FloatArray,
    total: FloatArray,
) -> None:
    noise = radio_map.noise
    layers = [radio_map.layer(level, radio) for radio in heard]
    readings = [look.readings[radio] for radio in heard]
    mean_dbm = np.stack([layer.mean_dbm[window] for layer in layers])
    place_db2 = np.stack([layer.sd_db[window] for layer in layers]) ** 2
    fast_db2 = np.array([noise.packet_sd_db**2 / each.packets for each in readings])
    lasting_db2 = np.float32(noise.lasting_sd_db**2)
    variance_db2 = np.float32(look.repeats) * (place_db2 + lasting_db2)
    variance_db2 += fast_db2[:, None, None].astype(np.float32)
    rssi_dbm = np.array([each.rssi_dbm for each in readings], dtype=np.float32)
    log_likelihood(mean_dbm, variance_db2, rssi_dbm, offsets_db, noise.freedom, total)


def _missing(radio_map: RadioMap, level: str, window: Window, look: Look) -> FloatArray:
    """Log of the chance that just these radios were heard, weighted."""
    total = np.zeros([each.stop - each.start for each in window], dtype=np.float32)
    for radio in radio_map.radios[level]:
        share = radio_map.layer(level, radio).heard_share
        if share is not None:
            chance = share[window] if radio in look.readings else 1 - share[window]
            total += np.log(np.maximum(chance, 1e-3))
    return total * np.float32(look.missing_weight)


def offset_grid(
    mean_db: float, sd_db: float, step_db: float = 2.0
) -> tuple[FloatArray, NDArray[np.float64]]:
    """Offsets to try and their prior chances: 2.5 standard deviations to either side."""
    if sd_db < step_db / 4:
        return np.array([mean_db], dtype=np.float32), np.ones(1)
    half = max(1, math.ceil(2.5 * sd_db / step_db))
    gaps = np.arange(-half, half + 1) * step_db
    chances = np.exp(-0.5 * (gaps / sd_db) ** 2)
    return (mean_db + gaps).astype(np.float32), chances / chances.sum()
