"""A walk that was begun on one plan goes on on the plan that was published since."""

from __future__ import annotations

from dataclasses import replace

from floorplans.editing.changes import apply_changes, changes_between
from floorplans.formats.native import parse_values, plan_values
from floorplans.model import Plan
from floorplans.shelving.first_items import Assignment, FirstItem, ranges_from_first_items
from floorplans.shelving.walks import list_known_bays

RANGES = "ranges"


def carry_walk(base: Plan, walked: Plan, now: Plan, *, by_hand: bool) -> Plan:
    """Make of a plan what a walk, and whatever else was done in its draft, would have made of it.

    Parameters
    ----------
    base : Plan
        What the draft of the walk began with.
    walked : Plan
        The draft as it is.
    now : Plan
        What has been published since.
    by_hand : bool
        Whether ranges of the draft were changed otherwise than by walking; then they stay as they
        are in the draft, each one, beside what is new.

    Returns
    -------
    Plan
        ``now`` with what was seen on bays since ``base``, unless it has that already. Of other
        things that both have changed, it has those of the draft.
    """
    ours = changes_between(base, walked)
    theirs = changes_between(base, now)
    is_replayed = not by_hand and any(each.kind == RANGES for each in theirs)
    kept = [each for each in ours if not (is_replayed and each.kind == RANGES)]
    carried = parse_values(apply_changes(plan_values(now), kept)[0])
    return _see_again(base, walked, carried) if is_replayed else carried


def _see_again(base: Plan, walked: Plan, now: Plan) -> Plan:
    known = {*list_known_bays(base), *list_known_bays(now)}
    rows = [
        FirstItem(each.face, each.bay, each.first, each.checked_on, each.partition, each.checked_by)
        for each in list_known_bays(walked)
        if each not in known
    ]
    return with_walked(now, ranges_from_first_items(now, rows))


def with_walked(plan: Plan, made: Assignment) -> Plan:
    """Put ranges that were seen on a walk in the place of those that were there."""
    stay = tuple(each for each in plan.ranges if each.id not in made.replaced)
    return replace(plan, ranges=(*stay, *made.ranges))
