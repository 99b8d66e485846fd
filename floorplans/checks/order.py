"""Call numbers of ranges: readable, in order, and each in one range of its partition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from floorplans.callnumbers.base import SortKey
from floorplans.checks.problem import Problem
from floorplans.checks.reading import Reading, Readings
from floorplans.checks.rules import report
from floorplans.checks.things import (
    MOST_PLANS,
    MOST_RANGES,
    Faces,
    Home,
    Homes,
    at_face,
    at_home,
    at_range,
    faces_by_id,
)
from floorplans.errors import CallNumberError
from floorplans.model import OVERLAY_KINDS, BayRun, Plan, Range
from floorplans.remembering import remembered

IN_ORDER_KINDS = frozenset({"call_number", "title"})

_Overlap = tuple[Range, str, str]
"""A range that holds what another does, of which partition if it says so, and a message."""


def check_order(plan: Plan, readings: Readings) -> Iterator[Problem]:
    """Find ranges that are unreadable, backwards, overlapping, or in no order on their face."""
    faces = faces_by_id(plan)
    for unread in readings.unread:
        yield report("call-number", at_range(unread.range, faces), unread.reason)
    for reading in readings.read:
        yield from _check_ends(reading, *[faces.get(run.face) for run in reading.range.runs])
    yield from _check_overlaps(readings, faces)
    for face, left, right in _find_backwards(readings):
        if face in faces:
            message = (
                f'Range "{right.id}" stands to the right of "{left.id}" and comes before it; if '
                "the shelf is in order, swap their bays."
            )
            yield report("order-along-shelf", at_face(*faces[face]), message)


@remembered(MOST_RANGES)
def _check_ends(reading: Reading, *homes: Home | None) -> tuple[Problem, ...]:
    return tuple(_list_ends(reading, homes))


def _list_ends(reading: Reading, homes: Homes) -> Iterator[Problem]:
    each, where = reading.range, at_home(reading.range, homes)
    if reading.first > reading.end:
        message = f'"{each.first}" stands after "{each.last}"; swap them.'
        yield report("range-backwards", where, message)
        return
    try:
        boards = [reading.scheme.parse(text).key for text in each.boards]
        bays = [reading.scheme.parse(text).key for text in each.bay_firsts if text]
    except CallNumberError as problem:
        yield report("call-number", where, str(problem))
        return
    if not _in_order([reading.first, *boards, reading.end]):
        message = "The boards' call numbers are not in order within the range; correct them."
        yield report("boards-order", where, message)
    if not _in_order([reading.first, *bays, reading.end]):
        message = "The bays' first items are not in order within the range; correct them."
        yield report("bay-firsts", where, message)


def _in_order(keys: Iterable[SortKey]) -> bool:
    return all(before <= after for before, after in pairwise(keys))


def _check_overlaps(readings: Readings, faces: Faces) -> Iterator[Problem]:
    for each, of, message in _find_overlaps(readings):
        where = at_range(each, faces)
        yield report("ranges-overlap", where.within(of) if of else where, message)


@remembered(MOST_PLANS)
def _find_overlaps(readings: Readings) -> tuple[_Overlap, ...]:
    return tuple(_list_overlaps(readings))


def _list_overlaps(readings: Readings) -> Iterator[_Overlap]:
    groups: defaultdict[tuple[str, ...], list[Reading]] = defaultdict(list)
    for reading in readings.read:
        if reading.range.kind not in OVERLAY_KINDS and reading.first <= reading.end:
            groups[_group(reading.range)].append(reading)
    for readings_of_group in groups.values():
        yield from _check_group(readings_of_group)
    holders: dict[tuple[str, ...], Range] = {}
    for each in readings.whole:
        group = _group(each)
        other = holders.setdefault(group, each)
        known = groups.get(group)
        if each.kind not in OVERLAY_KINDS and (known or other is not each):
            rival = known[0].range.id if known else other.id
            message = (
                f'It has no ends, so it holds all that range "{rival}" holds; give it its ends, or '
                "put the bays into one range."
            )
            yield each, "", message


def _group(each: Range) -> tuple[str, ...]:
    """Give what ranges must share to compete for items: partition, kind, theme and marks."""
    theme = each.theme.fi if each.theme else ""
    return (each.partition, each.kind, theme, *sorted(each.marks))


def _check_group(readings: list[Reading]) -> Iterator[_Overlap]:
    in_turn = sorted(readings, key=lambda reading: (reading.first, reading.last))
    farthest = in_turn[0]
    for reading in in_turn[1:]:
        if reading.first < farthest.last:
            each, before = reading.range, farthest.range
            message = (
                f'It begins with "{each.first}" within range "{before.id}", which ends with '
                f'"{before.last}"; let one end where the other begins.'
            )
            yield each, f"partition {each.partition}", message
        if reading.last > farthest.last:
            farthest = reading


@remembered(MOST_PLANS)
def _find_backwards(readings: Readings) -> tuple[tuple[str, Range, Range], ...]:
    """Find faces with two ranges of which the right one comes before the left one."""
    found: list[tuple[str, Range, Range]] = []
    by_face: defaultdict[tuple[str, str, str], list[tuple[BayRun, Reading]]] = defaultdict(list)
    for reading in readings.read:
        each = reading.range
        if each.kind in IN_ORDER_KINDS:
            for run in each.runs:
                by_face[run.face, each.partition, each.kind].append((run, reading))
    for (face, _, _), those in by_face.items():
        those.sort(key=lambda pair: (pair[0].first_bay, pair[0].first_board or 0))
        back = [
            (before.range, after.range)
            for (_, before), (_, after) in pairwise(those)
            if after.first < before.first
        ]
        if back:
            found.append((face, *back[0]))
    return tuple(found)
