"""Ranges are shifted, bordered and taken back on a tablet by touch and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_new_plan import server
from tests.support.axe import violations
from tests.support.browser import PHONE, TABLET, overflows, staff_page

__all__ = ["server"]

pytestmark = pytest.mark.real


@pytest.fixture
def page_path(server):
    """Begin a draft of its own."""
    begun = server.staff.post("/api/v1/branches/toy/drafts", json={"name": "Alueet"}).json()
    yield f"/s/ranges?branch=toy&lang=en&draft={begun['id']}&partition=aik-kauno"
    server.staff.delete(f"/api/v1/branches/toy/drafts/{begun['id']}")


def test_two_taps_choose_bays_and_two_more_shift_them_and_one_takes_it_back(
    browser, server, page_path
):
    address = str(server.client.base_url)
    with staff_page(browser, address, viewport=TABLET, has_touch=True) as page:
        page.goto(page_path)
        page.locator('[data-bay="1A|1"] .body').tap()
        page.locator('[data-bay="1A|3"] .body').tap()
        expect(page.get_by_text("3 bays chosen")).to_be_visible()
        page.get_by_role("button", name="Shift bays").tap()
        expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
        sent = []
        page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
        page.get_by_role("button", name="Do it").dblclick()
        expect(page.get_by_role("status").filter(has_text="shifted")).to_be_visible()
        assert len(sent) == 1
        expect(page.get_by_label("1A, bay 2: first call number")).to_have_value("84.2 AAL")
        page.get_by_role("button", name="Undo").tap()
        expect(page.get_by_label("1A, bay 1: first call number")).to_have_value("84.2 AAL")
        assert not overflows(page)


def test_a_second_job_waits_for_the_first_and_what_is_chosen_stays_chosen(
    browser, server, page_path
):
    asked = []
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        page.goto(page_path)
        page.route("**/s/ranges?lang=en", lambda route: asked.append(route))
        page.locator('[data-bay="1A|3"] .body').click()
        page.get_by_label("How many bays on").focus()
        page.get_by_role("button", name="Shift bays").focus()
        page.keyboard.press("Enter")
        expect(page.locator("form.work")).to_have_attribute("aria-busy", "true")
        expect(page.get_by_text("the last change is still under way")).to_be_visible()
        page.get_by_role("button", name="Shift bays", include_hidden=True).evaluate(
            "each => each.click()"
        )
        page.keyboard.press("Enter")
        assert len(asked) == 1
        asked.pop().fulfill(json={})
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_role("button", name="Shift bays")).to_be_focused()
        page.unroute_all()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Do it").click()
        expect(page.get_by_role("status").filter(has_text="shifted")).to_be_visible()
        expect(page.get_by_text("1 bay chosen")).to_be_visible()
        expect(page.locator('[data-bay="1A|3"] input[type=checkbox]')).to_be_checked()


def test_a_border_is_dragged_to_a_call_number_that_stands_there(browser, server, page_path):
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        page.goto(page_path)
        grip = page.get_by_role("slider", name="1A, border before bay 3")
        box = grip.bounding_box()
        bay = page.locator('[data-bay="1A|3"]').bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
        with page.expect_response(lambda answer: "/stops" in answer.url):
            page.mouse.down()
        page.mouse.move(box["x"] - bay["width"] / 2, box["y"] + 10, steps=5)
        expect(page.locator(".tip")).to_contain_text("item")
        page.mouse.up()
        expect(page.get_by_role("status").filter(has_text="saved")).to_be_visible()
        expect(page.get_by_label("1A, bay 3: first call number")).not_to_have_value("84.2 KOS")


def test_all_is_done_by_keyboard_alone(browser, server, page_path):
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        page.goto(page_path)
        grip = page.get_by_role("slider", name="1A, border before bay 3")
        grip.focus()
        with page.expect_response(lambda answer: "/stops" in answer.url):
            page.keyboard.press("ArrowLeft")
        expect(grip).to_have_attribute("aria-valuetext", "84.2 HAV, 0 items")
        page.keyboard.press("Escape")
        expect(page.get_by_label("1A, bay 3: first call number")).to_have_value("84.2 KOS")
        with page.expect_response(lambda answer: "/stops" in answer.url):
            page.keyboard.press("ArrowLeft")
        expect(grip).to_have_attribute("aria-valuetext", "84.2 HAV, 0 items")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="saved")).to_be_focused()
        page.get_by_label("1A, bay 2: first call number").focus()
        page.keyboard.type("84.2 HAA")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.get_by_label("1A, bay 2: first call number")).to_have_value("84.2 HAA")
        for bay in (2, 3, 4):
            page.locator(f'[data-bay="1A|{bay}"] input[type=checkbox]').focus()
            page.keyboard.press("Space")
        page.get_by_label("How many bays on").focus()
        page.keyboard.type("x")
        page.get_by_role("button", name="Spread evenly").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="What would happen")).to_be_visible()


def test_what_is_half_typed_outlives_a_reload_and_the_chosen_bays_are_on_the_map(
    browser, server, page_path
):
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        page.goto(page_path)
        page.get_by_label("1A, bay 2: first call number").fill("84.2 HA")
        page.locator('[data-bay="1A|3"] .body').click()
        expect(page.locator('.map path[data-spot="1A|3"]')).to_be_visible()
        expect(page.locator('.map path[data-spot="1A|4"]')).to_be_hidden()
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("is back")
        expect(page.get_by_label("1A, bay 2: first call number")).to_have_value("84.2 HA")
        expect(page.get_by_text("1 bay chosen")).to_be_visible()
        page.get_by_role("button", name="Discard").click()
        expect(page.get_by_label("1A, bay 2: first call number")).to_have_value("")


def test_a_file_becomes_rows_and_bad_ones_are_told(browser, server, page_path, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("1A;2;84.2 HUO\n9Z;1;84.2 KOS\n", encoding="utf-8")
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        page.goto(page_path)
        page.get_by_text("Spreadsheet", exact=True).click()
        page.locator("input[type=file]").set_input_files(rows)
        expect(page.locator("#table")).to_have_value("1A,2,84.2 HUO\n9Z,1,84.2 KOS\n")


@pytest.mark.parametrize("viewport", [TABLET, PHONE], ids=["tablet", "phone"])
@pytest.mark.parametrize(("size", "scheme"), [("100%", "light"), ("200%", "dark")])
def test_the_page_fits_and_axe_finds_nothing(browser, server, page_path, viewport, size, scheme):
    address = str(server.client.base_url)
    with staff_page(browser, address, viewport=viewport, color_scheme=scheme) as page:
        page.goto(page_path)
        page.evaluate("size => document.documentElement.style.fontSize = size", size)
        page.locator('[data-bay="1A|1"] input[type=checkbox]').check()
        assert not overflows(page)
        assert violations(page) == []
        page.get_by_role("button", name="Shift bays").click()
        expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
        assert not overflows(page)
        assert violations(page) == []
