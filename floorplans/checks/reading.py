"""Ranges with their ends read as their partition's scheme has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.callnumbers.registry import get_scheme
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.model import Partition, Plan, Range, RangeKind

TITLES: RangeKind = "title"

MOST_REMEMBERED = 32_768
"""Ranges that are read again after every edit of a draft."""


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
    schemes = {
        partition.id: scheme
        for partition in plan.partitions
        if (scheme := find_scheme(plan, partition)) is not None
    }
    titles = get_scheme("finnish", v_equals_w=plan.v_equals_w)
    read: list[Reading] = []
    whole: list[Range] = []
    unread: list[Unread] = []
    for each in plan.ranges:
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
    try:
        return get_scheme(partition.scheme or plan.scheme, v_equals_w=plan.v_equals_w)
    except PlanReferenceError:
        return None


@lru_cache(maxsize=MOST_REMEMBERED)
def _read(each: Range, scheme: Scheme) -> Reading:
    return Reading(
        each,
        scheme,
        scheme.parse(each.first).key,
        scheme.parse(each.last).key,
        scheme.end_key(each.last),
    )
