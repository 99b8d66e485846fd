"""Getting in and out of the staff's pages, by keyboard and by touch."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from api.settings import Settings
from tests.support.axe import violations
from tests.support.browser import PHONE, TABLET, overflows
from tests.support.library import store_library
from tests.support.people import PASSWORD, add_person
from tests.support.served import Served, running_server

pytestmark = pytest.mark.real

OTHER = "kolme suurta hirveä"
WAITS = """() => new Promise((done) => {
  const asked = indexedDB.open("hyllykartta-drafts@johto", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "key" });
  asked.onsuccess = () => {
    const change = asked.result.transaction("outbox", "readwrite");
    change.objectStore("outbox").put({ key: "1", draft: "d", page: "p", number: 1, base: 1 });
    change.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
STILL_WAITS = """() => new Promise((done) => {
  const asked = indexedDB.open("hyllykartta-drafts@johto", 1);
  asked.onsuccess = () => {
    const count = asked.result.transaction("outbox").objectStore("outbox").count();
    count.onsuccess = () => done(count.result);
  };
})"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    stored = store_library(tmp_path_factory.mktemp("library"), staffed=False)
    add_person(stored, "johto", "administrator")
    add_person(stored, "hylly1", "shelver", "toy", must_change=True)
    return stored


@pytest.fixture(scope="module")
def server(library: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("log") / "log"
    with running_server(log, HYLLYKARTTA_DATA_DIR=str(library.data_dir)) as running:
        yield running


@contextmanager
def opened_page(browser: Browser, server: Served, **context: object) -> Iterator[Page]:
    """Open a page; that it is refused is no complaint here."""
    complaints: list[str] = []
    own = browser.new_context(base_url=str(server.client.base_url), locale="fi-FI", **context)
    page = own.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    own.close()
    assert complaints == []


def type_in(page: Page, *texts: str) -> None:
    """Type into the fields of a form, from the one that has the focus on, and send it."""
    page.keyboard.type(texts[0])
    for text in texts[1:]:
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def check_looks(page: Page) -> None:
    assert violations(page) == []
    assert not overflows(page)


def test_a_first_password_is_changed_by_keyboard_alone_on_the_way_to_the_walk(browser, server):
    with opened_page(browser, server, viewport=TABLET) as page:
        page.goto("/s/walk?branch=toy")
        check_looks(page)
        type_in(page, "hylly1", PASSWORD)
        expect(page.get_by_role("heading", name="Valitse oma salasana")).to_be_visible()
        check_looks(page)
        type_in(page, PASSWORD, "salasana2026", "salasana2026")
        expect(page.get_by_role("alert")).to_contain_text("helppo arvata")
        type_in(page, PASSWORD, OTHER, OTHER)
        page.wait_for_url("**/s/walk?branch=toy")
        expect(page.get_by_role("link", name="hylly1")).to_be_visible()
        page.goto("/s/people")
        expect(page.locator("main")).to_contain_text("ylläpitäjä: johto")
        check_looks(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_touch_a_person_is_added_and_what_waits_on_the_tablet_outlives_signing_out(
    browser, server, scheme
):
    device = {"viewport": PHONE, "has_touch": True, "color_scheme": scheme}
    with opened_page(browser, server, **device) as page:
        page.goto("/s/login")
        page.get_by_label("Tunnus").fill("johto")
        page.get_by_label("Salasana", exact=True).fill("väärä salasana")
        page.get_by_role("button", name="Kirjaudu sisään").tap()
        expect(page.get_by_role("alert")).to_contain_text("väärin")
        page.get_by_label("Näytä salasana").check()
        page.get_by_label("Salasana", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Kirjaudu sisään").tap()
        page.wait_for_url(re.compile("/s$"))
        page.goto("/s/people?branch=toy")
        page.get_by_role("textbox", name="Tunnus").fill(f"kesä-{scheme}")
        page.locator("[name=role]").select_option(label="muokkaaja")
        page.get_by_role("button", name="Lisää tunnus").tap()
        expect(page.locator(".secret")).to_be_visible()
        page.locator("summary").filter(has_text=f"kesä-{scheme}").tap()
        check_looks(page)
        page.get_by_role("button", name=re.compile(f"Sulje tunnus.*kesä-{scheme}")).tap()
        expect(page.locator("main [role=status]")).to_contain_text("on suljettu")
        page.goto("/s/me")
        check_looks(page)
        page.evaluate(
            "caches.open('hyllykartta-walk').then((kept) => kept.add('/static/shared/icon.svg'))"
        )
        page.evaluate(WAITS)
        page.get_by_role("button", name="Kirjaudu ulos kaikkialta").tap()
        expect(page.get_by_role("dialog")).to_contain_text("lähettämätöntä työtä")
        check_looks(page)
        page.get_by_role("button", name="Jää tänne").tap()
        page.get_by_role("button", name="Kirjaudu ulos kaikkialta").tap()
        page.get_by_role("button", name="Jätä odottamaan ja kirjaudu ulos").tap()
        expect(page.locator("main [role=status]")).to_contain_text("Olet kirjautunut ulos")
        page.wait_for_function("caches.has('hyllykartta-walk').then((kept) => !kept)")
        assert page.evaluate(STILL_WAITS) == 1
        assert page.goto("/s/me").status == 401


def sign_in_by_hand(page: Page, name: str, password: str) -> None:
    page.goto("/s/login?lang=fi&to=/s%3Fbranch%3Dtoy")
    page.locator("#name").fill(name)
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")
    page.wait_for_url(re.compile(r"/s\?"))


def test_on_a_shared_tablet_what_one_scanned_is_neither_seen_nor_sent_by_the_next(
    browser, library, server
):
    add_person(library, "hylly2", "shelver", "toy")
    with opened_page(browser, server, viewport=TABLET) as page:
        sign_in_by_hand(page, "johto", PASSWORD)
        page.goto("/s/misplaced?branch=toy")
        expect(page.locator("main[data-ready]")).to_be_attached()
        page.locator("#items").fill("84.2 KOS\n84.2 AAL")
        page.goto("/s/walk?branch=toy&face=1A&lang=fi")
        expect(page.locator("main[data-ready]")).to_be_attached()
        page.context.clear_cookies()
        page.locator("#first-1").fill("84.2 AAL")
        page.locator("#first-1").press("Enter")
        expect(page.locator("[data-said]")).to_contain_text("Istunto on päättynyt")
        page.goto("/s/login?lang=fi")
        expect(page.locator("[data-waiting-of]")).to_contain_text("johto")
        sign_in_by_hand(page, "hylly2", PASSWORD)
        expect(page.locator("[data-waiting-of]")).to_contain_text("johto")
        check_looks(page)
        page.goto("/s/misplaced?branch=toy")
        expect(page.locator("main[data-ready]")).to_be_attached()
        assert page.locator("#items").input_value() == ""
        page.goto("/s/walk?branch=toy&face=1A")
        expect(page.locator("main[data-ready]")).to_be_attached()
        assert page.locator("#first-1").input_value() == ""
        page.locator(".rail > ul [data-sign-out] button").click()
        expect(page.locator("[data-waiting-of]")).to_contain_text("johto")
        sign_in_by_hand(page, "johto", PASSWORD)
        page.goto("/s/misplaced?branch=toy")
        expect(page.locator("#items")).to_have_value("84.2 KOS\n84.2 AAL")
        page.goto("/s/walk?branch=toy&face=1A&lang=fi")
        expect(page.locator("[data-said]")).to_contain_text("on luonnoksessa")
        page.locator(".rail > ul [data-sign-out] button").click()
        expect(page.get_by_role("dialog")).to_contain_text("lähettämätöntä työtä")
