"""What is known of a position, said in every language."""

from dataclasses import replace

import pytest

from floorplans.model import NameForms
from kiosk_ui.messages import LANGUAGES
from kiosk_ui.position_words import position_words
from positioning.grid.known import SPOT, Known
from tests.support.plans import toy_plan

PLAN = toy_plan()
RUN = Known("run", 0.867, "1", "r4", "r5")


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_spot_nothing_needs_to_be_said(language):
    assert position_words(PLAN, SPOT, language) == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Todennäköisesti hyllyillä 00.1 KIR – 78.89 ÄÄN (86\u00a0%)"),
        ("sv", "Troligen vid hyllorna från 00.1 KIR till 78.89 ÄÄN (86\u00a0%)"),
        ("en", "Probably at the shelves from 00.1 KIR to 78.89 ÄÄN (86\u00a0%)"),
    ],
)
def test_a_run_is_said_by_its_ends_and_never_more_sure_than_it_is(language, words):
    assert position_words(PLAN, RUN, language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Todennäköisesti täällä: Hiljainen huone (80\u00a0%)"),
        ("sv", "Troligen här: Tyst rum (80\u00a0%)"),
        ("en", "Probably here: Quiet room (80\u00a0%)"),
        ("selko", "Luultavasti täällä: Hiljainen huone"),
    ],
)
def test_an_area_is_said_by_its_name(language, words):
    assert position_words(PLAN, Known("area", 0.8, "1", "quiet-1"), language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Vain kerros tiedetään: 2. kerros"),
        ("sv", "Bara våningen är känd: Våning 2"),
        ("en", "Only the floor is known: Floor 2"),
    ],
)
def test_a_level_is_said_by_its_name(language, words):
    assert position_words(PLAN, Known("level", 0.9, "2"), language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Todennäköisesti hiljaisessa huoneessa (80\u00a0%)"),
        ("sv", "Troligen här: Tyst rum (80\u00a0%)"),
        ("en", "Probably in the quiet room (80\u00a0%)"),
        ("selko", "Luultavasti hiljaisessa huoneessa"),
    ],
)
def test_an_area_is_said_as_the_plan_inflects_its_name(language, words):
    forms = NameForms(fi_at="hiljaisessa huoneessa", sv_the="det tysta rummet")
    forms = replace(forms, en_the="the quiet room")
    units = [
        replace(each, name=replace(each.name, forms=forms)) if each.id == "quiet-1" else each
        for each in PLAN.units
    ]
    plan = replace(PLAN, units=tuple(units))
    assert position_words(plan, Known("area", 0.8, "1", "quiet-1"), language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_nothing_is_known_is_said_too(language):
    assert len(position_words(PLAN, Known("nothing", 0.5), language)) > 10


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("knows", ["run", "area"])
def test_what_the_plan_has_no_more_is_not_named_but_its_level_is(language, knows):
    gone = Known(knows, 0.9, "1", "gone", "gone")
    assert position_words(PLAN, gone, language) == position_words(
        PLAN, Known("level", 0.9, "1"), language
    )
