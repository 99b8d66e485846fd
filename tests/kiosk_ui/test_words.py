import json
import random
import re
from dataclasses import replace
from importlib.resources import files
from typing import get_args

import pytest

from floorplans.model import ConnectorKind, Fixture, PointKind, Text
from floorplans.shelving import build_shelf_index, locate
from floorplans.walkable import build_walkable
from kiosk_ui.words import (
    LANGUAGES,
    also_text,
    answer_text,
    keep_together,
    load_messages,
    place_text,
    places_text,
    say,
    status_text,
    step_text,
)
from routing.graph import build_graph
from routing.model import Spot, Step
from routing.search import find_route
from routing.steps import build_guide, describe
from tests.support.floors import random_point
from tests.support.plans import rectangle, toy_plan

PLAN = toy_plan()
WALKABLE = build_walkable(PLAN)
GRAPH = build_graph(PLAN, WALKABLE)
INDEX = build_shelf_index(PLAN)
SIDES = ("ahead", "behind", "left", "right")


def placeholders(message):
    return set(re.findall(r"\{(\w+)\}", message))


def plain(text):
    return text.replace("\u00a0", "_")


def step(key, **params):
    return Step("straight", key, "1", 0.0, 0.0, 4.0, tuple(params.items()))


def test_all_languages_have_the_same_messages_with_the_same_parameters():
    finnish = load_messages("fi")
    for language in LANGUAGES:
        messages = load_messages(language)
        assert messages.keys() == finnish.keys()
        for key, message in messages.items():
            assert message.strip(), key
            assert placeholders(message) == placeholders(finnish[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_files_are_sorted_so_that_changes_are_easy_to_read(language):
    text = (files("kiosk_ui") / "locales" / f"{language}.json").read_text(encoding="utf-8")
    keys = [key for key, _ in json.loads(text, object_pairs_hook=list)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_that_can_be_made_has_words(language):
    messages = load_messages(language)
    turns = ("", ".along", ".back", ".between")
    rising = [kind for kind in get_args(ConnectorKind) if kind != "lift"]
    made = {
        *(f"step.start{end}" for end in ("", ".towards", *(f".{side}" for side in SIDES))),
        *(f"step.{side}{end}" for side in ("left", "right") for end in turns),
        *(f"step.arrive.{side}" for side in (*SIDES, "here")),
        *("step.arrive", "step.straight", "step.straight.towards", "step.past"),
        *("step.lift", "step.through_door"),
        *(f"step.{kind}.{way}" for kind in rising for way in ("up", "down")),
    }
    assert made <= messages.keys()
    kinds = {*get_args(PointKind), *get_args(ConnectorKind), "shelf", "fixture"}
    assert {f"place.landmark.{kind}" for kind in kinds} <= messages.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_route_can_be_said(language):
    draw = random.Random(7)
    places = [locate(INDEX, each)[0] for each in ("84.2 TOL", "61.2 HÄM", "L84.2 HAA", "90 HIS")]
    for number in range(60):
        level = draw.choice(("1", "2"))
        start = Spot(
            level, *random_point(WALKABLE, level, draw), draw.choice((None, 0.0, 120.0, 250.0))
        )
        place = places[number % len(places)]
        route = find_route(GRAPH, start, Spot(place.level, place.x_m, place.y_m))
        for each in describe(route, build_guide(PLAN), place):
            text = step_text(each, PLAN, language)
            assert text[0].isupper()
            assert not set("{}") & set(text)
            assert not re.search(r"\d (m|min)\b", text), "a number and its unit stay together"


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "fi",
            [
                "Kulje suoraan 4_m",
                "Käänny oikealle hyllyjen 1 ja_2 väliin",
                "Hylly_1 on oikealla. Puoli_B, osa_2, kolmas lauta ylhäältä",
            ],
        ),
        (
            "sv",
            [
                "Fortsätt rakt fram 4_m",
                "Sväng höger mellan hyllorna 1 och_2",
                "Hylla_1 är till höger. Sida_B, sektion_2, tredje hyllplanet uppifrån",
            ],
        ),
        (
            "en",
            [
                "Go straight 4_m",
                "Turn right between shelves 1 and_2",
                "Shelf_1 is on your right. Side_B, section_2, third board from the top",
            ],
        ),
    ],
)
def test_steps_are_said_as_the_signs_say_them(language, sentences):
    steps = [
        step("step.straight"),
        step("step.right.between", shelf_1="s1", shelf_2="s2"),
        step(
            "step.arrive.right",
            shelf="s1",
            face="1B",
            first_bay=2,
            last_bay=2,
            first_board=3,
            last_board=3,
        ),
    ]
    assert [plain(step_text(each, PLAN, language)) for each in steps] == sentences


