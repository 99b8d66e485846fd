"""A reader who is led on a phone, in a real browser over a real server."""

import itertools
import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kiosk_ui.messages import say
from tests.support.browser import PHONE, watched_page
from tests.support.library import store_library
from tests.support.served import Served, running_server

pytestmark = [pytest.mark.real, pytest.mark.alone]

TOY = "/api/v1/branches/toy"
BOOK = "callno=84.2+LIN&partition=aik-kauno&lang=fi"
WORD, DOUBT = "[data-live-word]", "[data-live-doubt]"
CARD = "[data-live-card][aria-current=step]"
NUMBERS = itertools.count()

Stand = Callable[..., str]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    store_library(folder)
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running:
        yield running


@pytest.fixture
def stand(server: Served) -> Stand:
    """Tell where a subject of the test's own is: one that comes back goes on from before."""
    return partial(check_in, server, f"led-{next(NUMBERS)}")


def check_in(server: Served, led: str, **where: object) -> str:
    """Tell where a subject is, and give the page that leads it."""
    answer = server.client.post(f"{TOY}/checkins", json={"subject": led, **where})
    answer.raise_for_status()
    return f"/f?branch=toy&{BOOK}&from=subject:{led}"


@pytest.fixture
def page(browser: Browser, server: Served, stand: Stand) -> Iterator[Page]:
    with watched_page(browser, str(server.client.base_url), viewport=PHONE) as opened:
        opened.goto(stand(kiosk="toy-1"))
        yield opened


def keep_standing(stand: Stand, page: Page, seconds: float, **where: object) -> None:
    for _ in range(round(seconds / 0.4)):
        stand(**where)
        page.wait_for_timeout(400)


def test_the_current_step_stands_once(page):
    first = page.locator(".steps li").first
    expect(page.locator(CARD)).to_contain_text(first.text_content().strip())
    expect(page.locator(WORD)).to_have_attribute("role", "status")
    expect(first).to_be_hidden()
    expect(page.locator(DOUBT)).to_contain_text("tarkka")
    expect(page.locator("[aria-current=step]")).to_have_count(1)


def test_the_list_goes_on_where_the_card_ends(page, stand):
    expect(page.locator(CARD)).to_be_visible()
    keep_standing(stand, page, 2.0, kiosk="toy-1")
    card = page.locator(WORD).text_content().lower()
    steps = page.locator(".steps li").all()
    assert steps
    for step in steps:
        assert step.is_visible() == (step.text_content().strip().lower() not in card)


def test_who_stands_at_the_shelf_has_arrived_and_who_leaves_is_led_back(page, stand):
    expect(page.locator(WORD)).not_to_be_empty()
    keep_standing(stand, page, 6.0, callno="84.2 LIN")
    expect(page.locator(WORD)).to_have_text(re.compile("Olet (perillä|lähellä)"))
    expect(page.locator(CARD)).to_be_visible()
    expect(page.locator(".steps li:visible")).to_have_count(0)
    far = {"level": "1", "x_m": 10.5, "y_m": 3.5, "sigma_m": 0.3}
    keep_standing(stand, page, 7.0, tap=far)
    expect(page.locator(WORD)).not_to_have_text(re.compile("Olet"))
    expect(page.locator(".steps .arrival")).to_be_visible()


@pytest.mark.parametrize(
    ("kind", "taps", "words"),
    [
        ("off_route", [("1", 10.5, 3.5)], "Et ole reitillä"),
        ("passed", [("1", 6.1, 4.0)], "Menit ohi"),
        ("wrong_level", [("2", 2.0, 6.0)], "Väärä kerros"),
    ],
)
def test_what_goes_wrong_is_told_as_the_server_finds_it(page, stand, kind, taps, words):
    card = page.locator("[data-live-card]")
    expect(card).to_have_attribute("data-kind", "go")
    for level, x_m, y_m in taps:
        tap = {"level": level, "x_m": x_m, "y_m": y_m, "sigma_m": 0.3}
        for _ in range(50):
            if card.get_attribute("data-kind") == kind:
                break
            keep_standing(stand, page, 0.4, tap=tap)
    expect(card).to_have_attribute("data-kind", kind)
    expect(page.locator(WORD)).to_contain_text(words)
    expect(page.locator(".steps .arrival")).to_be_visible()


