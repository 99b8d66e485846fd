"""Sections: what each partition has on the shelves, each way of keeping it by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from floorplans.callnumbers.base import Scheme
from floorplans.model import Partition, Range, RangeKind
from floorplans.shelving.orders import Order, Scale, make_order
from floorplans.shelving.slots import Slot


@dataclass(frozen=True, slots=True)
class MarkedOrder:
    """What is kept apart by its marks: a theme or genre, or what is oversize."""

    kind: RangeKind
    marks: frozenset[str]
    order: Order


@dataclass(frozen=True, slots=True)
class Section:
    """One partition on the shelves.

    Attributes
    ----------
    partition : str
        Its id.
    scheme : Scheme
        What orders its call numbers.
    prefixes, marks : frozenset[str]
        Its prefixes, and all that it is called by in a call number, in small letters: with
        its names, the marks of its ranges and what they have with their call numbers
        ("L84.2").
    ordinary, closed : Order
        Its call numbers on the shelves, and in closed stacks.
    titles : Order
        Its titles.
    marked : tuple[MarkedOrder, ...]
        What it keeps apart.
    overlays : Order
        Its displays and trolleys.
    is_plain : bool
        Whether beside those all is on the ordinary shelves.
    """

    partition: str
    scheme: Scheme
    prefixes: frozenset[str]
    marks: frozenset[str]
    ordinary: Order
    closed: Order
    titles: Order
    marked: tuple[MarkedOrder, ...]
    overlays: Order
    is_plain: bool


def build_section(
    partition: Partition, slots: Iterable[Slot], scale: Scale, titles: Scale
) -> Section:
    """Sort a partition's slots by how things are kept there.

    Parameters
    ----------
    partition : Partition
        The partition.
    slots : iterable of Slot
        What its ranges have.
    scale, titles : Scale
        The scales of its call numbers and of titles.
    """
    by_kind: defaultdict[RangeKind, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_kind[slot.range.kind].append(slot)
    prefixes = frozenset(prefix.casefold() for prefix in partition.prefixes)
    names = (partition.department, partition.collection, partition.material)
    called = {mark.casefold() for name in names for mark in name.all()}
    ranges = {slot.range.id: slot.range for group in by_kind.values() for slot in group}
    written = {mark.casefold() for mark in _written_marks(ranges.values(), scale.scheme)}
    return Section(
        partition=partition.id,
        scheme=scale.scheme,
        prefixes=prefixes,
        marks=prefixes | called | written,
        ordinary=make_order(scale, by_kind["call_number"]),
        closed=make_order(scale, by_kind["closed"]),
        titles=make_order(titles, by_kind["title"]),
        marked=tuple(_keep_apart([*by_kind["theme"], *by_kind["oversize"]], scale)),
        overlays=make_order(scale, [*by_kind["display"], *by_kind["trolley"]]),
        is_plain=by_kind.keys() <= {"call_number", "display", "trolley"},
    )


def _keep_apart(slots: Iterable[Slot], scale: Scale) -> Iterator[MarkedOrder]:
    """Put together what has the same marks."""
    groups: defaultdict[tuple[RangeKind, frozenset[str]], list[Slot]] = defaultdict(list)
    for slot in slots:
        marks = frozenset(mark.casefold() for mark in slot.range.marks)
        groups[slot.range.kind, marks].append(slot)
    for (kind, marks), group in groups.items():
        yield MarkedOrder(kind, marks, make_order(scale, group))


def _written_marks(ranges: Iterable[Range], scheme: Scheme) -> Iterator[str]:
    """Give the marks that ranges have, and those that stand in their call numbers."""
    for each in ranges:
        yield from each.marks
        if each.first and each.kind != "title":
            yield from scheme.parse(each.first).prefixes
