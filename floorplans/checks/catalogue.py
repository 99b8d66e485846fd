"""Ranges beside the catalogue: items that no range holds, and ranges that hold none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from floorplans.callnumbers.base import SortKey
from floorplans.checks.problem import Problem
from floorplans.checks.reading import TITLES, Reading, Readings
from floorplans.checks.rules import report
from floorplans.checks.things import Where, at_range, faces_by_id
from floorplans.errors import CallNumberError
from floorplans.model import Plan

Catalogue = Mapping[tuple[str, str], int]
"""How many items there are, by partition and call number."""

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The readable items of a partition in shelf order."""

    keys: tuple[SortKey, ...]
    call_numbers: tuple[str, ...]


def check_catalogue(plan: Plan, readings: Readings, catalogue: Catalogue) -> Iterator[Problem]:
    """Find what the catalogue has and the plan does not, and the other way round."""
    known = {partition.id for partition in plan.partitions}
    used = {each.partition for each in plan.ranges}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (partition, call_number), count in catalogue.items():
        counts[partition][call_number] += count
    for partition in sorted(counts.keys() - known):
        message = (
            f"{_items(sum(counts[partition].values()))} of the catalogue are in it, but the plan "
            "has no such partition; add it, or an alias that leads to one."
        )
        yield report("items-without-partition", Where(f"partition {partition}"), message)
    for partition in sorted(used & known - counts.keys()):
        message = (
            "Ranges are in it, but no item of the catalogue; correct the ranges' partition, or "
            "add an alias for what the catalogue calls it."
        )
        yield report("partition-without-items", Where(f"partition {partition}", partition), message)
    for partition in sorted(known & counts.keys() & readings.schemes.keys()):
        yield from _check_partition(plan, partition, counts[partition], readings)


def _check_partition(
    plan: Plan, partition: str, counts: Counter[str], readings: Readings
) -> Iterator[Problem]:
    faces = faces_by_id(plan)
    where = Where(f"partition {partition}", partition)
    items, unreadable = _sort(counts, readings, partition)
    if unreadable:
        message = f"{_examples(unreadable, counts)} cannot be read; correct the call numbers."
        yield report("items-unreadable", where, message)
    ranges = [
        each
        for each in readings.read
        if each.range.partition == partition and each.range.kind != TITLES
    ]
    held: set[int] = set()
    for each in ranges:
        inside = _held(each, items)
        held.update(inside)
        if not inside and each.first <= each.end:
            message = "No item of the catalogue is in it; look whether its ends are right."
            yield report("range-without-items", at_range(each.range, faces), message)
    lost = [text for at, text in enumerate(items.call_numbers) if at not in held]
    if lost and not _holds_by_other_order(readings, partition):
        message = (
            f"No range holds {_examples(lost, counts)}; lengthen a range or assign one to them."
        )
        yield report("items-without-range", where, message)


def _sort(counts: Counter[str], readings: Readings, partition: str) -> tuple[_Sorted, list[str]]:
    keyed: list[tuple[SortKey, str]] = []
    unreadable: list[str] = []
    for text in counts:
        try:
            keyed.append((readings.schemes[partition].parse(text).key, text))
        except CallNumberError:
            unreadable.append(text)
    keyed.sort()
    return _Sorted(tuple(key for key, _ in keyed), tuple(text for _, text in keyed)), unreadable


def _held(each: Reading, items: _Sorted) -> range:
    """Give the numbers of the items that a range holds."""
    return range(bisect_left(items.keys, each.first), bisect_right(items.keys, each.end))


def _holds_by_other_order(readings: Readings, partition: str) -> bool:
    """Tell whether a range holds all of the partition, or by titles, which items do not tell."""
    titles = any(
        each.range.partition == partition and each.range.kind == TITLES for each in readings.read
    )
    return titles or any(
        each.partition == partition and each.kind in ("call_number", TITLES)
        for each in readings.whole
    )


def _examples(texts: list[str], counts: Counter[str]) -> str:
    shown = ", ".join(f'"{text}"' for text in texts[:EXAMPLES])
    more = ", …" if len(texts) > EXAMPLES else ""
    return f"{_items(sum(counts[text] for text in texts))} ({shown}{more})"


def _items(count: int) -> str:
    return f"{count} item" if count == 1 else f"{count} items"
