"""Today and now, where a branch is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from floorplans.model import Plan


def today_at(plan: Plan) -> date:
    """Read the calendar where a plan's branch is; in UTC where its time zone is unknown."""
    return now_at(plan).date()


def now_at(plan: Plan) -> datetime:
    """Read the clock where a plan's branch is; in UTC where its time zone is unknown."""
    try:
        return datetime.now(ZoneInfo(plan.time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now(UTC)
