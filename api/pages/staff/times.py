"""Times of a branch, in words and as fields of forms have them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from api.languages import Language
from api.today import now_at
from floorplans.hours import is_open, list_spans, next_change
from floorplans.model import Plan
from floorplans.zones import find_zone
from kiosk_ui.messages import say
from kiosk_ui.staff.publish import HoursView
from kiosk_ui.words import time_text

BEFORE_OPENING = timedelta(hours=1)
USUAL_HOUR = 7
FARTHEST_DAYS = 30


def said_time(at: datetime, plan: Plan, language: Language) -> str:
    """Say an aware time on a branch's clocks."""
    return time_text(at.astimezone(find_zone(plan.time_zone) or UTC), language)


def said_day(at: datetime, plan: Plan, language: Language) -> str:
    """Say an aware time on a branch's clocks, with its day of the week."""
    return weekday_time(at.astimezone(find_zone(plan.time_zone) or UTC), language)


def said_hours(at: datetime, plan: Plan, language: Language) -> str:
    """Say whether a branch is open at an aware time, closed, or closed all day."""
    if plan.hours is None:
        return ""
    local = at.astimezone(find_zone(plan.time_zone) or UTC).replace(tzinfo=None)
    if not list_spans(plan.hours, local.date()):
        return say("staff.versions.closed_day", language)
    return say(f"staff.versions.{'open' if is_open(plan.hours, local) else 'shut'}", language)


def next_morning(plan: Plan) -> datetime:
    """Choose a local time at which a change disturbs nobody: before the library opens next.

    Where a plan has no hours, at seven in the morning of tomorrow.
    """
    today = now_at(plan).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    for days in range(1, FARTHEST_DAYS):
        day = today + timedelta(days=days)
        spans = list_spans(plan.hours, day.date()) if plan.hours else ()
        if spans:
            opens = day + timedelta(minutes=spans[0].opens)
            return max(day, opens - BEFORE_OPENING)
    return today + timedelta(days=1, hours=USUAL_HOUR)


def told_hours(at: datetime, plan: Plan, language: Language) -> HoursView:
    """Tell whether a branch is open at an aware time; on a closed day, when it opens next."""
    told = said_hours(at, plan, language)
    local = at.astimezone(find_zone(plan.time_zone) or UTC).replace(tzinfo=None)
    if plan.hours is None or list_spans(plan.hours, local.date()):
        return HoursView(told)
    opens = next_change(plan.hours, local)
    if opens is None:
        return HoursView(told, closed_day=True)
    time = weekday_time(opens, language)
    return HoursView(
        f"{told} {say('staff.publish.opens', language, time=time)}",
        closed_day=True,
        opens=opens.isoformat(timespec="minutes"),
        offer=say("staff.publish.take_opening", language, time=time),
    )


def weekday_time(at: datetime, language: Language) -> str:
    """Say a local time with its day of the week."""
    day = say(f"staff.publish.weekday.{at.isoweekday()}", language)
    return say("staff.publish.weekday_time", language, day=day, time=time_text(at, language))
