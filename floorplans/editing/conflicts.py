"""Two people in one draft: whose change stands in whose way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from floorplans.editing.changes import Change, Key, Values, find_value
from floorplans.formats.codec import Json


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that two have changed in different ways.

    ``base`` is the thing as the one who asks last saw it, ``mine`` as he wants it and ``theirs``
    as it is; ``None`` for a thing that is not there.
    """

    kind: str
    id: str
    base: Json
    mine: Json
    theirs: Json


def find_conflicts(
    values: Values,
    changes: Sequence[Change],
    seen: Mapping[Key, Json],
    over: Collection[Key] = (),
) -> tuple[Conflict, ...]:
    """Find the things that are no longer as somebody saw them who changes them now.

    Parameters
    ----------
    values : Values
        The plan as it is.
    changes : sequence of Change
        What somebody wants.
    seen : mapping of key to JSON value
        Those things that others have changed since, as he saw them.
    over : collection of key
        Things that he wants as he says, whatever others made of them.

    Returns
    -------
    tuple of Conflict
        In the order of the changes. What both want alike is none.
    """
    return tuple(_list_conflicts(values, changes, seen, over))


def _list_conflicts(
    values: Values, changes: Sequence[Change], seen: Mapping[Key, Json], over: Collection[Key]
) -> Iterator[Conflict]:
    for change in changes:
        if change.key not in seen or change.key in over:
            continue
        theirs = find_value(values, change.key)
        if theirs not in (change.value, seen[change.key]):
            yield Conflict(*change.key, seen[change.key], change.value, theirs)
