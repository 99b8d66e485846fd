"""What draws and mends in the layout editor, by touch, mouse and keyboard, in a real browser.

The draft is kept in the page but for what is kept beside it: pictures, locks, findings, imports.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.plans import demo_text
from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan
from tests.support.axe import violations
from tests.support.browser import TABLET, overflows, wait_until, watched_page
from tests.support.hands import Fingers
from tests.support.library import CREATED_AT, store_library
from tests.support.pictures import png
from tests.support.served import Served, running_server

pytestmark = pytest.mark.real

STORE = Path(__file__).parents[1] / "support" / "draft_store.js"
DRAFTS = "/api/v1/branches/keskusta/drafts"
FREE = (17.6, 12.4)
"""A free place in the demo's ground floor."""

Open = Callable[..., Page]


def demo_plan() -> Plan:
    return parse_plan(demo_text("keskusta", "plan.json"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    with closing(prepare_database(store_library(folder).database)) as database:
        ensure_branch(database, demo_plan(), (), CREATED_AT)
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as running:
        yield running


@pytest.fixture
def open_draft(browser: Browser, server: Served) -> Iterator[Open]:
    """Begin a draft and open it; complaints of the page fail the test."""
    opened = []

    def open_(plan: Plan | None = None, language: str = "en", **context: Any) -> Page:
        asked = {} if plan is None else {"plan": json.loads(format_plan(plan))}
        draft = server.client.post(DRAFTS, json=asked).json()["id"]
        address = str(server.client.base_url)
        manager = watched_page(browser, address, **{"viewport": TABLET, **context})
        page = manager.__enter__()
        opened.append(manager)
        script = {"path": STORE, "content_type": "text/javascript"}
        page.route("**/staff/editing/store.js", lambda route: route.fulfill(**script))
        page.goto(f"/s/layout/{draft}?branch=keskusta&lang={language}")
        expect(page.locator("[data-ready] plan-checks")).to_be_visible()
        return page

    yield open_
    for manager in opened:
        manager.__exit__(None, None, None)


def choose(page: Page, tool: str) -> None:
    button = page.locator(f'[data-choose="{tool}"]')
    if not button.is_visible():
        page.locator(".etools details.more summary").click()
    button.click()


def at(page: Page, x_m: float, y_m: float) -> tuple[float, float]:
    """Give where a place of the plan is on the screen."""
    spot = page.evaluate(
        """([x, y]) => {
          const svg = document.querySelector("plan-canvas svg");
          const point = new DOMPoint(x, -y).matrixTransform(svg.getScreenCTM());
          return [point.x, point.y];
        }""",
        [x_m, y_m],
    )
    return spot[0], spot[1]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *start))
    page.mouse.down()
    page.mouse.move(*at(page, *end), steps=6)
    page.mouse.up()


def plan_of(page: Page) -> dict[str, Any]:
    return page.evaluate("store.plan")


def newest(page: Page, kind: str, count: int = 1) -> Any:
    things = plan_of(page)[kind][-count:]
    return things[0] if count == 1 else things


def field(page: Page, name: str):
    return page.locator(f'plan-properties [data-for="{name}"]')


def write(page: Page, name: str, text: str) -> None:
    field(page, name).fill(text)
    field(page, name).press("Enter")


def select(page: Page, *keys: str) -> None:
    page.evaluate("keys => document.querySelector('plan-canvas').ctx.select(keys)", list(keys))


def option(page: Page, name: str):
    return page.locator(f'tool-options [data-for="{name}"]')


def test_a_shelf_is_drawn_from_end_to_end_with_bays_that_fit(open_draft):
    page = open_draft()
    choose(page, "shelf")
    drag(page, (16.3, 13.0), (16.3, 16.6))
    shelf = newest(page, "shelves")
    assert shelf["length_m"] == pytest.approx(3.6, abs=0.15)
    assert [len(face["bays"]) for face in shelf["faces"]] == [4, 4]
    assert [face["name"] for face in shelf["faces"]] == [
        f"{shelf['number']}A",
        f"{shelf['number']}B",
    ]
    expect(field(page, "number")).to_have_value(shelf["number"])


def test_a_row_of_shelves_goes_on_beside_one_with_the_numbers_and_aisles_asked_for(open_draft):
    page = open_draft()
    select(page, "shelves/hylly-30")
    choose(page, "array")
    before = len(plan_of(page)["shelves"])
    page.get_by_role("button", name="Bookcases: more").click()
    option(page, "aisle_m").fill("1,5")
    option(page, "aisle_m").press("Enter")
    expect(page.locator(".sketch-shelf")).to_have_count(3)
    page.get_by_role("button", name="Done").click()
    first, second = newest(page, "shelves", 2)
    assert len(plan_of(page)["shelves"]) == before + 2
    assert int(second["number"]) == int(first["number"]) + 1
    assert abs(first["x_m"] - second["x_m"]) == pytest.approx(2.1)
    expect(page.locator(".sketch-shelf")).to_have_count(0)


