"""Closures that name what is there, at times that can be read, and leave a way round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from floorplans.checks.problem import Problem, list_some
from floorplans.checks.reach import missed_bays, spread
from floorplans.checks.rules import report
from floorplans.checks.survey import Survey
from floorplans.checks.things import Where, faces_by_id, list_outlines
from floorplans.closures import read_local_time, with_closure
from floorplans.doors import without_one_way_doors
from floorplans.model import Closure, Plan
from floorplans.walkable import Walkable, build_walkable, ring_polygon

MOST_TRIED = 100
"""To find what a closure cuts off, its levels are built anew."""


def check_closures(survey: Survey, today: date | None) -> Iterator[Problem]:
    """Find closures that make no sense, are over, or cut shelves off."""
    tried = 0
    for closure, where in _places(survey.plan):
        yield from _check_order(survey.plan, closure, where)
        yield from _check_things(survey.plan, closure, where)
        if today is not None and _is_over(survey.plan, closure, today):
            message = f"It ended on {closure.ends_at}; take it away."
            yield report("closure-past", where, message)
        elif tried < MOST_TRIED:
            tried += 1
            yield from _check_ways(survey, closure, where)
        else:
            message = f"It is not among the {MOST_TRIED} that were tried; take old ones away."
            yield report("closure-untried", where, message)


def check_times(plan: Plan) -> Iterator[Problem]:
    """Find closures of which nobody can say when they hold."""
    for closure, where in _places(plan):
        for text in (closure.starts_at, closure.ends_at):
            if text and read_local_time(text, plan.time_zone) is None:
                yield report("closure-times", where, _why_unread(text, plan.time_zone))


def _places(plan: Plan) -> Iterator[tuple[Closure, Where]]:
    places = {(each.place, each.thing): each.where for each in list_outlines(plan)}
    for closure in plan.closures:
        place = f"closure {closure.id}"
        yield closure, places.get((place, closure.id), Where(place, closure.id))


def _why_unread(text: str, time_zone: str) -> str:
    if read_local_time(text, "UTC") is None:
        return f'"{text}" is no time; write it as 2026-12-01T08:00.'
    return (
        f'"{text}" has an offset, but the time zone "{time_zone}" is unknown here; write local '
        "time, such as 2026-12-01T08:00, or correct the zone."
    )


def _check_order(plan: Plan, closure: Closure, where: Where) -> Iterator[Problem]:
    starts = read_local_time(closure.starts_at, plan.time_zone)
    ends = read_local_time(closure.ends_at, plan.time_zone)
    if starts and ends and starts >= ends:
        message = f"It starts at {closure.starts_at} and ends at {closure.ends_at}; swap them."
        yield report("closure-backwards", where, message)
    if ends and "T" not in closure.ends_at and " " not in closure.ends_at:
        message = (
            f"It ends when {closure.ends_at} begins, and that day is open; write the hour, such as "
            f"{ends.date()}T20:00, or the midnight after it."
        )
        yield report("closure-day", where, message)


def _check_things(plan: Plan, closure: Closure, where: Where) -> Iterator[Problem]:
    levels = [closure.level] if closure.level and not closure.outline else []
    known = {
        "level": (levels, {each.id for each in plan.levels}),
        "opening": (closure.openings, {each.id for each in plan.openings}),
        "connector": (closure.connectors, {each.id for each in plan.connectors}),
        "unit": (closure.units, {each.id for each in plan.units}),
    }
    for kind, (named, ids) in known.items():
        for id in named:
            if id not in ids:
                message = f'There is no {kind} "{id}"; correct the id or take it away.'
                yield report("closure-unknown-id", where, message)
    if bool(closure.level) != bool(closure.outline):
        message = "A closed area needs both a level and an outline; give both or neither."
        yield report("closure-area", where, message)
    elif not (closure.outline or closure.openings or closure.connectors or closure.units):
        message = "It names no area, opening, connector or unit; add what is closed."
        yield report("closure-empty", where, message)


def _check_ways(survey: Survey, closure: Closure, where: Where) -> Iterator[Problem]:
    plan = with_closure(survey.plan, closure)
    if plan == survey.plan:
        return
    changed = _changed_levels(survey.plan, closure)
    there = replace(plan, levels=tuple(each for each in plan.levels if each.id in changed))
    rebuilt = build_walkable(without_one_way_doors(there))
    areas = {**survey.walkable.areas, **rebuilt.areas}
    walkable = Walkable(rebuilt.clearance_m, survey.walkable.levels, areas)
    reached = spread(plan, walkable, plan.connectors)
    lost = [f"level {level}" for level in survey.reached.areas if level not in reached.areas]
    lost += sorted(_lost_faces(survey, closure, plan, missed_bays(reached, survey.stands)))
    if lost:
        message = f"While it holds, no way leads to {list_some(lost)}; leave another way open."
        yield report("closure-cuts-off", where, message)


def _changed_levels(plan: Plan, closure: Closure) -> set[str]:
    things = [
        *(each.level for each in plan.openings if each.id in closure.openings),
        *(each.level for each in plan.units if each.id in closure.units),
    ]
    return {closure.level, *things}


def _lost_faces(
    survey: Survey, closure: Closure, closed: Plan, missed: dict[str, list[int]]
) -> Iterator[str]:
    """Give signs of faces outside of what is closed that nobody reaches any more."""
    faces = faces_by_id(survey.plan)
    areas = [(closure.level, closure.outline)]
    areas += [(each.level, each.outline) for each in closed.units if each.id in closure.units]
    shut = [(level, ring_polygon(ring)) for level, ring in areas]
    for face in missed.keys() - survey.missed.keys():
        here = faces[face][0].level
        lines = [survey.stands[here][face, bay] for bay in missed[face]]
        inside = [shape for level, shape in shut if level == here]
        if not all(any(shape.intersects(line) for shape in inside) for line in lines):
            yield f"face {faces[face][1].name}"


def _is_over(plan: Plan, closure: Closure, today: date) -> bool:
    ends = read_local_time(closure.ends_at, plan.time_zone)
    return ends is not None and ends.date() < today
