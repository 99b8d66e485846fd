"""From what is asked to places: which slots hold it, at which borders and in which gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from floorplans.callnumbers.base import SortKey
from floorplans.holding import stands_on
from floorplans.shelving.orders import Order
from floorplans.shelving.places import (
    BESIDE_CONFIDENCE,
    BORDER_CONFIDENCE,
    DISPLAY_CONFIDENCE,
    GAP_CONFIDENCE,
    INSIDE_CONFIDENCE,
    TROLLEY_CONFIDENCE,
    WHOLE_CONFIDENCE,
    Place,
    group_neighbours,
)
from floorplans.shelving.sections import Section
from floorplans.shelving.slots import Slot


class Sought(NamedTuple):
    """What is sought in one order.

    ``call_number`` is as the reader wrote it; ``text`` is what is ordered, at least
    ``least_length`` long without marks, with its key and that key's position on the order's
    scale. With a class by itself, it is sought where that begins.
    """

    call_number: str
    text: str
    least_length: int
    key: SortKey
    position: int
    is_class: bool


class Asked(NamedTuple):
    """What is asked of a section.

    Attributes
    ----------
    sought, title : Sought or None
        The call number, and the title where it is known.
    marks : frozenset[str]
        The marks that came with the call number, in small letters.
    is_named : bool
        Whether the section was asked for, by its id or by marks.
    """

    sought: Sought | None
    title: Sought | None
    marks: frozenset[str]
    is_named: bool


class Found(NamedTuple):
    """Places that hold what is asked, and others where it may be as well."""

    places: Sequence[Place]
    beside: Sequence[Place]


NOTHING = Found((), ())


def find_in_section(section: Section, asked: Asked) -> Found:
    """Find where a section holds what is asked, best first."""
    sought = asked.sought
    if section.is_plain and sought is not None:
        order = section.ordinary
        if not (order.begin <= sought.position <= order.end or order.whole or sought.is_class):
            return NOTHING
        return Found(find_held(order, sought), ())
    found = _find_title(section.titles, asked) if asked.is_named and section.titles else []
    if sought is None:
        return Found(found, ())
    beside: list[Place] = []
    for kept in section.marked:
        if kept.marks & asked.marks:
            places = find_held(kept.order, sought) or find_gap(kept.order, sought)
            if places:
                return Found(places, ())
        elif kept.kind == "oversize" or not kept.marks:
            beside += find_held(kept.order, sought, BESIDE_CONFIDENCE)
    found = find_held(section.ordinary, sought) + found
    if section.closed:
        stacks = BESIDE_CONFIDENCE if found else INSIDE_CONFIDENCE
        closed = find_held(section.closed, sought, stacks)
        found, beside = (found, closed + beside) if found else (closed, beside)
    return Found(found, beside)


def find_in_gaps(section: Section, asked: Asked) -> list[Place]:
    """Find which gap of a section what is asked would fill."""
    if asked.sought is None:
        return []
    return find_gap(section.ordinary, asked.sought) or find_gap(section.closed, asked.sought)


def find_held(order: Order, sought: Sought, confidence: float = INSIDE_CONFIDENCE) -> list[Place]:
    """Find the places whose slots hold a key, with those beyond a border that it is at."""
    slots = order.find_holding(sought.position)
    if not slots:
        return _find_class(order, sought, confidence) if sought.is_class else []
    if sought.least_length < len(slots[-1].place.range_last):
        slots = _with_next_bays(order, slots, sought)
    if len(slots) == 1:
        return [_place_in(slots[0], sought, confidence)]
    is_border = _is_border(slots)
    if is_border:
        confidence *= BORDER_CONFIDENCE
    return _share((slot.place for slot in slots), sought, confidence, is_border=is_border)


def find_gap(order: Order, sought: Sought) -> list[Place]:
    """Find where a key that no slot holds would be put; before and after all only its class."""
    before, after = order.find_around(sought.position)
    if after is not None and _begins(after.first, order, sought):
        return _share([after.head], sought, BORDER_CONFIDENCE, is_border=False)
    if before is None:
        after = after if after and after.first[0] == sought.key[0] else None
    elif after is None:
        before = before if before.last_class == sought.key[0] else None
    ends = [before.tail] if before else []
    ends += [after.head] if after else []
    return _share(ends, sought, GAP_CONFIDENCE, is_border=len(ends) > 1)


def find_on_overlays(order: Order, asked: Asked, on: str) -> list[Place]:
    """Find the displays and trolleys that may have what is asked on a date.

    Parameters
    ----------
    order : Order
        The overlays.
    asked : Asked
        What is asked.
    on : str
        The ISO date; empty where it is not known, and then only what has no dates counts.
    """
    sought = asked.sought
    if sought is None:
        return []
    found = [slot for slot in order.find_holding(sought.position) if stands_on(slot.range, on)]
    confidences = {"display": DISPLAY_CONFIDENCE, "trolley": TROLLEY_CONFIDENCE}
    return [_place_in(slot, sought, confidences[slot.range.kind]) for slot in found]


def _find_title(titles: Order, asked: Asked) -> list[Place]:
    if asked.title is not None:
        return find_held(titles, asked.title) or find_gap(titles, asked.title)
    if asked.sought is None:
        return []
    places = (slot.place for slot in titles.list_slots())
    return _share(places, asked.sought, WHOLE_CONFIDENCE, is_border=False)


def _find_class(order: Order, sought: Sought, confidence: float) -> list[Place]:
    """Find the bay whose first item is the first of a class."""
    _, after = order.find_around(sought.position)
    if after is None or not _begins(after.first, order, sought):
        return []
    return _share([after.head], sought, confidence, is_border=False)


def _is_border(slots: Sequence[Slot]) -> bool:
    """Tell slots on several bays from runs of a range that nobody knows the borders of."""
    bays = {(slot.place.face, slot.place.first_bay, slot.place.last_bay) for slot in slots}
    is_unknown = all(slot.is_split and slot.range is slots[0].range for slot in slots)
    return len(bays) > 1 and not is_unknown


def _with_next_bays(order: Order, slots: list[Slot], sought: Sought) -> list[Slot]:
    """Add the next bays whose first items begin with what is sought, as that may be there.

    A class is only sought where it begins, so it takes one of them.
    """
    first = slots[-1].next_first
    if first is None or first <= sought.key or not _begins(first, order, sought):
        return slots
    end = first if sought.is_class else order.scale.scheme.end_key(sought.text)
    return slots + [slot for slot in order.find_between(first, end) if slot.first >= first]


def _begins(key: SortKey, order: Order, sought: Sought) -> bool:
    """Tell whether a key that comes later begins with what is sought."""
    is_in_class: bool = key[0].startswith(sought.key[0])
    return is_in_class and key <= order.scale.scheme.end_key(sought.text)


def _share(
    places: Iterable[Place], sought: Sought, confidence: float, *, is_border: bool
) -> list[Place]:
    """Share the confidence among places, after those that are neighbours are joined."""
    groups = group_neighbours(places)
    return [
        _join(group)._replace(
            call_number=sought.call_number,
            confidence=confidence / len(groups),
            is_border=is_border,
        )
        for group in groups
    ]


def _join(group: Sequence[Place]) -> Place:
    """Make one place of neighbouring ones; one stands in front of the middle one.

    Boards are told where they are the same in all of them.
    """
    first, middle, last = group[0], group[len(group) // 2], group[-1]
    boards = {(each.first_board, each.last_board) for each in group}
    first_board, last_board = boards.pop() if len(boards) == 1 else (None, None)
    return middle._replace(
        first_bay=first.first_bay,
        last_bay=max(each.last_bay for each in group),
        first_board=first_board,
        last_board=last_board,
        checked_on=min(each.checked_on for each in group),
        range_first=first.range_first,
        range_last=last.range_last,
    )


def _place_in(slot: Slot, sought: Sought, confidence: float) -> Place:
    """Give the place of one slot; written out, as this is done for every answer."""
    here = slot.place
    first_board, last_board = here.first_board, here.last_board
    if slot.boards:
        first_board = last_board = slot.find_board(sought.key)
    return Place(
        here.partition,
        sought.call_number,
        here.level,
        here.shelf,
        here.shelf_number,
        here.face,
        here.face_name,
        here.first_bay,
        here.last_bay,
        first_board,
        last_board,
        here.x_m,
        here.y_m,
        here.facing_deg,
        confidence,
        here.checked_on,
        here.range_first,
        here.range_last,
        here.kind,
        here.theme,
        here.ends_on,
    )