def test_a_row_is_drawn_along_a_line_by_touch(open_draft):
    page = open_draft(has_touch=True)
    choose(page, "array")
    Fingers(page).drag(at(page, 16.2, 13), at(page, 16.2, 18.2))
    expect(page.locator(".sketch-shelf")).to_have_count(3)
    page.get_by_role("button", name="Done").tap()
    assert {shelf["angle_deg"] for shelf in newest(page, "shelves", 3)} == {0}


def test_a_row_is_made_by_keyboard_alone(open_draft):
    page = open_draft()
    choose(page, "array")
    page.keyboard.press("Enter")
    option(page, "count").focus()
    page.keyboard.press("ArrowUp")
    expect(option(page, "count")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".sketch-shelf")).to_have_count(4)
    page.locator("plan-canvas").focus()
    page.keyboard.press("Enter")
    assert len({shelf["number"] for shelf in newest(page, "shelves", 4)}) == 4


def test_a_room_is_drawn_corner_by_corner_and_closes_at_its_first(open_draft):
    page = open_draft()
    choose(page, "room")
    for corner in ((15.5, 12), (19, 12.02), (19.03, 15), (15.48, 15.02), (15.5, 12)):
        page.mouse.click(*at(page, *corner))
    room = newest(page, "units")
    assert len(room["outline"]) == 4
    xs, ys = zip(*room["outline"], strict=True)
    assert len(set(xs)) == len(set(ys)) == 2
    assert room["name"] == {"fi": "Huone", "sv": "Rum", "en": "Room"}


def test_a_room_is_drawn_by_a_drag_and_a_crossed_one_is_refused(open_draft):
    page = open_draft()
    choose(page, "room")
    drag(page, (15.5, 12), (19, 15))
    assert len(newest(page, "units")["outline"]) == 4
    before = len(plan_of(page)["units"])
    page.locator('tool-options [data-for="square"]').select_option("no")
    for corner in ((15.5, 12), (19, 15), (19, 12), (15.5, 15), (15.5, 12)):
        page.mouse.click(*at(page, *corner))
    expect(page.locator("plan-canvas [role=status]")).to_contain_text("crosses itself")
    assert len(plan_of(page)["units"]) == before


def test_a_wall_follows_its_line_and_a_corner_can_be_taken_back(open_draft):
    page = open_draft()
    choose(page, "wall")
    for corner in ((15.5, 12), (19, 12), (19, 15), (17, 15)):
        page.mouse.click(*at(page, *corner))
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    wall = newest(page, "fixtures")
    assert (wall["kind"], len(wall["outline"])) == ("wall", 6)


def test_a_door_goes_into_the_wall_that_is_nearest(open_draft):
    page = open_draft(has_touch=True)
    choose(page, "door")
    option(page, "width_m").fill("1.4")
    option(page, "width_m").press("Enter")
    page.touchscreen.tap(*at(page, 0.4, 12))
    door = newest(page, "openings")
    assert [door["start"][0], door["end"][0]] == [0, 0]
    assert abs(door["start"][1] - door["end"][1]) == pytest.approx(1.4)


@pytest.mark.parametrize(
    ("tool", "kind"),
    [
        ("connector", "connectors"),
        ("point", "points_of_interest"),
        ("landmark", "landmarks"),
        ("radio", "radios"),
        ("kiosk", "kiosks"),
        ("locator", "locator_points"),
    ],
)
def test_what_has_a_point_is_set_down_by_a_tap_or_with_enter(open_draft, tool, kind):
    page = open_draft()
    choose(page, tool)
    before = len(plan_of(page)[kind])
    page.mouse.click(*at(page, *FREE))
    page.keyboard.press("Enter")
    assert len(plan_of(page)[kind]) == before + 2
    assert len({each["id"] for each in plan_of(page)[kind]}) == before + 2
    parse_plan(json.dumps(plan_of(page)))
    expect(page.locator("plan-properties h2")).to_be_visible()


def test_a_kiosk_looks_where_it_is_dragged(open_draft):
    page = open_draft()
    choose(page, "kiosk")
    drag(page, FREE, (FREE[0] + 3, FREE[1] + 0.1))
    assert newest(page, "kiosks")["heading_deg"] == 0


def test_an_area_is_closed_and_gets_its_end_by_typing(open_draft):
    page = open_draft()
    choose(page, "closure")
    drag(page, (15.5, 12), (19, 15))
    field(page, "ends_at").fill("2030-01-07T08:00")
    field(page, "ends_at").blur()
    closure = newest(page, "closures")
    assert (closure["ends_at"], closure["level"]) == ("2030-01-07T08:00", "1")
    parse_plan(json.dumps(plan_of(page)))


