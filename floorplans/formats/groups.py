"""Things that belong together because pairs of them do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

_Thing = TypeVar("_Thing", bound=Hashable)


def group_joined(
    things: Iterable[_Thing], pairs: Iterable[tuple[_Thing, _Thing]]
) -> list[list[_Thing]]:
    """Put things together that pairs join, directly or through others.

    Examples
    --------
    >>> group_joined("abcd", [("a", "c"), ("c", "d")])
    [['a', 'c', 'd'], ['b']]
    """
    neighbours: defaultdict[_Thing, list[_Thing]] = defaultdict(list)
    for one, other in pairs:
        neighbours[one].append(other)
        neighbours[other].append(one)
    groups: list[list[_Thing]] = []
    seen: set[_Thing] = set()
    for thing in things:
        if thing in seen:
            continue
        group, open_ends = [], [thing]
        seen.add(thing)
        while open_ends:
            group.append(open_ends.pop())
            fresh = [each for each in neighbours[group[-1]] if each not in seen]
            seen.update(fresh)
            open_ends += dict.fromkeys(fresh)
        groups.append(group)
    return groups
