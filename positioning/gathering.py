"""What a handful of packets says: readings for a locator, strengths of levels, surroundings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from positioning.locators.base import Readings
from positioning.model import Sighting
from positioning.sites import PreparedSite

FloatArray = NDArray[np.float64]
Sums = Mapping[str, tuple[int, float]]

_LEAST_SPREAD_M = 6.0
_LOST_SPREADS = 3.0


def add_up(heard: Iterable[Sighting], before: Sums) -> Sums:
    """Count and sum the RSSI of each radio.

    Parameters
    ----------
    heard : iterable of Sighting
        New packets, in any order.
    before : mapping of str to (int, float)
        Earlier counts and sums.

    Returns
    -------
    mapping of str to (int, float)
        Radio → packets, sum of RSSI in dBm.
    """
    sums = dict(before)
    # Sorted, so that rounding does not depend on the order of packets either.
    for each in sorted(heard, key=lambda each: (each.radio, each.rssi_dbm)):
        packets, total = sums.get(each.radio, (0, 0.0))
        sums[each.radio] = (packets + 1, total + each.rssi_dbm)
    return sums


def make_readings(site: PreparedSite, level: str, sums: Sums, repeats: float) -> Readings:
    """Turn the sums of one level's radios into readings.

    Parameters
    ----------
    site : PreparedSite
        With the radios.
    level : str
        A level that has radios.
    sums : mapping of str to (int, float)
        Radio → packets, sum of RSSI; radios of this level only.
    repeats : float
        How many looks in a row share one shadowing; its variance is multiplied by this.

    Returns
    -------
    Readings
        One per radio.
    """
    table, model = site.tables[level], site.site.model
    rows = [site.places[radio][1] for radio in sums]
    packets = np.array([count for count, _ in sums.values()], dtype=float)
    return Readings(
        xy_m=table.xy_m[rows],
        gap_m=table.gap_m[rows],
        power_dbm=table.power_dbm[rows],
        rssi_dbm=np.array([total for _, total in sums.values()]) / packets,
        variance_db2=model.shadowing_sd_db**2 * repeats + model.noise_sd_db**2 / packets,
    )


def level_strengths(site: PreparedSite, heard: Iterable[Sighting]) -> dict[str, float]:
    """Sum the field strength per level, relative to what each radio gives at 1 m."""
    strengths: dict[str, float] = {}
    for each in heard:
        level, row = site.places[each.radio]
        excess_db = each.rssi_dbm - float(site.tables[level].power_dbm[row])
        strengths[level] = strengths.get(level, 0.0) + 10 ** (excess_db / 20)
    return strengths


def first_belief(
    site: PreparedSite, radios: Iterable[str], device_model: str | None
) -> tuple[FloatArray, FloatArray]:
    """Mean and covariance of (x m, y m, offset dB) before any reading is weighed.

    Somewhere about the radios heard, with the offset that the device is known for.
    """
    offset_db, offset_sd_db = site.device_offset_db(device_model)
    centre_m, spread_m = _neighbourhood(site, radios)
    mean = np.array([*centre_m, offset_db])
    return mean, np.diag([spread_m**2, spread_m**2, offset_sd_db**2])


def is_far_from(site: PreparedSite, position_m: FloatArray, radios: Iterable[str]) -> bool:
    """Tell whether a position is too far from the radios heard to be believed."""
    centre_m, spread_m = _neighbourhood(site, radios)
    away_m = math.hypot(*(position_m - centre_m))
    return away_m > _LOST_SPREADS * spread_m


def _neighbourhood(site: PreparedSite, radios: Iterable[str]) -> tuple[FloatArray, float]:
    """Middle of some radios of one level and their rms distance from it, both in metres."""
    places = [site.places[radio] for radio in sorted(set(radios))]
    xy_m = np.array([site.tables[level].xy_m[row] for level, row in places])
    centre_m: FloatArray = xy_m.mean(axis=0)
    spread_m = math.sqrt(float(((xy_m - centre_m) ** 2).sum(axis=1).mean()))
    return centre_m, max(spread_m, _LEAST_SPREAD_M)
