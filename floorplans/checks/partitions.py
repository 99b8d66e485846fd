"""Partitions that can be told apart, and the aliases that lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from floorplans.callnumbers.base import Scheme
from floorplans.checks.problem import Problem
from floorplans.checks.reading import Reading, Readings
from floorplans.checks.rules import report
from floorplans.checks.things import MOST_PLANS, Where
from floorplans.model import Alias, Partition, Plan
from floorplans.remembering import remembered


def check_partitions(plan: Plan, readings: Readings) -> Iterator[Problem]:
    """Find partitions without ranges or with the marks of another, and bad aliases."""
    used = {each.partition for each in plan.ranges}
    for partition in plan.partitions:
        if partition.id not in used:
            message = "The partition has no range; assign one, or nothing of it is found."
            yield report("partition-without-range", _at(partition), message)
    yield from _check_alike(plan.partitions, readings)
    yield from _check_aliases(plan)


def _at(partition: Partition) -> Where:
    return Where(f"partition {partition.id}", partition.id)


@remembered(MOST_PLANS)
def _check_alike(listed: tuple[Partition, ...], readings: Readings) -> tuple[Problem, ...]:
    return tuple(_list_alike(listed, readings))


def _list_alike(listed: tuple[Partition, ...], readings: Readings) -> Iterator[Problem]:
    partitions = {partition.id: partition for partition in listed}
    marks = {partition.id: _marks(partition) for partition in listed}
    groups: defaultdict[tuple[frozenset[str], Scheme], list[Reading]] = defaultdict(list)
    for reading in readings.read:
        if reading.range.kind == "call_number":
            groups[marks[reading.range.partition], reading.scheme].append(reading)
    places = {id: place for place, id in enumerate(partitions)}
    for those in groups.values():
        for pair, shared in _find_shared(those).items():
            one, other = sorted(pair, key=lambda id: places[id])
            message = (
                f'It has the prefixes and names of partition "{other}", and both hold '
                f'"{shared}"; give one of them a prefix or a name of its own.'
            )
            yield report("partitions-alike", _at(partitions[one]), message)


def _marks(partition: Partition) -> frozenset[str]:
    """Give all that catalogues may call a partition by."""
    names = (partition.department, partition.collection, partition.material)
    words = [word for name in names for word in name.all()]
    return frozenset(mark.casefold() for mark in (*partition.prefixes, *words))


def _find_shared(readings: Iterable[Reading]) -> dict[frozenset[str], str]:
    """Find pairs of partitions that hold the same, and the first call number of it.

    Each range is compared with those before it that end last, in two partitions.
    """
    found: dict[frozenset[str], str] = {}
    ending_last: list[Reading] = []
    for each in sorted(readings, key=lambda reading: reading.first):
        for before in ending_last:
            pair = frozenset({before.range.partition, each.range.partition})
            if len(pair) == 2 and each.first <= before.end:
                found.setdefault(pair, each.range.first)
        in_turn = sorted((*ending_last, each), key=lambda reading: reading.end)
        ending_last = list({reading.range.partition: reading for reading in in_turn}.values())[-2:]
    return found


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
