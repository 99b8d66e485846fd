"""A shelf is walked with a scanner that types and by touch, offline and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_new_plan import server
from tests.support.axe import violations
from tests.support.browser import PHONE, TABLET, overflows, staff_page, wait_until
from tests.support.staff import sign_in

__all__ = ["server"]

pytestmark = pytest.mark.real

TOY = "/api/v1/branches/toy"
FACE = "/s/walk?branch=toy&lang=en&face=1A"
SEEN = ("84.2 AAL", "84.2 HEI", "84.2 KOS", "84.2 SAA")


def scan(page, text):
    """Type as a scanner does: very fast, Enter at the end."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def ready(page):
    expect(page.locator("main[data-ready]")).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/s/walk?branch=toy", FACE, "/s/misplaced?branch=toy"])
def test_no_rule_of_axe_is_broken(browser, server, path, scheme):
    base = str(server.client.base_url)
    with staff_page(browser, base, viewport=PHONE, color_scheme=scheme) as page:
        page.goto(path)
        assert violations(page) == []
        assert not overflows(page)


def test_a_scanner_alone_walks_a_face_and_the_draft_has_it(browser, server):
    with staff_page(browser, str(server.client.base_url), viewport=PHONE) as page:
        page.goto(FACE)
        ready(page)
        page.get_by_label("Bay 1").focus()
        for text in SEEN:
            scan(page, text)
        expect(page.locator("[data-bay][data-seen]")).to_have_count(4)
        expect(
            page.get_by_role("status").filter(has_text="4 bays are in the draft")
        ).to_be_visible()
        assert not overflows(page)
        page.get_by_role("link", name="Review and publish").click()
        expect(page).to_have_url(re.compile("/s/publish"))


def test_by_touch_an_empty_bay_is_marked_and_taken_back(browser, server):
    with staff_page(browser, str(server.client.base_url), viewport=TABLET, has_touch=True) as page:
        page.goto(FACE)
        ready(page)
        page.get_by_role("checkbox", name="Empty bay").nth(1).tap()
        expect(page.locator('[data-bay="2"][data-seen]')).to_be_attached()
        expect(page.locator("[data-said]")).to_contain_text("1 bay is in the draft")
        page.get_by_role("button", name="Undo the last").tap()
        expect(page.locator("[data-seen]")).to_have_count(0)
        expect(page.locator("[data-said]")).to_contain_text("taken back out of the draft, too")
        assert not overflows(page)


def test_an_order_error_is_told_on_the_device_at_once(browser, server):
    with staff_page(browser, str(server.client.base_url), viewport=PHONE) as page:
        page.goto(FACE)
        ready(page)
        page.get_by_label("Bay 1").fill("84.2 KOS")
        page.get_by_label("Bay 1").press("Enter")
        page.get_by_label("Bay 2").fill("84.2 AAL")
        page.get_by_label("Bay 2").press("Enter")
        expect(page.locator("[data-disorder]")).to_be_visible()


def test_offline_the_walk_goes_on_and_is_sent_when_the_network_is_back(browser, server):
    context = sign_in(browser.new_context(base_url=str(server.client.base_url), viewport=PHONE))
    try:
        page = context.new_page()
        page.goto(FACE)
        expect(page.locator("main[data-kept]")).to_be_attached()
        context.set_offline(True)
        page.get_by_label("Bay 1").focus()
        scan(page, SEEN[0])
        scan(page, "84.2 HUO")
        strip = page.get_by_role("region", name="The borders on this side now")
        expect(strip.get_by_role("listitem").nth(0)).to_contain_text("84.2 AAL – 84.2 HUO")
        expect(strip.locator("[data-moved]")).to_have_count(1)
        expect(page.locator("[data-said]")).to_contain_text("2 bays wait on this device")
        page.reload()
        ready(page)
        expect(page.get_by_label("Bay 2")).to_have_value("84.2 HUO")
        context.set_offline(False)
        expect(page.locator("[data-said]")).to_contain_text("2 bays are in the draft")
        page.evaluate("navigator.serviceWorker.controller.postMessage('sign-out')")
        wait_until(lambda: not page.evaluate("caches.has('hyllykartta-walk')"))
    finally:
        context.close()


def test_what_a_server_that_was_away_did_not_get_is_sent_anew_without_a_word(browser, server):
    context = sign_in(browser.new_context(base_url=str(server.client.base_url), viewport=PHONE))
    try:
        page = context.new_page()
        page.clock.install()
        page.goto(FACE)
        ready(page)
        page.route("**/walks*", lambda route: route.abort())
        page.get_by_label("Bay 1").focus()
        scan(page, SEEN[0])
        expect(page.locator("[data-said]")).to_contain_text("1 bay waits on this device")
        page.unroute("**/walks*")
        page.clock.fast_forward(15_000)
        expect(page.locator("[data-said]")).to_contain_text("1 bay is in the draft")
    finally:
        context.close()


def test_offline_bays_are_scanned_on_and_checked_when_the_network_is_back(browser, server):
    base = str(server.client.base_url)
    with staff_page(browser, base, viewport=PHONE, has_touch=True) as page:
        page.goto("/s/misplaced?branch=toy&lang=en")
        expect(page.locator("main[data-kept]")).to_be_attached()
        page.context.set_offline(True)
        page.get_by_label("Barcodes or call numbers").focus()
        for text in ("84.2 KOS", "84.2 LIN"):
            scan(page, text)
        page.get_by_role("button", name="Check the order").tap()
        expect(page.locator("[data-found]")).to_contain_text("2 items wait on this device")
        page.reload()
        ready(page)
        page.get_by_role("button", name="Next bay").tap()
        for text in ("84.2 AAL", "84.2 UUS", "84.2 BBB", "84.2 CCC"):
            scan(page, text)
        expect(page.get_by_text("6 items · 2 bays")).to_be_visible()
        page.context.set_offline(False)
        expect(page.locator(".astray li")).to_have_count(1)
        expect(page.locator(".astray li")).to_contain_text("Bay 2: Scan 2 is out of order")
        expect(page.get_by_role("button", name="Print")).to_be_visible()
        page.get_by_role("button", name="Clear").tap()
        page.get_by_role("button", name="Undo").tap()
        expect(page.get_by_text("6 items · 2 bays")).to_be_visible()
        assert violations(page) == []
        assert not overflows(page)
