"""A key is made, used and revoked by keyboard, and the log tells of it, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_new_plan import server
from tests.support.axe import violations
from tests.support.browser import TABLET, overflows, staff_page

__all__ = ["server"]

pytestmark = pytest.mark.real

SEEN = "fetch('/k/toy-1/seen', { method: 'POST' }).then((answer) => answer.status)"


def in_both_schemes(page):
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found += violations(page)
    return found


def test_a_key_is_made_used_and_revoked_by_keyboard_and_the_log_tells_of_it(browser, server):
    address = str(server.client.base_url)
    with staff_page(browser, address, viewport=TABLET) as page:
        page.goto("/s/tokens?branch=toy&lang=fi")
        page.get_by_label("Nimi").focus()
        page.keyboard.type("Aula")
        page.keyboard.press("Tab")
        page.keyboard.type("Kioski")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        made = page.get_by_label(re.compile("Osoite, joka"))
        expect(made).to_have_value(re.compile(r"/k/toy-1\?token=hk_k_\w{36}$"))
        expect(page.get_by_role("button", name="Kopioi osoite")).to_be_visible()
        assert in_both_schemes(page) == []
        assert not overflows(page)

        page.goto(made.input_value())
        expect(page).to_have_url(re.compile(r"/k/toy-1$"))
        assert "hk_k_" not in page.evaluate("document.cookie")
        assert (
            page.evaluate("fetch('/k/toy-1/seen', {method: 'POST'}).then((a) => a.status)") == 204
        )

        page.goto("/s/tokens?branch=toy&lang=fi")
        page.locator("main summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="mitätöity")).to_be_visible()

        page.goto("/s/log?branch=toy&lang=fi")
        page.get_by_label("Mitä").focus()
        page.keyboard.type("Laite")
        page.get_by_role("button", name="Näytä").focus()
        page.keyboard.press("Enter")
        lines = page.locator(".lines li")
        expect(lines).to_have_count(2)
        expect(lines.first).to_contain_text("mitätöi laiteavaimen ”Aula”")
        expect(page.get_by_label("Mitä")).to_have_value("tokens")
        assert in_both_schemes(page) == []
        assert not overflows(page)
        lines.first.get_by_role("link", name="Avaa").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Laiteavaimet")).to_be_visible()
