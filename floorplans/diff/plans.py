"""The difference between two plans, in the order a librarian would tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from floorplans.diff.change import Change, make_change
from floorplans.diff.ranges import diff_ranges
from floorplans.diff.shelves import diff_shelves
from floorplans.diff.things import KINDS, diff_things
from floorplans.model import Alias, Plan

PLAN_FIELDS = ("scheme", "v_equals_w", "hours", "time_zone", "georeference")


def diff_plans(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Tell what changed between two plans.

    Things are matched by their ids; ranges whose ids are new also by what they hold.

    Parameters
    ----------
    before, after : Plan
        Two plans, usually versions of one.

    Returns
    -------
    tuple[Change, ...]
        Empty if, and only if, the plans are equal.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from floorplans.model import Shelf, Text
    >>> shelf = Shelf("s12", "12", "1", 5.0, 3.0, 4.0, 0.6, 0.0, 1.8, ())
    >>> plan = Plan("keskusta", Text("Keskusta"), "ykl", (), shelves=(shelf,))
    >>> moved = replace(plan, shelves=(replace(shelf, x_m=6.4),))
    >>> [(each.thing, each.kind, each.get("distance_m")) for each in diff_plans(plan, moved)]
    [('shelf', 'moved', 1.4)]
    """
    return tuple(_list_changes(before, after))


def _list_changes(before: Plan, after: Plan) -> Iterator[Change]:
    if before == after:
        return
    found = list(_list_known(before, after))
    yield from found
    if not found:
        yield make_change("rewritten", "plan", after.id)


def _list_known(before: Plan, after: Plan) -> Iterator[Change]:
    if before.id != after.id:
        yield make_change("another", "plan", after.id, before=before.id, after=after.id)
    if not before.name.same_words(after.name):
        yield make_change("renamed", "plan", after.id, before=before.name, after=after.name)
    changed = tuple(name for name in PLAN_FIELDS if getattr(before, name) != getattr(after, name))
    for name in changed:
        yield make_change(name, "plan", after.id)
    yield from diff_shelves(before, after)
    yield from diff_ranges(before, after)
    for kind in KINDS:
        yield from diff_things(kind, before, after)
    yield from _diff_aliases(before, after)


def _diff_aliases(before: Plan, after: Plan) -> Iterator[Change]:
    old, new = set(before.aliases), set(after.aliases)
    for kind, only in (("added", new - old), ("removed", old - new)):
        for each in sorted(only, key=_alias_key):
            name = " / ".join(word for word in _alias_key(each)[1:] if word)
            yield make_change(kind, "alias", each.partition, name=name)


def _alias_key(each: Alias) -> tuple[str, ...]:
    return tuple(getattr(each, field.name) for field in fields(each))
