"""Items that are out of the order in which they stand, and where they belong.

As many items as can be in order are taken to be right, by patience sorting (Fredman, 1975);
the others are misplaced. Where another choice of as many would do, such as with two neighbours
that are swapped, nobody can tell from the order which one is wrong.

References
----------
M. L. Fredman, On computing the length of longest increasing subsequences, Discrete
Mathematics 11 (1975), 29-35.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """An item out of order.

    Attributes
    ----------
    at : int
        Which one it is in the order in which they stand, from 0.
    after, before : int or None
        The items in order between which it belongs; `None` at either end.
    rivals : tuple[int, ...]
        Items that may be the wrong ones in its stead.
    """

    at: int
    after: int | None
    before: int | None
    rivals: tuple[int, ...] = ()


def find_out_of_order(keys: Sequence[Any]) -> tuple[OutOfOrder, ...]:
    """Find the fewest items without which all others are in order.

    Parameters
    ----------
    keys : sequence
        What orders the items, as they stand; equal ones are in order.

    Examples
    --------
    >>> [each.at for each in find_out_of_order(["a", "x", "b", "c"])]
    [1]
    >>> swapped = find_out_of_order(["a", "c", "b", "d"])
    >>> [(each.at, each.rivals) for each in swapped]
    [(1, (2,))]
    """
    upto = _longest_upto(keys)
    after = _longest_from(keys)
    longest = max(upto, default=0)
    # What is in a longest run at all: only such an item can be right in another's stead.
    possible = [one + other - 1 == longest for one, other in zip(upto, after, strict=True)]
    right = _choose(keys, upto, longest)
    chosen = {each: number for number, each in enumerate(right)}
    found = []
    for at, key in enumerate(keys):
        if at in chosen:
            continue
        place = bisect_right([keys[each] for each in right], key)
        same_rank = [each for each in right if upto[each] == upto[at]] if possible[at] else []
        found.append(
            OutOfOrder(
                at,
                right[place - 1] if place else None,
                right[place] if place < len(right) else None,
                tuple(same_rank),
            )
        )
    return tuple(found)


def _longest_upto(keys: Sequence[Any]) -> list[int]:
    """Give for each key the length of the longest run in order that ends with it."""
    tops: list[Any] = []
    lengths = []
    for key in keys:
        at = bisect_right(tops, key)
        tops[at : at + 1] = [key]
        lengths.append(at + 1)
    return lengths


def _longest_from(keys: Sequence[Any]) -> list[int]:
    """Give for each key the length of the longest run in order that begins with it."""
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return _longest_upto([-ranks[key] for key in reversed(keys)])[::-1]


def _choose(keys: Sequence[Any], upto: Sequence[int], longest: int) -> list[int]:
    """Choose one longest run, from its end; of equal ones that which ends last."""
    run: list[int] = []
    for at in range(len(keys) - 1, -1, -1):
        fits = not run or keys[at] <= keys[run[-1]]
        if upto[at] == longest - len(run) and fits:
            run.append(at)
    return run[::-1]
