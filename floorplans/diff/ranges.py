"""Differences of ranges: what stands elsewhere now, and what bays hold otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import zip_longest

from floorplans.diff.change import Change, Param, make_change
from floorplans.model import BayRun, Plan, Range

Faces = dict[str, tuple[str, str]]

PLACE_FIELDS = frozenset({"runs"})
CONTENT_FIELDS = frozenset({"partition", "first", "last"})
BORDER_FIELDS = frozenset({"bay_firsts", "boards"})
CHECK_FIELDS = frozenset({"checked_on", "checked_by"})
TOLD = frozenset({"id"}) | PLACE_FIELDS | CONTENT_FIELDS | BORDER_FIELDS | CHECK_FIELDS
NOWHERE = BayRun("", 0, 0)


def diff_ranges(before: Plan, after: Plan) -> Iterator[Change]:
    """Tell which ranges are new, gone, elsewhere, or hold something else.

    Every change says where the range is, or was, and as ``rank`` the how manyth one of the
    plan it is, so that neighbours can be told together.
    """
    faces = _list_faces(before) | _list_faces(after)
    pairs = _match(before.ranges, after.ranges)
    matched_old = {old.id for old, _ in pairs}
    matched_new = {new.id for _, new in pairs}
    for rank, each in enumerate(before.ranges):
        if each.id not in matched_old:
            yield _Told(each, rank, faces).change("removed")
    for rank, each in enumerate(after.ranges):
        if each.id not in matched_new:
            yield _Told(each, rank, faces).change("added")
    ranks = {each.id: rank for rank, each in enumerate(after.ranges)}
    for old, new in pairs:
        if old != new:
            yield from _diff_range(old, _Told(new, ranks[new.id], faces))


def _match(before: tuple[Range, ...], after: tuple[Range, ...]) -> list[tuple[Range, Range]]:
    """Pair ranges by their ids, and the others by what they hold."""
    old_by_id = {each.id: each for each in before}
    known = {each.id for each in after if each.id in old_by_id}
    old_by_content = {_content(each): each for each in before if each.id not in known}
    pairs = []
    for each in after:
        if each.id in known:
            pairs.append((old_by_id[each.id], each))
        elif (old := old_by_content.pop(_content(each), None)) is not None:
            pairs.append((old, each))
    return pairs


def _content(each: Range) -> tuple[str, ...]:
    return (each.partition, each.kind, each.first, each.last)


@dataclass(frozen=True, slots=True)
class _Told:
    """A range that changes are told of."""

    range: Range
    rank: int
    faces: Faces

    def change(self, kind: str, run: BayRun | None = None, **params: Param) -> Change:
        """Make a change at one of the range's runs, the first one if none is given."""
        at = run or next(iter(self.range.runs), NOWHERE)
        face, level = self.find_face(at)
        return make_change(
            kind,
            "range",
            self.range.id,
            level,
            rank=self.rank,
            partition=self.range.partition,
            first=self.range.first,
            last=self.range.last,
            face=face,
            bay=at.first_bay,
            last_bay=at.last_bay,
            **params,
        )

    def find_face(self, run: BayRun) -> tuple[str, str]:
        """Find the name and the level of a run's face."""
        return self.faces.get(run.face, (run.face, ""))


def _diff_range(old: Range, told: _Told) -> Iterator[Change]:
    new = told.range
    differing = {
        each.name for each in fields(new) if getattr(old, each.name) != getattr(new, each.name)
    }
    if differing & CONTENT_FIELDS:
        yield told.change(
            "content",
            before_first=old.first,
            before_last=old.last,
            before_partition=old.partition,
        )
    if differing & PLACE_FIELDS:
        yield from _diff_runs(old, told)
    if differing & BORDER_FIELDS:
        yield told.change("borders")
    if differing & CHECK_FIELDS:
        yield told.change("checked", date=new.checked_on)
    rest = tuple(each.name for each in fields(new) if each.name in differing - TOLD)
    if rest:
        yield told.change("changed", fields=rest)


def _diff_runs(old: Range, told: _Told) -> Iterator[Change]:
    """Tell where a range is no longer and where it is instead; the runs it keeps do not count."""
    new = told.range
    left = [run for run in old.runs if run not in new.runs]
    taken = [run for run in new.runs if run not in old.runs]
    if not left and not taken:
        yield told.change("changed", fields=("runs",))
    is_whole = len(old.runs) == len(new.runs) == 1
    for before, after in zip_longest(left, taken):
        if after is None:
            yield told.change("withdrawn", before)
        elif before is None:
            yield told.change("extended", after)
        else:
            yield told.change(
                _kind_of_move(before, after, is_whole),
                after,
                before_face=told.find_face(before)[0],
                before_bay=before.first_bay,
                before_last_bay=before.last_bay,
            )


def _kind_of_move(before: BayRun, after: BayRun, is_whole: bool) -> str:
    """Tell a new start or end on the same face from a move."""
    if before.face != after.face:
        return "moved"
    same_start = before.first_bay == after.first_bay
    same_end = before.last_bay == after.last_bay
    if same_start and same_end:
        return "boards"
    if is_whole and same_end:
        return "starts"
    return "ends" if is_whole and same_start else "moved"


def _list_faces(plan: Plan) -> Faces:
    return {face.id: (face.name, shelf.level) for shelf in plan.shelves for face in shelf.faces}
