"""Put items on shelves: ranges for every bay of a layout."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby

from api.catalogue.items import Item
from api.demo.keeping import Keeping
from api.demo.layout import Layout
from floorplans.callnumbers.base import Scheme
from floorplans.callnumbers.registry import get_scheme
from floorplans.model import BayRun, Face, Range, Shelf
from floorplans.shelving.written import without_marks

FIRST_CHECK = date(2026, 9, 1)
CHECK_DAYS = 76
CHECK_STRIDE_DAYS = 23
TITLE_SCHEME = "finnish"


@dataclass(frozen=True, slots=True)
class _Section:
    """What is kept in one way: a partition, the classes of it that count, and the way."""

    partition: str
    classes: str
    keeping: Keeping

    def holds(self, partition: str, main_class: str, marks: Collection[str]) -> bool:
        """Tell whether an item with these stands here for good."""
        return (
            partition == self.partition
            and not self.keeping.is_overlay
            and set(marks) == set(self.keeping.marks)
            and (not self.classes or main_class in self.classes)
        )


@dataclass(frozen=True, slots=True)
class _Slot:
    """Neighbouring bays of a face that hold one part of an order."""

    shelf: Shelf
    face: Face
    first_bay: int
    last_bay: int


@dataclass(frozen=True, slots=True)
class _Pile:
    """Copies with one call number or title, or with several that begin with one another."""

    first: str
    last: str
    copies: int


_Filled = tuple[_Slot, Sequence[_Pile]]


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
        Ranges that together have every bay and hold every item, section by section.

    Raises
    ------
    ValueError
        If a partition has items that no shelf is meant for, or fewer call numbers than faces.
    """
    scheme = get_scheme(layout.plan.scheme)
    titles = get_scheme(TITLE_SCHEME)
    shelves: defaultdict[_Section, list[Shelf]] = defaultdict(list)
    for each in layout.fillings:
        shelves[_Section(each.partition, each.classes, each.keeping)].extend(each.shelves)
    stock = _sort_out(items, shelves, scheme)
    ranges: list[Range] = []
    for section, group in shelves.items():
        if section.keeping.is_overlay:
            ranges.append(_make_overlay(section, group))
        else:
            order = titles if section.keeping.kind == "title" else scheme
            ranges += _fill(section, group, _make_piles(stock[section], order))
    return tuple(ranges)


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
    items: Iterable[Item], sections: Collection[_Section], scheme: Scheme
) -> dict[_Section, list[str]]:
    """Give the call numbers, or titles, of the items of each section."""
    stock: dict[_Section, list[str]] = {section: [] for section in sections}
    for item in items:
        number = scheme.parse(item.call_number)
        main_class = number.key[0][:1]
        for section in sections:
            if section.holds(item.partition, main_class, number.prefixes):
                plain = without_marks(item.call_number, number.prefixes)
                stock[section].append(item.title if section.keeping.kind == "title" else plain)
                break
        else:
            raise ValueError(f"No shelf is meant for {item.call_number} of {item.partition}.")
    return stock


def _make_piles(texts: Iterable[str], scheme: Scheme) -> list[_Pile]:
    """Pile up, in order, call numbers or titles that one range has to keep together."""
    piles: list[_Pile] = []
    end = None
    counted = Counter(texts).items()
    for text, copies in sorted(counted, key=lambda each: scheme.parse(each[0]).key):
        if end is not None and scheme.parse(text).key <= end:
            last = piles.pop()
            piles.append(_Pile(last.first, text, last.copies + copies))
            end = max(end, scheme.end_key(text))
        else:
            piles.append(_Pile(text, text, copies))
            end = scheme.end_key(text)
    return piles


def _fill(section: _Section, shelves: Sequence[Shelf], piles: Sequence[_Pile]) -> Iterator[Range]:
    slots = _make_slots(section.partition, shelves, len(piles))
    runs = split_evenly([pile.copies for pile in piles], len(slots))
    filled = [(slot, piles[run]) for slot, run in zip(slots, runs, strict=True)]
    match section.keeping.extent:
        case "bay":
            groups = [[each] for each in filled]
        case "shelf":
            groups = [list(same) for _, same in groupby(filled, lambda each: each[0].shelf.id)]
        case "block":
            groups = [filled]
    for group in groups:
        yield _make_range(section, group)


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


def _make_range(section: _Section, filled: Sequence[_Filled]) -> Range:
    (slot, first_piles), (_, last_piles) = filled[0], filled[-1]
    keeping = section.keeping
    return Range(
        id=f"{slot.face.id}-{slot.first_bay}",
        partition=section.partition,
        runs=tuple(_join_runs([slot for slot, _ in filled])),
        first=first_piles[0].first,
        last=last_piles[-1].last,
        checked_on=_checked_on(slot.shelf),
        kind=keeping.kind,
        bay_firsts=_list_bay_firsts(filled) if len(filled) > 1 else (),
        boards=_list_boards(slot, first_piles) if len(filled) == 1 else (),
        theme=keeping.theme,
        marks=keeping.marks,
    )


def _make_overlay(section: _Section, shelves: Sequence[Shelf]) -> Range:
    """Put all of a partition on all bays for as long as an overlay stands."""
    faces = [(shelf, face) for shelf in shelves for face in shelf.faces]
    keeping = section.keeping
    return Range(
        id=f"{faces[0][1].id}-1",
        partition=section.partition,
        runs=tuple(BayRun(face.id, 1, len(face.bays)) for _, face in faces),
        first="",
        last="",
        checked_on=_checked_on(shelves[0]),
        kind=keeping.kind,
        theme=keeping.theme,
        starts_on=keeping.starts_on,
        ends_on=keeping.ends_on,
    )


def _join_runs(slots: Sequence[_Slot]) -> Iterator[BayRun]:
    for face, same in groupby(slots, lambda slot: slot.face.id):
        joined = list(same)
        yield BayRun(face, joined[0].first_bay, joined[-1].last_bay)


def _list_bay_firsts(filled: Sequence[_Filled]) -> tuple[str, ...]:
    """Give the first item of every bay; nobody looked at those within a slot."""
    return tuple(
        piles[0].first if bay == slot.first_bay else ""
        for slot, piles in filled
        for bay in range(slot.first_bay, slot.last_bay + 1)
    )


def _list_boards(slot: _Slot, piles: Sequence[_Pile]) -> tuple[str, ...]:
    """Give the first item of every board, where the slot is one bay."""
    if slot.first_bay != slot.last_bay:
        return ()
    in_use = min(slot.face.bays[slot.first_bay - 1].boards, len(piles))
    runs = split_evenly([pile.copies for pile in piles], in_use)
    return tuple(piles[run][0].first for run in runs)


def _checked_on(shelf: Shelf) -> str:
    """Spread the checks over the autumn; neighbouring shelves are weeks apart."""
    days = int(shelf.number) * CHECK_STRIDE_DAYS % CHECK_DAYS
    return (FIRST_CHECK + timedelta(days=days)).isoformat()
