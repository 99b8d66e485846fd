"""Links from web libraries, which say what they call a place."""

import re
from dataclasses import replace

import pytest

from api.branches import Branches, build_branch
from api.link_names import choose_partition, find_branch_id
from floorplans.aliases import CatalogueNames
from floorplans.model import Alias
from tests.support.library import second_plan
from tests.support.plans import toy_plan

TOY = build_branch(
    replace(
        toy_plan(),
        aliases=(
            Alias("lap-kauno", branch="LELU", department="LAP"),
            Alias("aik-tieto"),
        ),
    )
)
BRANCHES = Branches([TOY, build_branch(second_plan())])


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("toy", "toy"),
        ("Lelukirjasto", "toy"),
        ("leksaksbiblioteket", "toy"),
        ("Side  library", "side"),
        ("lelu", "toy"),
        ("", ""),
        ("attic", "attic"),
    ],
)
def test_a_branch_is_named_by_id_name_or_alias(text, id_):
    assert find_branch_id(BRANCHES, text) == id_


@pytest.mark.parametrize(
    ("callno", "names", "partition"),
    [
        (
            "84.2 LIN",
            CatalogueNames(department="Aikuiset", collection="Kaunokirjallisuus"),
            "aik-tieto",
        ),
        ("84.2 KUN", CatalogueNames(branch="LELU", department="LAP"), "lap-kauno"),
        ("84.2 LIN", CatalogueNames(), ""),
        ("84.2 LIN", CatalogueNames(branch="toy"), ""),
    ],
)
def test_aliases_choose_the_partition_also_the_one_for_everything_else(callno, names, partition):
    assert choose_partition(TOY, callno, "", names, "fi") == partition


def test_of_several_partitions_the_one_that_holds_the_call_number_is_chosen():
    plain = build_branch(toy_plan())
    fiction, adults = CatalogueNames(collection="Fiction"), CatalogueNames(department="Vuxna")
    assert choose_partition(plain, "84.31 CHR", "", fiction, "fi") == "aik-kauno"
    assert choose_partition(plain, "61.2 KIR", "", adults, "en") == "aik-tieto"
    assert choose_partition(plain, "no call number", "", adults, "en") == ""
    assert choose_partition(plain, "84.2 LIN", "", CatalogueNames(material="DVD"), "fi") == ""


def route_of(page) -> str:
    assert page.status_code == 200
    found = re.search(r'data-route="([^"]*)"', page.text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_link_with_display_names_leads_to_the_right_shelf(client, language):
    names = {"department": "Barn", "collection": "Skönlitteratur", "material": "Böcker"}
    link = {"callno": "84.2 AHO", "lang": language}
    named = client.get("/f", params={**link, **names, "branch": "Lelukirjasto"})
    assert "partition=lap-kauno" in route_of(named)
    assert "partition=aik-kauno" in route_of(client.get("/f", params={**link, "branch": "toy"}))


def test_a_partition_goes_before_names_and_names_that_lead_nowhere_change_nothing(client):
    link = {"branch": "toy", "callno": "84.2 AHO", "department": "Lapset"}
    assert "lap-kauno" in route_of(client.get("/f", params=link))
    assert "aik-kauno" in route_of(client.get("/f", params={**link, "partition": "aik-kauno"}))
    assert "aik-kauno" in route_of(client.get("/f", params={**link, "department": "Musiikki"}))


def test_a_branch_that_nobody_knows_is_told(client):
    assert client.get("/f", params={"branch": "Attic", "callno": "84.2 LIN"}).status_code == 404
