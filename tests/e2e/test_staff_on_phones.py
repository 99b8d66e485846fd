"""The staff's pages fit a phone, and every job and the way out are under the thumb."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_signing_in import library, opened_page, server, sign_in_by_hand
from tests.support.browser import PHONE, overflows
from tests.support.people import PASSWORD

__all__ = ["library", "server"]

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
