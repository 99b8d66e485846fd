"""Ranges from a list of the first item on each bay, as a walk along the shelves gives it.

The bays of a partition are put into the order of their first items, so that it does not
matter which way somebody walked, and collections may jump from shelf to shelf.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, pairwise, zip_longest
from typing import NamedTuple

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.errors import CallNumberError
from floorplans.model import BayRun, Plan, Range, RangeKind
from floorplans.shelving.first_item_rows import FirstItem, LeftOut, LeftOutError, RowReader, Seen
from floorplans.shelving.remaining import Spot, cut_range, find_behind, join_bays, move_border
from floorplans.wording import Wording, worded

__all__ = ["Assignment", "FirstItem", "LeftOut", "ranges_from_first_items"]

ORDERED_KINDS: frozenset[RangeKind] = frozenset({"call_number", "title", "closed"})


@dataclass(frozen=True, slots=True)
class Assignment:
    """What comes of a list.

    Attributes
    ----------
    ranges : tuple[Range, ...]
        New ranges, partition by partition, and what is left of those that were there; what
        is left has the id that it had.
    replaced : tuple[str, ...]
        Ids of the present ranges that these are instead of.
    left_out : tuple[LeftOut, ...]
        Rows that were not used, in the order of the list.
    """

    ranges: tuple[Range, ...]
    replaced: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def ranges_from_first_items(plan: Plan, rows: Iterable[FirstItem]) -> Assignment:
    """Make ranges with exact borders from the first items of bays.

    Neighbouring bays in the order of their first items are one range with a run on each face,
    as far as one person saw them on one day. A range ends where bays that are not on the list
    go on, and the last one of a partition with what the present ranges end with.

    Bays that are not on the list keep what they hold, and its age, up to where a bay that is
    begins. Where nobody knew which of them holds what, the bays behind the last one on the
    list are one range with it, as old as it was.

    Parameters
    ----------
    plan : Plan
        The plan with its present ranges.
    rows : iterable of FirstItem
        The list, in any order.

    Returns
    -------
    Assignment
        The new ranges, checked on the day and by whom their rows say, and the rows left out. A
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
            left_out.append(LeftOut(number, problem.rule, worded(problem)))
    groups: defaultdict[str, list[Seen]] = defaultdict(list)
    for each in _leave_out_misplaced(seen, left_out):
        groups[each.partition].append(each)
    ranges: list[Range] = []
    replaced: list[str] = []
    for group in groups.values():
        made, gone = _rebuild(plan, group, reader)
        ranges += made
        replaced += gone
    taken = {each.id for each in plan.ranges} - set(replaced)
    return Assignment(
        tuple(_with_own_ids(ranges, taken)),
        tuple(replaced),
        tuple(sorted(left_out, key=lambda each: each.row)),
    )


def _rebuild(plan: Plan, group: Sequence[Seen], reader: RowReader) -> tuple[list[Range], list[str]]:
    """Make the ranges of one partition, and name those present that they are instead of."""
    partition = group[0].partition
    scheme = reader.get_scheme(partition)
    present = [
        each for each in plan.ranges if each.partition == partition and each.kind in ORDERED_KINDS
    ]
    seen = {(each.face, each.bay): each.first for each in group}
    gone = [each for each in present if _is_on(each, seen)]
    kind: RangeKind = "title" if reader.is_by_title(partition) else "call_number"
    kind = gone[0].kind if gone else kind
    behind = find_behind(gone, seen)
    remains = [cut_range(each, seen, scheme, behind) for each in gone]
    kept = [each for part in remains for each in part.kept]
    others = [each for each in present if each not in gone]
    sources = {
        (run.face, bay): (each, run)
        for each in gone
        for run in each.runs
        for bay in range(run.first_bay, run.last_bay + 1)
    }
    tails = {spot: runs for part in remains for spot, runs in part.tails.items()}
    walk = _Walk(kind, sources, tails)
    made = list(_make_ranges(group, behind, walk, _read_ends([*others, *kept], gone, scheme)))
    now = [*others, *kept]
    moved = dict(_move_borders(present, now, gone, made, scheme))
    replaced = [*(each.id for each in gone), *(each.id for each in moved if each in others)]
    new = [moved.get(each, each) for each in now if each in moved or each in kept]
    return [*new, *made], replaced


class _Walk(NamedTuple):
    """What new ranges take over: their kind, and what the walked bays were of.

    ``sources`` has the range and the run that each bay was of, ``tails`` the bays behind a
    walked one whose borders nobody knows.
    """

    kind: RangeKind
    sources: Mapping[Spot, tuple[Range, BayRun]]
    tails: Mapping[Spot, tuple[BayRun, ...]]


