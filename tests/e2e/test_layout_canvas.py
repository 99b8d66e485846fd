"""The canvas of the layout editor by touch, mouse and keyboard, in a real browser.

The draft is kept in the page, so that only the canvas is tested here.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.plans import demo_text
from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from floorplans.formats.native import parse_plan
from tests.support.alone import Keys, Touch
from tests.support.axe import violations
from tests.support.browser import PHONE, TABLET, overflows, staff_page, wait_until
from tests.support.hands import Fingers, around, between, middle_of
from tests.support.jobs import by_hand
from tests.support.library import CREATED_AT, store_library
from tests.support.served import Served, running_server

pytestmark = pytest.mark.real

STORE = Path(__file__).parents[1] / "support" / "draft_store.js"
BLOCK = tuple(f"hylly-{number}" for number in range(1, 9))
SHELF = "hylly-6"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    with closing(prepare_database(store_library(folder).database)) as database:
        ensure_branch(database, parse_plan(demo_text("keskusta", "plan.json")), (), CREATED_AT)
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running:
        yield running


@pytest.fixture
def open_draft(browser: Browser, server: Served) -> Iterator[Open]:
    """Begin a draft and open it; complaints of the page fail the test."""
    opened = []

    def open_(size: dict[str, int] = TABLET, language: str = "en", **context: Any) -> Page:
        draft = server.staff.post("/api/v1/branches/keskusta/drafts", json={"name": "Comics"})
        manager = staff_page(browser, str(server.client.base_url), viewport=size, **context)
        page = manager.__enter__()
        opened.append(manager)
        script = {"path": STORE, "content_type": "text/javascript"}
        page.route("**/staff/editing/store.js", lambda route: route.fulfill(**script))
        page.goto(f"/s/layout/{draft.json()['id']}?branch=keskusta&lang={language}")
        expect(page.locator("[data-ready]")).to_be_attached()
        expect(drawn(page, SHELF)).to_be_visible()
        return page

    yield open_
    for manager in opened:
        manager.__exit__(None, None, None)


def drawn(page: Page, id: str, kind: str = "shelves"):
    return page.locator(f'.e-things [data-key="{kind}/{id}"]')


def body_of(page: Page, id: str):
    return drawn(page, id).locator(".m-shelf")


def thing(page: Page, id: str, kind: str = "shelves") -> dict[str, Any] | None:
    return page.evaluate("([kind, id]) => store.find(kind, id) ?? null", [kind, id])


def selected(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelector('plan-canvas').ctx.selection.keys()]")


def said(page: Page) -> str:
    return page.locator("plan-canvas [role=status]").inner_text()


def drag(page: Page, *spots: tuple[float, float]) -> None:
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(*spot, steps=6)
    page.mouse.up()


def choose(page: Page, *ids: str) -> None:
    page.evaluate(
        "ids => document.querySelector('plan-canvas').ctx.select(ids.map((id) => `shelves/${id}`))",
        list(ids),
    )


@by_hand("touch", "move", "select by a line")
def test_a_block_of_8_shelves_is_moved_by_touch_and_keeps_its_order(open_draft):
    page = open_draft(hand=Touch())
    fingers = Fingers(page)
    before = {id: thing(page, id) for id in BLOCK}
    page.get_by_role("button", name="Lasso").tap()
    fingers.drag(*around([body_of(page, id) for id in BLOCK]))
    expect(page.get_by_text("8 shelves selected")).to_be_visible()
    page.get_by_role("button", name="Select", exact=True).tap()
    x, y = middle_of(body_of(page, BLOCK[3]))
    fingers.drag((x, y + 20), (x - 60, y + 50))
    after = {id: thing(page, id) for id in BLOCK}
    moved = {
        (
            round(after[id]["x_m"] - before[id]["x_m"], 3),
            round(after[id]["y_m"] - before[id]["y_m"], 3),
        )
        for id in BLOCK
    }
    assert len(moved) == 1
    east_m, north_m = moved.pop()
    assert east_m < -2
    assert north_m < -1
    page.get_by_role("button", name="Undo").tap()
    assert {id: thing(page, id) for id in BLOCK} == before


def test_a_finger_beside_the_selection_moves_the_view_and_nothing_else(open_draft):
    page = open_draft(has_touch=True)
    x, y = middle_of(body_of(page, SHELF))
    before, view = thing(page, SHELF), page.locator("svg.plan").get_attribute("viewBox")
    Fingers(page).drag((x, y), (x - 80, y))
    expect(page.locator("svg.plan")).not_to_have_attribute("viewBox", view)
    assert thing(page, SHELF) == before
    assert selected(page) == []


def test_two_fingers_zoom_the_plan(open_draft):
    page = open_draft(has_touch=True)
    width = body_of(page, SHELF).bounding_box()["height"]
    Fingers(page).pinch(middle_of(body_of(page, SHELF)), 60, 180)
    wait_until(lambda: body_of(page, SHELF).bounding_box()["height"] > 2.5 * width)
    assert selected(page) == []


def test_what_shows_from_near_alone_is_drawn_of_what_is_seen_from_near(open_draft):
    page = open_draft(PHONE)
    numbers = page.locator(".e-things .e-n")
    shelves = page.locator(".e-things .m-shelf").count()
    assert numbers.count() == 0
    box = body_of(page, SHELF).bounding_box()
    page.mouse.move(box["x"], box["y"])
    for _ in range(8):
        page.mouse.wheel(0, -200)
    expect(drawn(page, SHELF).locator(".e-n")).to_be_visible()
    assert 0 < numbers.count() < shelves
    page.get_by_role("button", name="Show the whole floor").click()
    expect(drawn(page, SHELF).locator(".e-n")).to_be_hidden()


@by_hand("touch", "turn", "resize")
def test_a_shelf_is_tapped_turned_and_made_longer_by_its_handles(open_draft):
    page = open_draft(hand=Touch())
    fingers = Fingers(page)
    page.touchscreen.tap(*middle_of(body_of(page, SHELF)))
    assert selected(page) == [f"shelves/{SHELF}"]
    before = thing(page, SHELF)
    x, y = middle_of(page.locator("[data-handle=end]"))
    fingers.drag((x, y), (x, y - 40))
    longer = thing(page, SHELF)
    assert longer["length_m"] > before["length_m"] + 1.5
    assert len(longer["faces"][0]["bays"]) > len(before["faces"][0]["bays"])
    turn, middle = middle_of(page.locator("[data-handle=rotate]")), middle_of(body_of(page, SHELF))
    quarter = (middle[0] + (turn[1] - middle[1]), middle[1] - (turn[0] - middle[0]))
    fingers.drag(turn, between(turn, quarter, 0.5), quarter)
    turned = (thing(page, SHELF)["angle_deg"] - longer["angle_deg"]) % 180
    assert turned == 90


@by_hand("keyboard", "select", "move", "turn", "undo and redo")
def test_everything_is_done_by_keyboard_alone(open_draft):
    page = open_draft(hand=Keys())
    page.locator("plan-canvas").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    assert said(page).startswith("Shelf 2, 2 of ")
    before = thing(page, "hylly-2")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown", "Alt+ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press(",")
    after = thing(page, "hylly-2")
    assert after["x_m"] == pytest.approx(before["x_m"] + 0.19)
    assert after["y_m"] == pytest.approx(before["y_m"] - 1)
    assert after["angle_deg"] == before["angle_deg"] + 15
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert thing(page, "hylly-2") == before
    page.keyboard.press("Control+Shift+Z")
    assert thing(page, "hylly-2")["y_m"] == pytest.approx(before["y_m"] - 1)
    page.keyboard.press("Delete")
    assert thing(page, "hylly-2") is None
    assert "Undo brings it back" in said(page)
    page.keyboard.press("Control+z")
    assert thing(page, "hylly-2") is not None
    page.keyboard.type("40")
    assert selected(page) == ["shelves/hylly-40"]
    assert said(page).startswith("Shelf 40, 40 of ")


def test_arrows_that_follow_each_other_are_one_edit(open_draft):
    page = open_draft()
    page.locator("plan-canvas").focus()
    page.keyboard.press("Tab")
    before = thing(page, "hylly-1")
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    wait_until(lambda: thing(page, "hylly-1")["y_m"] > before["y_m"] + 0.45)
    page.keyboard.press("Control+z")
    assert thing(page, "hylly-1") == before


def test_the_keyboard_leaves_the_plan_after_escape(open_draft):
    page = open_draft()
    page.locator("plan-canvas").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert "next Tab leaves" in said(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_a_mouse_selects_with_a_frame_and_shift_adds_and_takes_away(open_draft):
    page = open_draft()
    spots = around([body_of(page, id) for id in BLOCK[:3]])
    drag(page, spots[0], spots[2])
    assert set(selected(page)) >= {f"shelves/{id}" for id in BLOCK[:3]}
    assert not any(key.startswith(("radios/", "units/")) for key in selected(page))
    page.keyboard.down("Shift")
    page.mouse.click(*middle_of(body_of(page, BLOCK[5])))
    page.mouse.click(*middle_of(body_of(page, BLOCK[0])))
    page.keyboard.up("Shift")
    assert f"shelves/{BLOCK[5]}" in selected(page)
    assert f"shelves/{BLOCK[0]}" not in selected(page)


def test_copies_go_to_another_level_with_numbers_of_their_own(open_draft):
    page = open_draft()
    choose(page, *BLOCK[:2])
    page.locator("plan-canvas").focus()
    page.keyboard.press("Control+c")
    page.get_by_role("group", name="Level").get_by_role("button").first.click()
    page.locator("plan-canvas").focus()
    page.keyboard.press("Control+v")
    copies = [thing(page, key.removeprefix("shelves/")) for key in selected(page)]
    assert [copy["level"] for copy in copies] == ["2", "2"]
    assert copies[0]["x_m"] == thing(page, BLOCK[0])["x_m"]
    numbers = page.evaluate("store.plan.shelves.map((shelf) => shelf.number)")
    assert len(numbers) == len(set(numbers))


def test_what_is_locked_stays_where_it_is_and_stays_locked_after_a_reload(open_draft):
    page = open_draft()
    choose(page, SHELF)
    with page.expect_response("**/locks"):
        page.get_by_role("button", name="Lock").first.click()
    expect(drawn(page, SHELF)).to_have_class("selected locked")
    before = thing(page, SHELF)
    x, y = middle_of(body_of(page, SHELF))
    drag(page, (x, y + 15), (x + 40, y + 30))
    page.keyboard.press("Delete")
    assert thing(page, SHELF) == before
    page.reload()
    expect(drawn(page, SHELF)).to_have_class("locked")


def test_kinds_are_hidden_and_shown_again(open_draft):
    page = open_draft()
    radio = page.locator("[data-layer=radios] .e-plate").first
    expect(radio).to_be_visible()
    page.locator("details.kinds summary").click()
    page.get_by_label("Beacons").uncheck()
    expect(radio).to_be_hidden()
    page.get_by_label("Beacons").check()
    expect(radio).to_be_visible()


def test_the_page_says_what_is_saved_and_who_is_here(open_draft):
    page = open_draft()
    line = page.locator("[data-saving]")
    expect(line).to_contain_text("everything is saved")
    choose(page, SHELF)
    page.locator("plan-canvas").press(",")
    expect(line).to_contain_text("saved at ")
    page.evaluate("store.tellStatus({ state: 'offline', waiting: 3 })")
    expect(line).to_contain_text("3 changes wait for the network")
    page.evaluate("store.tell('people', { names: ['Aino', 'Mikael'] })")
    expect(page.get_by_role("list", name="In the draft now")).to_contain_text("Mikael")


def test_a_conflict_is_chosen_side_by_side(open_draft):
    page = open_draft()
    page.evaluate("""() => {
      const base = store.find('shelves', 'hylly-6');
      const [mine, theirs] = [{ ...base, x_m: base.x_m + 1 }, { ...base, angle_deg: 45 }];
      const clash = { kind: 'shelves', id: base.id, base, mine, theirs, author: 'Aino' };
      store.tell('conflict', { conflicts: [{ ...clash, at: '2026-03-02T12:05:00Z' }] });
    }""")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Shelf 6")
    expect(dialog).to_contain_text("Differs: place, angle")
    expect(dialog.locator("svg")).to_have_count(2)
    page.get_by_label("Keep mine").check()
    page.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    chosen = [{"kind": "shelves", "id": SHELF, "keep": "mine"}]
    assert page.evaluate("store.resolved") == chosen


def test_who_has_no_script_sees_what_the_draft_holds(browser, server):
    draft = server.staff.post("/api/v1/branches/keskusta/drafts", json={"name": "Comics"}).json()
    with staff_page(
        browser, str(server.client.base_url), viewport=TABLET, java_script_enabled=False
    ) as page:
        page.goto(f"/s/layout/{draft['id']}?branch=keskusta&lang=en")
        expect(page.get_by_role("heading", name="What the draft holds")).to_be_visible()
        expect(page.locator("plan-canvas")).to_be_hidden()
        expect(page.locator("dd").first).to_contain_text("1, 2, 3")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_is_found_by_axe_and_nothing_hides_at_large_text(open_draft, theme):
    context = {
        "light": {},
        "dark": {"color_scheme": "dark"},
        "contrast": {"contrast": "more"},
    }[theme]
    page = open_draft(**context)
    page.locator("plan-canvas").focus()
    page.keyboard.press("Tab")
    assert violations(page) == []
    page.get_by_role("button", name="Keys").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.add_style_tag(content="html { font-size: 200% }")
    assert not overflows(page)


def test_the_list_of_drafts_is_clean_for_axe_and_fits_a_phone(browser, server):
    with staff_page(browser, str(server.client.base_url), viewport=PHONE) as page:
        page.goto("/s/layout?branch=keskusta&lang=en")
        page.locator("summary").first.click()
        assert violations(page) == []
        assert not overflows(page)
