"""Opening hours in the notation of OpenStreetMap, which IMDF uses too.

References
----------
OpenStreetMap, *Key:opening_hours/specification*.
"""

from __future__ import annotations

import re
from collections import defaultdict

from floorplans.model import Hours, OpenSpan

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOST_CHARACTERS = 500

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAYS = rf"{_DAY}(?:-{_DAY})?"
_HOUR = r"(?:[01]?\d|2[0-4])"
_TIMES = rf"{_HOUR}:[0-5]\d-{_HOUR}:[0-5]\d"
_RULE = re.compile(rf"({_DAYS}(?:,{_DAYS})*) ({_TIMES}(?:,{_TIMES})*)")
_CLOSED = re.compile(r"(?:PH|SH|Mo|Tu|We|Th|Fr|Sa|Su)[\w,-]* (?:off|closed)|PH .*")
_TIME = re.compile(r"[0-2]\d:[0-5]\d")


def write_hours(hours: Hours | None) -> str | None:
    """Write the weekly hours; None where there are none.

    Examples
    --------
    >>> write_hours(Hours((OpenSpan(1, "08:00", "20:00"), OpenSpan(2, "08:00", "20:00"))))
    'Mo,Tu 08:00-20:00'
    """
    times: dict[str, list[str]] = defaultdict(list)
    for span in hours.weekly if hours else ():
        if _TIME.fullmatch(span.opens) and _TIME.fullmatch(span.closes):
            times[DAYS[span.weekday - 1]].append(f"{span.opens}-{span.closes}")
    days: dict[str, list[str]] = defaultdict(list)
    for day in DAYS:
        if times[day]:
            days[",".join(times[day])].append(day)
    return "; ".join(f"{','.join(names)} {spans}" for spans, names in days.items()) or None


def read_hours(text: str) -> Hours | None:
    """Read weekly hours; None for what says more than days and times.

    Rules for public holidays and closed days are passed over.

    Examples
    --------
    >>> [span.weekday for span in read_hours("Fr-Su 9:00-17:00; PH off").weekly]
    [5, 6, 7]
    >>> read_hours("sunrise-sunset")
    """
    spans: dict[int, list[OpenSpan]] = {}
    for rule in text[:MOST_CHARACTERS].replace(", ", ",").split(";"):
        rule = rule.strip()
        if not rule or _CLOSED.fullmatch(rule):
            continue
        found = _RULE.fullmatch(rule)
        if found is None:
            return None
        for weekday in _weekdays(found[1]):
            spans[weekday] = [_span(weekday, times) for times in found[2].split(",")]
    weekly = tuple(span for weekday in sorted(spans) for span in spans[weekday])
    return Hours(weekly) if weekly else None


def _weekdays(text: str) -> list[int]:
    weekdays = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        weekdays += [day % 7 + 1 for day in range(start, end + 1 if end >= start else end + 8)]
    return weekdays


def _span(weekday: int, times: str) -> OpenSpan:
    opens, closes = (time.zfill(5) for time in times.split("-"))
    return OpenSpan(weekday, opens, closes)
