"""One draft in the editor over the real server: undone after a reload, shared, without network."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_layout_canvas import BLOCK, SHELF, body_of, choose, drawn, server
from tests.support.axe import violations
from tests.support.browser import TABLET, overflows, staff_page, wait_until
from tests.support.dxf_files import draw_library
from tests.support.hands import Fingers, middle_of
from tests.support.served import Served
from tests.support.staff import sign_in

__all__ = ["server"]

pytestmark = pytest.mark.real

DRAFTS = "/api/v1/branches/keskusta/drafts"

Open = Callable[..., Page]


@pytest.fixture
def draft(server: Served) -> str:
    return server.staff.post(DRAFTS, json={"name": "Comics"}).json()["id"]


@pytest.fixture
def open_draft(browser: Browser, server: Served, draft: str) -> Iterator[Open]:
    """Open the draft in a window of its own."""
    with ExitStack() as stack:

        def open_(**context: Any) -> Page:
            page = stack.enter_context(
                staff_page(browser, str(server.client.base_url), viewport=TABLET, **context)
            )
            page.goto(f"/s/layout/{draft}?branch=keskusta&lang=en")
            expect(page.locator("[data-ready]")).to_be_attached()
            return page

        yield open_


@pytest.fixture
def deaf_page(browser: Browser, server: Served, draft: str) -> Iterator[Page]:
    """Open the draft for another person where nothing is heard of others; the browser complains."""
    address = str(server.client.base_url)
    context = sign_in(browser.new_context(base_url=address, viewport=TABLET), "editor")
    page = context.new_page()
    page.route("**/drafts/*/events*", lambda route: route.abort())
    page.goto(f"/s/layout/{draft}?branch=keskusta&lang=en")
    expect(page.locator("[data-ready]")).to_be_attached()
    yield page
    context.close()


def stored(server: Served, draft: str, id: str) -> dict[str, Any]:
    plan = server.staff.get(f"{DRAFTS}/{draft}").json()["plan"]
    return next(each for each in plan["shelves"] if each["id"] == id)


def path_of(page: Page, id: str) -> str | None:
    return body_of(page, id).get_attribute("d")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.locator("plan-canvas").press(key)


def test_what_was_moved_by_touch_is_undone_after_a_reload(open_draft, server, draft):
    page = open_draft(has_touch=True)
    before = stored(server, draft, SHELF)
    choose(page, *BLOCK)
    x, y = middle_of(body_of(page, SHELF))
    Fingers(page).drag((x, y + 20), (x - 60, y + 60))
    wait_until(lambda: stored(server, draft, SHELF)["x_m"] < before["x_m"] - 2)
    expect(page.locator("[data-saving]")).to_contain_text("saved at")
    page.reload()
    page.get_by_role("button", name="Undo").tap()
    wait_until(lambda: stored(server, draft, SHELF) == before)
    page.get_by_role("button", name="Redo").tap()
    wait_until(lambda: stored(server, draft, SHELF)["x_m"] < before["x_m"] - 2)


def shelves_of(server: Served, draft: str) -> dict[str, Any]:
    plan = server.staff.get(f"{DRAFTS}/{draft}").json()["plan"]
    return {each["id"]: each for each in plan["shelves"]}


def test_a_drawing_is_told_its_unit_and_a_layer_then_put_in_and_taken_back(
    open_draft, server, draft, tmp_path
):
    page = open_draft()
    page.goto(f"/s/layout/{draft}?branch=keskusta&lang=fi")
    expect(page.locator("[data-ready]")).to_be_attached()
    before = shelves_of(server, draft)
    sheet = draw_library("")
    sheet.box("X-17", 11, 8, 13, 8.5)
    file = tmp_path / "kerros2.dxf"
    file.write_bytes(sheet.write())
    page.locator("plan-import summary").first.click()
    page.locator("plan-import input[type=file]").set_input_files(file)
    panel = page.locator("plan-import .told")
    expect(panel).to_contain_text("Jos yksikkö on mm, piirustuksen leveys on 24,00\u00a0m")
    expect(panel.get_by_role("button", name="Tuo luonnokseen")).to_have_count(0)
    panel.get_by_label("Piirustuksen yksikkö").select_option("mm")
    shelves = panel.locator("svg .shelves")
    expect(shelves).to_have_count(5)
    panel.get_by_label("Mitä piirustustasolla X-17 on").select_option("shelf")
    expect(shelves).to_have_count(6)
    level = panel.get_by_label("Kerros, jota piirustus esittää")
    level.fill("2")
    level.press("Enter")
    expect(panel.locator("figcaption")).to_have_text("Tämä tulisi kerrokseen 2")
    assert violations(page) == []
    assert not overflows(page)
    with page.expect_navigation():
        panel.get_by_role("button", name="Tuo luonnokseen").click()
    expect(page.locator("[data-ready]")).to_be_attached()
    come = [each for id_, each in shelves_of(server, draft).items() if id_ not in before]
    assert [each["level"] for each in come] == ["2"] * 6
    page.locator('[data-show-level="2"]').click()
    expect(body_of(page, come[0]["id"])).to_be_visible()
    page.locator("[data-undo]").first.click()
    expect(body_of(page, come[0]["id"])).to_have_count(0)
    wait_until(lambda: shelves_of(server, draft) == before)


def test_two_who_move_different_shelves_see_each_others_work(open_draft, server, draft):
    one, other = open_draft(), open_draft()
    seen = path_of(other, "hylly-1")
    choose(one, "hylly-1")
    press(one, ",")
    choose(other, "hylly-2")
    press(other, ",")
    wait_until(lambda: path_of(other, "hylly-1") != seen)
    wait_until(lambda: path_of(other, "hylly-2") == path_of(one, "hylly-2"))
    assert {stored(server, draft, f"hylly-{n}")["angle_deg"] for n in (1, 2)} == {105}
    theirs = other.locator(".e-company .e-other")
    expect(theirs).to_have_count(1)
    expect(other.locator(".e-company .e-by")).to_have_text("administrator")
    expect(other.locator("[data-people] li").first).to_contain_text("selected: Shelf 1")
    expect(other.locator("plan-canvas + [role=status]")).to_have_text(
        "administrator, selected: Shelf 1"
    )
    assert violations(other) == []
    press(one, "Escape")
    expect(theirs).to_have_count(0)
    choose(one, "hylly-1")
    expect(theirs).to_have_count(1)
    one.close()
    expect(theirs).to_have_count(0)


@pytest.mark.parametrize(("keep", "angle_deg"), [("Keep mine", 75), ("Keep theirs", 105)])
def test_two_who_turn_the_same_shelf_choose_and_nothing_is_lost_silently(
    open_draft, deaf_page, server, draft, keep, angle_deg
):
    page = open_draft()
    choose(page, SHELF)
    press(page, ",")
    wait_until(lambda: stored(server, draft, SHELF)["angle_deg"] == 105)
    choose(deaf_page, SHELF)
    press(deaf_page, ".")
    expect(deaf_page.get_by_role("dialog")).to_contain_text("Differs: angle")
    deaf_page.get_by_label(keep).check()
    deaf_page.get_by_role("button", name="Done").click()
    wait_until(lambda: stored(server, draft, SHELF)["angle_deg"] == angle_deg)
    wait_until(lambda: path_of(page, SHELF) == path_of(deaf_page, SHELF))


def test_what_is_done_without_network_is_sent_when_it_is_back(deaf_page, server, draft):
    page = deaf_page
    page.context.set_offline(True)
    choose(page, SHELF)
    press(page, ",", ",", ",")
    expect(page.locator("[data-saving]")).to_contain_text("3 changes wait for the network")
    page.context.set_offline(False)
    wait_until(lambda: stored(server, draft, SHELF)["angle_deg"] == 135)
    expect(page.locator("[data-saving]")).to_contain_text("saved at")
    expect(drawn(page, SHELF)).to_be_visible()
