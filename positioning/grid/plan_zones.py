"""The named places of a plan as cells: fronts of shelves, and rooms."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from floorplans.callnumbers.base import SortKey
from floorplans.callnumbers.registry import get_scheme
from floorplans.errors import CallNumberError
from floorplans.geometry import bay_spot
from floorplans.model import Plan, Range
from floorplans.walkable import ring_polygon
from positioning.grid.cover import cover_share
from positioning.grid.known import BoolArray, IntArray, Zones
from positioning.grid.space import LevelCells, Space

# Who looks at a shelf stands this far from it; what is within reach of that is before it.
_STAND_OFF_M = 0.6
_FRONT_M = 1.2
_WITHIN_SHARE = 0.5


def zones_of_plan(plan: Plan, space: Space) -> Zones:
    """Find the cells before each range of shelves, and of each room and area.

    Parameters
    ----------
    plan : Plan
        A valid plan.
    space : Space
        Its cells.
    """
    ranges = [each for each in plan.ranges if each.kind == "call_number" and each.first]
    fronts = _fronts(plan, ranges, space)
    sizes = np.zeros(len(ranges) + 1, dtype=np.int64)
    for each in fronts.values():
        sizes += np.bincount(each.ravel() + 1, minlength=len(ranges) + 1)
    return Zones(
        fronts,
        sizes[1:],
        tuple(each.id for each in ranges),
        _orders(plan, ranges),
        {level: _areas(plan, cells) for level, cells in space.levels.items()},
    )


def _orders(plan: Plan, ranges: list[Range]) -> tuple[tuple[int, ...], ...]:
    schemes = {
        each.id: get_scheme(each.scheme or plan.scheme, v_equals_w=plan.v_equals_w)
        for each in plan.partitions
    }
    keyed: dict[str, list[tuple[SortKey, int]]] = defaultdict(list)
    for number, each in enumerate(ranges):
        if each.partition in schemes:
            try:
                key = schemes[each.partition].parse(each.first).key
            except CallNumberError:
                continue
            keyed[each.partition].append((key, number))
    return tuple(tuple(number for _, number in sorted(each)) for each in keyed.values())


def _fronts(plan: Plan, ranges: list[Range], space: Space) -> dict[str, IntArray]:
    """Give each cell to the nearest bay that it lies before."""
    faces = {face.id: (shelf, face) for shelf in plan.shelves for face in shelf.faces}
    spots: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for number, each in enumerate(ranges):
        for run in each.runs:
            if run.face in faces:
                shelf, face = faces[run.face]
                numbers = {bay.number for bay in face.bays}
                for bay in range(run.first_bay, run.last_bay + 1):
                    if bay in numbers:
                        x_m, y_m, _ = bay_spot(shelf, face, bay, _STAND_OFF_M)
                        spots[shelf.level].append((x_m, y_m, number))
    return {
        level: _nearest(cells, spots[level])
        for level, cells in space.levels.items()
        if level in spots
    }


def _nearest(cells: LevelCells, spots: list[tuple[float, float, int]]) -> IntArray:
    # SciPy takes a third of a second to import, which a server that starts has no time for.
    from scipy.spatial import cKDTree

    x_m, y_m = cells.centres_m()
    grid = np.stack(np.meshgrid(x_m, y_m), axis=-1)
    known = np.array(spots)
    apart_m, index = cKDTree(known[:, :2]).query(grid.reshape(-1, 2))
    found = np.where(apart_m <= _FRONT_M, known[index, 2], -1)
    numbers: IntArray = found.reshape(cells.shape).astype(np.int32)
    return numbers


def _areas(plan: Plan, cells: LevelCells) -> tuple[tuple[str, BoolArray], ...]:
    """Rooms and areas, the smallest first."""
    found: list[tuple[int, str, BoolArray]] = []
    for unit in plan.units:
        polygon = ring_polygon(unit.outline)
        if unit.level == cells.level and not polygon.is_empty:
            share = cover_share(polygon, cells.origin_m, cells.cell_m, cells.shape)
            within: BoolArray = share >= _WITHIN_SHARE
            found.append((int(within.sum()), unit.id, within))
    found.sort(key=lambda each: each[:2])
    return tuple((unit, within) for _, unit, within in found)
