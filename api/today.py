"""Today and now, where a branch is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo

from api.printable import printable
from floorplans.errors import FloorplanError
from floorplans.model import Plan
from floorplans.zones import find_zone

_DAY_AND_HOUR = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d", re.ASCII)

_LOST_PLUS = re.compile(r"\d \d\d:?\d\d$", re.ASCII)


class OffTheClockError(FloorplanError, ValueError):
    """A branch's clocks never show a time; the message says what to give."""


def today_at(plan: Plan) -> date:
    """Read the calendar where a plan's branch is; in UTC where its time zone is unknown."""
    return now_at(plan).date()


def now_at(plan: Plan) -> datetime:
    """Read the clock where a plan's branch is; in UTC where its time zone is unknown."""
    return datetime.now(_zone_of(plan))


def read_time(text: str) -> datetime:
    """Read a time that somebody asks for: ISO 8601 with a day and an hour.

    Raises
    ------
    ValueError
        If it is anything else, such as seconds since 1970; the message shows the form.

    Examples
    --------
    >>> print(read_time("2026-12-01T10:00"), read_time("2026-12-01 10:00Z"))
    2026-12-01 10:00:00 2026-12-01 10:00:00+00:00
    """
    try:
        if _DAY_AND_HOUR.match(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    hint = "; in an address + is %2B" if _LOST_PLUS.search(text) else ""
    raise ValueError(f'"{printable(text[:40])}" is no time; write it as 2026-12-01T10:00{hint}')


def local_at(plan: Plan, at: datetime | None) -> datetime:
    """Give a time on a branch's clocks: now for none, and as it is if it names no time zone.

    What the clocks show twice in autumn is the first of both.

    Raises
    ------
    OffTheClockError
        If the branch's clocks cannot show it: before year 1, after 9999, or in the hour that
        they skip in spring.
    """
    if at is None:
        return now_at(plan)
    zone = _zone_of(plan)
    try:
        if at.tzinfo is not None:
            return at.astimezone(zone)
        shown = at.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        if shown == at:
            return at
        raise OffTheClockError(
            f'"{at.isoformat()}" is not there, as the clocks in {plan.time_zone} go forward over '
            f"it; an hour later is {shown.isoformat()}."
        )
    except OverflowError:
        detail = (
            f'"{at.isoformat()}" is no time on the branch\'s clocks; give a year from 2 to 9998.'
        )
        raise OffTheClockError(detail) from None


def _zone_of(plan: Plan) -> tzinfo:
    return find_zone(plan.time_zone) or UTC
