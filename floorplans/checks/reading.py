"""Ranges with their ends read as their partition's scheme has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.callnumbers.registry import get_scheme
from floorplans.checks.things import MOST_PLANS, MOST_RANGES
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.model import Partition, Plan, Range, RangeKind
from floorplans.remembering import remembered

TITLES: RangeKind = "title"
MOST_SCHEMES = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """A range whose ends could be read; ``end`` is after all that begins with the last one."""

    range: Range
    scheme: Scheme
    first: SortKey
    last: SortKey
    end: SortKey


@dataclass(frozen=True, slots=True)
class Unread:
    """A range that cannot be read, and why."""

    range: Range
    reason: str


@dataclass(frozen=True, slots=True)
class Readings:
    """All ranges of a plan.

    Attributes
    ----------
    schemes : Mapping[str, Scheme]
        By partition; those that are not known are missing.
    read : tuple[Reading, ...]
        Ranges with ends, in the plan's order.
    whole : tuple[Range, ...]
        Ranges without ends, which hold all of their partition.
    unread : tuple[Unread, ...]
        The others, but for those whose scheme is unknown.
    """

    schemes: Mapping[str, Scheme]
    read: tuple[Reading, ...]
    whole: tuple[Range, ...]
    unread: tuple[Unread, ...]


def read_ranges(plan: Plan) -> Readings:
    """Read the ends of all ranges of a plan."""
    return _read_all(plan.ranges, plan.partitions, plan.scheme, plan.v_equals_w)


@remembered(MOST_PLANS)
def _read_all(
    ranges: tuple[Range, ...], partitions: tuple[Partition, ...], usual: str, v_equals_w: bool
) -> Readings:
    schemes = {
        each.id: scheme
        for each in partitions
        if (scheme := _try_scheme(each.scheme or usual, v_equals_w)) is not None
    }
    titles = _try_scheme("finnish", v_equals_w)
    read: list[Reading] = []
    whole: list[Range] = []
    unread: list[Unread] = []
    for each in ranges:
        scheme = titles if each.kind == TITLES else schemes.get(each.partition)
        if not each.first and not each.last:
            whole.append(each)
        elif scheme is not None:
            try:
                read.append(_read(each, scheme))
            except CallNumberError as problem:
                unread.append(Unread(each, str(problem)))
    return Readings(schemes, tuple(read), tuple(whole), tuple(unread))


def find_scheme(plan: Plan, partition: Partition) -> Scheme | None:
    """Find the scheme of a partition's call numbers; ``None`` if it is unknown."""
    return _try_scheme(partition.scheme or plan.scheme, plan.v_equals_w)


@remembered(MOST_SCHEMES)
def _try_scheme(name: str, v_equals_w: bool) -> Scheme | None:
    """Find a scheme; the same one each time, so that what it has read is known again."""
    try:
        return get_scheme(name, v_equals_w=v_equals_w)
    except PlanReferenceError:
        return None


@remembered(MOST_RANGES)
def _read(each: Range, scheme: Scheme) -> Reading:
    return Reading(
        each,
        scheme,
        scheme.parse(each.first).key,
        scheme.parse(each.last).key,
        scheme.end_key(each.last),
    )