def test_a_distance_is_measured_and_the_aisle_between_two_shelves_at_once(open_draft):
    page = open_draft(language="fi")
    choose(page, "measure")
    drag(page, (15.5, 12), (18.5, 12))
    said = page.locator("plan-canvas [role=status]")
    expect(said).to_have_text(re.compile("Väli on (2,9|3,0).\u00a0m"))
    one, other = (next(s for s in demo_plan().shelves if s.id == f"hylly-{n}") for n in (6, 7))
    choose(page, "select")
    select(page, "shelves/hylly-6", "shelves/hylly-7")
    choose(page, "measure")
    aisle_m = abs(one.x_m - other.x_m) - (one.depth_m + other.depth_m) / 2
    expect(said).to_have_text(f"Väli on {aisle_m:.2f}\u00a0m".replace(".", ","))


def test_numbers_are_typed_with_comma_or_point_for_one_and_for_many(open_draft):
    page = open_draft()
    select(page, "shelves/hylly-30")
    write(page, "x_m", "17,25")
    write(page, "length_m", "450 cm")
    shelf = page.evaluate("store.find('shelves', 'hylly-30')")
    assert (shelf["x_m"], shelf["length_m"], len(shelf["faces"][0]["bays"])) == (17.25, 4.5, 5)
    select(page, "shelves/hylly-6", "shelves/hylly-7")
    before = [page.evaluate(f"store.find('shelves', 'hylly-{n}').x_m") for n in (6, 7)]
    expect(field(page, "x_m")).to_have_value("")
    write(page, "x_m", "+0.5")
    after = [page.evaluate(f"store.find('shelves', 'hylly-{n}').x_m") for n in (6, 7)]
    assert after == pytest.approx([x + 0.5 for x in before])
    assert page.evaluate("store.canUndo")


def test_what_is_no_number_is_refused_with_a_word(open_draft):
    page = open_draft(language="sv")
    select(page, "shelves/hylly-30")
    write(page, "x_m", "vänster")
    assert (
        field(page, "x_m").evaluate("field => field.validationMessage").startswith("Skriv ett tal")
    )
    assert not page.evaluate("store.canUndo")
    write(page, "x_m", "17,5")
    assert page.evaluate("store.find('shelves', 'hylly-30').x_m") == 17.5


def test_names_are_written_in_their_languages_and_choices_are_made(open_draft):
    page = open_draft()
    select(page, "units/lehtilukusali")
    write(page, "name-sv", "Tidskrifter")
    field(page, "category").select_option("quiet")
    page.get_by_label("Staff only").check()
    unit = page.evaluate("store.find('units', 'lehtilukusali')")
    assert (unit["name"]["sv"], unit["category"], unit["staff_only"]) == (
        "Tidskrifter",
        "quiet",
        True,
    )


def test_a_shelf_that_loses_bays_tells_which_ranges_stood_there(open_draft):
    page = open_draft()
    select(page, "shelves/hylly-6")
    write(page, "bays", "1")
    expect(page.locator("plan-properties [role=alert]")).to_contain_text("6A")


def test_aisles_get_their_width_and_shelves_their_numbers(open_draft):
    page = open_draft()
    select(page, "shelves/hylly-6", "shelves/hylly-7", "shelves/hylly-8")
    write(page, "aisle_m", "1,4")
    xs = sorted(page.evaluate(f"store.find('shelves', 'hylly-{n}').x_m") for n in (6, 7, 8))
    assert [b - a for a, b in pairwise(xs)] == pytest.approx([2.0, 2.0])
    page.get_by_text("Align and turn").click()
    page.get_by_role("button", name="Bottom").click()
    page.get_by_role("button", name="Turn 90° left").click()


def test_a_lock_keeps_the_fields_shut_and_holds_on_another_device(open_draft):
    page = open_draft()
    select(page, "shelves/hylly-30")
    page.locator('[data-act="lock"]').click()
    expect(field(page, "x_m")).to_be_disabled()
    locks = page.evaluate("location.pathname").replace("/s/layout/", f"{DRAFTS}/") + "/locks"
    wait_until(lambda: page.request.get(locks).json()["locked"] != [])
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("plan-checks")).to_be_visible()
    expect(page.locator('.locked[data-key="shelves/hylly-30"]')).to_be_visible()
    select(page, "shelves/hylly-30")
    page.get_by_role("button", name="Unlock").click()
    expect(field(page, "x_m")).to_be_enabled()