def test_nothing_is_read_out_again_while_it_stays_the_same(page, stand):
    expect(page.locator(CARD)).to_be_visible()
    page.evaluate(
        """() => {
          window.changes = 0;
          const watched = document.querySelector("[data-live-word]");
          new MutationObserver((all) => (window.changes += all.length)).observe(watched, {
            childList: true, characterData: true, subtree: true,
          });
        }"""
    )
    keep_standing(stand, page, 3.0, kiosk="toy-1")
    assert page.evaluate("window.changes") == 0


def expect_the_way_in_the_list(page):
    """Expect a card without a step, and the current one in the list."""
    expect(page.locator("[data-live-card]")).to_have_attribute("data-kind", "offline")
    expect(page.locator(WORD)).to_contain_text("Ei verkkoyhteyttä")
    expect(page.locator(".steps li[aria-current=step]")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_count(1)


def test_without_a_network_the_page_says_so_and_goes_on_when_it_is_back(browser, server, stand):
    context = browser.new_context(base_url=str(server.client.base_url), viewport=PHONE)
    page = context.new_page()
    page.goto(stand(kiosk="toy-1"))
    expect(page.locator(CARD)).to_be_visible()
    context.set_offline(True)
    expect_the_way_in_the_list(page)
    context.set_offline(False)
    keep_standing(stand, page, 3.0, kiosk="toy-1")
    expect(page.locator(CARD)).to_be_visible()
    context.close()


def test_a_page_outlives_its_server(browser, tmp_path):
    folder = {"HYLLYKARTTA_DATA_DIR": str(tmp_path)}
    store_library(tmp_path)
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    with running_server(tmp_path / "log", **folder) as first:
        page.goto(f"{first.client.base_url}{check_in(first, 'led', kiosk='toy-1')}")
        expect(page.locator(CARD)).to_be_visible()
    expect_the_way_in_the_list(page)
    with running_server(tmp_path / "log", port=first.port, **folder) as second:
        expect(page.locator("[data-live-card]")).to_have_attribute("data-kind", "lost")
        keep_standing(partial(check_in, second, "led"), page, 3.0, kiosk="toy-1")
        expect(page.locator(CARD)).to_be_visible()
    context.close()


def test_without_script_the_page_has_the_steps(browser, server, stand):
    context = browser.new_context(
        base_url=str(server.client.base_url), viewport=PHONE, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(stand(kiosk="toy-1"))
    expect(page.locator(".steps .arrival")).to_contain_text("Hylly")
    expect(page.locator(DOUBT)).to_be_hidden()
    context.close()


@pytest.mark.parametrize("lang", ["fi", "sv", "en", "selko"])
def test_while_positions_start_up_the_pages_say_so_and_go_on_by_themselves(
    browser, server, stand, lang
):
    address = str(server.client.base_url)
    starting = True

    def still_starting(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "starting": starting})

    words = say("ui.starting", lang)
    path = f"/f?branch=toy&{BOOK}&from=subject:late-{lang}".replace("lang=fi", f"lang={lang}")
    with watched_page(browser, address, viewport=PHONE) as page:
        page.route("**/api/v1/health", still_starting)
        page.goto(path)
        expect(page.locator(WORD)).to_have_text(words)
        home = page.context.new_page()
        home.route("**/api/v1/health", still_starting)
        home.goto(f"/?branch=toy&lang={lang}&from=subject:late-{lang}")
        expect(home.locator("[data-here=starting]")).to_have_text(words)
        starting = False
        check_in(server, f"late-{lang}", kiosk="toy-1")
        expect(page.locator(CARD)).to_be_visible()
        expect(page.get_by_text(words)).to_have_count(0)
        expect(home.locator("[data-here=live]")).to_be_visible()
        expect(home.get_by_text(words)).to_be_hidden()
