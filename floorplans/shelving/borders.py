"""Borders between bays, typed or dragged: what each bay begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from floorplans.callnumbers.base import SortKey
from floorplans.errors import CallNumberError
from floorplans.model import Range
from floorplans.shelving.shifting import heal
from floorplans.shelving.strips import Piece, Spot, Strip, StripBay, borders, free_id
from floorplans.wording import Wording, worded


@dataclass(frozen=True, slots=True)
class Border:
    """What a bay is to begin with; empty if nothing stands there."""

    spot: Spot
    first: str


@dataclass(frozen=True, slots=True)
class BorderProblem:
    """A border or a row that cannot be: its number from 1 in the list, and what to do.

    ``column`` is where in a table it is wrong.
    """

    row: int
    message: str
    column: str = ""


class BordersError(Exception):
    """Some borders cannot be; none of them is set."""

    def __init__(self, problems: Sequence[BorderProblem]) -> None:
        super().__init__(" ".join(each.message for each in problems))
        self.problems = tuple(problems)


def set_borders(strip: Strip, wanted: Sequence[Border]) -> Strip:
    """Set what bays begin with.

    A range of which nobody knows what its bays begin with ends where a border is set, and
    another one goes on. A free bay goes to the range before it.

    Parameters
    ----------
    strip : Strip
        The bays of a partition.
    wanted : sequence of Border
        Their borders.

    Returns
    -------
    Strip
        The strip with all of them; what is between its first and last item has its place.

    Raises
    ------
    BordersError
        If any cannot be read, is of no bay of the strip, or is in no order with the others.
    """
    problems: list[BorderProblem] = []
    rows: dict[int, int] = {}
    new = strip
    places = {bay.spot: at for at, bay in enumerate(strip.bays)}
    for row, border in enumerate(wanted, 1):
        at = places.get(border.spot)
        message = _refuse(strip, border, at)
        if message or at is None:
            problems.append(BorderProblem(row, message))
            continue
        rows[at] = row
        new = _set(new, at, border.first.strip())
    problems += _find_disorder(new, rows)
    if problems:
        raise BordersError(sorted(problems, key=lambda each: each.row))
    return new


def _refuse(strip: Strip, border: Border, at: int | None) -> str:
    """Say why a border cannot be set at all; nothing if it can."""
    if at is None:
        return Wording(
            "bay_elsewhere",
            "Bay {bay} of {face} is not in this partition; assign the bay to it first.",
            bay=border.spot.bay,
            face=border.spot.face,
        )
    if border.first.strip():
        try:
            strip.scheme.parse(border.first)
        except CallNumberError as error:
            return worded(error)
    return ""


def _find_disorder(strip: Strip, rows: dict[int, int]) -> list[BorderProblem]:
    """Find the set borders that stand after the next known one, or before the one before."""
    known: list[tuple[int, str, SortKey]] = [
        (at, text, key)
        for at, text in enumerate(borders(strip))
        if text and (key := strip.key(text)) is not None
    ]
    problems: dict[int, BorderProblem] = {}
    for (at, text, key), (to, after, next_key) in pairwise(known):
        row = rows.get(at) or rows.get(to)
        if key > next_key and row is not None:
            message = Wording(
                "border_order",
                '"{text}" stands after "{after}" of the next border; take one between its '
                "neighbours, or change both.",
                text=text,
                after=after,
            )
            problems[row] = BorderProblem(row, message)
    return list(problems.values())


def _set(strip: Strip, at: int, first: str) -> Strip:
    pieces = strip.bays[at].pieces
    if not pieces:
        return _fill(strip, at, first) if first else strip
    head = pieces[0]
    begins = next(
        at == place
        for place, bay in enumerate(strip.bays)
        if any(piece.range == head.range for piece in bay.pieces)
    )
    if begins and first:
        return _move_beginning(strip, at, first)
    if head.first is not None:
        return _with_piece(strip, at, replace(head, first=first))
    return _split(strip, at, first) if first else _empty(strip, at)


def _fill(strip: Strip, at: int, first: str) -> Strip:
    """Give a free bay to the range before it, or to the one after it."""
    before = next((bay.pieces[-1] for bay in reversed(strip.bays[:at]) if bay.pieces), None)
    if before is None:
        after = next(bay.pieces[0] for bay in strip.bays[at:] if bay.pieces)
        filled = _with_pieces(strip, at, (Piece(after.range, _like(after, first)),))
        return _with_range(filled, replace(strip.ranges[after.range], first=first))
    filled = _with_pieces(strip, at, (Piece(before.range, _like(before, first)),))
    filled = _with_range(filled, _reach(strip, strip.ranges[before.range], first))
    return filled if before.first is not None else _split(filled, at, first)


def _like(other: Piece, first: str) -> str | None:
    return None if other.first is None else first


def _move_beginning(strip: Strip, at: int, first: str) -> Strip:
    """Let a range begin elsewhere, and the one before it end there."""
    head = strip.bays[at].pieces[0]
    own = strip.ranges[head.range]
    if head.first is not None:
        strip = _with_piece(strip, at, replace(head, first=first))
    ids = list(strip.ranges)
    place = ids.index(head.range)
    if place:
        before = strip.ranges[ids[place - 1]]
        key, was, end = strip.key(first), strip.key(own.first), strip.key(before.last)
        later = key is not None and (was is None or key > was)
        if later or (key is not None and end is not None and end > key):
            strip = _with_range(strip, replace(before, last=first))
    return _with_range(strip, replace(own, first=first, last=_reach(strip, own, first).last))


def _reach(strip: Strip, each: Range, text: str) -> Range:
    """Let a range end no earlier than with a text."""
    end, key = strip.key(each.last), strip.key(text)
    if end is None or key is None or end >= key:
        return each
    return replace(each, last=text)


def _split(strip: Strip, at: int, first: str) -> Strip:
    """Let the range on a bay end there, and another one go on from it."""
    head = strip.bays[at].pieces[0]
    own = strip.ranges[head.range]
    spot = strip.bays[at].spot
    id_ = free_id(f"{strip.partition}-{spot.face}-{spot.bay}", strip.ranges)
    last = _reach(strip, own, first).last
    ranges: dict[str, Range] = {}
    for each in strip.ranges.values():
        ranges[each.id] = replace(own, last=first) if each.id == own.id else each
        if each.id == own.id:
            ranges[id_] = replace(own, id=id_, first=first, last=last, boards=())
    bays = tuple(
        replace(
            bay,
            pieces=tuple(
                replace(piece, range=id_) if piece.range == own.id else piece
                for piece in bay.pieces
            ),
        )
        if place >= at
        else bay
        for place, bay in enumerate(strip.bays)
    )
    return replace(strip, ranges=ranges, bays=bays)


def _empty(strip: Strip, at: int) -> Strip:
    """Make a bay free."""
    left = _with_pieces(strip, at, ())
    if not any(bay.pieces for bay in left.bays):
        return strip
    return heal(left, left.bays)


def _with_piece(strip: Strip, at: int, head: Piece) -> Strip:
    return _with_pieces(strip, at, (head, *strip.bays[at].pieces[1:]))


def _with_pieces(strip: Strip, at: int, pieces: tuple[Piece, ...]) -> Strip:
    bays = list(strip.bays)
    bays[at] = StripBay(bays[at].spot, pieces)
    return replace(strip, bays=tuple(bays))


def _with_range(strip: Strip, each: Range) -> Strip:
    return replace(strip, ranges={**strip.ranges, each.id: each})
