"""The map of a reader who is led through the demo: it keeps up, and it can be taken in hand."""

import itertools
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, in_view, wait_until

pytestmark = [pytest.mark.real, pytest.mark.alone]

BRANCH = "/api/v1/branches/keskusta"
BOOK = "callno=99.1+FRA&partition=aik-elamakerrat&lang=fi"
MAP = "figure:not([hidden]) .map-stack"
FOLLOW = "[data-follow]"
WALK = [(29.0, 4.6), (25.0, 5.3), (21.0, 6.8), (17.0, 7.9), (13.0, 8.4), (9.0, 9.0), (7.0, 10.0)]
WRONG_AISLE = (3.5, 12.8)

Stand = Callable[[float, float], None]
NUMBERS = itertools.count()


@pytest.fixture
def led() -> str:
    """A subject of each test's own: none begins where the last one went."""
    return f"led-{next(NUMBERS)}"


@pytest.fixture
def stand(demo: str, led: str) -> Iterator[Stand]:
    with httpx.Client(base_url=demo, timeout=30) as client:

        def stand_(x_m: float, y_m: float) -> None:
            tap = {"level": "2", "x_m": x_m, "y_m": y_m, "sigma_m": 0.3}
            answer = client.post(f"{BRANCH}/checkins", json={"subject": led, "tap": tap})
            answer.raise_for_status()

        yield stand_


@pytest.fixture
def path(led: str) -> str:
    return f"/f?branch=keskusta&{BOOK}&from=subject:{led}"


def keep_standing(stand: Stand, page: Page, at: tuple[float, float], seconds: float) -> None:
    for _ in range(round(seconds / 0.5)):
        stand(*at)
        page.wait_for_timeout(500)


def inset_share(page: Page) -> float:
    """Give how far inside the map the dot is, as a share of the map's width or height."""
    window = page.locator(MAP).bounding_box()
    dot = page.locator(f"{MAP} .m-dotgroup:not([display=none]) .m-dot").bounding_box()
    x = (dot["x"] + dot["width"] / 2 - window["x"]) / window["width"]
    y = (dot["y"] + dot["height"] / 2 - window["y"]) / window["height"]
    return min(x, 1 - x, y, 1 - y)


def shown_part(page: Page) -> str:
    return page.locator(f"{MAP} > svg").first.get_attribute("viewBox")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_dot_stays_well_inside_and_the_map_moves_seldom(open_page, stand, path, motion):
    stand(*WALK[0])
    page = open_page(path, PHONE, reduced_motion=motion)
    expect(page.locator("[data-live-card][aria-current=step]")).to_be_visible()
    parts, insets = [], []
    for at in WALK:
        keep_standing(stand, page, at, 1.5)
        insets.append(inset_share(page))
        parts.append(shown_part(page))
    assert min(insets) > 0.1
    assert 1 < len(set(parts)) < len(WALK)
    expect(page.locator(f"{MAP} .m-sought")).to_be_in_viewport()


def test_a_map_in_the_readers_hand_stays_there_until_it_is_given_back(open_page, stand, path):
    stand(*WALK[0])
    page = open_page(path, PHONE)
    expect(page.locator("[data-live-card][aria-current=step]")).to_be_visible()
    keep_standing(stand, page, WALK[0], 1.5)
    assert page.locator(FOLLOW).is_hidden()
    window = page.locator(MAP).bounding_box()
    page.mouse.move(window["x"] + 60, window["y"] + 60)
    page.mouse.down()
    page.mouse.move(window["x"] + 320, window["y"] + 90)
    page.mouse.up()
    chosen = shown_part(page)
    for at in WALK[1:4]:
        keep_standing(stand, page, at, 1.0)
    assert shown_part(page) == chosen
    button = page.get_by_role("button", name="Seuraa minua")
    assert button.bounding_box()["height"] >= 44
    button.click()
    wait_until(lambda: shown_part(page) != chosen)
    wait_until(lambda: inset_share(page) > 0.1)
    expect(button).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('.map-stack')")


@pytest.mark.parametrize("lang", ["fi", "sv", "en", "selko"])
def test_on_a_small_phone_the_first_words_stand_above_the_fold(open_page, stand, path, lang):
    stand(*WALK[0])
    page = open_page(path.replace("lang=fi", f"lang={lang}"), {"width": 360, "height": 640})
    expect(page.locator("[data-live-card][aria-current=step]")).to_be_visible()
    keep_standing(stand, page, WALK[0], 1.0)
    assert in_view(page, "[data-live-card]")
    assert in_view(page, MAP)


def test_plates_of_shelves_lie_on_the_route(open_page):
    page = open_page(f"/f?branch=keskusta&{BOOK}&from=kiosk:keskusta-1", PHONE)
    page.wait_for_timeout(1800)
    lifted = page.locator(f"{MAP} > svg").nth(1).locator(".m-number")
    numbers = lifted.all_text_contents()
    assert "26" in numbers
    assert len(numbers) < 10
    own = page.locator(f"{MAP} > svg").first.locator(".m-number", has_text=re.compile("^26$"))
    places = [each.bounding_box() for each in (own, lifted.nth(numbers.index("26")))]
    for side in ("x", "y"):
        assert places[0][side] == pytest.approx(places[1][side], abs=1)


def test_a_wrong_aisle_is_told_on_the_card_and_stands_out_in_every_colour_scheme(
    open_page, stand, path
):
    stand(7.0, 9.3)
    page = open_page(path, PHONE)
    card = page.locator("[data-live-card]")
    expect(card).to_have_attribute("data-kind", "go")
    usual = look_of(page)
    keep_standing(stand, page, WRONG_AISLE, 6.0)
    expect(card).to_have_attribute("data-kind", "wrong_aisle")
    expect(page.locator("[data-live-word]")).to_contain_text("Väärä hyllyväli")
    expect(card).to_have_attribute("aria-current", "step")
    expect(card).to_contain_text("Käänny niin")
    for media in ({}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}):
        page.emulate_media(**media)
        assert look_of(page) != usual


def look_of(page: Page) -> list[str]:
    """Give what tells a card from another one beside its colour: its border and its icon."""
    return page.locator("[data-live-card]").evaluate(
        "card => [getComputedStyle(card).borderTopWidth, card.querySelector('path').outerHTML]"
    )
