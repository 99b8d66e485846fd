"""The staff's pages fit a phone, and every job and the way out are under the thumb."""

import dataclasses
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from api.settings import Settings
from api.storage.drafts import create_draft
from api.storage.plans import publish_plan
from api.storage.publications import schedule_publication
from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from floorplans.model import Plan
from tests.e2e.test_signing_in import opened_page, server, sign_in_by_hand
from tests.support.browser import PHONE, SMALL_PHONE, overflows
from tests.support.fitting import faults
from tests.support.library import CREATED_AT, store_library
from tests.support.moved import moved_plan
from tests.support.people import PASSWORD, add_person
from tests.support.plans import toy_plan
from tests.support.routes import TABLE, Ground

__all__ = ["server"]

pytestmark = pytest.mark.real

PAGES = (
    *("", "/walk", "/misplaced", "/ranges", "/ranges/names", "/layout", "/versions", "/publish"),
    *("/items", "/live", "/people", "/log", "/tokens", "/me"),
)
TOO_SMALL = """() => [...document.querySelectorAll(".rail :is(a, button, summary)")]
  .filter((each) => each.checkVisibility())
  .map((each) => [each.textContent, each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44 || box.left < 0 || box.right > innerWidth)
  .map(([text]) => text)"""


def test_no_page_scrolls_sideways_and_the_menu_leads_everywhere_without_script(browser, server):
    device = {"viewport": PHONE, "has_touch": True, "java_script_enabled": False}
    with opened_page(browser, server, **device) as page:
        sign_in_by_hand(page, "johto", PASSWORD)
        wide = []
        for path in PAGES:
            page.goto(f"/s{path}?branch=toy")
            if overflows(page):
                wide.append(path)
            assert page.evaluate(TOO_SMALL) == [], path
        assert wide == []
        menu = page.locator(".rail .more")
        menu.locator("summary").tap()
        expect(menu.get_by_role("link", name="johto")).to_be_in_viewport(ratio=1)
        assert page.evaluate(TOO_SMALL) == []
        menu.get_by_role("button", name="Kirjaudu ulos").tap()
        expect(page.locator("main [role=status]")).to_contain_text("Olet kirjautunut ulos")


LATER = datetime(2031, 1, 6, 7, tzinfo=UTC)
BARE, FIRST = "bare", "first"
"""A branch that has a plan and nothing else, and who has not chosen a password yet."""

WINDOWS = ((PHONE, 100), (SMALL_PHONE, 200))
"""With the size of text in percent."""

NO_PAGES = (
    ".js",
    ".csv",
    "/s/layout/file",
    "/s/ranges/table",
    "/s/publish/hours",
    "/s/items/refused",
)
MORE = (
    *("/s/walk?", "/s/ranges?draft={draft}&partition=aik-tieto"),
    "/s/ranges/groups?draft={draft}&partition=aik-kauno",
)
"""What is no page to look at, and pages in another state than the table of routes asks them in."""

UNFIT = """<html class="staff"><meta name="viewport" content="width=device-width">
  <div style="width: 500px; height: 2000px"><p style="font-size: .8rem">Pieni</p>
    <button style="height: 30px">Matala</button><p>Lause, jossa on <a href="#">linkki</a>.</p>
    <p style="width: 3em">Kartta vaihtuu asiakkaiden silmien edessä, kun on aika.</p>
    <button style="height: 48px; margin-top: 1000px">Alla</button></div>
  <nav class="rail" style="position: sticky; bottom: 0; height: 60px"></nav></html>"""


def bare_plan() -> Plan:
    """Give a plan of walls and shelves alone."""
    nothing: dict[str, Any] = dict.fromkeys(("ranges", "kiosks", "radios", "locator_points"), ())
    return dataclasses.replace(toy_plan(), id=BARE, **nothing)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    stored = store_library(tmp_path_factory.mktemp("library"), staffed=False)
    add_person(stored, "johto", "administrator")
    add_person(stored, FIRST, "shelver", "toy", must_change=True)
    with closing(prepare_database(stored.database)) as database:
        ensure_branch(database, bare_plan(), (), CREATED_AT)
        hash_ = publish_plan(database, moved_plan(), CREATED_AT, note="moved")
        schedule_publication(database, moved_plan().id, hash_, LATER, CREATED_AT, note="Kesä")
    return stored


@pytest.fixture(scope="module")
def drafts(library: Settings) -> dict[str, str]:
    with closing(prepare_database(library.database)) as database:
        changed = create_draft(database, toy_plan(), CREATED_AT, name="Kesän siirrot")
        bare = create_draft(database, bare_plan(), CREATED_AT)
    return {"toy": changed.id, BARE: bare.id}


def addresses(branch: str, draft: str) -> Iterator[str]:
    """Give the addresses of all pages of the staff, of a branch, in Finnish."""
    at = Ground(branch, draft, "-", "-", "-", "-", "-", "-", "-")
    for route in TABLE:
        if route.is_page and route.is_safe and not route.path.endswith(NO_PAGES):
            asked = route.request(at, toy_plan())
            yield f"{asked['url']}?{urlencode({**asked.get('params', {}), 'lang': 'fi'})}"
    for path in MORE:
        yield f"{path.format(draft=draft)}&branch={branch}&lang=fi"


def check(page: Page) -> list[str]:
    """Tell what does not fit in a page, once an editor is ready."""
    if page.locator("[data-editor]").count():
        page.locator("[data-ready] plan-checks .count").wait_for(state="attached")
    return [
        f"{size['width']} px, {text} %: {each}"
        for size, text in WINDOWS
        for each in faults(page, size, text)
    ]


def test_every_page_fits_a_phone_and_a_small_one_with_text_of_twice_the_size(
    browser, server, drafts
):
    found = {}
    with opened_page(browser, server, viewport=PHONE, has_touch=True) as page:
        page.goto("/s/login?lang=fi")
        found["sign in"] = check(page)
        page.locator("#name").fill(FIRST)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        expect(page.get_by_role("heading", name="Valitse oma salasana")).to_be_visible()
        found["first password"] = check(page)
        page.context.clear_cookies()
        sign_in_by_hand(page, "johto", PASSWORD)
        for branch, draft in drafts.items():
            for address in [each for each in addresses(branch, draft) if each not in found]:
                page.goto(address)
                found[address] = check(page)
    assert {address: each for address, each in found.items() if each} == {}


def test_what_does_not_fit_is_told(browser, server):
    with opened_page(browser, server) as page:
        page.set_content(UNFIT)
        told = faults(page, PHONE, 100)
    assert {each.partition(":")[0] for each in told} == {
        *("wide", "low", "small", "narrow", "covered")
    }
    assert not [each for each in told if "linkki" in each]