def _move_borders(
    present: Iterable[Range],
    now: Sequence[Range],
    gone: Sequence[Range],
    made: Sequence[Range],
    scheme: Scheme,
) -> Iterator[tuple[Range, Range]]:
    """Pair the ranges before those that were walked with what they are where they end now."""
    keyed = [(key, each) for each in present if (key := _try_key(scheme, each.first))]
    keyed.sort(key=lambda pair: pair[0])
    for (_, before), (_, after) in pairwise(keyed):
        if after not in gone or not (before.runs and after.runs):
            continue
        end = (before.runs[-1].face, before.runs[-1].last_bay)
        begin = (after.runs[0].face, after.runs[0].first_bay)
        old = next((each for each in now if each.id == before.id and _is_on(each, (end,))), None)
        new = next((each for each in made if _is_on(each, (begin,))), None)
        if old is not None and new is not None:
            changed = move_border(old, new.first, scheme, until=after.first)
            if changed != old:
                yield old, changed


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


def _is_on(each: Range, bays: Iterable[Spot]) -> bool:
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
                message = Wording(
                    "walk_misplaced",
                    '"{first}" is not between the first items of the bays beside bay '
                    "{bay}; look whether it is misplaced, and see the bay again.",
                    first=each.first,
                    bay=each.bay,
                )
                left_out.append(LeftOut(each.row, "misplaced", message))
                yield each._replace(first="")
            else:
                yield each


def _make_ranges(
    group: Sequence[Seen], behind: Collection[Spot], walk: _Walk, ends: _Ends
) -> Iterator[Range]:
    """Make the ranges of one partition; each is of one day and of one who walked."""
    known = _put_in_order(each for each in group if each.first)
    begins = [key for key, _ in ends.begins]
    parts: list[list[Seen]] = []
    for _, members in groupby(
        known, key=lambda each: (bisect_right(begins, each.key), each.seen_on, each.seen_by)
    ):
        items = list(members)
        tailed = [at for at, each in enumerate(items) if (each.face, each.bay) in walk.tails]
        cuts = sorted({0, len(items), *tailed, *(at + 1 for at in tailed)})
        parts += [items[start:stop] for start, stop in pairwise(cuts)]
    for items, following in zip_longest(parts, parts[1:]):
        last = _find_last(items[-1], following[0] if following else None, ends)
        yield _make_range(items, behind, walk, last)


def _find_last(item: Seen, following: Seen | None, ends: _Ends) -> str:
    """Find where what begins with an item ends: at what is next, walked or not."""
    at = bisect_right([key for key, _ in ends.begins], item.key)
    nexts = ends.begins[at : at + 1]
    if following is not None and not (nexts and nexts[0][0] <= following.key):
        return following.first
    if nexts:
        return nexts[0][1]
    beyond = [text for key, text in ends.ends[-1:] if key >= item.key]
    return beyond[0] if beyond else item.first


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


def _make_range(items: Sequence[Seen], behind: Collection[Spot], walk: _Walk, last: str) -> Range:
    """Make one range of items in order; empty bays belong to the bay before them."""
    bays: list[Seen] = []
    for item in items:
        bays.append(item)
        while (item.face, bays[-1].bay + 1) in behind:
            bays.append(item._replace(bay=bays[-1].bay + 1, first=""))
    first = items[0]
    made = Range(
        id=f"{first.partition}-{first.face}-{first.bay}",
        partition=first.partition,
        runs=join_bays((_run_of(each, walk), each.bay) for each in bays),
        first=first.first,
        last=last,
        checked_on=first.seen_on,
        kind=walk.kind,
        bay_firsts=tuple(each.first for each in bays),
        checked_by=first.seen_by,
    )
    spot = (first.face, first.bay)
    if spot not in walk.tails:
        return made
    source = walk.sources[spot][0]
    return replace(
        made,
        runs=join_bays(
            (run, bay)
            for run in (*made.runs, *walk.tails[spot])
            for bay in range(run.first_bay, run.last_bay + 1)
        ),
        bay_firsts=(),
        checked_on=source.checked_on,
        checked_by=source.checked_by,
    )


def _run_of(each: Seen, walk: _Walk) -> BayRun:
    """Give the run that a bay was of, which may be of some boards only."""
    source = walk.sources.get((each.face, each.bay))
    return source[1] if source else BayRun(each.face, each.bay, each.bay)


def _with_own_ids(ranges: Iterable[Range], taken: set[str]) -> Iterator[Range]:
    """Give each range an id that no other has."""
    for each in ranges:
        names = (f"{each.id}-{number}" if number > 1 else each.id for number in count(1))
        own = next(name for name in names if name not in taken)
        taken.add(own)
        yield replace(each, id=own)
