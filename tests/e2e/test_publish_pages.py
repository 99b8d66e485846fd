"""A draft is previewed, published and taken back, by touch and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from floorplans.formats.native import format_plan, plan_hash
from tests.e2e.test_new_plan import server
from tests.support.browser import KIOSK, TABLET, overflows, staff_page, watched_page
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan

__all__ = ["server"]

pytestmark = pytest.mark.real

TOY = "/api/v1/branches/toy"


@pytest.fixture
def draft(server):
    """Begin a draft of the moved library; afterwards the library is as it was."""
    begun = server.staff.post(f"{TOY}/drafts", json={"name": "Hyllyt uusiksi"}).json()
    server.staff.put(
        f"{TOY}/drafts/{begun['id']}",
        content=format_plan(moved_plan()),
        headers={"If-Match": f'"{begun["revision"]}"'},
    )
    yield begun["id"]
    server.staff.post(f"{TOY}/versions/{plan_hash(toy_plan())}/publish")


def test_a_draft_is_published_by_touch_and_the_kiosk_shows_it_until_one_touch_takes_it_back(
    browser, server, draft
):
    address = str(server.client.base_url)
    with (
        staff_page(browser, address, viewport=TABLET, has_touch=True) as page,
        watched_page(browser, address, viewport=KIOSK) as kiosk,
    ):
        kiosk.goto("/k/toy-1?callno=84.2+LIN&lang=fi")
        page.goto(f"/s/preview/{draft}?branch=toy&lang=fi")
        page.get_by_role("link", name="Pyörätuolilla").tap()
        page.get_by_label("Minkä kirjan paikkaa katsotaan?").fill("84.2 LIN")
        page.get_by_role("button", name="Hae").tap()
        expect(page.locator(".steps .arrival")).to_contain_text("11")
        assert not overflows(page)
        page.get_by_role("link", name="Julkaise…").tap()
        expect(page.locator(".m-before")).to_be_attached()
        page.get_by_label("Miksi?").fill("Uusi järjestys")
        page.reload()
        expect(page.get_by_label("Miksi?")).to_have_value("Uusi järjestys")
        page.get_by_role("button", name="Julkaise", exact=True).tap()
        expect(page.get_by_role("status").filter(has_text="Julkaistu")).to_be_visible()
        expect(kiosk.locator("body")).to_have_attribute("data-version", plan_hash(moved_plan()))
        page.get_by_role("button", name="Palauta edellinen versio").tap()
        expect(page.get_by_role("status").filter(has_text="taas kartalla")).to_be_visible()
        expect(kiosk.locator("body")).to_have_attribute("data-version", plan_hash(toy_plan()))


def _hours(route):
    closed = "2031-01-07" in route.request.url
    told = ("closed until Monday", "2031-01-13T09:00", "Take Monday") if closed else ("", "", "")
    return {**dict(zip(("told", "opens", "offer"), told, strict=True)), "closed_day": closed}


def test_a_publication_at_a_time_is_made_and_cancelled_by_keyboard(browser, server, draft):
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        page.goto(f"/s/publish?branch=toy&lang=en&draft={draft}")
        page.get_by_role("radio", name="Now").focus()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="before opening")).to_be_checked()
        expect(page.get_by_label("Day and hour", exact=True)).to_be_hidden()
        page.route("**/s/publish/hours?*", lambda route: route.fulfill(json=_hours(route)))
        page.keyboard.press("ArrowDown")
        field = page.get_by_label("Day and hour", exact=True)
        field.fill("2031-01-07T07:00")
        expect(page.get_by_text("closed until Monday")).to_be_visible()
        page.get_by_role("button", name="Take Monday").focus()
        page.keyboard.press("Enter")
        expect(field).to_have_value("2031-01-13T09:00")
        expect(field).to_be_focused()
        expect(page.get_by_role("button", name="Take Monday")).to_be_hidden()
        page.get_by_role("radio", name="before opening").check()
        page.get_by_label("Why?").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Waiting to be published")).to_be_visible()
        page.get_by_role("button", name="Cancel the publication").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="is cancelled")).to_be_visible()
        expect(page.get_by_role("heading", name="Waiting to be published")).to_have_count(0)
