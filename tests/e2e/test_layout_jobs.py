"""Every tool of the layout editor by the keyboard alone, and by fingers alone, on a tablet.

The draft is kept in the page but for pictures, as in the other tests of the tools.
"""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from floorplans.formats.native import format_plan
from tests.support.alone import Hand, Keys, Touch, give_file
from tests.support.axe import violations
from tests.support.hands import Fingers, around, middle_of
from tests.support.jobs import by_each_hand, by_hand
from tests.support.layout_editor import (
    at,
    crowded_plan,
    demo_plan,
    field,
    newest,
    open_draft,
    plan_of,
    server,
)
from tests.support.pictures import png

__all__ = ["open_draft", "server"]

pytestmark = pytest.mark.real

OUTSIDE = (5.0, -2.0)
BESIDE_HANDLES_PX = 25
ROOMY = (17.6, 13.0)
"""Free floor of the demo's ground floor, with room around it."""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def take_up(page: Page, tool: str) -> None:
    """Choose a tool by keys, and go back to the plan."""
    button = page.locator(f'[data-choose="{tool}"]')
    if not button.is_visible():
        page.locator(".etools details.more summary").press("Enter")
    button.press("Enter")
    page.locator("plan-canvas").focus()


def point_at(page: Page, x_m: float, y_m: float) -> None:
    """Call the pointer and move it by arrows, metre by metre and then by tenths."""
    canvas = "document.querySelector('plan-canvas').keys.pointer"
    if page.evaluate(f"{canvas}.at") is None:
        press(page, " ")
    east_m, north_m = page.evaluate(f"{canvas}.at")
    for way_m, keys in (
        (x_m - east_m, ("ArrowRight", "ArrowLeft")),
        (y_m - north_m, ("ArrowUp", "ArrowDown")),
    ):
        key, tenths = keys[way_m < 0], round(abs(way_m) * 10)
        press(page, *[f"Shift+{key}"] * (tenths // 10), *[key] * (tenths % 10))


@by_hand(
    "keyboard",
    "draw a room",
    "draw a wall",
    "close an area",
    "measure",
    "set a door",
    "draw a shelf",
    "set a radio",
    "set a kiosk",
    "set a locator point",
    "set a point of interest",
    "set stairs or a lift",
)
def test_every_tool_draws_by_the_keyboard_alone(open_draft):
    page = open_draft(hand=Keys())
    said = page.locator("plan-canvas > [role=status]")
    take_up(page, "room")
    point_at(page, *ROOMY)
    expect(said).to_contain_text("Pointer: 17.6")
    press(page, " ")
    for corner in ((20.6, 13.0), (20.6, 15.0), (17.6, 15.0)):
        point_at(page, *corner)
        press(page, " ")
    press(page, "Enter")
    room = newest(page, "units")
    assert len(room["outline"]) == 4
    xs = [x for x, _ in room["outline"]]
    assert max(xs) - min(xs) == pytest.approx(3.0, abs=0.5)

    take_up(page, "wall")
    point_at(page, 16.0, 13.0)
    press(page, " ")
    point_at(page, 16.0, 15.0)
    press(page, " ", "Enter")
    assert newest(page, "fixtures")["kind"] == "wall"

    take_up(page, "closure")
    point_at(page, 16.0, 15.6)
    press(page, " ")
    for corner in ((19.0, 15.6), (19.0, 18.0), (16.0, 18.0)):
        point_at(page, *corner)
        press(page, " ")
    press(page, "Enter")
    assert len(newest(page, "closures")["outline"]) == 4

    take_up(page, "measure")
    point_at(page, 16.5, 14.0)
    press(page, " ")
    point_at(page, 18.5, 14.0)
    press(page, " ")
    expect(said).to_contain_text(re.compile(r"is (1\.[789]|2\.)"))

    before = len(plan_of(page)["openings"])
    take_up(page, "door")
    point_at(page, 1.0, 12.0)
    press(page, " ")
    assert len(plan_of(page)["openings"]) == before + 1
    for tool, kind in (
        ("shelf", "shelves"),
        ("radio", "radios"),
        ("kiosk", "kiosks"),
        ("locator", "locator_points"),
        ("point", "points_of_interest"),
    ):
        take_up(page, tool)
        point_at(page, 17.0, 17.0)
        press(page, "Enter")
        thing = newest(page, kind)
        assert (thing["x_m"], thing["y_m"]) == (
            pytest.approx(17.0, abs=0.6),
            pytest.approx(17.0, abs=0.6),
        )
    before_stairs = len(plan_of(page)["connectors"])
    take_up(page, "connector")
    point_at(page, 17.0, 17.0)
    press(page, "Enter")
    assert len(plan_of(page)["connectors"]) == before_stairs + 1
    press(page, "Escape", "Escape", "Control+a")
    expect(page.locator(".etools, .acts").first).to_be_visible()
    press(page, *["Control+z"] * 6)
    assert len(plan_of(page)["connectors"]) == before_stairs
    assert len(plan_of(page)["openings"]) == before + 1
    assert violations(page) == []


@by_hand("keyboard", "select by a line")
def test_a_line_is_drawn_round_shelves_by_the_keyboard_alone(open_draft):
    page = open_draft(hand=Keys())
    take_up(page, "lasso")
    shelf = shelf_of(page, 30)
    (x, y), along, beside = (shelf["x_m"], shelf["y_m"]), 2.6, 0.8
    corners = [(-beside, -along), (beside, -along), (beside, along), (-beside, along)]
    for at_, (east, north) in enumerate(corners):
        point_at(page, x + east, y + north)
        if at_ == 0:
            press(page, " ")
    press(page, "Enter")
    expect(page.get_by_text("1 shelf selected")).to_be_visible()
    expect(field(page, "number")).to_have_value("30")


@by_each_hand("trace a picture")
def test_a_picture_is_traced(open_draft, tmp_path, hand):
    page = open_draft(hand=hand)
    picture = tmp_path / "plan.png"
    picture.write_bytes(png(900, 560))
    hand.press(page.locator('[data-choose="picture"]'))
    give_file(hand, page.locator("picture-panel input[type=file]"), picture)
    expect(page.locator("image.traced")).to_be_visible()
    for end in ((10, 10), (20, 10)):
        mark(hand, page, *end)
    length = page.locator("picture-panel [data-length] input")
    hand.write(length, "5")
    with page.expect_response("**/placement"):
        page.keyboard.press("Enter")
    expect(page.get_by_label("Width of the picture")).to_have_value(re.compile("22"))


def mark(hand: Hand, page: Page, x_m: float, y_m: float) -> None:
    """Set down what the tool sets, at a place of the plan."""
    if isinstance(hand, Keys):
        hand.go_to(page.locator("plan-canvas"))
        point_at(page, x_m, y_m)
        press(page, " ")
    else:
        page.touchscreen.tap(*at(page, x_m, y_m))


@by_hand(
    "touch",
    "draw a room",
    "draw a wall",
    "close an area",
    "draw a shelf",
    "set a radio",
    "set a kiosk",
    "set a locator point",
    "set a point of interest",
    "set stairs or a lift",
    "set a door",
    "measure",
    "select by a line",
)
def test_every_tool_works_by_fingers_alone(open_draft):
    page = open_draft(hand=Touch())
    fingers = Fingers(page)

    def tap_tool(tool: str) -> None:
        button = page.locator(f'[data-choose="{tool}"]')
        if not button.is_visible():
            page.locator(".etools details.more summary").tap()
        button.tap()

    tap_tool("room")
    fingers.drag(at(page, *ROOMY), at(page, 20.6, 15.0))
    assert len(newest(page, "units")["outline"]) == 4
    tap_tool("wall")
    for corner in ((15.6, 12.0), (15.6, 15.0)):
        page.touchscreen.tap(*at(page, *corner))
    page.get_by_role("button", name="Done").tap()
    assert newest(page, "fixtures")["kind"] == "wall"
    tap_tool("closure")
    fingers.drag(at(page, 15.8, 16.2), at(page, 17.4, 17.4))
    assert len(newest(page, "closures")["outline"]) == 4
    tap_tool("shelf")
    fingers.drag(at(page, 19.0, 16.0), at(page, 19.0, 18.0))
    shelf = newest(page, "shelves")
    assert shelf["length_m"] == pytest.approx(2.0, abs=0.8)
    for tool, kind, spot in (
        ("radio", "radios", (18.0, 17.0)),
        ("kiosk", "kiosks", (18.0, 17.0)),
        ("locator", "locator_points", (18.0, 17.0)),
        ("point", "points_of_interest", (18.0, 17.0)),
        ("connector", "connectors", (18.0, 17.0)),
        ("door", "openings", (0.4, 12.0)),
    ):
        tap_tool(tool)
        before = len(plan_of(page)[kind])
        page.touchscreen.tap(*at(page, *spot))
        assert len(plan_of(page)[kind]) == before + 1
    tap_tool("measure")
    for end in ((16.5, 14.0), (17.2, 14.0)):
        page.touchscreen.tap(*at(page, *end))
    expect(page.locator("plan-canvas > [role=status]")).to_contain_text("m")

    tap_tool("lasso")
    ids = ("hylly-30", "hylly-31")
    bodies = [page.locator(f'.e-things [data-key="shelves/{id}"] .m-shelf') for id in ids]
    fingers.drag(*around(bodies))
    chosen = page.evaluate("[...document.querySelector('plan-canvas').ctx.selection.keys()]")
    assert {f"shelves/{id}" for id in ids} <= set(chosen)


def choose_shelves(hand: Hand, page: Page, *numbers: int) -> None:
    """Select shelves that follow each other."""
    if isinstance(hand, Keys):
        hand.go_to(page.locator("plan-canvas"))
        press(page, *["Tab"] * numbers[0], *["PageDown"] * (len(numbers) - 1))
    else:
        adding = page.locator("[data-adding]")
        for at_, number in enumerate(numbers):
            body = page.locator(f'.e-things [data-key="shelves/hylly-{number}"] .m-shelf')
            x, y = middle_of(body)
            page.touchscreen.tap(x, y + BESIDE_HANDLES_PX)
            if at_ == 0 and len(numbers) > 1:
                adding.tap()
        if len(numbers) > 1:
            adding.tap()


def choose_nothing(hand: Hand, page: Page) -> None:
    if not page.locator("[data-acts]").is_visible():
        return
    if isinstance(hand, Keys):
        hand.go_to(page.locator("plan-canvas"))
        press(page, "Escape")
    else:
        page.touchscreen.tap(*at(page, *OUTSIDE))


def shelf_of(page: Page, number: int) -> dict:
    return next(each for each in plan_of(page)["shelves"] if each["id"] == f"hylly-{number}")


@by_each_hand(
    "select",
    "type numbers",
    "space out",
    "align",
    "turn",
    "move",
    "resize",
    "change bays",
    "duplicate",
    "lock",
    "undo and redo",
    "take over from another level",
    "import a plan",
)
def test_what_is_selected_is_arranged_copied_locked_and_taken_back(open_draft, hand, tmp_path):
    page = open_draft(hand=hand)
    before = plan_of(page)
    choose_shelves(hand, page, 6, 7, 8)
    expect(page.get_by_text("3 shelves selected")).to_be_visible()
    hand.write(field(page, "aisle_m"), "1,4")
    page.keyboard.press("Enter")
    xs = sorted(shelf_of(page, number)["x_m"] for number in (6, 7, 8))
    assert [b - a for a, b in pairwise(xs)] == pytest.approx([2.0, 2.0])
    hand.press(page.get_by_text("Align and turn"))
    for way in ("Bottom", "Turn 90° left"):
        hand.press(page.get_by_role("button", name=way))
    assert {shelf_of(page, number)["angle_deg"] for number in (6, 7, 8)} == {180}
    hand.press(page.locator('[data-act="duplicate"]'))
    assert len(plan_of(page)["shelves"]) == len(before["shelves"]) + 3
    while plan_of(page) != before:
        hand.press(page.locator("[data-undo]").first)
    hand.press(page.locator("[data-redo]"))
    assert plan_of(page) != before
    hand.press(page.locator("[data-undo]").first)

    choose_nothing(hand, page)
    choose_shelves(hand, page, 6)
    for name, value in (("x_m", "+0,5"), ("length_m", "4,5"), ("bays", "5")):
        hand.write(field(page, name), value)
        page.keyboard.press("Enter")
    six, was = shelf_of(page, 6), next(e for e in before["shelves"] if e["id"] == "hylly-6")
    assert six["x_m"] == pytest.approx(was["x_m"] + 0.5)
    assert six["length_m"] == 4.5
    assert len(six["faces"][0]["bays"]) == 5
    with page.expect_response("**/locks"):
        hand.press(page.locator('[data-act="lock"]'))
    expect(field(page, "x_m")).to_be_disabled()

    choose_nothing(hand, page)
    rooms = len(plan_of(page)["units"])
    hand.press(page.locator("level-copy summary"))
    hand.press(page.get_by_role("button", name="Copy to this floor"))
    expect(page.locator("level-copy [role=status]")).to_contain_text("copied")
    assert len(plan_of(page)["units"]) > rooms
    file = tmp_path / "talo.json"
    file.write_text(format_plan(replace(demo_plan(), ranges=())))
    hand.press(page.locator("plan-import summary").first)
    give_file(hand, page.locator("plan-import input[type=file]"), file)
    with page.expect_navigation():
        hand.press(page.get_by_role("button", name="Put into the draft"))
    expect(page.locator("plan-checks")).to_be_visible()


@by_each_hand("draw a row of shelves")
def test_a_row_of_shelves_is_drawn(open_draft, hand):
    page = open_draft(hand=hand)
    hand.press(page.locator('[data-choose="array"]'))
    if isinstance(hand, Keys):
        hand.go_to(page.locator("plan-canvas"))
        press(page, "Enter")
    else:
        Fingers(page).drag(at(page, 16.2, 13), at(page, 16.2, 18.2))
    hand.press(page.get_by_role("button", name="Bookcases: more"))
    expect(page.locator(".sketch-shelf").nth(2)).to_be_attached()
    before = len(plan_of(page)["shelves"])
    hand.press(page.get_by_role("button", name="Done"))
    assert len(plan_of(page)["shelves"]) >= before + 3


@by_each_hand("mend a finding", "settle a conflict")
def test_a_finding_is_mended_and_a_conflict_settled(open_draft, hand):
    page = open_draft(crowded_plan(), hand=hand)
    finding = page.locator('plan-checks [data-rule="opening-narrow"]')
    hand.press(finding.locator(".go"))
    expect(page.locator("plan-properties h2")).to_have_text("Door")
    before = plan_of(page)["openings"]
    hand.press(finding.get_by_role("button", name="Widen"))
    assert plan_of(page)["openings"] != before
    page.evaluate("""() => {
      const base = store.find('shelves', 'hylly-6');
      const [mine, theirs] = [{ ...base, x_m: base.x_m + 1 }, { ...base, angle_deg: 45 }];
      const clash = { kind: 'shelves', id: base.id, base, mine, theirs, author: 'Aino' };
      store.tell('conflict', { conflicts: [{ ...clash, at: '2026-03-02T12:05:00Z' }] });
    }""")
    hand.pick(page.get_by_label("Keep mine"))
    hand.press(page.get_by_role("button", name="Done"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    chosen = [{"kind": "shelves", "id": "hylly-6", "keep": "mine"}]
    page.wait_for_function("store.resolved")
    assert page.evaluate("store.resolved") == chosen
