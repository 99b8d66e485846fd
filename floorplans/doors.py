"""Doors that are passed one way only, by where one stands before and after them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import shapely
from shapely.geometry import LineString

from floorplans.model import Opening, Plan, Point
from floorplans.walkable import Walkable, build_walkable

DOORSTEP_M = 0.1
"""How far beyond its own width one stands from the wall before a door."""

GRAZING_M = 1e-3


@dataclass(frozen=True, slots=True)
class OneWayDoor:
    """A door with a walkable point on either side, between which nothing stands."""

    id: str
    level: str
    before: Point
    after: Point


def without_one_way_doors(plan: Plan) -> Plan:
    """Give a plan whose one-way doors are walls."""
    return replace(plan, openings=tuple(each for each in plan.openings if not each.one_way))


def find_one_way_doors(
    plan: Plan, walkable: Walkable, *, staff: bool = False
) -> tuple[OneWayDoor, ...]:
    """Find the one-way doors that one may pass and gets through.

    Parameters
    ----------
    plan : Plan
        The plan.
    walkable : Walkable
        The space where one-way doors are walls.
    staff : bool
        Whether rooms and doors for staff only count as open, as they do in that space.
    """
    doors = {
        each.id: each
        for each in plan.openings
        if each.one_way and each.start != each.end and (staff or not each.staff_only)
    }
    if not doors:
        return ()
    levels = {each.level for each in doors.values()}
    there = replace(plan, levels=tuple(each for each in plan.levels if each.id in levels))
    opened = build_walkable(there, walkable.clearance_m, staff)
    known = (each for each in doors.values() if each.level in opened.areas)
    return tuple(_passable(known, walkable, opened))


def leads_to(door: Opening, point: Point) -> bool:
    """Tell whether a point is on the side of a one-way door that it leads to: its right.

    Examples
    --------
    >>> east = Opening("exit", "1", "door", (0.0, 2.0), (0.0, 0.0), one_way=True)
    >>> leads_to(east, (-1.0, 1.0)), leads_to(east, (1.0, 1.0))
    (True, False)
    """
    (x0_m, y0_m), (x1_m, y1_m) = door.start, door.end
    return (x1_m - x0_m) * (point[1] - y0_m) < (y1_m - y0_m) * (point[0] - x0_m)


def _passable(
    doors: Iterable[Opening], walkable: Walkable, opened: Walkable
) -> Iterator[OneWayDoor]:
    # A side may have been moved, but not to behind something.
    spaces = {level: opened.area(level).buffer(GRAZING_M) for level in opened.levels}
    shapely.prepare(list(spaces.values()))
    for door in doors:
        before, after = (
            walkable.stand_near(door.level, *side)
            for side in _sides(door, walkable.clearance_m + DOORSTEP_M)
        )
        if before is None or after is None:
            continue
        if spaces[door.level].covers(LineString((before, after))):
            yield OneWayDoor(door.id, door.level, before, after)


def _sides(door: Opening, off_m: float) -> tuple[Point, Point]:
    """Points to the left and right of the middle of a door."""
    (x0_m, y0_m), (x1_m, y1_m) = door.start, door.end
    share = off_m / math.dist(door.start, door.end)
    across = share * (y0_m - y1_m), share * (x1_m - x0_m)
    x_m, y_m = (x0_m + x1_m) / 2, (y0_m + y1_m) / 2
    return (x_m + across[0], y_m + across[1]), (x_m - across[0], y_m - across[1])
