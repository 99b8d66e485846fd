"""Pages and JSON for themes, titles, closed stacks, displays, and borders between bays."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from api.app import create_app
from api.catalogue.items import Item
from api.settings import Settings
from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from floorplans.model import Plan
from tests.support.library import CREATED_AT
from tests.support.rich_plans import rich_plan
from tests.support.server import serving

RICH = "/api/v1/branches/rich"
ITEMS = (
    Item("1", "Kotimatka", "Kivi", 2001, "84.2 KIV", "aik-kauno", "fi", "on_display"),
    Item("2", "Yömatka", "Kivi", 2002, "84.2 KIV", "aik-kauno", "fi"),
    Item("3", "Vanha atlas", "Kartta", 1950, "95 KAR", "aik-tieto", "fi", "storage"),
    Item("5", "Uusi atlas", "Kartta", 1960, "95 KAR", "aik-tieto", "fi"),
    Item("4", "Huuto", "Ohjaaja", 1999, "78.89 OHJ", "films", "fi"),
)


def open_ended(plan: Plan) -> Plan:
    """Let the display stand longer than these tests are run."""
    ranges = tuple(
        replace(each, starts_on="", ends_on="2999-01-12") if each.id == "display" else each
        for each in plan.ranges
    )
    return replace(plan, ranges=ranges)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("rich"))
    database = prepare_database(settings.database)
    ensure_branch(database, open_ended(rich_plan()), ITEMS, CREATED_AT)
    database.close()
    with serving(create_app(settings)) as client:
        yield client


def show(client: httpx.Client, path: str = "/f", lang: str = "fi", **params: str) -> str:
    """Give the text of a page as people read it."""
    asked = {"branch": "rich", "lang": lang, **params} if path == "/f" else {"lang": lang, **params}
    answer = client.get(path, params=asked, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    body = re.sub(r"<svg.*?</svg>|<template.*?</template>", "", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


PATHS = ("/f", "/k/toy-1")


@pytest.mark.parametrize("path", PATHS)
def test_at_a_border_both_bays_are_said_on_the_page_and_on_arrival(rich, path):
    text = show(rich, path, callno="84.2 HEI", partition="aik-kauno")
    assert "1. kerros, hylly 1, puoli A, osa 1 tai 2" in text
    assert "Käänny hyllyä kohti: puoli A, osa 1 tai 2" in text
    assert "Hyllypaikka osuu rajalle" in text
    assert "Todennäköisesti" not in text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("lang", "words", "other"),
    [
        ("fi", "hylly 2, puoli A, osat 3–4 tai hylly 2, puoli B, osat 1–2", "Tai suurikokoiset:"),
        ("sv", "sektionerna 3–4 eller hylla 2, sida B", "Eller stora böcker:"),
        ("en", "sections 3–4 or bookcase 2, side B, sections 1–2", "Or oversize:"),
    ],
)
def test_a_collection_that_jumps_is_said_with_all_its_runs(rich, path, lang, words, other):
    text = show(rich, path, lang, callno="50 AAL", partition="aik-tieto")
    assert words in text
    assert other in text


@pytest.mark.parametrize("path", PATHS)
def test_a_closed_stack_sends_to_the_desk_and_not_to_its_bays(rich, path):
    text = show(rich, path, callno="95 KAR", partition="aik-tieto", title="Vanha atlas")
    assert "Varastossa, kysy henkilökunnalta" in text
    assert "Hylly 3" not in text
    route = rich.get(
        f"{RICH}/routes", params={"from": "kiosk:toy-1", "callno": "95 KAR", "lang": "fi"}
    ).json()
    assert (route["goal"]["level"], route["goal"]["x_m"]) == ("1", 5.0)
    assert route["place"]["kind"] == "closed"
    assert route["steps"][-1]["text"] == "Olet perillä palvelutiskin luona"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("lang", "words", "never"),
    [
        ("fi", "Saatavana 1", ("Hyllyssä 1", "tarkistettu")),
        ("sv", "Tillgängliga: 1", ("1 på hyllan", "kontrollerad")),
        ("en", "1 available", ("1 on the shelf", "checked")),
    ],
)
def test_what_closed_stacks_have_is_said_to_be_had_and_not_on_the_shelf(
    rich, path, lang, words, never
):
    asked = {"callno": "95 KAR", "partition": "aik-tieto", "title": "Uusi atlas"}
    text = show(rich, path, lang, **asked)
    assert words in text
    assert not [each for each in never if each in text]


@pytest.mark.parametrize("path", PATHS)
def test_the_staff_are_led_into_closed_stacks(rich, path):
    asked = {"callno": "95 KAR", "partition": "aik-tieto", "title": "Uusi atlas"}
    text = show(rich, path, **asked, profile="staff")
    assert "2. kerros, hylly 3, osat 3–4" in text
    assert "Hyllyssä 1" in text
    assert "tarkistettu" in text
    assert "Varastossa" not in text


def test_a_result_in_closed_stacks_is_said_to_be_had_and_not_on_the_shelf(rich):
    text = html.unescape(rich.get("/", params={"branch": "rich", "q": "uusi atlas"}).text)
    assert "Saatavana 1" in text
    assert "Hyllyssä 1" not in text


def test_the_map_of_a_closed_stack_opens_where_the_desk_is(rich):
    page = rich.get("/f", params={"branch": "rich", "callno": "95 KAR"}).text
    assert '<shelf-map data-level="1">' in page


@pytest.mark.parametrize("path", PATHS)
def test_what_is_on_display_leads_there_and_says_until_when(rich, path):
    text = show(rich, path, callno="84.2 KIV", partition="aik-kauno", title="Kotimatka")
    assert "Esillä 12.1.2999 asti: 2. kerros, hylly 4, osa 5" in text
    assert "Tai 1. kerros, hylly 1, puoli A, osa 2" in text
    assert "ei tässä hyllyssä" not in text
    assert "neuvonnasta" not in text


def test_a_result_on_display_is_not_sent_to_the_desk(rich):
    page = html.unescape(rich.get("/", params={"branch": "rich", "q": "kotimatka"}).text)
    assert "Esillä 12.1.2999 asti" in page
    assert "Kysy neuvonnasta" not in page


@pytest.mark.parametrize("path", PATHS)
def test_what_is_on_its_shelf_may_be_on_display_or_on_the_trolley(rich, path):
    text = show(rich, path, "en", callno="84.2 KIV", partition="aik-kauno", title="Yömatka")
    assert "Floor 1, bookcase 1, side A, section 2" in text
    assert "Or on display until 12 Jan 2999: Floor 2, bookcase 4, section 5" in text
    assert "Or on the returns trolley: Floor 2, bookcase 4, section 6" in text


@pytest.mark.parametrize("path", PATHS)
def test_a_theme_is_named(rich, path):
    text = show(rich, path, "sv", callno="84.2 JÄNN KIV")
    assert "Spänning: Våning 2, hylla 4, sektionerna 1–2" in text


@pytest.mark.parametrize("path", PATHS)
def test_films_are_found_by_their_titles(rich, path):
    known = show(rich, path, callno="78.89 OHJ", partition="films", title="Huuto")
    assert "1. kerros, hylly 2, puoli A, osa 1" in known
    unknown = show(rich, path, callno="78.89 OHJ", partition="films")
    assert "Todennäköisesti 1. kerros, hylly 2, puoli A, osat 1–2" in unknown
    assert "nimekkeen mukaan" in unknown


def test_a_gap_says_between_which_ranges_to_look(rich):
    text = show(rich, callno="78.89 OHJ", partition="films", title="Lapsi")
    assert "Todennäköisesti 1. kerros, hylly 2, puoli A, osa 1 tai 2" in text
    assert "katso alueiden väliltä" in text


def test_results_say_where_works_are_now(rich):
    page = show(rich, "/", branch="rich", q="kivi")
    assert "Esillä 12.1.2999 asti: 2. kerros, hylly 4, osa 5" in page
    assert "1. kerros, hylly 1, puoli A, osa 2" in page
    assert "Varastossa, kysy henkilökunnalta" in show(rich, "/", branch="rich", q="atlas")


def test_a_section_by_title_is_offered_from_its_first_title(rich):
    assert "Elokuvat Alkaa tästä: 1. kerros, hylly 2, puoli A, osa 1" in show(
        rich, "/", branch="rich", q="elokuvat"
    )
    page = html.unescape(rich.get("/", params={"branch": "rich", "q": "elokuvat"}).text)
    link = re.search(r'href="(/f\?[^"]*partition=films[^"]*)"', page)[1]
    assert "Hylly\N{NO-BREAK SPACE}2" in html.unescape(rich.get(link).text)


def test_json_has_the_kind_and_takes_the_title_and_the_day(rich):
    def places(**params: str) -> list[dict[str, object]]:
        return rich.get(f"{RICH}/places", params=params).json()["places"]

    film = places(callno="78.89 OHJ", partition="films", title="Huuto")[0]
    assert (film["kind"], film["first_bay"], film["last_bay"]) == ("title", 1, 1)
    kinds = [each["kind"] for each in places(callno="84.2 KIV", on="2026-12-24")]
    assert kinds == ["call_number", "display", "trolley"]
    kinds = [each["kind"] for each in places(callno="84.2 KIV", on="2999-12-24")]
    assert kinds == ["call_number", "trolley"]
    border = places(callno="84.2 HEI")[0]
    assert (border["is_border"], border["confidence"]) == (True, 0.9)
    crime = places(callno="84.2 JÄNN KIV", lang="en")[0]
    assert (crime["theme"], crime["ends_on"]) == ("Crime", None)
    large = places(callno="ISO 50 AAL")[0]
    assert (large["first_board"], large["last_board"]) == (4, 5)


def test_a_page_plans_its_way_anew_with_the_title(rich):
    asked = {"branch": "rich", "callno": "78.89 OHJ", "partition": "films", "title": "Huuto"}
    page = html.unescape(rich.get("/f", params=asked).text)
    query = re.search(r'data-route="([^"]*)"', page)[1]
    route = rich.get(f"{RICH}/routes?{query}&from=kiosk:toy-1").json()
    assert (route["place"]["face"], route["place"]["first_bay"]) == ("2A", 1)
