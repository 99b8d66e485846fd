"""Ranges from a list of the first item on each bay, as a walk along the shelves gives it.

The bays of a partition are put into the order of their first items, so that it does not
matter which way somebody walked, and collections may jump from shelf to shelf.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import NamedTuple

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.errors import CallNumberError
from floorplans.model import BayRun, Plan, Range, RangeKind
from floorplans.shelving.first_item_rows import FirstItem, LeftOut, LeftOutError, RowReader, Seen

__all__ = ["Assignment", "FirstItem", "LeftOut", "ranges_from_first_items"]

ORDERED_KINDS: frozenset[RangeKind] = frozenset({"call_number", "title", "closed"})


@dataclass(frozen=True, slots=True)
class Assignment:
    """What comes of a list.

    Attributes
    ----------
    ranges : tuple[Range, ...]
        New ranges, partition by partition.
    replaced : tuple[str, ...]
        Ids of the present ranges on the same bays, which the new ones are instead of.
    left_out : tuple[LeftOut, ...]
        Rows that were not used, in the order of the list.
    """

    ranges: tuple[Range, ...]
    replaced: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def ranges_from_first_items(plan: Plan, rows: Iterable[FirstItem]) -> Assignment:
    """Make ranges with exact borders from the first items of bays.

    Neighbouring bays in the order of their first items are one range with a run on each face.
    A range ends where bays that are not on the list go on, and the last one of a partition
    with what the present ranges end with.

    Parameters
    ----------
    plan : Plan
        The plan with its present ranges.
    rows : iterable of FirstItem
        The list, in any order.

    Returns
    -------
    Assignment
        The new ranges, checked on the oldest date of their rows, and the rows left out. A
        bay whose first item stands on neither side of its neighbours' is left out as
        misplaced, if they agree without it.

    Examples
    --------
    >>> from floorplans.model import Bay, Face, Level, Partition, Shelf, Text
    >>> face = Face("1A", "1A", "front", (Bay(1, 0.9, 5), Bay(2, 0.9, 5)))
    >>> shelf = Shelf("1", "1", "1", 5.0, 3.0, 1.8, 0.3, 0.0, 1.8, (face,))
    >>> fiction = Partition("aik", *[Text("Aikuiset")] * 5)
    >>> plan = Plan("toy", Text("Toy"), "ykl", (), shelves=(shelf,), partitions=(fiction,))
    >>> seen = [("1A", 2, "84.2 KOS"), ("1A", 1, "84.2 AAL")]
    >>> rows = [FirstItem(*each, "2026-11-20", "aik") for each in seen]
    >>> made = ranges_from_first_items(plan, rows).ranges[0]
    >>> made.runs[0].first_bay, made.runs[0].last_bay, made.bay_firsts
    (1, 2, ('84.2 AAL', '84.2 KOS'))
    """
    reader = RowReader(plan)
    seen: list[Seen] = []
    left_out: list[LeftOut] = []
    for number, row in enumerate(rows, 1):
        try:
            seen.append(reader.read(number, row))
        except LeftOutError as problem:
            left_out.append(LeftOut(number, problem.rule, str(problem)))
    groups: defaultdict[str, list[Seen]] = defaultdict(list)
    for each in _leave_out_misplaced(seen, left_out):
        groups[each.partition].append(each)
    ranges: list[Range] = []
    replaced: list[str] = []
    for partition, group in groups.items():
        bays = {(each.face, each.bay) for each in group}
        present = [
            each
            for each in plan.ranges
            if each.partition == partition and each.kind in ORDERED_KINDS
        ]
        gone = [each for each in present if _is_on(each, bays)]
        replaced += [each.id for each in gone]
        kind: RangeKind = "title" if reader.is_by_title(partition) else "call_number"
        kind = gone[0].kind if gone else kind
        neighbours = _read_ends(
            [each for each in present if each not in gone], gone, reader.get_scheme(partition)
        )
        ranges += _make_ranges(group, kind, neighbours)
    taken = {each.id for each in plan.ranges}
    return Assignment(
        tuple(_with_own_ids(ranges, taken)),
        tuple(replaced),
        tuple(sorted(left_out, key=lambda each: each.row)),
    )


class _Ends(NamedTuple):
    """Where present ranges begin that are not on the list, and where those that are end."""

    begins: Sequence[tuple[SortKey, str]]
    ends: Sequence[tuple[SortKey, str]]


def _read_ends(others: Iterable[Range], gone: Iterable[Range], scheme: Scheme) -> _Ends:
    begins = [(key, each.first) for each in others if (key := _try_key(scheme, each.first))]
    ends = [(key, each.last) for each in gone if (key := _try_key(scheme, each.last))]
    return _Ends(sorted(begins), sorted(ends))


def _try_key(scheme: Scheme, text: str) -> SortKey | None:
    try:
        return scheme.parse(text).key
    except CallNumberError:
        return None


def _is_on(each: Range, bays: set[tuple[str, int]]) -> bool:
    return any(
        run.face == face and run.first_bay <= bay <= run.last_bay
        for run in each.runs
        for face, bay in bays
    )


def _leave_out_misplaced(seen: Iterable[Seen], left_out: list[LeftOut]) -> Iterator[Seen]:
    """Yield what was seen; where neighbours agree without an item, its bay counts as empty."""
    faces: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
    for each in seen:
        faces[each.partition, each.face].append(each)
    for group in faces.values():
        in_turn = sorted(group, key=lambda each: each.bay)
        known = [each for each in in_turn if each.first]
        misplaced = {
            each.row
            for before, each, after in zip(known, known[1:], known[2:], strict=False)
            if before.key <= after.key and not before.key <= each.key <= after.key
        }
        for each in in_turn:
            if each.row in misplaced:
                message = (
                    f'"{each.first}" is not between the first items of the bays beside bay '
                    f"{each.bay}; look whether it is misplaced, and see the bay again."
                )
                left_out.append(LeftOut(each.row, "misplaced", message))
                yield each._replace(first="")
            else:
                yield each


def _make_ranges(group: Sequence[Seen], kind: RangeKind, ends: _Ends) -> Iterator[Range]:
    """Make the ranges of one partition."""
    known = _put_in_order(each for each in group if each.first)
    empty = {(each.face, each.bay): each for each in group if not each.first}
    begins = [key for key, _ in ends.begins]
    for after, members in groupby(known, key=lambda each: bisect_right(begins, each.key)):
        items = list(members)
        if after < len(ends.begins):
            last = ends.begins[after][1]
        else:
            beyond = [text for key, text in ends.ends[-1:] if key >= items[-1].key]
            last = beyond[0] if beyond else items[-1].first
        yield _make_range(items, empty, kind, last)


def _put_in_order(known: Iterable[Seen]) -> list[Seen]:
    """Put items into order; of equal ones the face that begins first, then ends first, is first."""
    faces: defaultdict[str, list[Seen]] = defaultdict(list)
    for each in known:
        faces[each.face].append(each)
    spans = []
    for group in faces.values():
        keys = [each.key for each in group]
        spans.append(((min(keys), max(keys)), group))
    spans.sort(key=lambda pair: pair[0])
    in_turn = (each for _, group in spans for each in sorted(group, key=lambda each: each.bay))
    return sorted(in_turn, key=lambda each: each.key)


def _make_range(
    items: Sequence[Seen], empty: Mapping[tuple[str, int], Seen], kind: RangeKind, last: str
) -> Range:
    """Make one range of items in order; empty bays belong to the bay before them."""
    runs: list[list[Seen]] = []
    for item in items:
        if not (runs and _goes_on(runs[-1][-1], item)):
            runs.append([])
        runs[-1].append(item)
        bay = item.bay + 1
        while (item.face, bay) in empty:
            runs[-1].append(empty[item.face, bay])
            bay += 1
    bays = [each for run in runs for each in run]
    first = items[0]
    return Range(
        id=f"{first.partition}-{first.face}-{first.bay}",
        partition=first.partition,
        runs=tuple(BayRun(run[0].face, run[0].bay, run[-1].bay) for run in runs),
        first=first.first,
        last=last,
        checked_on=min(each.seen_on for each in bays),
        kind=kind,
        bay_firsts=tuple(each.first for each in bays),
    )


def _goes_on(before: Seen, item: Seen) -> bool:
    return before.face == item.face and before.bay + 1 == item.bay


def _with_own_ids(ranges: Iterable[Range], taken: set[str]) -> Iterator[Range]:
    """Give each range an id that no other has."""
    for each in ranges:
        names = (f"{each.id}-{number}" if number > 1 else each.id for number in count(1))
        own = next(name for name in names if name not in taken)
        taken.add(own)
        yield replace(each, id=own)
