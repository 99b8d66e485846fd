"""What the readings of one step say about each cell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.grid.kernels import log_likelihood
from positioning.radiomap.records import LEAST_SHARE, NoiseModel, RadioMap

FloatArray = NDArray[np.float32]
Window = tuple[slice, slice]

# What a radio is like on a level where it is not known: too faint to have been noticed.
_STRAY_DBM, _STRAY_SD_DB = -100.0, 10.0


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
        How much it counts which radios were heard and which were not.
    duration_s : float
        How long it listened.
    """

    readings: Mapping[str, Reading]
    repeats: float
    missing_weight: float
    duration_s: float = 1.0


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
    strays = [look.readings[radio] for radio in look.readings if radio not in known]
    if strays:
        total += _stray(radio_map.noise, look.repeats, strays, offsets_db)[:, None, None]
    if look.missing_weight > 0:
        total += _missing(radio_map, level, window, look, heard)
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
    slow_db2 = place_db2 + np.float32(noise.lasting_sd_db**2)
    shared_db2 = np.float32(look.repeats) * slow_db2
    shared_db2 += fast_db2[:, None, None].astype(np.float32)
    # A look that repeats what others say counts as a part of one, in its width and its tails
    # too: else cells with a sure map win by log-widths that every look adds anew.
    once_db2 = float(slow_db2.mean()) + float(fast_db2.mean())
    looks = np.float32(max(float(shared_db2.mean()) / once_db2, 1.0))
    rssi_dbm = np.array([each.rssi_dbm for each in readings], dtype=np.float32)
    own = np.zeros_like(total)
    log_likelihood(mean_dbm, shared_db2 / looks, rssi_dbm, offsets_db, noise.freedom, own)
    total += own / looks


def _stray(
    noise: NoiseModel, repeats: float, readings: Sequence[Reading], offsets_db: FloatArray
) -> FloatArray:
    """Log-likelihood of radios that are not known on a level: (offsets,).

    They are faint there, if they are heard at all; without this a level would be the likelier
    the fewer of the radios it knows.
    """
    total = np.zeros(len(offsets_db))
    for reading in readings:
        variance_db2 = _STRAY_SD_DB**2 + noise.packet_sd_db**2 / reading.packets
        gap_db = reading.rssi_dbm - offsets_db - _STRAY_DBM
        tail = np.log1p(gap_db**2 / (noise.freedom * variance_db2))
        total -= (noise.freedom + 1) / 2 * tail + math.log(variance_db2) / 2
    return (total / repeats).astype(np.float32)


def _missing(
    radio_map: RadioMap, level: str, window: Window, look: Look, heard: Sequence[str]
) -> FloatArray | np.float32:
    """Log of the chance that just these radios were heard, weighted."""
    if radio_map.is_hearing_relative:
        return _company(radio_map, level, window, look, heard)
    silence = radio_map.silence(level)
    if silence is None:
        return np.float32(0.0)
    total = np.float32(look.duration_s) * silence[window]
    for radio in heard:
        share = radio_map.layer(level, radio).heard_share
        if share is not None:
            quiet = np.maximum(1 - share[window], LEAST_SHARE) ** np.float32(look.duration_s)
            total += np.log(np.maximum(1 - quiet, LEAST_SHARE)) - np.log(quiet)
    total *= np.float32(look.missing_weight)
    return total


def _company(
    radio_map: RadioMap, level: str, window: Window, look: Look, heard: Sequence[str]
) -> FloatArray | np.float32:
    """Log of the chance that it is these radios, as so many were heard, weighted."""
    company = radio_map.company(level)
    if company is None or not heard:
        return np.float32(0.0)
    total = -np.float32(len(heard)) * company[window]
    for radio in heard:
        share = radio_map.layer(level, radio).heard_share
        if share is not None:
            total += np.log(np.maximum(share[window], LEAST_SHARE))
    total *= np.float32(look.missing_weight)
    return total


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
