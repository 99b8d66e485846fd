"""Strips: the bays of one partition in the order in which its call numbers go along them.

A strip is a view of a plan's ranges that is easy to change: what each bay holds moves, is cut
or is let go of bay by bay, and `write_strip` makes ranges of it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.callnumbers.registry import get_scheme
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.holding import split_bay_firsts
from floorplans.model import OVERLAY_KINDS, BayRun, Face, Plan, Range, RangeKind
from floorplans.wording import no_partition

ORDERED_KINDS: tuple[RangeKind, ...] = ("call_number", "title", "closed")
"""Kinds of ranges that go on along shelves in one order."""


class Spot(NamedTuple):
    """One bay of a face."""

    face: str
    bay: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What a range has on one bay, or on some boards of it.

    ``first`` is the first item there: empty where the bay was seen empty, `None` where nobody
    has looked.
    """

    range: str
    first: str | None = None
    first_board: int | None = None
    last_board: int | None = None


@dataclass(frozen=True, slots=True)
class StripBay:
    """One bay with what stands there in turn; a bay without pieces is free."""

    spot: Spot
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Strip:
    """The bays of a partition in order.

    Attributes
    ----------
    partition : str
        Its id.
    kind : RangeKind
        The kind of the ranges; others on the same shelves are not in the strip.
    scheme : Scheme
        What orders them.
    ranges : mapping of str to Range
        The ranges by id, in order. Their runs and first items are what ``bays`` say.
    bays : tuple[StripBay, ...]
        The bays that the ranges are on, and the free bays beside them on the same faces.
    """

    partition: str
    kind: RangeKind
    scheme: Scheme
    ranges: Mapping[str, Range]
    bays: tuple[StripBay, ...]

    def find(self, spot: Spot) -> int | None:
        """Find where in the strip a bay is."""
        return next((at for at, each in enumerate(self.bays) if each.spot == spot), None)

    def key(self, text: str) -> SortKey | None:
        """Read a call number; `None` if it cannot be."""
        return try_key(self.scheme, text)


def try_key(scheme: Scheme, text: str) -> SortKey | None:
    """Read a call number; `None` if it cannot be."""
    try:
        return scheme.parse(text).key
    except CallNumberError:
        return None


def scheme_of(plan: Plan, partition: str, kind: RangeKind = "call_number") -> Scheme:
    """Find what orders a partition.

    Raises
    ------
    PlanReferenceError
        If the plan has no such partition, or its scheme is unknown.
    """
    for each in plan.partitions:
        if each.id == partition:
            name = "finnish" if kind == "title" else each.scheme or plan.scheme
            return get_scheme(name, v_equals_w=plan.v_equals_w)
    raise PlanReferenceError(no_partition(partition, (each.id for each in plan.partitions)))


def list_strip(plan: Plan, partition: str, kind: RangeKind = "call_number") -> Strip:
    """Lay the bays of a partition out in order.

    Parameters
    ----------
    plan : Plan
        The plan.
    partition : str
        Id of the partition.
    kind : RangeKind
        Which of its ranges.

    Returns
    -------
    Strip
        Ranges that cannot be read come last.

    Raises
    ------
    PlanReferenceError
        If the plan has no such partition, or its scheme is unknown.

    Examples
    --------
    >>> from floorplans.model import Bay, Level, Partition, Shelf, Text
    >>> face = Face("1A", "1A", "front", tuple(Bay(number, 0.9, 5) for number in (1, 2, 3)))
    >>> shelf = Shelf("1", "1", "1", 5.0, 3.0, 2.7, 0.3, 0.0, 1.8, (face,))
    >>> fiction = Partition("aik", *[Text("Aikuiset")] * 5)
    >>> held = Range("r", "aik", (BayRun("1A", 1, 2),), "84.2 AAL", "84.2 ÖST", "")
    >>> plan = Plan("toy", Text("Toy"), "ykl", (), shelves=(shelf,), partitions=(fiction,),
    ...             ranges=(held,))
    >>> [(each.spot.bay, len(each.pieces)) for each in list_strip(plan, "aik").bays]
    [(1, 1), (2, 1), (3, 0)]
    """
    scheme = scheme_of(plan, partition, kind)
    own = [each for each in plan.ranges if each.partition == partition and each.kind == kind]
    keys = {each.id: try_key(scheme, each.first) for each in own}
    readable = [each for each in own if keys[each.id] is not None]
    readable.sort(key=lambda each: (keys[each.id], try_key(scheme, each.last) or keys[each.id]))
    in_turn = [*readable, *(each for each in own if keys[each.id] is None)]
    held: dict[Spot, list[Piece]] = {}
    for each in in_turn:
        for spot, piece in _pieces(each):
            held.setdefault(spot, []).append(piece)
    taken = {spot for each in plan.ranges if each.kind not in OVERLAY_KINDS for spot in _on(each)}
    bays = [StripBay(spot, tuple(pieces)) for spot, pieces in held.items()]
    return Strip(
        partition,
        kind,
        scheme,
        {each.id: each for each in in_turn},
        tuple(_with_free(bays, faces_by_id(plan), taken)),
    )


