"""Things that lie where they can: within their level, beside each other, out of walls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from floorplans.axes import axis_of
from floorplans.checks.floors import Floor
from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import (
    at_opening,
    at_shelf,
    list_marks,
    list_outlines,
    list_stands,
)
from floorplans.model import Plan, Shelf
from floorplans.walkable import ring_polygon

TOLERANCE_M = 0.05
OVERLAP_M2 = 0.01
WALL_BEHIND_M = 0.3
"""How far a wall shelf may be from its wall: cables, skirting and crooked drawings."""

BACK_SHARES = (0.1, 0.5, 0.9)


def check_placing(plan: Plan, floors: Iterable[Floor]) -> Iterator[Problem]:
    """Find shelves, fixtures and points that are drawn where they cannot be."""
    for floor in floors:
        yield from _check_within(plan, floor)
        yield from _check_overlaps(floor)
        yield from _check_walls(floor)
        yield from _check_doorways(floor)
        yield from _check_points(plan, floor)
        for shelf in floor.shelves:
            yield from _check_mounting(shelf, floor)


def _check_within(plan: Plan, floor: Floor) -> Iterator[Problem]:
    inside = floor.shape.buffer(TOLERANCE_M)
    shapely.prepare(inside)
    message = f'It reaches outside level "{floor.level.id}"; move it in or widen the level.'
    for shelf, shape in zip(floor.shelves, floor.shelf_shapes, strict=True):
        if not inside.covers(shape):
            yield report("outside-level", at_shelf(shelf), message)
    for thing in list_outlines(plan):
        if thing.level == floor.level.id:
            shape = ring_polygon(thing.ring)
            if not (shape.is_empty or inside.covers(shape)):
                yield report("area-outside-level", thing.where, message)
    for spot in [*list_stands(plan), *list_marks(plan)]:
        if spot.level == floor.level.id and not inside.covers(spot.point):
            message = f'It lies outside level "{floor.level.id}"; move it in.'
            yield report("outside-level", spot.where, message)


def _check_overlaps(floor: Floor) -> Iterator[Problem]:
    for number, (shelf, shape) in enumerate(zip(floor.shelves, floor.shelf_shapes, strict=True)):
        for index, other, outline in floor.shelves_at(shape):
            if index > number and shape.intersection(outline).area > OVERLAP_M2:
                message = f"It overlaps shelf {other.number}; move one of them."
                yield report("shelves-overlap", at_shelf(shelf), message)
    for fixture, shape in zip(floor.fixtures, floor.fixture_shapes, strict=True):
        for _, shelf, outline in floor.shelves_at(shape):
            if shape.intersection(outline).area > OVERLAP_M2:
                message = f'It overlaps fixture "{fixture.id}"; move one of them.'
                yield report("shelf-on-fixture", at_shelf(shelf), message)


def _check_walls(floor: Floor) -> Iterator[Problem]:
    for unit in floor.units:
        if not unit.walled:
            continue
        room = ring_polygon(unit.outline)
        for _, shelf, shape in floor.shelves_at(room):
            within_m2 = shape.intersection(room).area
            if within_m2 > OVERLAP_M2 and shape.difference(room).area > OVERLAP_M2:
                message = f'It stands in a wall of unit "{unit.id}"; move it to one side.'
                yield report("shelf-in-wall", at_shelf(shelf), message)


def _check_doorways(floor: Floor) -> Iterator[Problem]:
    for opening, doorway in zip(floor.openings, floor.doorways, strict=True):
        for _, shelf, shape in floor.shelves_at(doorway):
            if shape.intersection(doorway).area > OVERLAP_M2:
                message = f'It stands in opening "{opening.id}"; move it out of the way.'
                where = at_opening(opening)
                yield report("shelf-in-doorway", at_shelf(shelf).within(where.place), message)


def _check_points(plan: Plan, floor: Floor) -> Iterator[Problem]:
    for spot in list_stands(plan):
        if spot.level != floor.level.id:
            continue
        for _, shelf, shape in floor.shelves_at(spot.point):
            if shape.contains(spot.point):
                message = f"It lies inside shelf {shelf.number}; put it where a person stands."
                yield report("inside-shelf", spot.where, message)


def _check_mounting(shelf: Shelf, floor: Floor) -> Iterator[Problem]:
    if shelf.mounting != "wall":
        return
    if len(shelf.faces) > 1:
        message = (
            "It stands against a wall, so its face to the wall is no use; take that face away, "
            "or let the shelf stand free."
        )
        yield report("wall-shelf-faces", at_shelf(shelf), message)
    elif not _has_wall_behind(shelf, floor.walls):
        message = (
            f"It is a wall shelf, but there is no wall within {WALL_BEHIND_M:.1f} m behind it; "
            "move it to its wall, turn it round, or let it stand free."
        )
        yield report("shelf-floating", at_shelf(shelf), message)


def _has_wall_behind(shelf: Shelf, walls: BaseGeometry) -> bool:
    """Tell whether most of the side away from the face has a wall near; round ones may touch."""
    if shelf.shape == "round":
        reach_m = shelf.length_m / 2 + WALL_BEHIND_M
        return bool(shapely.dwithin(walls, Point(shelf.x_m, shelf.y_m), reach_m))
    faces_back = bool(shelf.faces) and shelf.faces[0].side == "back"
    offset_m = shelf.depth_m / 2 if faces_back else -shelf.depth_m / 2
    axis = axis_of(shelf)
    behind = [axis.at(share * axis.length_m(offset_m), offset_m)[:2] for share in BACK_SHARES]
    near = shapely.dwithin(walls, shapely.points(behind), WALL_BEHIND_M)
    return bool(near.sum() > len(BACK_SHARES) / 2)
