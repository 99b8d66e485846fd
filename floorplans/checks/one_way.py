"""One-way doors behind which people are shut in, or before which they are shut out."""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import LineString, Point

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.survey import Survey
from floorplans.checks.things import at_opening
from floorplans.doors import OneWayDoor, find_one_way_doors, leads_to
from floorplans.model import Opening, Plan
from floorplans.model import Point as PlanPoint
from floorplans.walkable import ring_polygon


def check_one_way_doors(survey: Survey) -> Iterator[Problem]:
    """Find rooms that a one-way door leads into, but nothing out of, or the other way round."""
    openings = {each.id: each for each in survey.plan.openings}
    for door in find_one_way_doors(survey.plan, survey.walkable):
        message = _shut_in(survey, door) or _shut_out(survey, door)
        if message:
            yield report("one-way-door", at_opening(openings[door.id]), message)
    yield from _check_entrances(survey)


def _shut_in(survey: Survey, door: OneWayDoor) -> str | None:
    is_in = survey.reached.holds(door.level, door.after)
    if not is_in or survey.left_from.holds(door.level, door.after):
        return None
    return (
        f"It leads into {_room(survey.plan, door.level, door.after)}, and no way leads out again; "
        "let it be passed both ways, or draw another way out."
    )


def _shut_out(survey: Survey, door: OneWayDoor) -> str | None:
    is_way_out = survey.left_from.holds(door.level, door.before)
    if not is_way_out or survey.reached.holds(door.level, door.before):
        return None
    return (
        f"It leads out of {_room(survey.plan, door.level, door.before)}, and no way leads in; "
        "let it be passed both ways, turn it round, or draw another way in."
    )


def _check_entrances(survey: Survey) -> Iterator[Problem]:
    """Find the entrances of a plan if all of them lead in only, or all out only."""
    doors = [each for each in survey.plan.openings if each.kind == "entrance"]
    stands = [_stand(survey, each) for each in doors]
    usable = [(door, stand) for door, stand in zip(doors, stands, strict=True) if stand]
    if not usable or not all(door.one_way for door, _ in usable):
        return
    inward = {leads_to(door, stand) for door, stand in usable}
    if len(inward) == 1:
        leads, lacks = ("in", "out") if inward.pop() else ("out", "in")
        message = (
            f"It leads {leads} only, and no entrance leads {lacks}; let one be passed both ways."
        )
        yield from (report("one-way-door", at_opening(door), message) for door, _ in usable)


def _stand(survey: Survey, door: Opening) -> PlanPoint | None:
    if door.level not in survey.walkable.levels:
        return None
    middle = LineString((door.start, door.end)).centroid
    return survey.walkable.stand_near(door.level, middle.x, middle.y)


def _room(plan: Plan, level: str, point: PlanPoint) -> str:
    """Name the smallest walled unit that a point is in."""
    units = [(ring_polygon(unit.outline), unit) for unit in plan.units if unit.level == level]
    around = [
        (room.area, unit.id) for room, unit in units if unit.walled and room.contains(Point(point))
    ]
    return f"unit {min(around)[1]}" if around else "the floor there"
