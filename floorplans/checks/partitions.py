"""Partitions that can be told apart, and the aliases that lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from floorplans.checks.problem import Problem
from floorplans.checks.reading import Reading, Readings
from floorplans.checks.rules import report
from floorplans.checks.things import Where
from floorplans.model import Alias, Partition, Plan


def check_partitions(plan: Plan, readings: Readings) -> Iterator[Problem]:
    """Find partitions without ranges or with the marks of another, and bad aliases."""
    used = {each.partition for each in plan.ranges}
    for partition in plan.partitions:
        if partition.id not in used:
            message = "The partition has no range; assign one, or nothing of it is found."
            yield report("partition-without-range", _at(partition), message)
    yield from _check_alike(plan, readings)
    yield from _check_aliases(plan)


def _at(partition: Partition) -> Where:
    return Where(f"partition {partition.id}", partition.id)


def _check_alike(plan: Plan, readings: Readings) -> Iterator[Problem]:
    by_marks: defaultdict[frozenset[str], list[Partition]] = defaultdict(list)
    for partition in plan.partitions:
        by_marks[_marks(partition)].append(partition)
    by_partition: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings.read:
        if reading.range.kind == "call_number":
            by_partition[reading.range.partition].append(reading)
    for partitions in by_marks.values():
        for one, other in combinations(partitions, 2):
            shared = _find_shared(by_partition[one.id], by_partition[other.id])
            if shared is not None:
                message = (
                    f'It has the prefixes and names of partition "{other.id}", and both hold '
                    f'"{shared}"; give one of them a prefix or a name of its own.'
                )
                yield report("partitions-alike", _at(one), message)


def _marks(partition: Partition) -> frozenset[str]:
    """Give all that catalogues may call a partition by."""
    names = (partition.department, partition.collection, partition.material)
    words = [word for name in names for word in name.all()]
    return frozenset(mark.casefold() for mark in (*partition.prefixes, *words))


def _find_shared(ranges: list[Reading], others: list[Reading]) -> str | None:
    """Find the first call number of a range that lies within a range of the others."""
    if not ranges or not others or ranges[0].scheme != others[0].scheme:
        return None
    in_turn = sorted(ranges, key=lambda each: each.first)
    candidates = iter(sorted(others, key=lambda each: each.first))
    other = next(candidates, None)
    for each in in_turn:
        while other is not None and other.end < each.first:
            other = next(candidates, None)
        if other is not None and other.first <= each.end:
            return max((each, other), key=lambda reading: reading.first).range.first
    return None


def _check_aliases(plan: Plan) -> Iterator[Problem]:
    known = {partition.id for partition in plan.partitions}
    leads_to: dict[Alias, str] = {}
    for number, alias in enumerate(plan.aliases, start=1):
        where = Where(f"alias {number}", alias.partition)
        if alias.partition not in known:
            message = f'There is no partition "{alias.partition}"; add it or choose another.'
            yield report("unknown-partition", where, message)
        names = (alias.branch, alias.department, alias.collection, alias.location, alias.material)
        if not any(names):
            message = "All its fields are empty, so it matches everything; fill one in."
            yield report("alias-empty", where, message)
        first = leads_to.setdefault(replace(alias, partition=""), alias.partition)
        if first != alias.partition:
            message = (
                f'An equal alias leads to partition "{first}", this one to "{alias.partition}"; '
                "take one away or tell them apart by another field."
            )
            yield report("alias-clash", where, message)
