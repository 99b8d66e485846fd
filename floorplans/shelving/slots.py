"""Slots: bays that hold one interval of an order.

Where the first item of each bay is known, every bay is a slot; else every run of bays is one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, Scheme, SortKey
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.geometry import bay_spot
from floorplans.holding import split_bay_firsts
from floorplans.model import BayRun, Face, Range, Shelf
from floorplans.shelving.places import INSIDE_CONFIDENCE, Place

STAND_OFF_M = 0.6
BEFORE_ALL: SortKey = ()
AFTER_ALL: SortKey = (AFTER_ALL_LETTERS,)

Faces = Mapping[str, tuple[Shelf, Face]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Bays that hold everything from ``first`` to ``end``.

    Attributes
    ----------
    first, end : SortKey
        Both included. The end of a bay takes in all that begins like the next bay's first
        item, because what has the same label may begin before it.
    last_class : str
        Class of the last call number.
    boards : tuple[int, ...]
        Numbers of the boards whose first items are known.
    board_firsts : tuple[SortKey, ...]
        Their first items.
    next_first : SortKey or None
        The next bay's first item, where it is known.
    is_split : bool
        Whether it is one of several runs of a range, and nobody knows where one ends.
    range : Range
        The range that it is a part of.
    place : Place
        Its place, for no call number yet.
    head, tail : Place
        Its first bay and its last one by themselves.
    """

    first: SortKey
    end: SortKey
    last_class: str
    boards: tuple[int, ...]
    board_firsts: tuple[SortKey, ...]
    next_first: SortKey | None
    is_split: bool
    range: Range
    place: Place
    head: Place
    tail: Place

    @property
    def is_whole(self) -> bool:
        """Whether it holds everything of its order."""
        return (self.first, self.end) == (BEFORE_ALL, AFTER_ALL)

    def find_board(self, key: SortKey) -> int:
        """Find the board that holds a key, where boards are known."""
        return self.boards[max(0, bisect_right(self.board_firsts, key) - 1)]


class _Stretch(NamedTuple):
    """A part of a range: some bays of a run with the ends of what they hold.

    ``next_first`` is the first item of the next bay, where it is known.
    """

    run: BayRun
    first_bay: int
    last_bay: int
    first: str
    last: str
    next_first: str


def make_slots(each: Range, scheme: Scheme, faces: Faces) -> list[Slot]:
    """Give a range's slots.

    Parameters
    ----------
    each : Range
        The range; if its ends make no sense, or it lies on no bay, it has no slots.
    scheme : Scheme
        What its ends are written in.
    faces : mapping
        The plan's faces by their ids, with their shelves.
    """
    stretches = _known_bays(each)
    is_split = not stretches and len(each.runs) > 1
    stretches = stretches or [
        _Stretch(run, run.first_bay, run.last_bay, each.first, each.last, "") for run in each.runs
    ]
    boards = each.boards if len(stretches) == 1 else ()
    try:
        return [
            _make_slot(each, stretch, boards, places, scheme, is_split=is_split)
            for stretch in stretches
            if (places := _find_places(each, stretch, faces)) is not None
        ]
    except CallNumberError:
        return []


def _known_bays(each: Range) -> list[_Stretch]:
    """Part a range at the first items of its bays; nothing where a run has none."""
    if not each.bay_firsts:
        return []
    seen = [
        (run, bay, first)
        for run, firsts in zip(each.runs, split_bay_firsts(each), strict=True)
        for bay, first in enumerate(firsts, run.first_bay)
        if first
    ]
    if not seen or {run for run, _, _ in seen} != set(each.runs):
        return []
    firsts = [each.first, *(first for _, _, first in seen[1:])]
    nexts = [*firsts[1:], ""]
    return [
        _Stretch(run, bay, bay, first, following or each.last, following)
        for (run, bay, _), first, following in zip(seen, firsts, nexts, strict=True)
    ]


def _make_slot(
    each: Range,
    stretch: _Stretch,
    boards: Sequence[str],
    places: Sequence[Place],
    scheme: Scheme,
    *,
    is_split: bool,
) -> Slot:
    known = [(number, text) for number, text in enumerate(boards) if text]
    top = stretch.run.first_board or 1
    place, head, tail = places
    return Slot(
        first=scheme.parse(stretch.first).key if stretch.first else BEFORE_ALL,
        end=scheme.end_key(stretch.last) if stretch.last else AFTER_ALL,
        last_class=scheme.parse(stretch.last).key[0] if stretch.last else "",
        boards=tuple(top + number for number, _ in known),
        board_firsts=tuple(scheme.parse(text).key for _, text in known),
        next_first=scheme.parse(stretch.next_first).key if stretch.next_first else None,
        is_split=is_split,
        range=each,
        place=place,
        head=head,
        tail=tail,
    )


def _find_places(each: Range, stretch: _Stretch, faces: Faces) -> tuple[Place, Place, Place] | None:
    """Give a stretch, its first bay and its last one; ``None`` where there are no such bays."""
    if stretch.run.face not in faces:
        return None
    first, last = stretch.first_bay, stretch.last_bay
    if first > last:
        return None
    try:
        if first == last:
            only = _make_place(each, stretch, faces, first, last)
            return only, only, only
        return (
            _make_place(each, stretch, faces, first, last),
            _make_place(each, stretch, faces, first, first),
            _make_place(each, stretch, faces, last, last),
        )
    except PlanReferenceError:
        return None


def _make_place(
    each: Range, stretch: _Stretch, faces: Faces, first_bay: int, last_bay: int
) -> Place:
    shelf, face = faces[stretch.run.face]
    x_m, y_m, facing_deg = bay_spot(shelf, face, (first_bay + last_bay) // 2, STAND_OFF_M)
    return Place(
        partition=each.partition,
        call_number="",
        level=shelf.level,
        shelf=shelf.id,
        shelf_number=shelf.number,
        face=face.id,
        face_name=face.name,
        first_bay=first_bay,
        last_bay=last_bay,
        first_board=stretch.run.first_board,
        last_board=stretch.run.last_board,
        x_m=x_m,
        y_m=y_m,
        facing_deg=facing_deg,
        confidence=INSIDE_CONFIDENCE,
        checked_on=each.checked_on,
        range_first=stretch.first,
        range_last=stretch.last,
        kind=each.kind,
        theme=each.theme,
        ends_on=each.ends_on,
    )
