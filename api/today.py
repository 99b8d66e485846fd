"""Today and now, where a branch is."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from floorplans.errors import FloorplanError
from floorplans.model import Plan
from floorplans.zones import find_zone


class OffTheClockError(FloorplanError, ValueError):
    """A time is before year 1 or after 9999 on a branch's clocks; the message says what to give."""


def today_at(plan: Plan) -> date:
    """Read the calendar where a plan's branch is; in UTC where its time zone is unknown."""
    return now_at(plan).date()


def now_at(plan: Plan) -> datetime:
    """Read the clock where a plan's branch is; in UTC where its time zone is unknown."""
    return datetime.now(_zone_of(plan))


def local_at(plan: Plan, at: datetime | None) -> datetime:
    """Give a time on a branch's clocks: now for none, and as it is if it names no time zone.

    Raises
    ------
    OffTheClockError
        If the branch's clocks cannot show it, before year 1 or after 9999.
    """
    if at is None:
        return now_at(plan)
    try:
        return at if at.tzinfo is None else at.astimezone(_zone_of(plan))
    except OverflowError:
        detail = (
            f'"{at.isoformat()}" is no time on the branch\'s clocks; give a year from 2 to 9998.'
        )
        raise OffTheClockError(detail) from None


def _zone_of(plan: Plan) -> tzinfo:
    return find_zone(plan.time_zone) or UTC
