"""What keeps ranges true: when they were last seen, and until when overlays hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import MOST_RANGES, Home, Where, at_home, list_homes
from floorplans.days import read_day
from floorplans.model import OVERLAY_KINDS, Plan, Range
from floorplans.remembering import remembered

STALE_AFTER = timedelta(days=365)
"""Collections are weeded and moved every year; what nobody saw for longer is a guess."""


def check_upkeep(plan: Plan, today: date | None) -> Iterator[Problem]:
    """Find ranges whose dates make no sense, or that are old or over by ``today``."""
    for each, homes in zip(plan.ranges, list_homes(plan), strict=True):
        yield from _check_range(each, today, *homes)


@remembered(MOST_RANGES)
def _check_range(each: Range, today: date | None, *homes: Home | None) -> tuple[Problem, ...]:
    where = at_home(each, homes)
    overlay = _check_overlay(each, where, today) if each.kind in OVERLAY_KINDS else ()
    problems = [*_check_seen(each, where, today), *overlay]
    if each.kind == "theme" and each.theme is None and not each.marks:
        message = "It has neither a theme nor marks; add what is signed on the shelf."
        problems.append(report("theme-missing", where, message))
    return tuple(problems)


def _check_seen(each: Range, where: Where, today: date | None) -> Iterator[Problem]:
    seen = read_day(each.checked_on)
    if seen is None:
        message = f'"{each.checked_on}" is no date; write it as 2026-03-02.'
        yield report("checked-on", where, message)
    elif today is not None and seen > today:
        message = f"{seen} is a day to come; correct when somebody last saw the shelf."
        yield report("checked-in-future", where, message)
    elif today is not None and today - seen > STALE_AFTER:
        message = f"It was last checked on {seen}; look at the shelf and set the date."
        yield report("range-stale", where, message)


def _check_overlay(each: Range, where: Where, today: date | None) -> Iterator[Problem]:
    for text in (each.starts_on, each.ends_on):
        if text and read_day(text) is None:
            message = f'"{text}" is no date; write it as 2026-03-02.'
            yield report("range-dates", where, message)
    starts, ends = read_day(each.starts_on), read_day(each.ends_on)
    if starts and ends and starts > ends:
        message = f"It starts on {starts} and ends on {ends}; swap them."
        yield report("range-dates", where, message)
    elif ends and today is not None and ends < today:
        message = f"It ended on {ends}; take it away, or give it a later end."
        yield report("range-over", where, message)
