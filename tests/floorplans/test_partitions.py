"""Partitions are made, changed and taken away; what still needs one keeps it there."""

from dataclasses import replace

import pytest

from floorplans.aliases import CatalogueNames, assign_names
from floorplans.errors import EditError, PlanReferenceError
from floorplans.model import NameForms, Partition, Text
from floorplans.partitions import (
    get_partition,
    list_holdings,
    make_partition_id,
    put_partition,
    remove_partition,
)
from floorplans.validate import check_plan
from floorplans.wording import worded
from tests.support.plans import ADULTS, BOOKS, make_range, toy_plan

NEWS = Text("Uutuudet", "Nyheter", "New books")


def news(id="uutuudet", **fields) -> Partition:
    return replace(Partition(id, ADULTS, NEWS, BOOKS, NEWS, NEWS), **fields)


@pytest.mark.parametrize(
    ("name", "id"),
    [("Selkokirjat", "selkokirjat"), ("Aik-Kauno", "aik-kauno-2"), ("★", "partition")],
)
def test_an_id_is_made_of_the_name_and_is_no_other_ones(name, id):
    assert make_partition_id(toy_plan(), name) == id


def test_a_new_partition_comes_after_the_others_and_lacks_nothing_but_shelves():
    plan = put_partition(toy_plan(), news())
    assert plan.partitions == (*toy_plan().partitions, news())
    fresh = {each.rule for each in check_plan(plan)} - {
        each.rule for each in check_plan(toy_plan())
    }
    assert fresh == {"partition-without-range"}


def test_a_changed_partition_stays_in_its_place_with_its_ranges():
    plan = toy_plan()
    after = put_partition(plan, replace(plan.partitions[0], name=Text("Romaanit")))
    assert [each.id for each in after.partitions] == [each.id for each in plan.partitions]
    assert after.partitions[0].name == Text("Romaanit")
    assert after.ranges == plan.ranges


@pytest.mark.parametrize(("name", "stays"), [("Uutuudet", True), ("Tuoreet", False)])
def test_how_a_name_is_inflected_stays_for_as_long_as_the_name(name, stays):
    forms = NameForms(fi_of="uutuuksien")
    plan = put_partition(toy_plan(), news(name=replace(NEWS, forms=forms)))
    after = put_partition(plan, news(name=replace(NEWS, fi=name)))
    assert after.partitions[-1].name.forms == (forms if stays else None)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"name": Text("")}, "partition_nameless"),
        ({"name": Text("AIKUISTEN kaunokirjallisuus")}, "partition_name"),
        ({"scheme": "bogus"}, "scheme"),
    ],
)
def test_a_partition_needs_a_name_of_its_own_and_a_scheme_that_is_known(wrong, key):
    with pytest.raises((EditError, PlanReferenceError)) as refused:
        put_partition(toy_plan(), news(**wrong))
    assert worded(refused.value).key == key


def test_names_of_a_catalogue_can_be_taken_away():
    plan = put_partition(toy_plan(), news())
    for department in ("Uutta", "Tuoretta"):
        plan = assign_names(plan, CatalogueNames(department=department), "uutuudet")
    after = put_partition(plan, news(), plan.aliases[:1])
    assert [each.department for each in after.aliases] == ["Tuoretta"]


def test_the_bays_of_a_partition_are_told_by_face():
    assert [each.words() for each in list_holdings(toy_plan())["aik-kauno"]] == [
        "1A (1–4)",
        "1B (1–4)",
    ]
    assert "uutuudet" not in list_holdings(put_partition(toy_plan(), news()))


def test_what_nothing_needs_is_removed():
    assert remove_partition(put_partition(toy_plan(), news()), "uutuudet") == toy_plan()
    with pytest.raises(PlanReferenceError, match="known: aik-kauno"):
        remove_partition(toy_plan(), "uutuudet")


def test_a_partition_with_bays_or_names_stays_and_these_are_named():
    with pytest.raises(EditError, match=r"1A \(1–4\), 1B \(1–4\)"):
        remove_partition(toy_plan(), "aik-kauno")
    named = assign_names(put_partition(toy_plan(), news()), CatalogueNames("", "Uutta"), "uutuudet")
    with pytest.raises(EditError, match=r": Uutta$"):
        remove_partition(named, "uutuudet")


def test_of_many_names_the_first_are_told():
    many = [make_range(f"n{bay}", "uutuudet", "4A", (bay, bay), "", "") for bay in range(1, 7)]
    plan = replace(put_partition(toy_plan(), news()), ranges=tuple(many))
    assert list_holdings(plan)["uutuudet"][0].words() == "4A (1–6)"
    for number in range(12):
        plan = assign_names(plan, CatalogueNames(department=f"Nimi {number}"), "uutuudet")
    with pytest.raises(EditError, match=r"Nimi 7, …$"):
        remove_partition(replace(plan, ranges=()), "uutuudet")


def test_who_asks_for_a_partition_that_is_not_there_is_told_which_are():
    with pytest.raises(PlanReferenceError, match="lap-kauno"):
        get_partition(toy_plan(), "uutuudet")
