"""Ranges of call numbers that can be read, lie on bays and do not contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.callnumbers.registry import get_scheme
from floorplans.checks.problem import Problem, error, warning
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.model import Face, Plan, Range


@dataclass(frozen=True, slots=True)
class _Read:
    """A range whose call numbers could be read."""

    range: Range
    first: SortKey
    last: SortKey
    end: SortKey
    boards: tuple[SortKey, ...]


def check_assignment(plan: Plan) -> Iterator[Problem]:
    """Find ranges that are unreadable, off their bays, backwards, overlapping or missing."""
    faces = {face.id: face for shelf in plan.shelves for face in shelf.faces}
    for each in plan.ranges:
        yield from _check_date(each)
        if each.face in faces:
            yield from _check_bays(each, faces[each.face])
    yield from _check_shared_bays(plan)
    yield from _check_unused(plan)
    try:
        scheme = get_scheme(plan.scheme)
    except PlanReferenceError:
        return
    yield from _check_call_numbers(plan, scheme)


def _check_date(each: Range) -> Iterator[Problem]:
    try:
        date.fromisoformat(each.checked_on)
    except ValueError:
        message = f'"{each.checked_on}" is no date; write it as 2026-03-02.'
        yield error("checked-on", f"range {each.id}", message)


def _check_bays(each: Range, face: Face) -> Iterator[Problem]:
    place = f"range {each.id}, face {face.name}"
    if each.first_bay > each.last_bay:
        message = f"Bays {each.first_bay}–{each.last_bay} run backwards; swap them."
        yield error("bays-backwards", place, message)
    bays = {bay.number: bay for bay in face.bays}
    missing = [bay for bay in (each.first_bay, each.last_bay) if bay not in bays]
    if missing:
        message = (
            f"The face has {len(bays)} bays and no bay {missing[0]}; correct the range's bays."
        )
        yield error("no-such-bay", place, message)
        return
    boards = min((bays[each.first_bay].boards, bays[each.last_bay].boards))
    if len(each.boards) > boards:
        message = f"{len(each.boards)} boards have a call number, but a bay has {boards} boards."
        yield error("too-many-boards", place, message)


def _check_shared_bays(plan: Plan) -> Iterator[Problem]:
    by_face = defaultdict(list)
    for each in plan.ranges:
        by_face[each.face].append(each)
    for face, ranges in by_face.items():
        ranges.sort(key=lambda each: (each.first_bay, each.last_bay))
        for before, after in pairwise(ranges):
            shared = min(before.last_bay, after.last_bay) - after.first_bay + 1
            if shared > 1:
                message = f'It shares {shared} bays with range "{before.id}"; give each its own.'
                yield warning("bays-shared", f"range {after.id}, face {face}", message)


def _check_unused(plan: Plan) -> Iterator[Problem]:
    faces = {each.face for each in plan.ranges}
    partitions = {each.partition for each in plan.ranges}
    for shelf in plan.shelves:
        for face in shelf.faces:
            if face.id not in faces:
                message = "No range is on the face; assign one, or nothing is found here."
                yield warning(
                    "face-without-range", f"shelf {shelf.number}, face {face.name}", message
                )
    for partition in plan.partitions:
        if partition.id not in partitions:
            message = "The partition has no range; nothing of it is found."
            yield warning("partition-without-range", f"partition {partition.id}", message)


def _check_call_numbers(plan: Plan, scheme: Scheme) -> Iterator[Problem]:
    by_partition = defaultdict(list)
    for each in plan.ranges:
        try:
            read = _read(each, scheme)
        except CallNumberError as problem:
            yield error("call-number", f"range {each.id}", str(problem))
            continue
        by_partition[each.partition].append(read)
        yield from _check_order(read)
    for partition, ranges in by_partition.items():
        yield from _check_overlaps(partition, ranges)


def _read(each: Range, scheme: Scheme) -> _Read:
    return _Read(
        each,
        scheme.parse(each.first).key,
        scheme.parse(each.last).key,
        scheme.end_key(each.last),
        tuple(scheme.parse(board).key for board in each.boards),
    )


def _check_order(read: _Read) -> Iterator[Problem]:
    place = f"range {read.range.id}"
    if read.first > read.end:
        message = f'"{read.range.first}" stands after "{read.range.last}"; swap them.'
        yield error("range-backwards", place, message)
    elif any(before > after for before, after in pairwise((read.first, *read.boards, read.end))):
        message = "The boards' call numbers are not in order within the range; correct them."
        yield error("boards-order", place, message)


def _check_overlaps(partition: str, ranges: list[_Read]) -> Iterator[Problem]:
    ranges = sorted(ranges, key=lambda read: (read.first, read.last))
    for before, after in pairwise(ranges):
        if after.first < before.last:
            message = (
                f'It begins with "{after.range.first}" within range "{before.range.id}", which '
                f'ends with "{before.range.last}"; let one end where the other begins.'
            )
            yield error("ranges-overlap", f"range {after.range.id}, partition {partition}", message)
