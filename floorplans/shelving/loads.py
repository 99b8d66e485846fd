"""How full bays are: the items of a partition counted between the borders of its bays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.errors import CallNumberError
from floorplans.model import Plan
from floorplans.shelving.strips import Strip, faces_by_id, try_key

ITEMS_PER_M = 33.0
"""Volumes on a metre of board: 3 cm each, between thin fiction and thick reference works."""


@dataclass(frozen=True, slots=True)
class Stock:
    """The call numbers of a partition's items in order.

    Attributes
    ----------
    texts : tuple[str, ...]
        Each once, of those that stand together the first as written.
    keys : tuple[SortKey, ...]
        Their keys, ascending.
    sums : tuple[int, ...]
        How many items there are before each, and one more number: how many there are.
    unreadable : tuple[tuple[str, int], ...]
        Those that cannot be read, and of how many items.
    """

    texts: tuple[str, ...]
    keys: tuple[SortKey, ...]
    sums: tuple[int, ...]
    unreadable: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """How many items can be read."""
        return self.sums[-1]


@dataclass(frozen=True, slots=True)
class Load:
    """What a bay has to hold.

    ``first`` and ``end`` are positions in the stock; on bays whose borders nobody knows,
    ``items`` is a share of what stands on all of them, and ``is_known`` is false.
    ``room_m`` is the length of the bay's boards, metres.
    """

    items: float
    room_m: float
    first: int
    end: int
    is_known: bool

    def fill(self, items_per_m: float = ITEMS_PER_M) -> float:
        """How full the bay is: 1 is full."""
        return self.items / (self.room_m * items_per_m) if self.room_m else 0.0


def make_stock(scheme: Scheme, counts: Mapping[str, int]) -> Stock:
    """Put the call numbers of items into order.

    Parameters
    ----------
    scheme : Scheme
        What orders them.
    counts : mapping of str to int
        How many items have each call number.

    Examples
    --------
    >>> from floorplans.callnumbers.registry import get_scheme
    >>> stock = make_stock(get_scheme("ykl"), {"84.2 KOS": 3, "84.2 AAL": 2})
    >>> stock.texts, stock.sums
    (('84.2 AAL', '84.2 KOS'), (0, 2, 5))
    """
    groups: dict[SortKey, tuple[str, int]] = {}
    unreadable = []
    for text, items in sorted(counts.items()):
        try:
            key = scheme.parse(text).key
        except CallNumberError:
            unreadable.append((text, items))
            continue
        first, before = groups.get(key, (text, 0))
        groups[key] = (first, before + items)
    keys = tuple(sorted(groups))
    sums = tuple(accumulate((groups[key][1] for key in keys), initial=0))
    return Stock(tuple(groups[key][0] for key in keys), keys, sums, tuple(unreadable))


def list_rooms_m(plan: Plan, strip: Strip) -> tuple[float, ...]:
    """Give how long all boards of each bay of a strip are together, metres."""
    faces = faces_by_id(plan)
    rooms: list[float] = []
    for each in strip.bays:
        face = faces.get(each.spot.face)
        found = [bay for bay in face.bays if bay.number == each.spot.bay] if face else []
        rooms.append(sum(bay.width_m * bay.boards for bay in found))
    return tuple(rooms)


def count_loads(strip: Strip, stock: Stock, rooms_m: Sequence[float]) -> tuple[Load, ...]:
    """Count what each bay of a strip has to hold.

    Parameters
    ----------
    strip : Strip
        The bays.
    stock : Stock
        The items of its partition.
    rooms_m : sequence of float
        As `list_rooms_m` gives them.

    Returns
    -------
    tuple[Load, ...]
        One for each bay. Together they have all items between the first and the last border.
    """
    marks = _find_marks(strip, stock)
    loads = [Load(0.0, room_m, 0, 0, is_known=True) for room_m in rooms_m]
    for number, (first, bays) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else _find_end(strip, stock)
        end = max(first, end)
        items = stock.sums[end] - stock.sums[first]
        room_m = sum(rooms_m[at] for at in bays)
        for at in bays:
            share = items * rooms_m[at] / room_m if room_m else items / len(bays)
            loads[at] = Load(
                loads[at].items + share,
                rooms_m[at],
                min(first, loads[at].first) if loads[at].end else first,
                max(end, loads[at].end),
                is_known=loads[at].is_known and len(bays) == 1,
            )
    return tuple(loads)


def _find_marks(strip: Strip, stock: Stock) -> list[tuple[int, list[int]]]:
    """Give each known border, as a position in the stock, with the bays up to the next one."""
    marks: list[tuple[int, list[int]]] = []
    begun: set[str] = set()
    for at, bay in enumerate(strip.bays):
        for piece in bay.pieces:
            text = piece.first
            if piece.range not in begun:
                text = strip.ranges[piece.range].first
                begun.add(piece.range)
            key = try_key(strip.scheme, text) if text else None
            if key is not None:
                position = bisect_left(stock.keys, key)
                marks.append((max(position, marks[-1][0]) if marks else position, [at]))
            elif marks and piece.first is None and at not in marks[-1][1]:
                marks[-1][1].append(at)
    return marks


def _find_end(strip: Strip, stock: Stock) -> int:
    """Find the position after all that the ranges of a strip hold."""
    ends = [0]
    for each in strip.ranges.values():
        if each.last and try_key(strip.scheme, each.last) is not None:
            ends.append(bisect_right(stock.keys, strip.scheme.end_key(each.last)))
    return max(ends)
