"""Today and now, where a branch is."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from floorplans.model import Plan


def today_at(plan: Plan) -> date:
    """Read the calendar where a plan's branch is; in UTC where its time zone is unknown."""
    return now_at(plan).date()


def now_at(plan: Plan) -> datetime:
    """Read the clock where a plan's branch is; in UTC where its time zone is unknown."""
    return datetime.now(_zone_of(plan))


def local_at(plan: Plan, at: datetime | None) -> datetime:
    """Give a time on a branch's clocks: now for none, and as it is if it names no time zone."""
    if at is None:
        return now_at(plan)
    return at if at.tzinfo is None else at.astimezone(_zone_of(plan))


def _zone_of(plan: Plan) -> tzinfo:
    try:
        return ZoneInfo(plan.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