def test_a_landmark_and_a_door_are_said_with_the_step():
    passed = step("step.straight", past_kind="service_desk", past="desk")
    assert plain(step_text(passed, PLAN, "fi")) == "Kulje suoraan 4_m palvelutiskin ohi"
    door = step("step.start.ahead", door="quiet-door-1")
    assert plain(step_text(door, PLAN, "en")) == "Go straight 4_m through the door"
    shelf = step("step.start.towards", landmark_kind="shelf", landmark="s2")
    assert plain(step_text(shelf, PLAN, "fi")) == "Lähde hyllyn_2 suuntaan ja kulje 4_m"


def test_named_furniture_is_said_by_its_name():
    tree = Fixture("tree", "1", "furniture", rectangle(1, 1, 1, 1), Text("Satupuu", en="Tale tree"))
    plan = replace(PLAN, fixtures=(tree,))
    passed = step("step.straight", past_kind="fixture", past="tree")
    assert plain(step_text(passed, plan, "fi")) == "Kulje suoraan 4_m kohteen Satupuu ohi"
    assert plain(step_text(passed, plan, "en")) == "Go straight 4_m past Tale tree"


def test_a_place_is_said_from_the_level_to_the_board():
    place = locate(INDEX, "84.2 TOL")[0]
    assert plain(place_text(place, PLAN, "fi")) == "1._kerros, hylly_1, puoli_A, osat_3–4"
    exact = place._replace(first_bay=2, last_bay=2, first_board=1, last_board=1)
    assert plain(place_text(exact, PLAN, "sv")) == (
        "Våning_1, hylla_1, sida_A, sektion_2, översta hyllplanet"
    )


def test_a_place_in_a_gap_is_only_probable():
    place = locate(INDEX, "84.2 TOL")[0]._replace(confidence=0.6)
    assert plain(place_text(place, PLAN, "fi")).startswith("Todennäköisesti 1._kerros, hylly_1")


def test_a_building_with_one_level_does_not_name_it():
    plan = replace(PLAN, levels=PLAN.levels[:1])
    assert plain(place_text(locate(INDEX, "84.2 TOL")[0], plan, "en")).startswith("Shelf_1, side_A")


def test_what_fills_several_faces_is_said_from_the_first_to_the_last_on_each_level():
    first = locate(INDEX, "84.2 TOL", "aik-kauno")[0]
    last = locate(INDEX, "84.31 WOO", "aik-kauno")[0]
    above = locate(INDEX, "L84.2 HAA")[0]
    assert plain(places_text([first, last], PLAN, "fi")) == "1._kerros, hyllyt_1A–1B"
    assert plain(places_text([first, last, above], PLAN, "en")) == (
        "Floor_1, shelves_1A–1B; Floor_2, shelf_3, section_1, second board from the top"
    )
    assert places_text([first], PLAN, "sv") == place_text(first, PLAN, "sv")


def test_a_single_sided_shelf_has_no_side_to_name():
    place = locate(INDEX, "L84.2 HAA")[0]
    assert plain(place_text(place, PLAN, "fi")) == (
        "2._kerros, hylly_3, osa_1, toinen lauta ylhäältä"
    )


def test_several_boards_are_said_from_the_first_to_the_last():
    place = locate(INDEX, "L84.2 HAA")[0]._replace(first_board=2, last_board=4)
    assert plain(place_text(place, PLAN, "fi")).endswith("laudat_2–4 ylhäältä")


def test_two_bays_at_a_border_are_one_or_the_other_and_more_are_all_of_them():
    place = locate(INDEX, "84.2 TOL")[0]._replace(is_border=True, confidence=0.9)
    assert plain(place_text(place, PLAN, "en")) == "Floor_1, shelf_1, side_A, section_3 or_4"
    more = place._replace(first_bay=2)
    assert plain(place_text(more, PLAN, "en")).endswith("sections_2–4")
    arrival = step("step.arrive.here", shelf="s1", face="1A", first_bay=3, last_bay=4, border=1)
    assert plain(step_text(arrival, PLAN, "sv")).endswith("Sida_A, sektion_3 eller_4")


