"""Survey rows gathered into observations: one per radio, device, place and pass."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from positioning.pathloss import SurveyRow, is_possible_rssi
from positioning.radiomap.fickle import whole_scans

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
_Item = TypeVar("_Item")

# A subject that comes back to a place after this time makes a new observation there.
PASS_S = 10.0
# Whoever stays for less than this at most places is under way.
_STOP_S = 2.0
# A survey with more places than this on a level was made under way, not at points.
MOST_POINTS = 400
# Visits with more readings of a radio than this are stops, not scans.
_MOST_READINGS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Mean readings of one level.

    Attributes
    ----------
    radios, devices : tuple of str
        What ``radio`` and ``device`` point to.
    places_m : (p, 2) array
        What ``place`` points to.
    radio, device, place, count : (n,) arrays
        Of each observation: whose it is, where, and how many readings it is the mean of.
    time_s, mean_dbm, squares_db2 : (n,) arrays
        Mean time, mean reading, and sum of squares about it.
    scans : (p, d) array or None
        How often each device scanned at each place, as `whole_scans` counts; ``None`` where
        not being heard says nothing, because the survey was made under way or its visits are
        no single scans.
    """

    radios: tuple[str, ...]
    devices: tuple[str, ...]
    places_m: FloatArray
    radio: IntArray
    device: IntArray
    place: IntArray
    count: FloatArray
    time_s: FloatArray
    mean_dbm: FloatArray
    squares_db2: FloatArray
    scans: FloatArray | None
    under_way: bool


def usable_rows(survey: Sequence[SurveyRow], levels: Collection[str]) -> list[SurveyRow]:
    """The rows on known levels whose RSSI a radio can have measured."""
    return [row for row in survey if row.level in levels and is_possible_rssi(row.rssi_dbm)]


def is_under_way(rows: Sequence[SurveyRow]) -> bool:
    """Tell whether a survey was made in walking on, not by stopping at points."""
    times: dict[tuple[float, float], list[float]] = {}
    for row in rows:
        times.setdefault((row.x_m, row.y_m), []).append(row.time_s)
    if len(times) > MOST_POINTS:
        return True
    if len({row.time_s for row in rows}) == 1:
        return False
    stops_s = [np.diff(np.sort(each)) for each in times.values()]
    stayed_s = [float(gaps[gaps < PASS_S].sum()) for gaps in stops_s]
    return float(np.median(stayed_s)) < _STOP_S


def gather(
    rows: Sequence[SurveyRow], radios: Sequence[str], devices: Sequence[str], bin_m: float
) -> Observations:
    """Average the rows of one level.

    Parameters
    ----------
    rows : sequence of SurveyRow
        Of one level, at least one.
    radios, devices : sequence of str
        All that the survey knows, in order.
    bin_m : float
        Side of the squares in which a survey made under way is averaged.

    Returns
    -------
    Observations
    """
    under_way = is_under_way(rows)
    radio_index = {radio: index for index, radio in enumerate(radios)}
    device_index = {device: index for index, device in enumerate(devices)}
    groups: dict[tuple[int, int, tuple[float, float], int], list[SurveyRow]] = {}
    for row in rows:
        place, time = (row.x_m, row.y_m), 0
        if under_way:
            place = (math.floor(row.x_m / bin_m), math.floor(row.y_m / bin_m))
            time = math.floor(row.time_s / PASS_S)
        key = (radio_index[row.radio], device_index[row.device_model], place, time)
        groups.setdefault(key, []).append(row)
    # Bins of one pass are places of their own, where its rows truly lie.
    places: dict[tuple[float, float, int], list[SurveyRow]] = {}
    for (_, _, place, time), group in groups.items():
        places.setdefault((*place, time), []).extend(group)
    place_index = {place: index for index, place in enumerate(places)}
    readings = [np.array([row.rssi_dbm for row in group]) for group in groups.values()]
    return Observations(
        radios=tuple(radios),
        devices=tuple(devices),
        places_m=np.array(
            [np.mean([(r.x_m, r.y_m) for r in each], axis=0) for each in places.values()]
        ),
        radio=np.array([key[0] for key in groups], dtype=np.intp),
        device=np.array([key[1] for key in groups], dtype=np.intp),
        place=np.array([place_index[(*key[2], key[3])] for key in groups], dtype=np.intp),
        count=np.array([float(len(each)) for each in readings]),
        time_s=np.array([np.mean([row.time_s for row in group]) for group in groups.values()]),
        mean_dbm=np.array([each.mean() for each in readings]),
        squares_db2=np.array([each.var() * len(each) for each in readings]),
        scans=None if under_way else _count_scans(rows, place_index, device_index),
        under_way=under_way,
    )


def _count_scans(
    rows: Sequence[SurveyRow],
    place_index: Mapping[tuple[float, float, int], int],
    device_index: Mapping[str, int],
) -> FloatArray | None:
    """How many scans there were at each place, if a visit is one scan."""
    stops: dict[tuple[int, int], dict[str, set[str]]] = {}
    for row in rows:
        key = (place_index[row.x_m, row.y_m, 0], device_index[row.device_model])
        stops.setdefault(key, {}).setdefault(row.visit, set()).add(row.radio)
    if len(rows) > _MOST_READINGS * sum(len(h) for each in stops.values() for h in each.values()):
        return None
    scans = np.zeros((len(place_index), len(device_index)))
    for at, count in whole_scans({at: [*each.values()] for at, each in stops.items()}).items():
        scans[at] = count
    return scans


def some_of(each: Sequence[_Item], most: int) -> list[_Item]:
    """At most so many of them, evenly."""
    step = max(len(each) / most, 1.0)
    return [each[int(index * step)] for index in range(min(len(each), most))]
