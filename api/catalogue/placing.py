"""From what the catalogue calls the place of items to partitions of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache

from api.catalogue.items import Placing
from floorplans.aliases import (
    CatalogueNames,
    Combination,
    build_alias_index,
    find_partitions,
    list_combinations,
)
from floorplans.model import Plan


def make_placing(plan: Plan) -> Placing:
    """Make what finds the partitions that names mean, each combination of them only once."""
    index = build_alias_index(plan)

    @cache
    def place(names: CatalogueNames) -> tuple[str, ...]:
        return find_partitions(index, names)

    return place


def list_unplaced(plan: Plan, names: Iterable[CatalogueNames]) -> tuple[Combination, ...]:
    """List the names of rows that were left out for them, with counts."""
    return list_combinations(build_alias_index(plan), names)


def describe_combinations(combinations: Iterable[Combination]) -> Iterator[str]:
    """Write a line for each combination of names.

    Examples
    --------
    >>> names = CatalogueNames(department="AIK", collection="TIE")
    >>> list(describe_combinations([Combination(names, 12, ("aik-tieto",))]))
    ['     12  AIK / TIE  →  aik-tieto']
    """
    for each in combinations:
        places = " or ".join(each.partitions) or "no partition"
        yield f"{each.count:7}  {each.names.words()}  →  {places}"


def combination_record(combination: Combination) -> dict[str, object]:
    """Give a combination as JSON has it."""
    return {
        **asdict(combination.names),
        "count": combination.count,
        "partitions": list(combination.partitions),
    }
