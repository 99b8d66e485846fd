"""The plan checker: everything that is wrong with a plan, at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from floorplans.checks.access import check_access
from floorplans.checks.aisles import check_aisles
from floorplans.checks.assignment import check_assignment
from floorplans.checks.catalogue import Catalogue, check_catalogue
from floorplans.checks.closures import check_closures, check_times
from floorplans.checks.connectors import check_connectors, check_stops
from floorplans.checks.floors import list_floors
from floorplans.checks.hours import check_hours
from floorplans.checks.identity import check_identity
from floorplans.checks.names import check_names
from floorplans.checks.one_way import check_one_way_doors
from floorplans.checks.openings import check_openings
from floorplans.checks.order import check_order
from floorplans.checks.outlines import check_outlines
from floorplans.checks.partitions import check_partitions
from floorplans.checks.placing import check_placing
from floorplans.checks.poses import check_poses
from floorplans.checks.problem import SEVERITIES, Problem
from floorplans.checks.radios import check_radios
from floorplans.checks.reading import read_ranges
from floorplans.checks.rules import report
from floorplans.checks.shelves import check_shelves
from floorplans.checks.survey import Survey
from floorplans.checks.things import Where
from floorplans.checks.upkeep import check_upkeep
from floorplans.model import Plan

__all__ = ["Catalogue", "Problem", "check_plan", "find_breaks"]

BREAKING_RULES = frozenset(
    {
        "closure-times",
        "level-crowded",
        "level-size",
        "no-levels",
        "outline-crossed",
        "outline-empty",
        "unknown-level",
        "unknown-scheme",
    }
)
"""Rules without which a plan cannot be drawn, walked and served."""

MOST_LISTED = 1000
"""So many problems are listed of each rule; who has more mends these first."""

_DIGITS = re.compile(r"([0-9]+)")


def check_plan(
    plan: Plan, *, today: date | None = None, catalogue: Catalogue | None = None
) -> tuple[Problem, ...]:
    """Find all problems of a plan.

    Parameters
    ----------
    plan : Plan
        The plan; broken references and outlines are reported, not raised.
    today : date, optional
        The day by which ranges are stale and closures are over; without it none is.
    catalogue : Mapping[tuple[str, str], int], optional
        How many items the catalogue has, by partition and call number; without it ranges are
        not compared with items.

    Returns
    -------
    tuple[Problem, ...]
        Violations first, then by level and place; empty for a plan without problems. At most
        `MOST_LISTED` of each rule, and then one that says how many more there are. Of a plan with
        a crowded level ("level-crowded") only ids, references, outlines and times are checked.
        `floorplans.checks.rules.RULES` says what each rule means.
    """
    problems = _check_first(plan)
    if all(problem.rule != "level-crowded" for problem in problems):
        problems += _check_all_else(plan, today, catalogue)
    return tuple(_shorten(_in_order(plan, problems)))


def _check_all_else(
    plan: Plan, today: date | None, catalogue: Catalogue | None
) -> Iterator[Problem]:
    survey, floors, readings = Survey(plan), list_floors(plan), read_ranges(plan)
    yield from (
        *check_shelves(plan),
        *check_placing(plan, floors),
        *check_names(plan),
        *check_openings(survey, floors),
        *check_one_way_doors(survey),
        *check_connectors(plan),
        *check_stops(survey, floors),
        *check_access(survey),
        *check_aisles(survey, floors),
        *check_closures(survey, today),
        *check_poses(plan, floors),
        *check_radios(survey),
        *check_assignment(plan),
        *check_order(plan, readings),
        *check_upkeep(plan, today),
        *check_partitions(plan, readings),
    )
    if plan.hours is not None:
        yield from check_hours(plan.hours, Where("opening hours"))
    if catalogue is not None:
        yield from check_catalogue(plan, readings, catalogue)


def find_breaks(plan: Plan) -> tuple[Problem, ...]:
    """Find the problems that keep a plan from being drawn, walked and served at all.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    tuple[Problem, ...]
        Those of the problems of `check_plan` that break one of `BREAKING_RULES`.
    """
    return tuple(each for each in _check_first(plan) if each.rule in BREAKING_RULES)


def _check_first(plan: Plan) -> list[Problem]:
    """Find what all else rests on: ids, references, outlines, and when closures hold."""
    return [*check_identity(plan), *check_outlines(plan), *check_times(plan)]


def _in_order(plan: Plan, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by severity, then by level as the plan has them, then by place and rule."""
    levels = {level.id: number for number, level in enumerate(plan.levels)}

    def rank(problem: Problem) -> tuple[int, int, list[tuple[bool, int, str]], str]:
        return (
            SEVERITIES.index(problem.severity),
            levels.get(problem.level, -1),
            _natural(problem.place),
            problem.rule,
        )

    return tuple(sorted(problems, key=rank))


def _shorten(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Give the first problems of each rule, and in the place of the others how many they are."""
    totals = Counter(problem.rule for problem in problems)
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.rule] += 1
        if seen[problem.rule] <= MOST_LISTED:
            yield problem
        elif seen[problem.rule] == MOST_LISTED + 1:
            more = totals[problem.rule] - MOST_LISTED
            message = f"There are {more} more like the {MOST_LISTED} that are listed; mend these."
            yield report(problem.rule, Where("plan"), message)


def _natural(text: str) -> list[tuple[bool, int, str]]:
    """Key that puts shelf 2 before shelf 12."""
    return [
        (part.isdecimal(), int(part) if part.isdecimal() else 0, part)
        for part in _DIGITS.split(text)
    ]
