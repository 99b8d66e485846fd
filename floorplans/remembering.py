"""Answers about records that stay, so that what has not changed is not worked out again.

A draft is checked and drawn again after each edit, and all but the edited things are the very
records that they were. Records are frozen: the same object has the same answer, and to know an
object again takes no look at what it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

P = TypeVarTuple("P")
R = TypeVar("R")

_BY_VALUE = frozenset({str, int, float, bool, date, frozenset, type(None)})


def remembered(most: int) -> Callable[[Callable[[*P], R]], Callable[[*P], R]]:
    """Make a function remember its answers by the objects that it is asked about.

    Parameters
    ----------
    most : int
        So many answers are remembered at least, those that were asked for last, and at most
        twice as many. Each keeps what it is about in memory.

    Returns
    -------
    Callable
        What decorates a function of positional arguments, none of which ever changes. Texts,
        numbers, days and frozen sets are known again by their value, all else by what object it
        is. Threads may share it.

    Examples
    --------
    >>> @remembered(100)
    ... def corners(ring):
    ...     print("counted")
    ...     return len(ring)
    >>> square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    >>> corners(square), corners(square)
    counted
    (4, 4)
    """

    def decorate(work: Callable[[*P], R]) -> Callable[[*P], R]:
        # What is looked for again moves from the old to the young; once these are full they are
        # the old ones. Beside an answer stands what it is about, so that no id is given away.
        young: dict[tuple[Any, ...], tuple[object, R]] = {}
        old: dict[tuple[Any, ...], tuple[object, R]] = {}

        @wraps(work)
        def answer(*about: *P) -> R:
            nonlocal young, old
            key = tuple([each if type(each) in _BY_VALUE else id(each) for each in about])
            found = young.get(key)
            if found is not None:
                return found[1]
            found = old.get(key)
            if found is None:
                found = about, work(*about)
            if len(young) >= most:
                young, old = {}, young
            young[key] = found
            return found[1]

        return answer

    return decorate
