"""What is closed at a time."""

from __future__ import annotations

from datetime import datetime

from floorplans.model import Closure, Plan


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
        In the plan's order. A closure ends just before its ``ends_at``; a time that cannot be
        read leaves it open-ended, so that what may be closed is never shown as open.

    Examples
    --------
    >>> from floorplans.model import Text
    >>> works = Closure("works", Text("Remontti"), starts_at="2026-12-01T08:00")
    >>> plan = Plan("p", Text("Kirjasto"), "ykl", (), closures=(works,))
    >>> [each.id for each in active_closures(plan, datetime(2026, 12, 1, 8, 0))]
    ['works']
    """
    return tuple(each for each in plan.closures if is_active(each, at_local))


def is_active(closure: Closure, at_local: datetime | None) -> bool:
    """Tell whether a closure holds at a time; see `active_closures`."""
    starts, ends = read_local_time(closure.starts_at), read_local_time(closure.ends_at)
    if at_local is None:
        return starts is None and ends is None
    at = at_local.replace(tzinfo=None)
    return (starts is None or starts <= at) and (ends is None or at < ends)


def read_local_time(text: str) -> datetime | None:
    """Read a time of a closure; ``None`` if it is empty or cannot be read."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo is None else None
