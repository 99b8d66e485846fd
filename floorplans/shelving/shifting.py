"""Bays that move on along the shelves with all that they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from floorplans.errors import ShelvingError
from floorplans.model import Range
from floorplans.shelving.strips import Spot, Strip, StripBay, borders
from floorplans.wording import Wording


@dataclass(frozen=True, slots=True)
class Fallen:
    """A bay whose border has no bay any more; the bay before it holds its items, too.

    ``first`` is what the bay began with, `None` where nobody knows.
    """

    spot: Spot
    first: str | None


@dataclass(frozen=True, slots=True)
class Shifted:
    """A strip after a shift, and what fell off."""

    strip: Strip
    fallen: tuple[Fallen, ...]


def shift(strip: Strip, first: int, last: int, by: int) -> Shifted:
    """Let what neighbouring bays hold move on by some bays.

    What is moved keeps its order, its ranges and their dates. The bays that it leaves are free.
    Bays that it comes to, or passes, lose their borders: their items stand with those before
    them, so that nothing between the first and the last item loses its place.

    Parameters
    ----------
    strip : Strip
        The bays of a partition.
    first, last : int
        The bays that move, by their positions in the strip, both included.
    by : int
        How many bays on; back if it is negative.

    Returns
    -------
    Shifted
        Where nothing fell off, shifting the same bays back gives the same strip.

    Raises
    ------
    ShelvingError
        If there are no such bays, they hold nothing, or all of it would fall off.
    """
    size = len(strip.bays)
    if not 0 <= first <= last < size:
        raise ShelvingError(
            Wording(
                "no_such_bays",
                "There are no bays {first} to {last}; there are {count}.",
                first=first + 1,
                last=last + 1,
                count=size,
            )
        )
    chosen = range(first, last + 1)
    swept = range(max(min(first, first + by), 0), min(max(last, last + by), size - 1) + 1)
    fates = {at: at + by if at in chosen else None for at in {*chosen, *swept}}
    kept = {to: at for at, to in fates.items() if to is not None and 0 <= to < size}
    if not any(strip.bays[at].pieces for at in kept.values()):
        raise ShelvingError(
            Wording("nothing_left", "Nothing of it would be left; move fewer bays, or not as far.")
        )
    fell = [at for at, to in fates.items() if to not in kept]
    moved = tuple(
        replace(bay, pieces=strip.bays[kept[at]].pieces if at in kept else ())
        if at in fates
        else bay
        for at, bay in enumerate(strip.bays)
    )
    return Shifted(heal(strip, moved), list_fallen(strip, fell))


def clear(strip: Strip, positions: Iterable[int]) -> Shifted:
    """Make bays free; what they held stands with what is before them."""
    gone = set(positions)
    left = tuple(
        replace(bay, pieces=()) if at in gone else bay for at, bay in enumerate(strip.bays)
    )
    return Shifted(heal(strip, left), list_fallen(strip, sorted(gone)))


def list_fallen(strip: Strip, positions: Iterable[int]) -> tuple[Fallen, ...]:
    """Say of bays that lose what they hold what that was."""
    known = borders(strip)
    return tuple(
        Fallen(strip.bays[at].spot, known[at]) for at in sorted(positions) if strip.bays[at].pieces
    )


def heal(strip: Strip, bays: tuple[StripBay, ...]) -> Strip:
    """Give the ends of ranges that are left without bays to the range before, or after, them."""
    held = {piece.range for bay in bays for piece in bay.pieces}
    ranges: dict[str, Range] = {}
    lost: list[Range] = []
    before = ""
    for id_, each in strip.ranges.items():
        if id_ not in held:
            if before:
                ranges[before] = _reach(strip, ranges[before], each)
            else:
                lost.append(each)
            continue
        ranges[id_] = replace(each, first=lost[0].first) if lost else each
        lost = []
        before = id_
    return replace(strip, ranges=ranges, bays=bays)


def _reach(strip: Strip, before: Range, gone: Range) -> Range:
    """Let a range end no earlier than another one did."""
    end, other = strip.key(before.last), strip.key(gone.last)
    if other is None or (end is not None and other <= end):
        return before
    return replace(before, last=gone.last)