def add_bays(plan: Plan, strip: Strip, spots: Iterable[Spot]) -> Strip:
    """Add free bays to the end of a strip; those that it has, or others take, are passed over."""
    faces = faces_by_id(plan)
    there = {Spot(face.id, bay.number) for face in faces.values() for bay in face.bays}
    taken = {spot for each in plan.ranges if each.kind not in OVERLAY_KINDS for spot in _on(each)}
    known = {each.spot for each in strip.bays} | taken
    new = dict.fromkeys(spot for spot in spots if spot in there and spot not in known)
    return replace(strip, bays=(*strip.bays, *map(StripBay, new)))


def write_strip(plan: Plan, strip: Strip) -> Plan:
    """Make a plan whose ranges are as a strip has them.

    Ranges that the strip leaves without bays go; those that it does not change stay as they
    are.
    """
    pieces: defaultdict[str, list[tuple[Spot, Piece]]] = defaultdict(list)
    for bay in strip.bays:
        for piece in bay.pieces:
            pieces[piece.range].append((bay.spot, piece))
    made = {id_: _rewrite(strip.ranges[id_], those) for id_, those in pieces.items()}
    now = [
        made.get(each.id, each)
        for each in plan.ranges
        if each.id in made or (each.partition, each.kind) != (strip.partition, strip.kind)
    ]
    known = {each.id for each in plan.ranges}
    fresh = [made[id_] for id_ in strip.ranges if id_ in made and id_ not in known]
    return replace(plan, ranges=(*now, *fresh))


def faces_by_id(plan: Plan) -> dict[str, Face]:
    """Give the faces of a plan by their ids."""
    return {face.id: face for shelf in plan.shelves for face in shelf.faces}


def free_id(stem: str, taken: Iterable[str]) -> str:
    """Make an id that is not taken yet."""
    others = set(taken)
    names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(name for name in names if name not in others)


def borders(strip: Strip) -> tuple[str | None, ...]:
    """Give what each bay begins with; `None` where that is not known, empty where nothing is."""
    begun: set[str] = set()
    found: list[str | None] = []
    for bay in strip.bays:
        head = bay.pieces[0] if bay.pieces else None
        if head is None:
            found.append("")
        elif head.first is None and head.range not in begun:
            found.append(strip.ranges[head.range].first or None)
        else:
            found.append(head.first)
        begun.update(piece.range for piece in bay.pieces)
    return tuple(found)


def _pieces(each: Range) -> Iterator[tuple[Spot, Piece]]:
    for run, firsts in zip(each.runs, split_bay_firsts(each), strict=True):
        for bay, first in enumerate(firsts, run.first_bay):
            known = first if each.bay_firsts else None
            yield Spot(run.face, bay), Piece(each.id, known, run.first_board, run.last_board)


def _on(each: Range) -> Iterator[Spot]:
    for run in each.runs:
        for bay in range(run.first_bay, run.last_bay + 1):
            yield Spot(run.face, bay)


def _with_free(
    bays: Iterable[StripBay], faces: Mapping[str, Face], taken: set[Spot]
) -> Iterator[StripBay]:
    """Put free bays where they stand on their face: before the first, or after what precedes."""
    rows = list(bays)
    used: defaultdict[str, list[int]] = defaultdict(list)
    for each in rows:
        used[each.spot.face].append(each.spot.bay)
    free = {
        face: [each.number for each in faces[face].bays if Spot(face, each.number) not in taken]
        for face in used
        if face in faces
    }
    for row in rows:
        face, bay = row.spot
        own = sorted(used[face])
        empty = free.get(face, [])
        if bay == own[0]:
            yield from (StripBay(Spot(face, number)) for number in empty if number < bay)
        yield row
        after = next((number for number in own if number > bay), None)
        for number in empty:
            if number > bay and (after is None or number < after):
                yield StripBay(Spot(face, number))


def _rewrite(each: Range, pieces: list[tuple[Spot, Piece]]) -> Range:
    if pieces == list(_pieces(each)):
        return each
    runs: list[BayRun] = []
    for (face, bay), piece in pieces:
        last = runs[-1] if runs else None
        boards = (piece.first_board, piece.last_board)
        if last and last == BayRun(face, last.first_bay, bay - 1, *boards):
            runs[-1] = replace(last, last_bay=bay)
        else:
            runs.append(BayRun(face, bay, bay, *boards))
    firsts = [piece.first for _, piece in pieces]
    known = tuple(first or "" for first in firsts) if None not in firsts else ()
    boards_of = each.boards if len(pieces) == 1 else ()
    return replace(each, runs=tuple(runs), bay_firsts=known, boards=boards_of)
