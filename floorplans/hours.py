"""Opening hours: times of day, whether something is open, and when that changes next.

Days and times are local: on the clocks of the plan's time zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from floorplans.errors import HoursError
from floorplans.model import Hours, OpenSpan, SpecialDay

MINUTES_OF_DAY = 24 * 60
FARTHEST_CHANGE = timedelta(days=400)
"""Beyond this nothing changes: every special day of the next year lies within it."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Opening on one day, in minutes after its midnight; ``closes`` is not included."""

    opens: int
    closes: int
    staffed: bool


def parse_time(text: str) -> int:
    """Read a time of day.

    Parameters
    ----------
    text : str
        "HH:MM", or "24:00" for the end of the day.

    Returns
    -------
    int
        Minutes after midnight.

    Raises
    ------
    HoursError
        If the text is no time of day.

    Examples
    --------
    >>> parse_time("08:30"), parse_time("24:00")
    (510, 1440)
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise HoursError(f'"{text}" is no time of day; write it as 08:30.')
    return MINUTES_OF_DAY if found[1] is None else 60 * int(found[1]) + int(found[2])


def list_spans(hours: Hours, day: date) -> tuple[DaySpan, ...]:
    """List when something is open on a day, from the morning on.

    Special days replace the weekday's hours. Spans that cannot be read or end before they
    begin are left out; `floorplans.validate.check_plan` reports them.

    Examples
    --------
    >>> hours = Hours((OpenSpan(1, "08:00", "20:00"),), (SpecialDay("2026-12-07"),))
    >>> list_spans(hours, date(2026, 11, 30))
    (DaySpan(opens=480, closes=1200, staffed=True),)
    >>> list_spans(hours, date(2026, 12, 7))
    ()
    """
    special = [each for each in hours.special if each.date == day.isoformat()]
    weekly = [each for each in hours.weekly if each.weekday == day.isoweekday()]
    spans = (_read_span(each) for each in special or weekly)
    return tuple(sorted((span for span in spans if span), key=lambda span: span.opens))


def is_open(hours: Hours, at: datetime) -> bool:
    """Tell whether something is open at a local time.

    Examples
    --------
    >>> hours = Hours((OpenSpan(1, "08:00", "20:00"),))
    >>> is_open(hours, datetime(2026, 11, 30, 8, 0)), is_open(hours, datetime(2026, 11, 30, 20, 0))
    (True, False)
    """
    return find_span(hours, at) is not None


def find_span(hours: Hours, at: datetime) -> DaySpan | None:
    """Find the span that a local time lies in; it tells whether there is staff."""
    minute = 60 * at.hour + at.minute
    spans = list_spans(hours, at.date())
    return next((span for span in spans if span.opens <= minute < span.closes), None)


def next_change(hours: Hours, at: datetime) -> datetime | None:
    """Tell when something opens that is closed, or closes that is open.

    Parameters
    ----------
    hours : Hours
        The opening hours.
    at : datetime
        Local time.

    Returns
    -------
    datetime or None
        Local time; ``None`` if nothing changes within a year.

    Examples
    --------
    >>> hours = Hours((OpenSpan(1, "08:00", "20:00"),))
    >>> print(next_change(hours, datetime(2026, 11, 30, 12, 0)))
    2026-11-30 20:00:00
    >>> print(next_change(hours, datetime(2026, 11, 30, 21, 0)))
    2026-12-07 08:00:00
    """
    now_open = is_open(hours, at)
    return next((each for each in _borders(hours, at) if is_open(hours, each) != now_open), None)


def _borders(hours: Hours, at: datetime) -> Iterator[datetime]:
    """Give the later times at which spans begin and end, in order."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    for days in range(FARTHEST_CHANGE.days):
        day = midnight + timedelta(days=days)
        spans = list_spans(hours, day.date())
        minutes = sorted({minute for span in spans for minute in (span.opens, span.closes)})
        borders = (day + timedelta(minutes=minute) for minute in minutes)
        yield from (border for border in borders if border > at)


def _read_span(each: OpenSpan | SpecialDay) -> DaySpan | None:
    try:
        span = DaySpan(parse_time(each.opens), parse_time(each.closes), each.staffed)
    except HoursError:
        return None
    return span if span.opens < span.closes else None
