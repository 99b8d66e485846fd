"""Ids that occur once, references that lead somewhere, numbers that count on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from floorplans.callnumbers.registry import get_scheme
from floorplans.checks.problem import Problem, list_some
from floorplans.checks.rules import report
from floorplans.checks.things import (
    Where,
    at_home,
    at_level,
    at_opening,
    at_shelf,
    list_homes,
    list_marks,
    list_outlines,
    list_stands,
    list_stops,
)
from floorplans.errors import PlanReferenceError
from floorplans.model import Plan
from floorplans.remembering import remembered
from floorplans.zones import find_zone

MOST_LISTS = 128
_TIME_ZONE = re.compile(r"UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z0-9_+-]+)+")


def check_identity(plan: Plan) -> Iterator[Problem]:
    """Find duplicate ids, dangling references, and levels that do not add up."""
    yield from _check_ids(plan)
    yield from _check_levels(plan)
    yield from _check_level_references(plan)
    yield from _check_schemes(plan)
    yield from _check_range_references(plan)
    is_unknown = find_zone(plan.time_zone) is None and find_zone("UTC") is not None
    if is_unknown or not _TIME_ZONE.fullmatch(plan.time_zone):
        message = f'"{plan.time_zone}" is no time zone; write it as Europe/Helsinki.'
        yield report("time-zone", Where("plan"), message)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


@remembered(MOST_LISTS)
def _repeated_ids(things: tuple[_Named, ...]) -> list[tuple[object, int]]:
    return repeated([each.id for each in things])


def _list_places(plan: Plan, levels: Collection[str]) -> list[Where]:
    """Everything that names another level than these."""
    return [
        *(each.where for each in list_outlines(plan) if each.level not in levels),
        *(
            spot.where
            for spot in (*list_stands(plan), *list_stops(plan), *list_marks(plan))
            if spot.level not in levels
        ),
        *(at_opening(each) for each in plan.openings if each.level not in levels),
        *(at_shelf(each) for each in plan.shelves if each.level not in levels),
    ]


def _check_ids(plan: Plan) -> Iterator[Problem]:
    faces = tuple(face for shelf in plan.shelves for face in shelf.faces)
    kinds: dict[str, tuple[_Named, ...]] = {
        "level": plan.levels,
        "unit": plan.units,
        "opening": plan.openings,
        "connector": plan.connectors,
        "fixture": plan.fixtures,
        "shelf": plan.shelves,
        "face": faces,
        "partition": plan.partitions,
        "range": plan.ranges,
        "radio": plan.radios,
        "kiosk": plan.kiosks,
        "locator point": plan.locator_points,
        "point of interest": plan.points_of_interest,
        "landmark": plan.landmarks,
        "closure": plan.closures,
    }
    for kind, things in kinds.items():
        for id, count in _repeated_ids(things):
            message = f'The id "{id}" is used {count} times; give each {kind} its own.'
            yield report("duplicate-id", Where(f"{kind} {id}", str(id)), message)
    for name, count in repeated(face.name for face in faces):
        message = f'{count} faces are signed "{name}"; give each a sign of its own.'
        yield report("duplicate-sign", Where(f"face {name}"), message)


def _check_levels(plan: Plan) -> Iterator[Problem]:
    if not plan.levels:
        yield report("no-levels", Where("plan"), "The plan has no level; draw at least one.")
    for ordinal, count in repeated(level.ordinal for level in plan.levels):
        message = f"{count} levels have ordinal {ordinal}; count levels from 0 at the entrance."
        first = next(level.id for level in plan.levels if level.ordinal == ordinal)
        yield report("level-ordinal", at_level(first, "levels"), message)


def _check_level_references(plan: Plan) -> Iterator[Problem]:
    levels = {level.id for level in plan.levels}
    known = list_some(sorted(levels)) or "none"
    for where in _list_places(plan, levels):
        message = f'There is no level "{where.level}"; choose one of: {known}.'
        yield report("unknown-level", where, message)


def _check_schemes(plan: Plan) -> Iterator[Problem]:
    named = [(plan.scheme, Where("plan"))]
    named += [
        (each.scheme, Where(f"partition {each.id}", each.id))
        for each in plan.partitions
        if each.scheme
    ]
    for scheme, where in named:
        try:
            get_scheme(scheme)
        except PlanReferenceError as problem:
            yield report("unknown-scheme", where, str(problem))


def _check_range_references(plan: Plan) -> Iterator[Problem]:
    partitions = {partition.id for partition in plan.partitions}
    for each, homes in zip(plan.ranges, list_homes(plan), strict=True):
        if None not in homes and each.partition in partitions:
            continue
        where = at_home(each, homes)
        for run, home in zip(each.runs, homes, strict=True):
            if home is None:
                message = f'There is no face "{run.face}"; put the range on a face of a shelf.'
                yield report("unknown-face", where, message)
        if each.partition not in partitions:
            message = f'There is no partition "{each.partition}"; add it or choose another.'
            yield report("unknown-partition", where, message)


def repeated(values: Iterable[object]) -> list[tuple[object, int]]:
    """Give what occurs more than once, and how often."""
    return [(value, count) for value, count in Counter(values).items() if count > 1]
