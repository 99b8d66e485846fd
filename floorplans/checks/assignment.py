"""Ranges that lie on bays which are there, and bays that have a range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import (
    MOST_PLANS,
    MOST_RANGES,
    MOST_SHELVES,
    Home,
    Where,
    at_bays,
    at_face,
    at_home,
    faces_by_id,
    list_homes,
)
from floorplans.holding import Holding, list_holdings
from floorplans.model import OVERLAY_KINDS, BayRun, Face, Plan, Range, Shelf
from floorplans.remembering import remembered


def check_assignment(plan: Plan) -> Iterator[Problem]:
    """Find ranges off their bays and boards, bays that ranges share, and bays without one."""
    for each, homes in zip(plan.ranges, list_homes(plan), strict=True):
        yield from _check_range(each, *homes)
    held = _ranges_by_face(plan.ranges)
    for id, home in faces_by_id(plan).items():
        yield from _check_face(home, *held.get(id, ()))


@remembered(MOST_RANGES)
def _check_range(each: Range, *homes: Home | None) -> tuple[Problem, ...]:
    where = at_home(each, homes)
    problems: list[Problem] = []
    if not each.runs:
        message = "It is on no bay, so nothing of it is found; put it on bays of a face."
        problems.append(report("range-without-bays", where, message))
    for run, home in zip(each.runs, homes, strict=True):
        if home is not None:
            here = where.within(f"face {home[1].name}")
            problems += _check_run(each, run, home[1], here)
    return (*problems, *_check_counts(each, where))


@remembered(MOST_PLANS)
def _ranges_by_face(ranges: tuple[Range, ...]) -> dict[str, tuple[Range, ...]]:
    """Give the ranges on each face by its id, in their order, each once."""
    found: defaultdict[str, dict[int, Range]] = defaultdict(dict)
    for number, each in enumerate(ranges):
        for run in each.runs:
            found[run.face][number] = each
    return {face: tuple(those.values()) for face, those in found.items()}


@remembered(MOST_SHELVES)
def _check_face(home: Home, *ranges: Range) -> tuple[Problem, ...]:
    shelf, face = home
    held = [each for held in ranges for each in list_holdings(held) if each.run.face == face.id]
    held.sort(key=lambda each: each.run.first_bay)
    return (*_check_shared(home, held), *_check_bare(shelf, face, held))


def _check_run(each: Range, run: BayRun, face: Face, where: Where) -> Iterator[Problem]:
    if run.first_bay > run.last_bay:
        message = f"Bays {run.first_bay}–{run.last_bay} run backwards; swap them."
        yield report("bays-backwards", where, message)
    bays = {bay.number: bay for bay in face.bays}
    missing = [bay for bay in (run.first_bay, run.last_bay) if bay not in bays]
    if missing:
        message = (
            f"The face has {len(bays)} bays and no bay {missing[0]}; correct the range's bays."
        )
        yield report("no-such-bay", where, message)
        return
    boards = min(bays[run.first_bay].boards, bays[run.last_bay].boards)
    if len(each.boards) > boards:
        message = (
            f"{len(each.boards)} boards have a call number, but a bay has {boards} boards; take "
            "some away or correct the bay."
        )
        yield report("too-many-boards", where, message)
    if not _boards_fit(run, boards):
        message = (
            f"Boards {run.first_board or '?'}–{run.last_board or '?'} are not all there; count "
            f"them from the top, 1 to {boards}, the first one first."
        )
        yield report("no-such-board", where, message)


def _boards_fit(run: BayRun, boards: int) -> bool:
    if run.first_board is None and run.last_board is None:
        return True
    if run.first_board is None or run.last_board is None:
        return False
    return 1 <= run.first_board <= run.last_board <= boards


def _check_counts(each: Range, where: Where) -> Iterator[Problem]:
    bays = sum(max(run.last_bay - run.first_bay + 1, 0) for run in each.runs)
    if each.bay_firsts and len(each.bay_firsts) != bays:
        message = (
            f"{len(each.bay_firsts)} bays have a first item, but the range has {bays} bays; give "
            "one for each, and an empty text for a bay that was empty."
        )
        yield report("bay-firsts", where, message)
    if each.boards and bays > 1:
        message = (
            f"Boards have a first item, but the range has {bays} bays; make a range for each bay "
            "or leave the boards out."
        )
        yield report("boards-on-bays", where, message)


def _check_shared(home: Home, held: list[Holding]) -> Iterator[Problem]:
    lasting = [each for each in held if each.range.kind not in OVERLAY_KINDS]
    lasting.sort(key=lambda each: (each.run.first_bay, each.run.last_bay))
    farthest: Holding | None = None
    for after in lasting:
        if farthest is not None and not _boards_apart(farthest, after):
            shared = min(farthest.run.last_bay, after.run.last_bay) - after.run.first_bay + 1
            if shared > 1:
                message = (
                    f'It shares {shared} bays with range "{farthest.range.id}"; give each its own.'
                )
                where = at_home(after.range, (home,)).within(f"face {home[1].name}")
                yield report("bays-shared", where, message)
        if farthest is None or after.run.last_bay > farthest.run.last_bay:
            farthest = after


def _boards_apart(one: Holding, other: Holding) -> bool:
    """Tell whether two ranges are on different boards of their bays."""
    boards = (one.run.first_board, one.run.last_board, other.run.first_board, other.run.last_board)
    if any(board is None for board in boards):
        return False
    first, last, other_first, other_last = (board or 0 for board in boards)
    return last < other_first or other_last < first


def _check_bare(shelf: Shelf, face: Face, held: list[Holding]) -> Iterator[Problem]:
    if not held:
        message = "No range is on the face; assign one, or nothing is found here."
        yield report("face-without-range", at_face(shelf, face), message)
        return
    covered = {
        bay
        for each in held
        for bay in range(each.run.first_bay, min(each.run.last_bay, len(face.bays)) + 1)
    }
    bare = sorted({bay.number for bay in face.bays} - covered)
    for run in _runs(bare):
        yield _bare_bays(run, held, at_bays(shelf, face, run))


def _bare_bays(run: list[int], held: list[Holding], where: Where) -> Problem:
    before = [each for each in held if each.run.last_bay < run[0]]
    after = [each for each in held if each.run.first_bay > run[-1]]
    if not before or not after:
        message = "The bays have no range; assign one, or nothing is found there."
        return report("bays-without-range", where, message)
    last = max(before, key=lambda each: each.run.last_bay).last
    first = min(after, key=lambda each: each.run.first_bay).first
    message = (
        f'The bays have no range, between "{last}" and "{first}"; lengthen one of them or assign '
        "another."
    )
    return report("range-gap", where, message)


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """Part ascending numbers where one is missing."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in group]
