"""Doors that are passed one way only, by where one stands before and after them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from shapely.geometry import LineString

from floorplans.model import Opening, Plan
from floorplans.walkable import Walkable, build_walkable
from routing.profiles import Manner

Point = tuple[float, float]

DOORSTEP_M = 0.1
"""How far beyond its own width one stands from the wall before a door."""

SNAP_M = 1.0
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


def find_one_way_doors(plan: Plan, manner: Manner, walkable: Walkable) -> tuple[OneWayDoor, ...]:
    """Find the one-way doors that one may pass and gets through.

    Parameters
    ----------
    plan : Plan
        The plan.
    manner : Manner
        How one moves.
    walkable : Walkable
        The space where one-way doors are walls.
    """
    doors = {
        each.id: each
        for each in plan.openings
        if each.one_way and (manner.is_staff or not each.staff_only)
    }
    if not doors:
        return ()
    opened = build_walkable(plan, manner.clearance_m, manner.is_staff)
    return tuple(_passable(doors.values(), walkable, opened))


def stand_near(walkable: Walkable, level: str, point: Point) -> Point | None:
    """Give the walkable point nearest to another, if there is one within a metre."""
    if walkable.area(level).is_empty:
        return None
    found = walkable.nearest(level, *point)
    return found if math.dist(found, point) <= SNAP_M else None


def _passable(
    doors: Iterable[Opening], walkable: Walkable, opened: Walkable
) -> Iterator[OneWayDoor]:
    for door in doors:
        before, after = (
            stand_near(walkable, door.level, side)
            for side in _sides(door, walkable.clearance_m + DOORSTEP_M)
        )
        if before is None or after is None:
            continue
        # A side may have been moved, but not to behind something.
        space = opened.area(door.level).buffer(GRAZING_M)
        if space.covers(LineString((before, after))):
            yield OneWayDoor(door.id, door.level, before, after)


def _sides(door: Opening, off_m: float) -> tuple[Point, Point]:
    """Points to the left and right of the middle of a door."""
    (x0_m, y0_m), (x1_m, y1_m) = door.start, door.end
    share = off_m / math.dist(door.start, door.end)
    across = share * (y0_m - y1_m), share * (x1_m - x0_m)
    x_m, y_m = (x0_m + x1_m) / 2, (y0_m + y1_m) / 2
    return (x_m + across[0], y_m + across[1]), (x_m - across[0], y_m - across[1])