def test_what_is_in_one_of_several_places_is_said_with_all_of_them():
    place = locate(INDEX, "84.2 TOL")[0]._replace(confidence=0.5)
    other = place._replace(shelf="s2", shelf_number="2", face="2B", first_bay=1, last_bay=1)
    assert plain(answer_text([place, other], PLAN, "en")) == (
        "Floor_1, shelf_1, side_A, sections_3–4 or shelf_2, side_B, section_1"
    )
    upstairs = locate(INDEX, "L84.2 HAA")[0]
    assert "or Floor_2, shelf_3" in plain(answer_text([place, upstairs], PLAN, "en"))
    gap = [each._replace(confidence=0.3) for each in (place, other)]
    assert answer_text(gap, PLAN, "fi").startswith("Todennäköisesti 1.")


def test_many_places_are_said_from_the_first_to_the_last():
    place = locate(INDEX, "84.2 TOL")[0]._replace(confidence=0.1)
    faces = [("1A", "1A"), ("1B", "1B"), ("2A", "2A"), ("2B", "2B")]
    places = [place._replace(face=face, face_name=name) for face, name in faces]
    assert plain(answer_text(places, PLAN, "en")) == "Probably Floor_1, shelves_1A–2B"


@pytest.mark.parametrize(
    ("kind", "more", "beginning"),
    [
        ("closed", {}, "Tai varastossa, kysy henkilökunnalta"),
        ("oversize", {}, "Tai suurikokoiset: 1._kerros, hylly_1"),
        ("trolley", {}, "Tai palautuskärryssä: 1._kerros"),
        ("display", {"ends_on": "2027-01-12"}, "Tai esillä 12.1.2027 asti: 1._kerros"),
        ("display", {"ends_on": ""}, "Tai esillä: 1._kerros"),
        ("theme", {"theme": Text("Jännitys")}, "Tai Jännitys: 1._kerros"),
    ],
)
def test_each_way_of_keeping_things_is_named(kind, more, beginning):
    place = locate(INDEX, "84.2 TOL")[0]._replace(kind=kind, confidence=0.2, **more)
    assert plain(also_text(place, PLAN, "fi")).startswith(beginning)


def test_boards_beyond_those_with_a_word_are_counted():
    place = locate(INDEX, "L84.2 HAA")[0]._replace(first_board=11, last_board=11)
    assert plain(place_text(place, PLAN, "fi")).endswith("lauta_11 ylhäältä")


@pytest.mark.parametrize(
    ("status", "due_on", "language", "text"),
    [
        ("available", None, "fi", "Hyllyssä"),
        ("on_loan", "2026-12-04", "fi", "Lainassa 4.12. asti"),
        ("on_loan", "2026-12-04", "sv", "Utlånad till 4.12"),
        ("on_loan", "2026-12-04", "en", "On loan until 4_Dec"),
        ("on_loan", None, "en", "On loan"),
        ("storage", None, "fi", "Varastossa. Pyydä neuvonnasta."),
    ],
)
def test_a_copy_says_where_it_is(status, due_on, language, text):
    assert plain(status_text(status, due_on, language)) == text


def test_count_chooses_the_plural():
    bays = {"first_bay": 2, "last_bay": 3}
    assert plain(say("place.bay", "en", count=1, **bays)) == "section_2"
    assert plain(say("place.bay", "en", count=2, **bays)) == "sections_2–3"
    assert say("step.arrive", "en", count=2) == "You have arrived"


def test_call_numbers_stay_on_one_line():
    assert keep_together(" 84.2  TOL ") == "84.2\u00a0TOL"


def test_what_is_missing_is_named():
    with pytest.raises(KeyError, match=r"step\.nowhere"):
        say("step.nowhere", "fi")
    with pytest.raises(KeyError, match=r'step\.straight" needs the parameter "distance'):
        say("step.straight", "fi")
    with pytest.raises(KeyError, match='no language "xx"; languages: fi, sv, en'):
        say("step.straight", "xx")
