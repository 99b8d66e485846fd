"""What catalogues send leads to one partition of the demo."""

from dataclasses import fields

import pytest

from api.demo.aliases import CODES, make_aliases
from api.demo.partitions import PARTITIONS
from api.plans import demo_text
from floorplans.aliases import CatalogueNames, build_alias_index, find_partitions
from floorplans.formats.native import parse_plan
from floorplans.model import Alias

INDEX = build_alias_index(parse_plan(demo_text("keskusta", "plan.json")))
ALIASES = make_aliases(PARTITIONS)


def names_of(alias: Alias) -> CatalogueNames:
    return CatalogueNames(*(getattr(alias, field.name) for field in fields(CatalogueNames)))


@pytest.mark.parametrize("alias", ALIASES, ids=str)
def test_what_an_alias_says_means_its_partition_and_no_other(alias: Alias) -> None:
    assert find_partitions(INDEX, names_of(alias), alias.language) == (alias.partition,)
    assert find_partitions(INDEX, names_of(alias)) == (alias.partition,)


def test_every_partition_has_its_own_codes() -> None:
    assert set(CODES) == {each.id for each in PARTITIONS}
    assert len(set(CODES.values())) == len(CODES)


@pytest.mark.parametrize(
    ("names", "partition"),
    [
        (CatalogueNames(location="AIK", collection="JANN"), "aik-jannitys"),
        (CatalogueNames(department="Lasten osasto, Romaanit"), "lap-kauno"),
        (CatalogueNames(department="Barnavdelningen", collection="Romaner"), "lap-kauno"),
        (CatalogueNames(department="Young people", collection="Novels"), "nuo-kauno"),
    ],
)
def test_codes_and_names_in_three_languages_are_known(
    names: CatalogueNames, partition: str
) -> None:
    assert find_partitions(INDEX, names) == (partition,)
