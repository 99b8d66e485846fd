"""What must be right before a plan is published, and when that may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from floorplans.checks.problem import violation
from floorplans.model import Plan
from floorplans.validate import Problem, check_plan, find_breaks
from floorplans.zones import find_zone

MOST_NAMED = 5
LONGEST_WAIT = timedelta(days=3653)
BRANCH_ID = re.compile(r"(?!\.{1,2}$)[^\s/\\@:?#%]{1,64}")


Untimely = Literal["unreadable", "passed", "far", "taken", "zone", "twice", "skipped"]


class DueTimeError(ValueError):
    """At a time nothing can be published; ``why`` is for pages to say it."""

    def __init__(self, why: Untimely, message: str) -> None:
        super().__init__(message)
        self.why = why


def find_obstacles(plan: Plan, published: Iterable[Plan]) -> tuple[Problem, ...]:
    """Find what keeps a plan from being published.

    Parameters
    ----------
    plan : Plan
        The plan; checking a large one takes seconds.
    published : iterable of Plan
        The published plans; the one of the same branch does not matter.

    Returns
    -------
    tuple of Problem
        Its violations, an id that addresses and commands cannot have, and labels that another
        branch has already; warnings are no obstacle.
    """
    violations = [each for each in check_plan(plan) if each.severity == "violation"]
    if not BRANCH_ID.fullmatch(plan.id):
        message = (
            f'"{plan.id[:64]}" is the id of the branch in addresses and commands; make it 1 to 64 '
            'letters, digits, "-" and "_".'
        )
        violations.append(violation("branch-id", "plan", message))
    ours = _printed_ids(plan)
    clashes = (
        violation(
            "printed-id-taken",
            ", ".join(sorted(shared)[:MOST_NAMED]),
            f'"{other.id}" has kiosks or locator points with the same ids; they are printed on '
            "labels, so choose others.",
        )
        for other in published
        if other.id != plan.id and (shared := ours & _printed_ids(other))
    )
    return (*violations, *clashes)


def find_obstacles_again(
    plan: Plan, published: Iterable[Plan], *, was_shown: bool
) -> tuple[Problem, ...]:
    """Find what keeps a stored version of a plan from being published.

    What was good enough once can be gone back to, whatever has become a rule since.

    Parameters
    ----------
    plan : Plan
        The plan of the version.
    published : iterable of Plan
        As for `find_obstacles`.
    was_shown : bool
        Whether its branch has shown it before.

    Returns
    -------
    tuple of Problem
        Of a version that was shown before, only what keeps it from being served at all.
    """
    return find_breaks(plan) if was_shown else find_obstacles(plan, published)


def read_due_time(text: str, time_zone: str, now: datetime) -> datetime:
    """Read when to publish something.

    Parameters
    ----------
    text : str
        ISO 8601; on the clocks of ``time_zone`` where it names no offset.
    time_zone : str
        Name in the IANA database.
    now : datetime
        Aware time.

    Returns
    -------
    datetime
        After ``now``, in UTC.

    Raises
    ------
    DueTimeError
        If it cannot be read, has passed or is over ten years ahead, or if the clocks skip it or
        show it twice.

    Examples
    --------
    >>> now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> read_due_time("2026-11-23T07:00", "Europe/Helsinki", now).isoformat()
    '2026-11-23T05:00:00+00:00'
    """
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise DueTimeError(
            "unreadable", f'"{text}" is no time; write it as 2026-11-23T07:00.'
        ) from None
    try:
        due_at = (given if given.tzinfo else _on_clocks(given, time_zone)).astimezone(UTC)
    except OverflowError:
        raise DueTimeError(
            "unreadable", f"{text} is out of the calendar; take another year."
        ) from None
    if due_at <= now:
        raise DueTimeError("passed", f"{text} has passed; give a time to come, or publish now.")
    if due_at - now > LONGEST_WAIT:
        raise DueTimeError("far", f"{text} is over ten years ahead; correct the year.")
    return due_at


def local_time(at: datetime, time_zone: str) -> str:
    """Write an aware time as the clocks of a time zone show it; in UTC where they cannot.

    Examples
    --------
    >>> local_time(datetime(2026, 11, 23, 5, tzinfo=UTC), "Europe/Helsinki")
    '2026-11-23 07:00'
    """
    try:
        zone = find_zone(time_zone)
        if zone is not None:
            return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
    except OverflowError:
        pass
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _on_clocks(given: datetime, time_zone: str) -> datetime:
    """Put a time on the clocks of a zone, where it must be exactly once."""
    zone = find_zone(time_zone)
    if zone is None:
        raise DueTimeError(
            "zone",
            f'The time zone "{time_zone}" is unknown here; set time_zone in the plan, or write '
            "the time with its offset (2026-11-23T07:00+02:00).",
        )
    first, second = (given.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == given:
        raise DueTimeError(
            "twice",
            f"{given.isoformat()} is there twice, as clocks in {time_zone} go back; add the "
            f"offset: {first.isoformat()} or {second.isoformat()}.",
        )
    raise DueTimeError(
        "skipped",
        f"{given.isoformat()} is not there, as clocks in {time_zone} go forward over it; "
        "take a time after that.",
    )


def _printed_ids(plan: Plan) -> frozenset[str]:
    kiosks = [kiosk.id for kiosk in plan.kiosks]
    return frozenset([*kiosks, *(point.id for point in plan.locator_points)])
