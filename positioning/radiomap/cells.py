"""Observations of one radio as samples of its process: one for each place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positioning.radiomap.observations import Observations
from positioning.radiomap.trend import DEVICE_SD_DB, Trend

FloatArray = NDArray[np.float64]

# The variance of a place where a radio was never heard.
NO_NEWS_DB2 = 1e4


def place_levels(
    seen: Observations, radio: int, trend: Trend
) -> tuple[NDArray[np.intp], FloatArray, FloatArray, FloatArray]:
    """What a device without an offset hears of a radio at each place.

    Parameters
    ----------
    seen : Observations
    radio : int
        Its place in ``seen.radios``.
    trend : Trend
        Offsets and packet noise.

    Returns
    -------
    (n,) arrays
        Places, levels in dBm, their variances in dB², their times. Where scans were counted,
        all places are there; the unheard ones have a variance of `NO_NEWS_DB2`.
    """
    own = seen.radio == radio
    place = seen.place[own]
    level = seen.mean_dbm[own] - trend.offsets_db[seen.device[own]]
    device_db2 = DEVICE_SD_DB**2 if len(seen.devices) > 1 else 0.0
    weight = 1 / (device_db2 + trend.packet_sd_db**2 / seen.count[own])
    places = len(seen.places_m)
    total = np.bincount(place, weight, places)
    heard = total > 0
    divisor = np.where(heard, total, 1.0)
    levels = np.bincount(place, weight * level, places) / divisor
    times = np.bincount(place, weight * seen.time_s[own], places) / divisor
    variance = np.where(heard, 1 / divisor, NO_NEWS_DB2)
    chosen = np.flatnonzero(heard) if seen.scans is None else np.arange(places)
    return chosen, levels[chosen], variance[chosen], times[chosen]


def missed_scans(seen: Observations, radio: int) -> FloatArray:
    """In how many scans of each place and device a radio was missed, (places, devices)."""
    if seen.scans is None:
        return np.zeros((len(seen.places_m), len(seen.devices)))
    heard = np.zeros_like(seen.scans)
    own = seen.radio == radio
    np.add.at(heard, (seen.place[own], seen.device[own]), seen.count[own])
    return np.asarray(np.maximum(seen.scans - heard, 0.0))
