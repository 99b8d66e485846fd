from dataclasses import replace

import pytest

from floorplans.aliases import (
    CatalogueNames,
    Combination,
    assign_names,
    build_alias_index,
    find_partitions,
    list_combinations,
)
from floorplans.errors import PlanReferenceError
from floorplans.model import Alias
from tests.support.plans import toy_plan

ALIASES = (
    Alias("aik-kauno", department="AIK"),
    Alias("aik-tieto", department="AIK", collection="TIE"),
    Alias("lap-kauno", department="Lasten ja nuorten osasto", language="fi"),
    Alias("aik-tieto", department="Lasten ja nuorten osasto", language="sv"),
    Alias("lap-kauno", branch="Saaren kirjasto", location="Hylly L"),
)
INDEX = build_alias_index(replace(toy_plan(), aliases=ALIASES))


@pytest.mark.parametrize(
    ("names", "partitions"),
    [
        (CatalogueNames(department="AIK"), ("aik-kauno",)),
        (CatalogueNames(department="aik", collection=" Tie "), ("aik-tieto",)),
        (CatalogueNames(department="AIK", collection="XYZ"), ("aik-kauno",)),
        (CatalogueNames(department="Aikuiset", collection="Tietokirjallisuus"), ("aik-tieto",)),
        (CatalogueNames(department="Aikuiset, Kaunokirjallisuus"), ("aik-kauno",)),
        (CatalogueNames(department="Children, Fiction"), ("lap-kauno",)),
        (CatalogueNames(location="Saaren kirjasto, Hylly L"), ("lap-kauno",)),
        (CatalogueNames(collection="Kaunokirjallisuus"), ("aik-kauno", "lap-kauno")),
        (CatalogueNames(collection="Kaunokirjallisuus", material="DVD"), ()),
        (CatalogueNames(department="Musiikki"), ()),
        (CatalogueNames(), ()),
    ],
)
def test_names_lead_to_the_partitions_that_match_best(names, partitions):
    assert find_partitions(INDEX, names) == partitions


def test_an_alias_of_a_language_counts_in_that_language_only():
    names = CatalogueNames(department="Lasten ja nuorten osasto")
    assert find_partitions(INDEX, names, "fi") == ("lap-kauno",)
    assert find_partitions(INDEX, names, "sv") == ("aik-tieto",)
    assert find_partitions(INDEX, names, "en") == ()


def test_combinations_that_lead_nowhere_go_first_the_most_frequent_before_the_others():
    music, cellar = CatalogueNames(department="Musiikki"), CatalogueNames(location="Kellari")
    fiction, adults = CatalogueNames(collection="Kaunokirjallisuus"), CatalogueNames("", "AIK")
    found = list_combinations(INDEX, [adults, adults, fiction, cellar, music, adults, music])
    assert found == (
        Combination(music, 2, ()),
        Combination(cellar, 1, ()),
        Combination(fiction, 1, ("aik-kauno", "lap-kauno")),
        Combination(adults, 3, ("aik-kauno",)),
    )
    assert [each.is_mapped for each in found] == [False, False, False, True]
    assert found[0].names.words() == "Musiikki"


def test_names_are_given_to_a_partition_and_lead_to_no_other():
    plan = toy_plan()
    names = CatalogueNames(department="Lehtisali", material="Lehti")
    for partition in ("aik-kauno", "lap-kauno"):
        plan = assign_names(plan, names, partition)
        assert find_partitions(build_alias_index(plan), names) == (partition,)
    with pytest.raises(PlanReferenceError, match="known: aik-kauno"):
        assign_names(plan, names, "nowhere")
