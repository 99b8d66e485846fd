"""Opening hours that can be read, end after they begin and do not overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import Where
from floorplans.days import read_day
from floorplans.errors import HoursError
from floorplans.hours import parse_time
from floorplans.model import Hours, OpenSpan, SpecialDay

WEEKDAYS = range(1, 8)


def check_hours(hours: Hours, where: Where) -> Iterator[Problem]:
    """Find hours that make no sense; ``where`` is what is open."""
    weekly: defaultdict[int, list[OpenSpan]] = defaultdict(list)
    for span in hours.weekly:
        weekly[span.weekday].append(span)
    for weekday, spans in sorted(weekly.items()):
        here = where.within(f"weekday {weekday}")
        if weekday not in WEEKDAYS:
            message = f"There is no weekday {weekday}; Monday is 1 and Sunday is 7."
            yield report("hours-unreadable", here, message)
        yield from _check_spans(spans, here)
    special: defaultdict[str, list[SpecialDay]] = defaultdict(list)
    for day in hours.special:
        special[day.date].append(day)
    for text, days in sorted(special.items()):
        yield from _check_special(text, days, where.within(f"special day {text or '?'}"))


def _check_special(text: str, days: list[SpecialDay], where: Where) -> Iterator[Problem]:
    if read_day(text) is None:
        message = f'"{text}" is no date; write it as 2026-12-06.'
        yield report("hours-unreadable", where, message)
    closed = [day for day in days if not day.opens and not day.closes]
    if closed and len(days) > 1:
        message = f"The day is listed {len(days)} times and closed once; keep what is true."
        yield report("special-day-twice", where, message)
    yield from _check_spans([day for day in days if day.opens or day.closes], where)


def _check_spans(spans: Iterable[OpenSpan | SpecialDay], where: Where) -> Iterator[Problem]:
    read = []
    for span in spans:
        try:
            opens, closes = parse_time(span.opens), parse_time(span.closes)
        except HoursError as problem:
            yield report("hours-unreadable", where, str(problem))
            continue
        if opens >= closes:
            message = f"It opens at {span.opens} and closes at {span.closes}; swap or correct them."
            yield report("hours-backwards", where, message)
        else:
            read.append((opens, closes, span))
    read.sort(key=lambda each: each[:2])
    for (_, closes, before), (opens, _, after) in pairwise(read):
        if opens < closes:
            message = (
                f"{before.opens}–{before.closes} and {after.opens}–{after.closes} overlap; let one "
                "end where the other begins."
            )
            yield report("hours-overlap", where, message)
