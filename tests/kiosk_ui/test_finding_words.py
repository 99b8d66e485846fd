"""What the checker found is told in the reader's language, by the names on signs."""

import dataclasses

import pytest

from floorplans.checks.problem import violation
from floorplans.model import Fixture
from floorplans.validate import check_plan
from kiosk_ui.finding_words import finding_place, finding_text
from tests.support.plans import rectangle, toy_plan


def findings(**changed):
    plan = dataclasses.replace(toy_plan(), **changed)
    return plan, check_plan(plan)


def test_a_shelf_that_stands_elsewhere_is_told_with_its_sign_and_floor():
    shelf = dataclasses.replace(toy_plan().shelves[0], x_m=900.0)
    plan, found = findings(shelves=(shelf, *toy_plan().shelves[1:]))
    outside = next(each for each in found if each.rule == "outside-level")
    assert finding_place(outside, plan, "fi").startswith(f"Hylly {shelf.number}, ")
    assert finding_text(outside, "fi").startswith("Kohde on kerroksen ulkopuolella. ")


def test_a_bay_is_told_with_its_face_in_each_language():
    plan = toy_plan()
    face = plan.shelves[0].faces[0]
    found = dataclasses.replace(violation("bay-numbers", "shelf 1, bay 3", "…"), thing=face.id)
    assert finding_place(found, plan, "fi") == f"Hylly 1, puoli\N{NO-BREAK SPACE}{face.name}, osa 3"
    assert finding_place(found, plan, "sv").endswith("sektion 3")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_nothing_of_a_broken_plan_is_told_with_the_checkers_own_words(language):
    ranges = tuple(
        dataclasses.replace(each, first=each.last, last=each.first) for each in toy_plan().ranges
    )
    plan, found = findings(ranges=ranges, partitions=())
    assert found
    for each in found:
        assert each.message not in finding_text(each, language)
        assert finding_place(each, plan, language)


def test_obstacles_that_are_no_rules_of_the_checker_have_words():
    found = violation("printed-id-taken", "a, b", "…")
    assert finding_text(found, "fi").endswith("painetaan tarroihin.")
    assert finding_place(found, toy_plan(), "fi") == "a, b"


def test_a_pillar_without_a_name_is_told_by_what_it_is_and_runs_of_bays_all():
    plan = toy_plan()
    pillar = Fixture("p-1-2", plan.levels[0].id, "pillar", rectangle(1.0, 1.0, 0.3, 0.3))
    found = dataclasses.replace(violation("outside-level", "fixture p-1-2", "…"), thing=pillar.id)
    with_pillar = dataclasses.replace(plan, fixtures=(*plan.fixtures, pillar))
    assert finding_place(found, with_pillar, "fi") == "Pylväs"
    face = plan.shelves[0].faces[0]
    some = dataclasses.replace(violation("x", "shelf 1, bay 1–3, 7", "…"), thing=face.id)
    assert finding_place(some, plan, "en").endswith("bay 1–3, 7")
