"""Radios that can be told apart, hang in the building, and are near enough everywhere."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.survey import Survey
from floorplans.checks.things import Where
from floorplans.model import Plan, Radio
from floorplans.walkable import ring_polygon

NEEDED_RADIOS = 3
"""Two distances leave two places to be at; a third radio decides between them."""

NEAR_M = 12.0
"""As far as a beacon is heard at least once in a few seconds: measured in a library with 24
beacons at −12 dBm, four of five packets arrive from near by and one of ten from 13 m."""

LEAST_SPARSE_M2 = 4.0
CELL_M = 1.0
MOST_CELLS = 100_000
"""Of a plan with more floor than this many cells, the cells are larger."""

TOGETHER_M = 0.1
HIGHEST_M = 10.0

_RADIO_KEY = re.compile(
    r"ibeacon:[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}:[0-9]{1,5}:[0-9]{1,5}"
    r"|altbeacon:[0-9A-F]{40}"
    r"|eddystone:[0-9A-F]{20}:[0-9A-F]{12}"
    r"|address:[0-9A-F]{2}(:[0-9A-F]{2}){5}"
)


def check_radios(survey: Survey) -> Iterator[Problem]:
    """Find radios with bad keys or places, and floor that too few of them are near to."""
    plan = survey.plan
    yield from _check_keys(plan)
    for radio in plan.radios:
        if not 0.0 <= radio.z_m <= HIGHEST_M:
            message = (
                f"It hangs {radio.z_m:.1f} m above the floor; give its height in metres from the "
                f"floor of its level, 0 to {HIGHEST_M:.0f}."
            )
            yield report("radio-height", _at(radio), message)
    yield from _check_together(plan)
    if plan.radios:
        areas = survey.reached.areas
        floor_m2 = sum(area.envelope.area for area in areas.values())
        cell_m = max(CELL_M, math.sqrt(floor_m2 / MOST_CELLS))
        for level, area in areas.items():
            yield from _check_density(plan, level, area, cell_m)


def _at(radio: Radio) -> Where:
    return Where(f"radio {radio.id}", radio.id, radio.level, radio.x_m, radio.y_m)


def _check_keys(plan: Plan) -> Iterator[Problem]:
    counts = Counter(radio.key for radio in plan.radios)
    for key, count in counts.items():
        if count > 1:
            message = f'{count} radios have the key "{key}"; each needs its own to be told apart.'
            yield report("duplicate-radio-key", Where(f"radio {key}"), message)
    for radio in plan.radios:
        if not _RADIO_KEY.fullmatch(radio.key):
            message = (
                f'"{radio.key}" is no key; write ibeacon:UUID:MAJOR:MINOR, altbeacon:HEX, '
                "eddystone:NAMESPACE:INSTANCE or address:AA:BB:CC:DD:EE:FF in capitals."
            )
            yield report("radio-key", _at(radio), message)


def _check_together(plan: Plan) -> Iterator[Problem]:
    by_level: defaultdict[str, list[Radio]] = defaultdict(list)
    for radio in plan.radios:
        by_level[radio.level].append(radio)
    for radios in by_level.values():
        points = shapely.points([(radio.x_m, radio.y_m) for radio in radios])
        heights_m = np.array([radio.z_m for radio in radios])
        one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=TOGETHER_M)
        together = (one < other) & (np.abs(heights_m[one] - heights_m[other]) <= TOGETHER_M)
        others, firsts = np.unique(other[together], return_index=True)
        for index, first in zip(others, one[together][firsts], strict=True):
            message = (
                f"It hangs where radio {radios[first].id} does; correct the place of one of them."
            )
            yield report("radios-together", _at(radios[index]), message)


def _check_density(plan: Plan, level: str, area: MultiPolygon, cell_m: float) -> Iterator[Problem]:
    radios = [(radio.x_m, radio.y_m) for radio in plan.radios if radio.level == level]
    cells = _cells(area, cell_m)
    _, heard = shapely.STRtree(np.asarray(shapely.points(cells))).query(
        shapely.points(np.array(radios).reshape(-1, 2)), predicate="dwithin", distance=NEAR_M
    )
    near = np.bincount(heard, minlength=len(cells))
    sparse = cells[near < NEEDED_RADIOS]
    low, high = (sparse + side * cell_m for side in (-1, 1))
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    for patch in shapely.get_parts(shapely.union_all(boxes)):
        cells_in = shapely.contains_xy(patch, sparse[:, 0], sparse[:, 1])
        floor_m2 = cell_m**2 * cells_in.sum()
        if floor_m2 >= LEAST_SPARSE_M2:
            message = (
                f"About {floor_m2:.0f} m² of floor have fewer than {NEEDED_RADIOS} radios of the "
                f"level within {NEAR_M:.0f} m; hang more of them near here."
            )
            yield report("radios-too-few", _patch_place(plan, level, patch), message)


def _cells(area: MultiPolygon, cell_m: float) -> NDArray[Any]:
    """Give the middles of the cells of a grid that lie in an area, metres."""
    west_m, south_m, east_m, north_m = area.bounds
    xs_m, ys_m = np.meshgrid(
        np.arange(west_m + cell_m / 2, east_m + cell_m / 2, cell_m),
        np.arange(south_m + cell_m / 2, north_m + cell_m / 2, cell_m),
    )
    inside = shapely.contains_xy(area, xs_m.ravel(), ys_m.ravel())
    return np.column_stack([xs_m.ravel()[inside], ys_m.ravel()[inside]])


def _patch_place(plan: Plan, level: str, patch: Polygon) -> Where:
    """Name the unit that most of a patch lies in, or the level."""
    rooms = [unit for unit in plan.units if unit.level == level]
    shared = [ring_polygon(unit.outline).intersection(patch).area for unit in rooms]
    middle = patch.representative_point()
    name = f"level {level}"
    if shared and max(shared) > 0.0:
        name = f"{name}, unit {rooms[shared.index(max(shared))].id}"
    return Where(name, level, level, middle.x, middle.y)
