"""Open pages take up a new version of the plan, in a real browser over a real server."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, Page, expect

from api.storage.plans import store_version
from api.storage.upgrade import prepare_database
from floorplans.formats.native import plan_hash
from tests.support.browser import DESK, KIOSK, PHONE, page_at, wait_until
from tests.support.library import CREATED_AT, store_library
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.served import Served, running_server

pytestmark = pytest.mark.real

TOY = "/api/v1/branches/toy"
BOOK = "callno=84.2+LIN&partition=aik-kauno&lang=fi"
PLACE = f"/f?branch=toy&{BOOK}"
OLD, NEW = plan_hash(toy_plan()), plan_hash(moved_plan())
WITHOUT_BOOK = moved_plan(drop_ranges=("r1", "r2"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    with closing(prepare_database(store_library(folder).database)) as database:
        for plan in (moved_plan(), WITHOUT_BOOK):
            store_version(database, plan, CREATED_AT)
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running:
        yield running


@pytest.fixture
def publish(server: Served) -> Iterator[object]:
    """Publish a version; afterwards the old one is back."""

    def publish_(hash_: str) -> None:
        answer = server.staff.post(f"{TOY}/versions/{hash_}/publish")
        assert answer.json()["served"] is True

    publish_(OLD)
    yield publish_
    publish_(OLD)


@pytest.fixture
def open_page(browser: Browser, server: Served) -> Iterator[object]:
    address = str(server.client.base_url)
    with ExitStack() as stack:

        def open_(path: str, size: dict[str, int]) -> Page:
            page = stack.enter_context(page_at(browser, address, path, viewport=size))
            page.evaluate("window.loadedOnce = true")
            return page

        yield open_


def shows(page: Page, hash_: str) -> None:
    """Wait until a page shows a version, and see that it was not loaded anew for it."""
    expect(page.locator("body")).to_have_attribute("data-version", hash_)
    assert page.evaluate("window.loadedOnce") is True


def test_an_open_place_page_shows_the_new_way_to_a_moved_shelf(open_page, publish):
    page = open_page(PLACE, PHONE)
    way = page.locator("figure:not([hidden]) .m-route").first
    before = way.get_attribute("d")
    assert "hylly\u00a01" in page.locator(".where").inner_text()
    page.get_by_role("button", name="Tulosta").focus()
    page.evaluate("scrollTo(0, 200)")
    scrolled = page.evaluate("scrollY")
    publish(NEW)
    shows(page, NEW)
    assert way.get_attribute("d") != before
    assert "hylly\u00a011" in page.locator(".where").inner_text()
    expect(page.locator(".steps .arrival")).to_contain_text("Hylly\u00a011")
    expect(
        page.get_by_role("status").filter(has_text="reitti laskettiin uudelleen")
    ).to_be_visible()
    assert page.evaluate("scrollY") == scrolled
    assert page.evaluate("document.activeElement.innerText.trim()") == "Tulosta"
    assert page.get_by_role("button", name="Tulosta").is_visible()


def test_a_level_that_the_reader_chose_and_its_zoom_stay(open_page, publish):
    page = open_page(PLACE, PHONE)
    page.get_by_role("button", name="2. kerros").click()
    page.get_by_role("button", name="Lähennä").click()
    ground = page.locator("figure:not([hidden]) .map-stack > svg").first
    box = ground.get_attribute("viewBox")
    publish(NEW)
    shows(page, NEW)
    assert page.locator("figure:not([hidden])").get_attribute("data-level") == "2"
    assert ground.get_attribute("viewBox") == box
    page.get_by_role("button", name="1. kerros").click()
    assert page.locator("figure:not([hidden])").get_attribute("data-level") == "1"


def test_a_page_that_was_offline_meanwhile_takes_the_version_up_when_it_is_back(
    browser, server, publish
):
    context = browser.new_context(base_url=str(server.client.base_url), viewport=PHONE)
    page = context.new_page()
    page.goto(PLACE)
    page.evaluate("window.loadedOnce = true")
    context.set_offline(True)
    publish(NEW)
    context.set_offline(False)
    shows(page, NEW)
    context.close()


def test_a_page_that_was_not_seen_meanwhile_takes_the_version_up_when_it_is(open_page, publish):
    page = open_page(PLACE, PHONE)
    hide = """(hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    publish(NEW)
    page.wait_for_timeout(2500)
    expect(page.locator("body")).to_have_attribute("data-version", OLD)
    page.evaluate(hide, False)
    shows(page, NEW)


def test_the_dot_of_a_followed_subject_stays_and_the_way_begins_there(open_page, publish, server):
    body = {"subject": "reader", "point": "T1A01"}
    server.client.post(f"{TOY}/checkins", json=body).raise_for_status()
    page = open_page(f"{PLACE}&from=subject:reader", PHONE)
    dot = page.locator("figure:not([hidden]) .m-dotgroup[data-subject=reader]")
    expect(dot).to_be_attached()
    at = dot.get_attribute("transform")
    publish(NEW)
    shows(page, NEW)
    assert page.locator("figure:not([hidden]) .m-dotgroup[data-subject=reader]").count() == 1
    assert dot.get_attribute("transform") == at
    expect(page.locator("[data-live-word]")).not_to_be_empty()
    server.client.post(f"{TOY}/checkins", json=body).raise_for_status()
    expect(page.locator("[aria-current=step]")).to_have_count(1)
    expect(page.locator(".steps .arrival")).to_contain_text("Hylly\u00a011")


def test_a_place_that_is_no_more_is_told(browser, server, publish):
    context = browser.new_context(base_url=str(server.client.base_url), viewport=PHONE)
    page = context.new_page()
    page.goto(PLACE)
    publish(plan_hash(WITHOUT_BOOK))
    expect(page.locator(".missing h1")).to_have_text(re.compile("kartalla"))
    context.close()


def test_results_and_the_map_behind_them_are_brought_up_to_date(open_page, publish):
    page = open_page("/?branch=toy&lang=fi", PHONE)
    page.get_by_role("searchbox").fill("tuntematon sotilas")
    result = page.locator(".results li").first
    expect(result).to_contain_text("hylly\u00a01")
    publish(NEW)
    shows(page, NEW)
    expect(result).to_contain_text("hylly\u00a011")
    expect(page.get_by_role("searchbox")).to_have_value("tuntematon sotilas")
    page.get_by_role("searchbox").fill("")
    labels = page.locator("figure:not([hidden]) .m-map text", has_text=re.compile(r"^11"))
    expect(labels.first).to_be_attached()


def test_a_kiosk_that_guides_shows_the_new_way_and_its_buttons_work(open_page, publish):
    page = open_page(f"/k/toy-1?{BOOK}", KIOSK)
    publish(NEW)
    shows(page, NEW)
    expect(page.locator(".steps .arrival")).to_contain_text("Hylly\u00a011")
    assert page.get_by_role("button", name="Tulosta").is_visible()
    page.get_by_role("link", name="Lopeta").last.click()
    expect(page.locator(".screen.resting")).to_be_visible()


def test_a_kiosk_at_rest_takes_the_map_up_without_a_word(open_page, publish):
    page = open_page("/k/toy-1?lang=fi", KIOSK)
    publish(NEW)
    shows(page, NEW)
    assert page.locator("[data-plan-word]").inner_text() == ""
    page.get_by_role("searchbox").click()
    expect(page.locator(".screen.searching")).to_be_visible()


def test_the_staff_go_on_seeing_who_is_where(open_page, publish, server):
    body = {"subject": "trolley", "point": "T1A01"}
    server.client.post(f"{TOY}/checkins", json=body).raise_for_status()
    page = open_page("/s/live?branch=toy&lang=fi", DESK)
    dot = page.locator("figure .m-dotgroup[data-subject=trolley]:not([display=none])")
    expect(dot).to_have_count(1)
    publish(NEW)
    shows(page, NEW)
    expect(dot).to_have_count(1)
    expect(page.locator("tr[data-subject=trolley]")).to_have_count(1)
    wait_until(lambda: "päivitettiin" in page.locator("[data-plan-word]").inner_text())
