"""Where a class stands: from the notation of a topic to all the faces that hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile

from floorplans.callnumbers.base import SortKey
from floorplans.shelving.index import ShelfIndex
from floorplans.shelving.places import Place, group_neighbours
from floorplans.shelving.slots import Slot


def places_of_class(index: ShelfIndex, notation: str) -> tuple[Place, ...]:
    """Find the shelves of a class, from where it begins to where it ends.

    Parameters
    ----------
    index : ShelfIndex
        The plan's ranges.
    notation : str
        A class of the plan's scheme; the narrower classes that begin with it belong to it.

    Returns
    -------
    tuple[Place, ...]
        For each partition in the plan's order its faces in shelf order, the neighbouring bays
        of a face joined; the spot is in front of the first of them. The call number is the
        notation, or the first one of the class where the face begins within it.
        Only the partitions whose ranges begin or end nearest to the class are looked at: one
        from 77 to 79 need not hold any 78. Empty where no range reaches the class.

    Raises
    ------
    CallNumberError
        If the notation is no class of the plan's scheme.
    """
    sought, end = index.scheme.parse(notation).key, index.scheme.end_key(notation)
    by_nearness: defaultdict[int, list[Place]] = defaultdict(list)
    for section in index.sections.values():
        if section.scheme.name == index.scheme.name:
            slots = [*section.ordinary.find_between(sought, end), *section.ordinary.whole]
            shared = max(
                (_count_shared(sought[0], name) for name in _end_classes(slots)), default=0
            )
            by_nearness[shared] += [_lead_in(each, sought, notation) for each in slots]
    return _join_bays(by_nearness[max(by_nearness, default=0)])


def _end_classes(slots: Iterable[Slot]) -> Iterator[str]:
    """Yield the classes that slots begin and end with."""
    for slot in slots:
        yield slot.first[0] if slot.first else ""
        yield slot.last_class


def _lead_in(slot: Slot, sought: SortKey, notation: str) -> Place:
    """Give a slot's place, with the first of its call numbers that belong to a class."""
    begun_before = slot.first > sought
    begins = slot.place.range_first if begun_before else notation
    return slot.place._replace(call_number=begins)


def _count_shared(one: str, other: str) -> int:
    """Count the signs that two classes begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _join_bays(places: Iterable[Place]) -> tuple[Place, ...]:
    """Join what stands on neighbouring bays of one face."""
    return tuple(
        group[0]._replace(
            last_bay=max(place.last_bay for place in group), range_last=group[-1].range_last
        )
        for group in group_neighbours(places)
    )
