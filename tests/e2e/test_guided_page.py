"""A reader who is led on a phone, in a real browser over a real server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PHONE, watched_page
from tests.support.library import store_library
from tests.support.served import Served, running_server

pytestmark = pytest.mark.real

TOY = "/api/v1/branches/toy"
BOOK = "callno=84.2+LIN&partition=aik-kauno&lang=fi"
LED = f"/f?branch=toy&{BOOK}&from=subject:led"
WORD, NEXT = "[data-live-word]", "[data-live-next]"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    store_library(folder)
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    stand(server, kiosk="toy-1")
    with watched_page(browser, str(server.client.base_url), viewport=PHONE) as opened:
        opened.goto(LED)
        yield opened


def stand(server: Served, **where: object) -> None:
    answer = server.client.post(f"{TOY}/checkins", json={"subject": "led", **where})
    answer.raise_for_status()


def keep_standing(server: Served, page: Page, seconds: float, **where: object) -> None:
    for _ in range(round(seconds / 0.4)):
        stand(server, **where)
        page.wait_for_timeout(400)


def test_the_page_says_what_to_do_and_what_comes_next(page, server):
    first = page.locator(".steps li").first.inner_text()
    expect(page.locator(WORD)).to_have_text(re.compile(re.escape(first)))
    expect(page.locator(WORD)).to_have_attribute("role", "status")
    said = page.locator(WORD).inner_text() + page.locator(NEXT).inner_text()
    assert "Sitten: " in said or "Seuraavaksi: " in said
    expect(page.locator(NEXT)).to_contain_text("tarkka")
    expect(page.locator(".steps li[aria-current=step]")).to_have_count(1)


def test_who_stands_at_the_shelf_has_arrived_and_who_leaves_is_led_back(page, server):
    expect(page.locator(WORD)).not_to_be_empty()
    keep_standing(server, page, 6.0, callno="84.2 LIN")
    expect(page.locator(WORD)).to_have_text(re.compile("Olet (perillä|lähellä)"))
    expect(page.locator(".steps .arrival")).to_have_attribute("aria-current", "step")
    expect(page.locator(".steps li:visible")).to_have_count(1)
    far = {"level": "1", "x_m": 10.5, "y_m": 3.5, "sigma_m": 0.3}
    keep_standing(server, page, 7.0, tap=far)
    expect(page.locator(WORD)).not_to_have_text(re.compile("Olet"))
    expect(page.locator(".steps li").first).to_have_attribute("aria-current", "step")


def test_nothing_is_read_out_again_while_it_stays_the_same(page, server):
    expect(page.locator(WORD)).not_to_be_empty()
    page.evaluate(
        """() => {
          window.changes = 0;
          const watched = document.querySelector("[data-live-word]");
          new MutationObserver((all) => (window.changes += all.length)).observe(watched, {
            childList: true, characterData: true, subtree: true,
          });
        }"""
    )
    keep_standing(server, page, 3.0, kiosk="toy-1")
    assert page.evaluate("window.changes") == 0


def test_without_script_the_page_has_the_steps(browser, server):
    stand(server, kiosk="toy-1")
    context = browser.new_context(
        base_url=str(server.client.base_url), viewport=PHONE, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(LED)
    expect(page.locator(".steps .arrival")).to_contain_text("Hylly")
    expect(page.locator(NEXT)).to_be_hidden()
    context.close()
