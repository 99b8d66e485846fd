"""Things that lie where they can: within their level, beside each other, in their walls."""

from __future__ import annotations

import math
from collections.abc import Iterator

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from floorplans.checks.problem import Problem, error, warning
from floorplans.checks.things import list_marks, list_outlines, list_stands
from floorplans.geometry import shelf_outline
from floorplans.model import Level, Plan, Ring, Shelf
from floorplans.walkable import OPENING_REACH_M, ring_polygon

TOLERANCE_M = 0.05
OVERLAP_M2 = 0.01
BAYS_TOLERANCE = 1.02
WIDEST_LEVEL_M = 1000.0


def check_placing(plan: Plan) -> Iterator[Problem]:
    """Find outlines, shelves, openings and points that are drawn where they cannot be."""
    for shelf in plan.shelves:
        yield from _check_bay_widths(shelf)
    for level in plan.levels:
        yield from _check_outline(f"level {level.id}", level.outline)
        yield from _check_extent(level)
    for thing in list_outlines(plan):
        yield from _check_outline(thing.place, thing.ring)
    for level in plan.levels:
        yield from _check_level(plan, level)


def _check_outline(place: str, ring: Ring) -> Iterator[Problem]:
    if ring_polygon(ring).area == 0.0:
        yield error("outline-empty", place, "The outline encloses nothing; draw it again.")
    elif not shapely.Polygon(ring).is_valid:
        message = "The outline crosses or touches itself; draw its corners in order."
        yield error("outline-crossed", place, message)


def _check_extent(level: Level) -> Iterator[Problem]:
    widest_m = max(max(along) - min(along) for along in zip(*level.outline, strict=True))
    if widest_m > WIDEST_LEVEL_M:
        message = f"The level is {widest_m:.0f} m wide; plans are in metres, not millimetres."
        yield error("level-size", f"level {level.id}", message)


def _check_bay_widths(shelf: Shelf) -> Iterator[Problem]:
    available_m = shelf.length_m * (math.pi if shelf.shape == "round" else 1.0)
    for face in shelf.faces:
        used_m = sum(bay.width_m for bay in face.bays)
        if used_m > available_m * BAYS_TOLERANCE:
            message = (
                f"The bays are {used_m:.2f} m wide together, the shelf has {available_m:.2f} m; "
                "correct the bays' widths or the shelf's length."
            )
            yield error("bays-too-wide", f"shelf {shelf.number}, face {face.name}", message)


def _check_level(plan: Plan, level: Level) -> Iterator[Problem]:
    inside = ring_polygon(level.outline).buffer(TOLERANCE_M)
    shapes = _shelf_shapes(plan, level)
    yield from _check_within(plan, level, inside, shapes)
    yield from _check_overlaps(plan, level, shapes)
    yield from _check_openings(plan, level)
    yield from _check_points(plan, level, inside, shapes)


def _shelf_shapes(plan: Plan, level: Level) -> list[tuple[Shelf, BaseGeometry]]:
    return [
        (shelf, ring_polygon(shelf_outline(shelf)))
        for shelf in plan.shelves
        if shelf.level == level.id
    ]


def _check_within(
    plan: Plan, level: Level, inside: BaseGeometry, shapes: list[tuple[Shelf, BaseGeometry]]
) -> Iterator[Problem]:
    message = f'It reaches outside level "{level.id}"; move it in or widen the level.'
    for shelf, shape in shapes:
        if not inside.covers(shape):
            yield error("outside-level", f"shelf {shelf.number}", message)
    for thing in list_outlines(plan):
        if thing.level == level.id and not inside.covers(ring_polygon(thing.ring)):
            yield warning("outside-level", thing.place, message)


def _check_overlaps(
    plan: Plan, level: Level, shapes: list[tuple[Shelf, BaseGeometry]]
) -> Iterator[Problem]:
    tree = shapely.STRtree([shape for _, shape in shapes])
    for number, (shelf, shape) in enumerate(shapes):
        for other in sorted(int(index) for index in tree.query(shape) if index > number):
            if shape.intersection(shapes[other][1]).area > OVERLAP_M2:
                message = f"It overlaps shelf {shapes[other][0].number}; move one of them."
                yield error("shelves-overlap", f"shelf {shelf.number}", message)
    for fixture in plan.fixtures:
        if fixture.level != level.id:
            continue
        outline = ring_polygon(fixture.outline)
        for index in sorted(tree.query(outline)):
            shelf, shape = shapes[index]
            if shape.intersection(outline).area > OVERLAP_M2:
                message = f'It overlaps fixture "{fixture.id}"; move one of them.'
                yield error("shelf-on-fixture", f"shelf {shelf.number}", message)
    yield from _check_walls(plan, level, shapes)


def _check_walls(
    plan: Plan, level: Level, shapes: list[tuple[Shelf, BaseGeometry]]
) -> Iterator[Problem]:
    for unit in plan.units:
        if unit.level != level.id or not unit.walled:
            continue
        room = ring_polygon(unit.outline)
        for shelf, shape in shapes:
            within_m2 = shape.intersection(room).area
            if within_m2 > OVERLAP_M2 and shape.difference(room).area > OVERLAP_M2:
                message = f'It stands in a wall of unit "{unit.id}"; move it to one side.'
                yield error("shelf-in-wall", f"shelf {shelf.number}", message)


def _check_openings(plan: Plan, level: Level) -> Iterator[Problem]:
    rings = [unit.outline for unit in plan.units if unit.level == level.id and unit.walled]
    walls = shapely.union_all([ring_polygon(ring).boundary for ring in [level.outline, *rings]])
    near = walls.buffer(OPENING_REACH_M)
    for opening in plan.openings:
        line = LineString((opening.start, opening.end))
        if opening.level == level.id and not near.covers(line):
            message = (
                "There is no wall along the opening; draw it on the wall that it leads through."
            )
            yield warning("opening-without-wall", f"opening {opening.id}", message)


def _check_points(
    plan: Plan, level: Level, inside: BaseGeometry, shapes: list[tuple[Shelf, BaseGeometry]]
) -> Iterator[Problem]:
    for spot in [*list_stands(plan), *list_marks(plan)]:
        if spot.level == level.id and not inside.covers(spot.point):
            message = f'It lies outside level "{level.id}"; move it in.'
            yield error("outside-level", spot.place, message)
    for spot in list_stands(plan):
        for shelf, shape in shapes:
            if spot.level == level.id and shape.contains(spot.point):
                message = f"It lies inside shelf {shelf.number}; put it where a person stands."
                yield error("inside-shelf", spot.place, message)
