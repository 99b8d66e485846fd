"""From what catalogues call things to partitions.

Catalogues send codes or names as shown to people, several in one field ("Aikuiset, Sarjakuvat",
"Pääkirjasto, Kaunokirjallisuus"), and leave fields out. An alias that matches in more fields
beats one that matches in fewer; a partition's own names count where no alias does.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from floorplans.errors import PlanReferenceError
from floorplans.model import Alias, Partition, Plan, Text
from floorplans.wording import no_partition

FIELDS = ("branch", "department", "collection", "location", "material")


@dataclass(frozen=True, slots=True)
class CatalogueNames:
    """What a catalogue calls the place of an item; empty where it does not say."""

    branch: str = ""
    department: str = ""
    collection: str = ""
    location: str = ""
    material: str = ""

    def words(self) -> str:
        """Give the names in one line."""
        return " / ".join(name for field in fields(self) if (name := getattr(self, field.name)))


@dataclass(frozen=True, slots=True)
class Combination:
    """Names that occur together, how many items have them, and the partitions they lead to."""

    names: CatalogueNames
    count: int
    partitions: tuple[str, ...]

    @property
    def is_mapped(self) -> bool:
        """Whether they lead to one partition."""
        return len(self.partitions) == 1


@dataclass(frozen=True, slots=True)
class _Named:
    """The folded names of one alias, or of a partition's own in one language."""

    partition: str
    language: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AliasIndex:
    """The names of a plan's partitions; see `build_alias_index`."""

    aliases: tuple[_Named, ...]
    own: tuple[_Named, ...]


def build_alias_index(plan: Plan) -> AliasIndex:
    """Fold the names of a plan's partitions, so that they compare."""
    return AliasIndex(
        tuple(_fold_alias(each) for each in plan.aliases),
        tuple(own for partition in plan.partitions for own in _own_names(partition)),
    )


def find_partitions(
    index: AliasIndex, names: CatalogueNames, language: str = ""
) -> tuple[str, ...]:
    """Find the partitions that a catalogue's names mean.

    Parameters
    ----------
    index : AliasIndex
        The plan's names.
    names : CatalogueNames
        What the catalogue sends.
    language : str
        Language of the names, if known; aliases of other languages are left out.

    Returns
    -------
    tuple[str, ...]
        Ids of the partitions that match best, in the plan's order; empty where none does.

    Examples
    --------
    >>> fiction = Text("Kaunokirjallisuus", "Skönlitteratur", "Fiction")
    >>> adults, books = Text("Aikuiset", "Vuxna", "Adults"), Text("Kirjat", "Böcker", "Books")
    >>> partition = Partition("aik-kauno", adults, fiction, books, fiction, fiction)
    >>> plan = Plan("keskusta", Text("Keskusta"), "ykl", (), partitions=(partition,))
    >>> find_partitions(build_alias_index(plan), CatalogueNames(department="Vuxna, Skönlitteratur"))
    ('aik-kauno',)
    """
    given = _given(names)
    scores: Counter[str] = Counter()
    for each in index.aliases:
        if not language or each.language in ("", language):
            hits = _count_hits(each, given)
            if hits == len(each.names):
                scores[each.partition] = max(scores[each.partition], hits)
    if not scores:
        for each in index.own:
            hits = _count_hits(each, given)
            if hits and not _contradicts(each, given, names):
                scores[each.partition] = max(scores[each.partition], hits)
    best = max(scores.values(), default=0)
    return tuple(partition for partition, hits in scores.items() if hits == best)


def list_combinations(
    index: AliasIndex, names: Iterable[CatalogueNames]
) -> tuple[Combination, ...]:
    """List the combinations of names, those first that lead nowhere, then the ambiguous ones.

    Parameters
    ----------
    index : AliasIndex
        The plan's names.
    names : iterable of CatalogueNames
        Those of each item.

    Returns
    -------
    tuple[Combination, ...]
        Of equals, the most frequent first.
    """
    combinations = [
        Combination(each, count, find_partitions(index, each))
        for each, count in Counter(names).items()
    ]

    def rank(each: Combination) -> tuple[bool, bool, int, str]:
        return (each.is_mapped, bool(each.partitions), -each.count, each.names.words())

    return tuple(sorted(combinations, key=rank))


def assign_names(plan: Plan, names: CatalogueNames, partition: str) -> Plan:
    """Let names of a catalogue lead to a partition; what the same names led to is forgotten.

    Raises
    ------
    PlanReferenceError
        If the plan has no such partition.
    """
    if all(each.id != partition for each in plan.partitions):
        raise PlanReferenceError(no_partition(partition, (each.id for each in plan.partitions)))
    own = Alias(partition, **{name: getattr(names, name) for name in FIELDS})
    wanted = _fold_alias(own).names
    others = (each for each in plan.aliases if _fold_alias(each).names != wanted)
    return replace(plan, aliases=(*others, own))


def _fold_alias(alias: Alias) -> _Named:
    names = {name: _fold(getattr(alias, name)) for name in FIELDS}
    return _Named(
        alias.partition, alias.language, {name: word for name, word in names.items() if word}
    )


def _own_names(partition: Partition) -> Iterable[_Named]:
    """Give the partition's own names in each language that it has all of them in."""
    own: Mapping[str, Text] = {
        "department": partition.department,
        "collection": partition.collection,
        "material": partition.material,
    }
    for language in ("fi", "sv", "en"):
        names = {name: _fold(text.in_language(language)) for name, text in own.items()}
        yield _Named(partition.id, language, {name: word for name, word in names.items() if word})


def _given(names: CatalogueNames) -> Mapping[str, frozenset[str]]:
    """Give what each field may mean: all of it, and its parts for the fields after it, too."""
    parts = {name: [_fold(part) for part in getattr(names, name).split(",")] for name in FIELDS}
    shared = frozenset(part for each in parts.values() if len(each) > 1 for part in each)
    return {
        name: frozenset({_fold(getattr(names, name)), *parts[name], *shared} - {""})
        for name in FIELDS
    }


def _count_hits(named: _Named, given: Mapping[str, frozenset[str]]) -> int:
    return sum(word in given[name] for name, word in named.names.items())


def _contradicts(named: _Named, given: Mapping[str, frozenset[str]], names: CatalogueNames) -> bool:
    """Tell whether the catalogue names something else in a field that the partition has."""
    return any(
        getattr(names, name) and word not in given[name] for name, word in named.names.items()
    )


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