def test_a_picture_is_laid_by_two_points_and_stays_with_the_draft(open_draft, tmp_path):
    page = open_draft()
    picture = tmp_path / "plan.png"
    picture.write_bytes(png(900, 560))
    choose(page, "picture")
    page.locator("picture-panel input[type=file]").set_input_files(picture)
    expect(page.locator("image.traced")).to_be_visible()
    page.mouse.click(*at(page, 10, 10))
    page.mouse.click(*at(page, 20, 10))
    length = page.locator("picture-panel [data-length] input")
    length.fill("5")
    with page.expect_response("**/placement"):
        length.press("Enter")
    width = page.get_by_label("Width of the picture")
    expect(width).to_have_value("22.5")
    page.reload()
    expect(page.locator("image.traced")).to_be_visible()
    choose(page, "picture")
    expect(width).to_have_value("22.5")
    page.get_by_label("Hide the picture").check()
    expect(page.locator("image.traced")).to_have_count(0)


def test_what_is_no_picture_is_refused_with_a_word(open_draft, tmp_path):
    page = open_draft()
    wrong = tmp_path / "plan.txt"
    wrong.write_text("no picture")
    choose(page, "picture")
    page.locator("picture-panel input[type=file]").set_input_files(wrong)
    expect(page.locator("picture-panel [role=status]")).to_contain_text("no PNG, JPEG or WebP")


def crowded_plan() -> Plan:
    """The demo with one aisle of 0.72 m and a door of 0.7 m."""
    plan = demo_plan()
    shelves = {each.id: each for each in plan.shelves}
    six, seven = shelves["hylly-6"], shelves["hylly-7"]
    near = replace(seven, x_m=six.x_m + (0.72 + six.depth_m) * (1 if seven.x_m > six.x_m else -1))
    door = next(each for each in plan.openings if each.kind == "door")
    (x, y), (u, v) = door.start, door.end
    share = 0.7 / ((u - x) ** 2 + (v - y) ** 2) ** 0.5
    narrow = replace(door, end=(x + (u - x) * share, y + (v - y) * share), staff_only=False)
    return replace(
        plan,
        shelves=tuple(near if each is seven else each for each in plan.shelves),
        openings=tuple(narrow if each is door else each for each in plan.openings),
    )


def test_findings_are_told_in_the_reader_s_language_with_the_way_there_and_a_remedy(open_draft):
    page = open_draft(crowded_plan(), language="fi")
    finding = page.locator('plan-checks [data-rule="opening-narrow"]')
    expect(finding).to_contain_text("Ovesta ei mahdu pyörätuolilla")
    finding.locator(".go").click()
    expect(page.locator("plan-properties h2")).to_have_text("Ovi")
    finding.get_by_role("button", name="Levennä: 0,90\u00a0m").click()
    key = page.evaluate("[...document.querySelector('plan-canvas').ctx.selection.keys()][0]")
    door = page.evaluate("id => store.find('openings', id)", key.split("/")[1])
    (x, y), (u, v) = door["start"], door["end"]
    assert ((u - x) ** 2 + (v - y) ** 2) ** 0.5 == pytest.approx(0.9, abs=0.002)


def test_findings_are_marked_on_their_level_and_asked_for_after_every_edit(open_draft):
    page = open_draft(crowded_plan())
    expect(page.locator("plan-checks .count")).to_be_visible()
    pins = page.locator(".check-pin")
    wait_until(lambda: pins.count() > 0)
    with page.expect_response("**/check"):
        select(page, "shelves/hylly-30")
        write(page, "x_m", "+0.1")


def test_a_level_takes_over_rooms_from_another(open_draft):
    page = open_draft()
    page.locator("level-copy summary").click()
    before = len(plan_of(page)["units"])
    page.get_by_role("button", name="Copy to this floor").click()
    expect(page.locator("level-copy [role=status]")).to_contain_text("copied")
    assert len(plan_of(page)["units"]) > before


def test_a_plan_file_is_tried_and_told_before_it_is_put_in(open_draft, tmp_path):
    page = open_draft()
    file = tmp_path / "talo.json"
    file.write_text(format_plan(replace(demo_plan(), ranges=())))
    page.locator("plan-import summary").first.click()
    page.locator("plan-import input[type=file]").set_input_files(file)
    expect(page.locator("plan-import .told")).to_contain_text("JSON")
    with page.expect_navigation():
        page.get_by_role("button", name="Put into the draft").click()
    expect(page.locator("plan-checks")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", ["findings", "properties", "row", "picture"])
def test_axe_finds_nothing_wrong_with_the_panels(open_draft, scheme, shown):
    page = open_draft(crowded_plan(), color_scheme=scheme)
    if shown == "properties":
        select(page, "shelves/hylly-6", "shelves/hylly-7")
        page.get_by_text("Align and turn").click()
    if shown == "row":
        choose(page, "array")
        page.keyboard.press("Enter")
    if shown == "picture":
        choose(page, "picture")
    expect(page.locator("plan-checks .findings")).not_to_be_empty()
    assert violations(page) == []
    assert not overflows(page)
