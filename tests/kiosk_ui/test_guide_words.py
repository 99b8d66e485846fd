import re
from dataclasses import replace

import pytest

from floorplans.model import Closure, Text
from floorplans.shelving import build_shelf_index, locate
from floorplans.walkable import build_walkable
from kiosk_ui.guide_words import advice_text, next_text
from kiosk_ui.messages import LANGUAGES, load_messages
from kiosk_ui.step_words import SPEECH
from routing.directions.steps import build_guide
from routing.graph import build_graph
from routing.guidance.advice import Advice, Message, Params
from routing.guidance.course import set_course
from routing.guidance.way import plan_way
from routing.model import Block, Spot
from tests.support.plans import toy_plan

PLAN = toy_plan()
GRAPH = build_graph(PLAN, build_walkable(PLAN))
PLACE = locate(build_shelf_index(PLAN), "84.2 TOL")[0]
COURSE = set_course(build_guide(PLAN), GRAPH, PLACE)
WAY = plan_way(COURSE, Spot("2", 2.0, 5.0))
KEYS = [key for key in load_messages("fi") if key.startswith("guide.")]
SAID_BY_THE_PAGE = {"guide.next", "guide.gone"}
AISLES: Params = (("shelf", PLACE.shelf),)
WORKS: Params = (("thing", "lift"), ("reason", "works"), ("date", "1 Dec"))
OTHER: Params = (("collection", PLACE.partition),)
PARAMS: Params = (("step", 0), ("next", 1), ("level", "1"), ("here", "2"), *AISLES, *WORKS, *OTHER)


def advise(key: str, step: int = 0, **params: int) -> Advice:
    message = Message(key, (*PARAMS, *params.items()))
    return Advice("go", message, 1, WAY, 1, step, 4.0, 20.0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_message_of_guidance_is_said_in_every_language(language, key):
    for count in (1, 2, 7):
        text = advice_text(advise(key, count=count), PLAN, language)
        assert text
        assert not re.search(r"[{}]|None", text)
        assert not text.endswith(".")


def test_one_aisle_and_several_are_said_as_people_do():
    further, back = "guide.wrong_aisle.further", "guide.wrong_aisle.back"

    def told(key, count, language):
        return advice_text(advise(key, count=count), PLAN, language)

    assert "Oikea on yhden hyllyvälin päässä" in told(further, 1, "fi")
    assert "Oikea on kolmen hyllyvälin päässä" in told(further, 3, "fi")
    assert "en hyllgång längre fram" in told(further, 1, "sv")
    assert "one aisle further on" in told(further, 1, "en")
    assert "two aisles back" in told(back, 2, "en")
    assert "Menit kaksi hyllyväliä liian pitkälle" in told(back, 2, "selko")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_aisle_is_told_with_the_step_that_leads_out_of_it(language):
    step = advice_text(advise("guide.step"), PLAN, language)
    for key in KEYS:
        if key.startswith("guide.wrong_aisle"):
            text = advice_text(advise(key, count=2), PLAN, language)
            assert text.endswith(f". {step}")
            assert len(text) > len(step) + 10


def test_another_collection_is_named():
    text = advice_text(advise("guide.replanned.other"), PLAN, "en")
    assert "another collection: Adult fiction. " in text


def test_a_step_that_follows_a_colon_begins_in_lower_case():
    ahead = advice_text(advise("guide.ahead", count=6), PLAN, "en")
    beginning, _, following = ahead.partition(": ")
    assert beginning == "In 6 metres"
    assert following[0].islower()
    plain = replace(advise("guide.step"), message=Message("guide.step", (("step", 0),)))
    assert next_text(plain, PLAN, "en") == f"Next: {following}"
    assert next_text(advise("guide.ahead", count=6), PLAN, "en") == ""


def test_after_the_last_step_nothing_comes_next():
    last = len(WAY.steps) - 1
    assert next_text(replace(advise("guide.arrived"), step=last), PLAN, "fi") == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Suljettu 1.12.2026 klo 8 asti: Hissi (Huolto). Uusi reitti alkaa tästä. "),
        ("sv", "Stängt till 1.12.2026 kl. 8: Hiss (Service). En ny väg börjar här. "),
        ("en", "Closed until 8:00 on 1 Dec 2026: Lift (Service). A new route begins here. "),
        ("selko", "Kiinni 1.12.2026 kello 8 asti: Hissi. Syy: Huolto. Saat nyt uuden reitin. "),
    ],
)
def test_what_has_closed_on_the_way_is_named_with_its_end(language, said):
    reason = Text("Huolto", "Service", "Service")
    works = Closure("works", reason, ends_at="2026-12-01T08:00", connectors=("lift",))
    message = Message("guide.closed", (("step", 0),), Block("connector", "lift", "works"))
    advice = replace(advise("guide.step"), message=message)
    text = advice_text(advice, replace(PLAN, closures=(works,)), language)
    assert text.replace("\u00a0", " ").startswith(said)


def test_levels_are_named_as_they_are_signed():
    text = advice_text(advise("guide.wrong_level"), PLAN, "en")
    assert text.startswith("Wrong floor: Floor 2. The right one is Floor 1. ")


def test_advice_to_hear_has_units_in_full_and_the_clock():
    heard = advice_text(advise("guide.off_route", step=0), PLAN, "en", SPEECH)
    seen = advice_text(advise("guide.off_route", step=0), PLAN, "en")
    assert "\u00a0m" in seen
    assert "metres" in heard
    assert "\u00a0m" not in heard
