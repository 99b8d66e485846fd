"""What was published since a draft began: what it lacks, and what both have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from floorplans.editing.changes import Change, Key, Values, changes_between, find_value
from floorplans.formats.codec import Json


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a draft.

    Attributes
    ----------
    missing : tuple of Change
        What others published of things that the draft leaves as they were.
    clashing : tuple of Change
        What others published of things that the draft has changed, too, in another way.
    """

    missing: tuple[Change, ...] = ()
    clashing: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.missing or self.clashing)


def find_news(
    base: Values, draft: Values, published: Values, known: Mapping[Key, Sequence[Json]]
) -> News:
    """Find what publishing a draft would take from the map unasked, a merge of three by things.

    Parameters
    ----------
    base : Values
        What the draft began from.
    draft : Values
        The draft as it is.
    published : Values
        What is on the map now.
    known : mapping of Key to sequence of JSON value
        What things have been in the draft before: it has published them itself, or leaves them
        behind on purpose.
    """
    own = {change.key for change in changes_between(base, draft)}
    theirs = [
        change
        for change in changes_between(base, published)
        if find_value(draft, change.key) != change.value
        and change.value not in known.get(change.key, ())
    ]
    return News(
        tuple(each for each in theirs if each.key not in own),
        tuple(each for each in theirs if each.key in own),
    )
