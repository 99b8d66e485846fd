"""Which items have no place, counted in groups: at an import, and when a plan is published."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from api.storage.engine import Database
from api.storage.unplaced import (
    Counts,
    Group,
    Guess,
    Kind,
    count_named,
    count_names,
    give_partition,
    list_placed,
    list_unplaced,
    read_names,
)
from floorplans.aliases import AliasIndex, build_alias_index, find_partitions
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.model import Partition, Plan
from floorplans.shelving import ShelfIndex, build_shelf_index, is_held, locate
from floorplans.shelving.places import GAP_CONFIDENCE

MOST_GROUPS = 500
EXAMPLES = 3
SAMPLE = 200
"""Call numbers of a group by which its partition is guessed."""

MOST_TRIED = 5000
SURE_SHARE = 0.3
"""Where fewer of them stand in one partition, they say nothing."""

_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A plan with what items are placed by."""

    plan: Plan
    version: str
    shelves: ShelfIndex
    aliases: AliasIndex


@dataclass(slots=True)
class _Tally:
    """What is gathered of the items of one partition."""

    count: int = 0
    examples: dict[tuple[str, str], None] = field(default_factory=dict)
    gaps: Counter[tuple[str, int]] = field(default_factory=Counter)


def shelve(plan: Plan, version: str) -> Shelved:
    """Build what items are placed by."""
    return Shelved(plan, version, build_shelf_index(plan), build_alias_index(plan))


def count_unplaced(
    database: Database, branch: str, run: int, shelved: Shelved, at: datetime
) -> Counts:
    """Count the items of a run that have no place, in groups.

    Parameters
    ----------
    database : Database
        Has the items, which need not be shown yet; they are read as a stream.
    branch : str
        The branch.
    run : int
        The import.
    shelved : Shelved
        The plan that places them.
    at : datetime
        When this is.

    Returns
    -------
    Counts
        The `MOST_GROUPS` largest groups, and how many items are in the others.
    """
    counted = count_names(database, branch, run)
    groups = [
        _group_of_names(database, branch, run, shelved, each)
        for each in islice(counted, MOST_GROUPS)
    ]
    rest = sum(count for _, count in counted)
    groups += _groups_of_partitions(list_placed(database, branch, run), shelved)
    groups.sort(key=lambda each: (-each.count, each.kind, each.name))
    rest += sum(each.count for each in groups[MOST_GROUPS:])
    return Counts(run, shelved.version, at, tuple(groups[:MOST_GROUPS]), rest)


def place_again(database: Database, branch: str, run: int, shelved: Shelved) -> int:
    """Let the items that a plan gives a partition by now stand there.

    Returns
    -------
    int
        How many combinations of names lead to one partition now.
    """
    known = [
        (names, partitions[0])
        for names, _ in count_names(database, branch, run)
        if len(partitions := find_partitions(shelved.aliases, read_names(names))) == 1
    ]
    for names, partition in known:
        give_partition(database, branch, run, names, partition)
    return len(known)


def count_gain(
    database: Database, branch: str, run: int, names: str, shelved: Shelved
) -> tuple[int, int]:
    """Count what a plan would do for the items with the same names.

    Where they have more than `MOST_TRIED` call numbers and titles, it is reckoned from those.

    Returns
    -------
    tuple of int
        How many items get a place, and how many get a partition of which no range holds them.
    """
    partitions = find_partitions(shelved.aliases, read_names(names))
    if len(partitions) != 1:
        return 0, 0
    placed = tried = 0
    for call_number, title, count in list_unplaced(database, branch, run, names, MOST_TRIED):
        tried += count
        if is_held(shelved.shelves, call_number, partitions[0], title=title):
            placed += count
    total = count_named(database, branch, run, names)
    placed = round(total * placed / tried) if tried else 0
    return placed, total - placed


def _group_of_names(
    database: Database, branch: str, run: int, shelved: Shelved, counted: tuple[str, int]
) -> Group:
    names, count = counted
    sample = list(list_unplaced(database, branch, run, names, SAMPLE))
    examples = tuple((call_number, title) for call_number, title, _ in sample[:EXAMPLES])
    return Group("names", names, count, examples, _guess(shelved, names, sample))


def _guess(shelved: Shelved, names: str, sample: Iterable[tuple[str, str, int]]) -> Guess | None:
    """Guess a partition by words that names share with it, then by where call numbers stand."""
    read = read_names(names)
    candidates = find_partitions(shelved.aliases, read)
    given = _words(read.words())
    shares, total = _count_standing(shelved.shelves, sample)
    best: tuple[tuple[bool, int, float], Guess] | None = None
    for partition in shelved.plan.partitions:
        common = given & _words_of(partition, shelved.plan)
        share = shares[partition.id] / total if total else 0.0
        if not common and share < SURE_SHARE:
            continue
        rank = (partition.id in candidates, len(common), share)
        if best is None or rank > best[0]:
            best = rank, Guess(partition.id, round(100 * share), tuple(sorted(common)))
    return best[1] if best else None


def _count_standing(
    shelves: ShelfIndex, sample: Iterable[tuple[str, str, int]]
) -> tuple[Counter[str], int]:
    """Count in which partitions call numbers stand, and how many there are."""
    shares: Counter[str] = Counter()
    total = 0
    for call_number, title, _ in sample:
        total += 1
        try:
            places = locate(shelves, call_number, title=title)
        except CallNumberError:
            continue
        shares.update({each.partition for each in places if each.confidence > GAP_CONFIDENCE / 2})
    return shares, total


def _words_of(partition: Partition, plan: Plan) -> set[str]:
    """Give the words by which a partition is called, in the plan and in its aliases."""
    texts = (partition.name, partition.department, partition.collection, partition.material)
    own = [text.in_language(language) for text in texts for language in ("fi", "sv", "en")]
    for alias in plan.aliases:
        if alias.partition == partition.id:
            own += [alias.department, alias.collection, alias.location, alias.material]
    return _words(" ".join(own))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def _groups_of_partitions(
    placed: Iterable[tuple[str, str, str, int]], shelved: Shelved
) -> Iterator[Group]:
    used = {each.partition for each in shelved.plan.ranges}
    tallies: dict[str, _Tally] = {}
    for partition, call_number, title, count in placed:
        has_ranges = partition in used
        if has_ranges and is_held(shelved.shelves, call_number, partition, title=title):
            continue
        tally = tallies.setdefault(partition, _Tally())
        tally.count += count
        if len(tally.examples) < EXAMPLES:
            tally.examples[call_number, title] = None
        if has_ranges:
            gap = _find_gap(shelved.shelves, partition, call_number, title)
            tally.gaps[gap] += count if gap else 0
    for partition, tally in tallies.items():
        face, bay = max(tally.gaps, key=lambda each: tally.gaps[each], default=("", 0))
        kind: Kind = "range" if partition in used else "partition"
        yield Group(kind, partition, tally.count, tuple(tally.examples), None, face, bay)


def _find_gap(index: ShelfIndex, partition: str, call_number: str, title: str) -> tuple[str, int]:
    """Find the bay next to which something without a range would stand."""
    try:
        places = locate(index, call_number, partition, title=title)
    except (CallNumberError, PlanReferenceError):
        return "", 0
    return (places[0].face, places[0].last_bay) if places else ("", 0)
