"""Stairs, lifts, ramps and escalators that join levels as their kind does, where one can enter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import shapely
from shapely.geometry import Point

from floorplans.checks.floors import Floor
from floorplans.checks.problem import Problem
from floorplans.checks.reach import staff_areas
from floorplans.checks.rules import report
from floorplans.checks.survey import Survey
from floorplans.checks.things import Spot, Where, list_stops
from floorplans.model import Connector, Plan
from floorplans.walkable import STAND_M, WALL_THICKNESS_M


def check_connectors(plan: Plan) -> Iterator[Problem]:
    """Find connectors whose stops, direction, steps or costs make no sense."""
    for connector in plan.connectors:
        where = _at(connector)
        levels = {stop.level for stop in connector.stops}
        if len(levels) < 2 or len(levels) < len(connector.stops):
            message = "It needs one stop on each of two levels or more; add or remove stops."
            yield report("connector-stops", where, message)
        if connector.kind == "lift" and not connector.step_free:
            message = "A lift takes wheelchairs; mark it as step-free, or correct its kind."
            yield report("lift-steps", where, message)
        if connector.kind == "escalator" and connector.step_free:
            message = "An escalator takes no wheelchair; mark it as not step-free."
            yield report("escalator-step-free", where, message)
        if connector.kind != "escalator" and connector.direction != "both":
            message = (
                f"Only an escalator runs one way; set the direction of the {connector.kind} to "
                '"both".'
            )
            yield report("connector-direction", where, message)
        if connector.level_cost_m <= 0.0 or connector.entry_cost_m < 0.0:
            message = "Give each level a cost above 0 m, such as 15 m for stairs."
            yield report("connector-cost", where, message)


def check_stops(survey: Survey, floors: Iterable[Floor]) -> Iterator[Problem]:
    """Find stops that routes cannot use, and those that they have to move."""
    staff = staff_areas(survey.plan.units)
    by_level = {floor.level.id: floor for floor in floors}
    for stop in list_stops(survey.plan):
        floor, rooms = by_level.get(stop.level), staff.get(stop.level)
        if floor is not None and not (rooms is not None and rooms.contains(stop.point)):
            yield from _check_stop(survey, floor, stop)


def _check_stop(survey: Survey, floor: Floor, stop: Spot) -> Iterator[Problem]:
    level = f"level {stop.level}"
    stand = survey.walkable.stand_near(stop.level, stop.x_m, stop.y_m)
    if stand is None:
        message = (
            f"Nobody can stand within {STAND_M:g} m of it on {level}, so no route takes it; move "
            "it to where a person stands."
        )
        yield report("unreachable-point", stop.where, message)
    elif survey.reached.misses(stop.level, stop.point, STAND_M):
        message = f"No way leads to it on {level}; move it, or open a way."
        yield report("unreachable-point", stop.where, message)
    elif obstacle := _find_obstacle(floor, stop.point):
        off_m = Point(stand).distance(stop.point)
        message = (
            f"It lies {obstacle} on {level}; routes take it from {off_m:.1f} m beside it: move it "
            "to where a person stands."
        )
        yield report("stop-moved", stop.where, message)


def _find_obstacle(floor: Floor, point: Point) -> str | None:
    """Say what a point lies in where nobody can stand; None if it may only be a bit near."""
    shapes = [
        *((f"shelf {shelf.number}", shape) for _, shelf, shape in floor.shelves_at(point)),
        *(
            (f"fixture {fixture.id}", shape)
            for fixture, shape in zip(floor.fixtures, floor.fixture_shapes, strict=True)
        ),
    ]
    for name, shape in shapes:
        if shape.contains(point):
            return f"in {name}"
    if not floor.shape.covers(point):
        return "outside its floor"
    is_in_wall = shapely.dwithin(floor.walls, point, WALL_THICKNESS_M / 2)
    return "in a wall" if is_in_wall else None


def _at(connector: Connector) -> Where:
    place = f"{connector.kind} {connector.id}"
    if not connector.stops:
        return Where(place, connector.id)
    stop = connector.stops[0]
    return Where(place, connector.id, stop.level, stop.x_m, stop.y_m)
