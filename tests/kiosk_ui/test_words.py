from dataclasses import replace

import pytest

from floorplans.model import Text
from floorplans.shelving import build_shelf_index, locate
from kiosk_ui.words import (
    also_text,
    answer_text,
    bay_words,
    keep_together,
    place_text,
    places_text,
    status_text,
)
from tests.support.plans import toy_plan

PLAN = toy_plan()
INDEX = build_shelf_index(PLAN)


def plain(text):
    return text.replace("\u00a0", "_")


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
    said = place_text(locate(INDEX, "84.2 TOL")[0], plan, "en")
    assert plain(said).startswith("Bookcase_1, side_A")


def test_what_fills_several_faces_is_said_from_the_first_to_the_last_on_each_level():
    first = locate(INDEX, "84.2 TOL", "aik-kauno")[0]
    last = locate(INDEX, "84.31 WOO", "aik-kauno")[0]
    above = locate(INDEX, "L84.2 HAA")[0]
    assert plain(places_text([first, last], PLAN, "fi")) == "1._kerros, hyllyt_1A–1B"
    assert plain(places_text([first, last, above], PLAN, "en")) == (
        "Floor_1, bookcases_1A–1B; Floor_2, bookcase_3, section_1, second shelf from the top"
    )
    assert places_text([first], PLAN, "sv") == place_text(first, PLAN, "sv")


def test_a_single_sided_shelf_has_no_side_to_name():
    place = locate(INDEX, "L84.2 HAA")[0]
    assert plain(place_text(place, PLAN, "fi")) == (
        "2._kerros, hylly_3, osa_1, toinen hyllylauta ylhäältä"
    )


def test_several_boards_are_said_from_the_first_to_the_last():
    place = locate(INDEX, "L84.2 HAA")[0]._replace(first_board=2, last_board=4)
    assert plain(place_text(place, PLAN, "fi")).endswith("laudat_2–4 ylhäältä")


def test_two_bays_at_a_border_are_one_or_the_other_and_more_are_all_of_them():
    place = locate(INDEX, "84.2 TOL")[0]._replace(is_border=True, confidence=0.9)
    assert plain(place_text(place, PLAN, "en")) == "Floor_1, bookcase_1, side_A, section_3 or_4"
    more = place._replace(first_bay=2)
    assert plain(place_text(more, PLAN, "en")).endswith("sections_2–4")
    params = {"shelf": "s1", "face": "1A", "first_bay": 3, "last_bay": 4, "border": 1}
    assert plain(bay_words(PLAN, params, "sv")) == "sida_A, sektion_3 eller_4"


def test_what_is_in_one_of_several_places_is_said_with_all_of_them():
    place = locate(INDEX, "84.2 TOL")[0]._replace(confidence=0.5)
    other = place._replace(shelf="s2", shelf_number="2", face="2B", first_bay=1, last_bay=1)
    assert plain(answer_text([place, other], PLAN, "en")) == (
        "Floor_1, bookcase_1, side_A, sections_3–4 or bookcase_2, side_B, section_1"
    )
    upstairs = locate(INDEX, "L84.2 HAA")[0]
    assert "or Floor_2, bookcase_3" in plain(answer_text([place, upstairs], PLAN, "en"))
    gap = [each._replace(confidence=0.3) for each in (place, other)]
    assert answer_text(gap, PLAN, "fi").startswith("Todennäköisesti 1.")


def test_many_places_are_said_from_the_first_to_the_last():
    place = locate(INDEX, "84.2 TOL")[0]._replace(confidence=0.1)
    faces = [("1A", "1A"), ("1B", "1B"), ("2A", "2A"), ("2B", "2B")]
    places = [place._replace(face=face, face_name=name) for face, name in faces]
    assert plain(answer_text(places, PLAN, "en")) == "Probably Floor_1, bookcases_1A–2B"


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
    assert plain(place_text(place, PLAN, "fi")).endswith("hyllylauta_11 ylhäältä")


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


def test_call_numbers_stay_on_one_line():
    assert keep_together(" 84.2  TOL ") == "84.2\u00a0TOL"
