"""Where a call number stands: from ranges to places."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from floorplans.callnumbers.base import CallNumber, Scheme, SortKey
from floorplans.callnumbers.registry import get_scheme
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.geometry import bay_spot
from floorplans.model import Face, Partition, Plan, Range, Shelf

STAND_OFF_M = 0.6
INSIDE_CONFIDENCE = 1.0
GAP_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call number stands and how sure that is.

    Attributes
    ----------
    partition, call_number : str
        What was sought.
    level, shelf, shelf_number, face, face_name : str
        Where it is; ``shelf`` and ``face`` are ids, the others are as signed.
    first_bay, last_bay : int
        The bays of the range.
    board : int or None
        The board, 1 is the top; None where the plan does not know.
    x_m, y_m, facing_deg : float
        Where one stands in front of the middle bay, metres, and looks, degrees.
    confidence : float
        1 within a range; 0.6 where it would stand at the end of one.
    checked_on : str
        ISO date of the last check of the range.
    range_first, range_last : str
        The range's own first and last call number.
    """

    partition: str
    call_number: str
    level: str
    shelf: str
    shelf_number: str
    face: str
    face_name: str
    first_bay: int
    last_bay: int
    board: int | None
    x_m: float
    y_m: float
    facing_deg: float
    confidence: float
    checked_on: str
    range_first: str
    range_last: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """One range, ready to compare with; ``first_class`` and ``last_class`` are its ends'."""

    first: SortKey
    end: SortKey
    first_class: str
    last_class: str
    marks: tuple[str, ...]
    boards: tuple[SortKey, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _Run:
    """The ranges of one partition in shelf order.

    ``marks`` are all that it is called by: its prefixes, its names and what its ranges have
    with their call numbers ("L84.2").
    """

    entries: tuple[_Entry, ...]
    firsts: tuple[SortKey, ...]
    prefixes: frozenset[str]
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShelfIndex:
    """Ranges of a plan by partition, sorted to be searched; see `build_shelf_index`."""

    scheme: Scheme
    runs: Mapping[str, _Run]


def build_shelf_index(plan: Plan) -> ShelfIndex:
    """Sort a plan's ranges so that places are found in microseconds.

    Ranges with call numbers, faces or bays that do not make sense are left out;
    `floorplans.validate.check_plan` reports them.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    ShelfIndex
        What `locate` needs.

    Raises
    ------
    PlanReferenceError
        If the plan's scheme is unknown.
    """
    scheme = get_scheme(plan.scheme)
    faces = {face.id: (shelf, face) for shelf in plan.shelves for face in shelf.faces}
    entries: defaultdict[str, list[_Entry]] = defaultdict(list)
    for each in plan.ranges:
        if each.face in faces:
            entry = _make_entry(each, *faces[each.face], scheme)
            if entry is not None:
                entries[each.partition].append(entry)
    return ShelfIndex(
        scheme,
        {
            partition.id: _make_run(partition, entries[partition.id])
            for partition in plan.partitions
        },
    )


def locate(index: ShelfIndex, call_number: str, partition: str | None = None) -> tuple[Place, ...]:
    """Find where a call number stands.

    Parameters
    ----------
    index : ShelfIndex
        The plan's ranges.
    call_number : str
        The call number, marks of department and collection included or not.
    partition : str, optional
        Id of the partition to look in. Without it all are looked in, or those that the marks
        in the call number name best ("AIK 84.2 TOL").

    Returns
    -------
    tuple[Place, ...]
        Places in ranges that hold the call number; where none does, those in gaps that it
        would fill, with less confidence; empty where there is neither. The partition that the
        marks fit best is first, else the plan's order counts.

    Raises
    ------
    CallNumberError
        If the text is no call number of the plan's scheme.
    PlanReferenceError
        If there is no such partition.
    """
    parsed = index.scheme.parse(call_number)
    if partition is None:
        runs = _named_runs(index.runs.values(), parsed.prefixes)
    elif partition in index.runs:
        runs = [index.runs[partition]]
    else:
        known = ", ".join(index.runs) or "none"
        raise PlanReferenceError(f'There is no partition "{partition}"; known: {known}.')
    places = [place for run in runs for place in _find_in_run(run, parsed)]
    best = max((place.confidence for place in places), default=INSIDE_CONFIDENCE)
    return tuple(place for place in places if place.confidence == best)


def _make_entry(each: Range, shelf: Shelf, face: Face, scheme: Scheme) -> _Entry | None:
    """Give the range's entry; ``None`` if the range does not make sense."""
    try:
        first, last = scheme.parse(each.first), scheme.parse(each.last)
        boards = tuple(scheme.parse(board).key for board in each.boards)
        x_m, y_m, facing_deg = bay_spot(
            shelf, face, (each.first_bay + each.last_bay) // 2, STAND_OFF_M
        )
    except (CallNumberError, PlanReferenceError):
        return None
    place = Place(
        partition=each.partition,
        call_number="",
        level=shelf.level,
        shelf=shelf.id,
        shelf_number=shelf.number,
        face=face.id,
        face_name=face.name,
        first_bay=each.first_bay,
        last_bay=each.last_bay,
        board=None,
        x_m=x_m,
        y_m=y_m,
        facing_deg=facing_deg,
        confidence=INSIDE_CONFIDENCE,
        checked_on=each.checked_on,
        range_first=each.first,
        range_last=each.last,
    )
    end = scheme.end_key(each.last)
    return _Entry(first.key, end, first.key[0], last.key[0], first.prefixes, boards, place)


def _make_run(partition: Partition, entries: Iterable[_Entry]) -> _Run:
    in_order = tuple(sorted(entries, key=lambda entry: (entry.first, entry.end)))
    prefixes = frozenset(prefix.casefold() for prefix in partition.prefixes)
    names = (partition.department, partition.collection, partition.material)
    words = {word for name in names for word in (name.fi, name.sv, name.en) if word}
    written = {mark for entry in in_order for mark in entry.marks}
    marks = prefixes | {mark.casefold() for mark in words | written}
    firsts = tuple(entry.first for entry in in_order)
    return _Run(in_order, firsts, prefixes, marks)


def _named_runs(runs: Iterable[_Run], prefixes: Iterable[str]) -> list[_Run]:
    """Runs that the marks name best, those with the fewest further marks first."""
    wanted = {prefix.casefold() for prefix in prefixes}
    candidates = list(runs)
    most = max((len(wanted & run.marks) for run in candidates), default=0)
    named = [run for run in candidates if len(wanted & run.marks) == most]
    return sorted(named, key=lambda run: len(run.prefixes - wanted)) if most else named


def _find_in_run(run: _Run, sought: CallNumber) -> list[Place]:
    """Places in ranges that hold the call number, else at the end of the one before it."""
    after = bisect_right(run.firsts, sought.key)
    holding: list[Place] = []
    for entry in reversed(run.entries[:after]):
        if sought.key > entry.end:
            break
        holding.insert(0, _place_in(entry, sought, INSIDE_CONFIDENCE))
    if holding or not run.entries:
        return holding
    entry = run.entries[max(after - 1, 0)]
    if 0 < after < len(run.entries) or sought.key[0] == _outer_class(run, after):
        return [_place_in(entry, sought, GAP_CONFIDENCE)]
    return []


def _outer_class(run: _Run, after: int) -> str:
    """Class of the run's outer end that the call number lies beyond."""
    return run.entries[0].first_class if after == 0 else run.entries[-1].last_class


def _place_in(entry: _Entry, sought: CallNumber, confidence: float) -> Place:
    board = max(1, bisect_right(entry.boards, sought.key)) if entry.boards else None
    return replace(entry.place, call_number=sought.text, board=board, confidence=confidence)
