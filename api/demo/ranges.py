"""Put items on shelves: ranges of call numbers for every bay of a layout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby

from api.catalogue.items import Item
from api.demo.layout import Layout
from floorplans.callnumbers.base import Scheme
from floorplans.callnumbers.registry import get_scheme
from floorplans.model import Face, Range, Shelf

FIRST_CHECK = date(2026, 9, 1)
CHECK_DAYS = 76
CHECK_STRIDE_DAYS = 23


@dataclass(frozen=True, slots=True)
class _Slot:
    """Neighbouring bays of a face that get a range of their own."""

    shelf: Shelf
    face: Face
    first_bay: int
    last_bay: int


@dataclass(frozen=True, slots=True)
class _Pile:
    """Copies with one call number, or with several that begin with one another."""

    first: str
    last: str
    copies: int


def assign_ranges(layout: Layout, items: Sequence[Item]) -> tuple[Range, ...]:
    """Fill the shelves of a layout in walking order, every bay about equally.

    Parameters
    ----------
    layout : Layout
        The plan and what its shelves are meant for.
    items : sequence of Item
        All items of the branch, in any order.

    Returns
    -------
    tuple of Range
        Ranges that together have every bay and hold every item, partition by partition.

    Raises
    ------
    ValueError
        If a partition has items that no shelf is meant for, or fewer call numbers than faces.
    """
    scheme = get_scheme(layout.plan.scheme)
    shelves: defaultdict[tuple[str, str], list[Shelf]] = defaultdict(list)
    for filling in layout.fillings:
        shelves[filling.partition, filling.classes].extend(filling.shelves)
    stock = _sort_out(items, shelves, scheme)
    return tuple(
        each
        for place, group in shelves.items()
        for each in _fill(place[0], group, _make_piles(stock[place], scheme))
    )


def split_evenly(weights: Sequence[int], parts: int) -> list[slice]:
    """Cut a sequence into runs of about equal weight, none of them empty.

    Parameters
    ----------
    weights : sequence of int
        Weight of each member.
    parts : int
        How many runs; at most as many as members.

    Returns
    -------
    list of slice
        The runs in order; together they are the whole sequence.

    Raises
    ------
    ValueError
        If there are fewer members than runs.

    Examples
    --------
    >>> split_evenly([1, 1, 1, 5, 1, 1], 3)
    [slice(0, 3, None), slice(3, 4, None), slice(4, 6, None)]
    """
    if parts > len(weights):
        raise ValueError(f"{len(weights)} members cannot be cut into {parts} runs.")
    sums = [0, *accumulate(weights)]
    cuts = [0]
    for part in range(1, parts):
        wanted = sums[-1] * part / parts
        candidates = range(cuts[-1] + 1, len(weights) - (parts - part) + 1)
        cuts.append(min(candidates, key=lambda cut: abs(sums[cut] - wanted)))
    ends = [*cuts[1:], len(weights)]
    return [slice(start, end) for start, end in zip(cuts, ends, strict=True)]


def _sort_out(
    items: Iterable[Item], places: Iterable[tuple[str, str]], scheme: Scheme
) -> dict[tuple[str, str], list[str]]:
    """Give each partition's, or part's, call numbers in shelf order."""
    stock: dict[tuple[str, str], list[str]] = {place: [] for place in places}
    keys = {item.call_number: scheme.parse(item.call_number).key for item in items}
    for item in sorted(items, key=lambda item: keys[item.call_number]):
        main_class = keys[item.call_number][0][:1]
        for partition, classes in stock:
            if partition == item.partition and (not classes or main_class in classes):
                stock[partition, classes].append(item.call_number)
                break
        else:
            raise ValueError(f"No shelf is meant for {item.call_number} of {item.partition}.")
    return stock


def _make_piles(call_numbers: Iterable[str], scheme: Scheme) -> list[_Pile]:
    """Pile up sorted call numbers that one range has to keep together."""
    piles: list[_Pile] = []
    end = None
    for text, copies in ((text, len(list(same))) for text, same in groupby(call_numbers)):
        if end is not None and scheme.parse(text).key <= end:
            last = piles.pop()
            piles.append(_Pile(last.first, text, last.copies + copies))
            end = max(end, scheme.end_key(text))
        else:
            piles.append(_Pile(text, text, copies))
            end = scheme.end_key(text)
    return piles


def _fill(partition: str, shelves: Sequence[Shelf], piles: Sequence[_Pile]) -> Iterator[Range]:
    slots = _make_slots(partition, shelves, len(piles))
    runs = split_evenly([pile.copies for pile in piles], len(slots))
    for slot, run in zip(slots, runs, strict=True):
        yield _make_range(partition, slot, piles[run])


def _make_slots(partition: str, shelves: Sequence[Shelf], limit: int) -> list[_Slot]:
    """Give each bay a slot, or as few bays together as there are call numbers for."""
    for width in range(1, max(len(face.bays) for shelf in shelves for face in shelf.faces) + 1):
        slots = [
            _Slot(shelf, face, first, min(first + width - 1, len(face.bays)))
            for shelf in shelves
            for face in shelf.faces
            for first in range(1, len(face.bays) + 1, width)
        ]
        if len(slots) <= limit:
            return slots
    raise ValueError(f"{partition} has {limit} call numbers, too few for its faces.")


def _make_range(partition: str, slot: _Slot, piles: Sequence[_Pile]) -> Range:
    boards: tuple[str, ...] = ()
    if slot.first_bay == slot.last_bay:
        in_use = min(slot.face.bays[slot.first_bay - 1].boards, len(piles))
        runs = split_evenly([pile.copies for pile in piles], in_use)
        boards = tuple(piles[run][0].first for run in runs)
    return Range(
        id=f"{slot.face.id}-{slot.first_bay}",
        partition=partition,
        face=slot.face.id,
        first_bay=slot.first_bay,
        last_bay=slot.last_bay,
        first=piles[0].first,
        last=piles[-1].last,
        checked_on=_checked_on(slot.shelf),
        boards=boards,
    )


def _checked_on(shelf: Shelf) -> str:
    """Spread the checks over the autumn; neighbouring shelves are weeks apart."""
    days = int(shelf.number) * CHECK_STRIDE_DAYS % CHECK_DAYS
    return (FIRST_CHECK + timedelta(days=days)).isoformat()
