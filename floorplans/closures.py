"""What is closed at a time, and what a plan is like meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from floorplans.hours import is_open
from floorplans.model import Closure, Fixture, Plan
from floorplans.zones import find_zone


@dataclass(frozen=True, slots=True)
class Closed:
    """What is closed: ids of the closures that hold, and of doors outside their hours."""

    closures: frozenset[str] = frozenset()
    openings: frozenset[str] = frozenset()


def active_closures(plan: Plan, at_local: datetime | None) -> tuple[Closure, ...]:
    """Give the closures that hold at a time.

    Parameters
    ----------
    plan : Plan
        The plan.
    at_local : datetime or None
        The time on the clocks of the plan's time zone; None gives the closures that always hold.

    Returns
    -------
    tuple[Closure, ...]
        In the plan's order. A closure ends just before its ``ends_at``. A time that cannot be
        read would leave it open-ended; `floorplans.validate.find_breaks` reports it.

    Examples
    --------
    >>> from floorplans.model import Text
    >>> works = Closure("works", Text("Remontti"), starts_at="2026-12-01T08:00")
    >>> plan = Plan("p", Text("Kirjasto"), "ykl", (), closures=(works,))
    >>> [each.id for each in active_closures(plan, datetime(2026, 12, 1, 8, 0))]
    ['works']
    """
    return tuple(each for each in plan.closures if is_active(each, at_local, plan.time_zone))


def closed_at(plan: Plan, at_local: datetime | None) -> Closed:
    """Tell what is closed at a time; see `active_closures`.

    Doors without hours of their own are open as long as no closure names them.
    """
    shut = frozenset(
        each.id
        for each in plan.openings
        if each.hours is not None and at_local is not None and not is_open(each.hours, at_local)
    )
    return Closed(frozenset(each.id for each in active_closures(plan, at_local)), shut)


def plan_while(plan: Plan, closed: Closed) -> Plan:
    """Give the plan as it is while something is closed."""
    for closure in plan.closures:
        if closure.id in closed.closures:
            plan = with_closure(plan, closure)
    openings = tuple(each for each in plan.openings if each.id not in closed.openings)
    return plan if openings == plan.openings else replace(plan, openings=openings)


def with_closure(plan: Plan, closure: Closure) -> Plan:
    """Give the plan as it is while a closure holds.

    Closed openings are walls, closed units are for staff only, and a closed area is in the way.
    """
    blocked: tuple[Fixture, ...] = ()
    if closure.level and closure.outline:
        blocked = (Fixture(closure.id, closure.level, "furniture", closure.outline),)
    return replace(
        plan,
        openings=tuple(each for each in plan.openings if each.id not in closure.openings),
        connectors=tuple(each for each in plan.connectors if each.id not in closure.connectors),
        units=tuple(
            replace(each, staff_only=True) if each.id in closure.units else each
            for each in plan.units
        ),
        fixtures=(*plan.fixtures, *blocked),
    )


def is_active(closure: Closure, at_local: datetime | None, time_zone: str) -> bool:
    """Tell whether a closure holds at a time; see `active_closures`."""
    starts = read_local_time(closure.starts_at, time_zone)
    ends = read_local_time(closure.ends_at, time_zone)
    if at_local is None:
        return starts is None and ends is None
    at = at_local.replace(tzinfo=None)
    return (starts is None or starts <= at) and (ends is None or at < ends)


def read_local_time(text: str, time_zone: str) -> datetime | None:
    """Read a time of a closure on the clocks of a time zone.

    Parameters
    ----------
    text : str
        ISO 8601; with an offset from UTC it is converted.
    time_zone : str
        Name in the IANA database.

    Returns
    -------
    datetime or None
        Local time; ``None`` if it is empty or cannot be read, or has an offset and the zone is
        unknown.

    Examples
    --------
    >>> print(read_local_time("2026-12-01T08:00Z", "Europe/Helsinki"))
    2026-12-01 10:00:00
    >>> read_local_time("1.12.2026 8.00", "Europe/Helsinki")
    """
    try:
        read = datetime.fromisoformat(text)
        if read.tzinfo is None:
            return read
        zone = find_zone(time_zone)
        return None if zone is None else read.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
