"""Things in a row shared out to bins in a row, so that the fullest bin is as empty as can be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction


def share_out(sums: Sequence[int], rooms: Sequence[int]) -> tuple[tuple[int, ...], Fraction]:
    """Cut a row of things where the largest load of a bin, for its room, is the least.

    Parameters
    ----------
    sums : sequence of int
        Weights added up: ``sums[i]`` is the weight before thing ``i``, the last one that of
        all. Things cannot be parted.
    rooms : sequence of int
        How much each bin has room for, in any unit; above 0.

    Returns
    -------
    cuts : tuple of int
        Bin ``b`` gets the things from ``cuts[b]`` to before ``cuts[b + 1]``; there is one more
        of them than of bins. Of all such cuts they are those nearest to an equal fill.
    largest : Fraction
        The largest load of a bin, in parts of its room: no other cuts have a smaller one.

    Raises
    ------
    ValueError
        If there is no bin, or one without room.

    Notes
    -----
    Exact bisection: a bound is tried by filling bin after bin. Where all fits, the largest load
    that came of it is the new upper bound; where it does not, the least load with which any bin
    would have taken one thing more is the new lower one. Both are loads that can be, so that
    the bounds meet.

    References
    ----------
    Pınar and Aykanat, "Fast optimal load balancing algorithms for 1D partitioning", Journal of
    Parallel and Distributed Computing 64 (2004), 974-996.

    Examples
    --------
    >>> share_out([0, 3, 5, 6, 10], [1, 1])
    ((0, 2, 4), Fraction(5, 1))
    """
    if not rooms or min(rooms) <= 0:
        raise ValueError("There must be bins, each with room.")
    low = Fraction(sums[-1] - sums[0], sum(rooms))
    high = Fraction(sums[-1] - sums[0], min(rooms))
    while low < high:
        bound = (low + high) / 2
        ends = fill_up(sums, rooms, bound)
        if ends[-1] == len(sums) - 1:
            high = _largest(sums, rooms, ends)
        else:
            low = _least_more(sums, rooms, ends)
        if low >= high:
            break
        if fill_up(sums, rooms, low)[-1] == len(sums) - 1:
            high = low
    return _nearest_even(sums, rooms, high), high


def fill_up(sums: Sequence[int], rooms: Sequence[int], bound: Fraction) -> tuple[int, ...]:
    """Fill bin after bin up to a part of its room; the cuts, of which the last says how far.

    Examples
    --------
    >>> fill_up([0, 3, 5, 6, 10], [6, 6], Fraction(1))
    (0, 3, 4)
    """
    cuts = [0]
    for room in rooms:
        full = sums[cuts[-1]] + int(bound * room)
        cuts.append(max(bisect_right(sums, full) - 1, cuts[-1]))
    return tuple(cuts)


def _largest(sums: Sequence[int], rooms: Sequence[int], cuts: Sequence[int]) -> Fraction:
    return max(
        Fraction(sums[after] - sums[before], room)
        for before, after, room in zip(cuts, cuts[1:], rooms, strict=False)
    )


def _least_more(sums: Sequence[int], rooms: Sequence[int], cuts: Sequence[int]) -> Fraction:
    """Give the least bound with which any bin takes one thing more."""
    return min(
        Fraction(sums[after + 1] - sums[before], room)
        for before, after, room in zip(cuts, cuts[1:], rooms, strict=False)
        if after + 1 < len(sums)
    )


def _nearest_even(sums: Sequence[int], rooms: Sequence[int], largest: Fraction) -> tuple[int, ...]:
    """Cut where the fills are near each other, but none is above the largest."""
    total, room = sums[-1], sum(rooms)
    latest = _fill_from_the_end(sums, rooms, largest)
    cuts = [0]
    passed = 0
    for at, own in enumerate(rooms[:-1]):
        passed += own
        wanted = _nearest(sums, Fraction(total * passed, room))
        reach = bisect_right(sums, sums[cuts[-1]] + int(largest * own)) - 1
        cuts.append(min(max(wanted, latest[at + 1], cuts[-1]), reach))
    return (*cuts, len(sums) - 1)


def _fill_from_the_end(
    sums: Sequence[int], rooms: Sequence[int], bound: Fraction
) -> tuple[int, ...]:
    """Give for each cut the first place where what follows still fits."""
    cuts = [len(sums) - 1]
    for room in reversed(rooms):
        least = sums[cuts[-1]] - int(bound * room)
        cuts.append(bisect_left(sums, least))
    return tuple(reversed(cuts))


def _nearest(sums: Sequence[int], weight: Fraction) -> int:
    after = bisect_left(sums, weight)
    if after == 0 or after == len(sums):
        return min(after, len(sums) - 1)
    return after if sums[after] - weight < weight - sums[after - 1] else after - 1
