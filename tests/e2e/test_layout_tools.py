"""What draws and mends in the layout editor, by touch, mouse and keyboard, in a real browser.

The draft is kept in the page but for what is kept beside it: pictures, locks, findings, imports.
"""

import json
import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from floorplans.formats.native import parse_plan
from tests.support.hands import Fingers
from tests.support.layout_editor import (
    FREE,
    at,
    choose,
    demo_plan,
    drag,
    field,
    newest,
    open_draft,
    option,
    plan_of,
    select,
    server,
    write,
)

__all__ = ["open_draft", "server"]

pytestmark = pytest.mark.real


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


def test_a_row_has_the_number_of_shelves_and_bays_that_was_asked_for_however_long_its_line(
    open_draft,
):
    page = open_draft()
    choose(page, "array")
    for name, value in (("count", "5"), ("bays", "3"), ("bay_m", "1")):
        option(page, name).fill(value)
        option(page, name).press("Enter")
    expect(option(page, "bays")).to_have_value("3")
    drag(page, (16.2, 13), (16.2, 15.2))
    expect(page.locator(".sketch-shelf")).to_have_count(5)
    page.get_by_role("button", name="Done").click()
    row = newest(page, "shelves", 5)
    assert {shelf["length_m"] for shelf in row} == {3}
    assert {len(face["bays"]) for shelf in row for face in shelf["faces"]} == {3}
    before = [shelf["y_m"] for shelf in row]
    assert sorted(before) == before
    choose(page, "select")
    choose(page, "array")
    drag(page, (16.2, 13), (16.2, 18.2))
    expect(page.locator(".sketch-shelf")).to_have_count(3)


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
    field(page, "ends_at").press("1")
    page.locator("plan-properties h2").click()
    expect(page.get_by_text("Choose both a day and a time")).to_be_visible()
    field(page, "ends_at").fill("2030-01-07T08:00")
    expect(page.get_by_text("Choose both a day and a time")).to_be_hidden()
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
    expect(field(page, "x_m")).to_have_value(f"{sum(before) / 2:.3f}".rstrip("0"))
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


def test_what_takes_bays_away_names_the_ranges_that_stood_there_and_is_taken_back(open_draft):
    page = open_draft()
    lost = page.locator("[data-lost]")
    select(page, "shelves/hylly-6")
    write(page, "bays", "1")
    expect(lost).to_contain_text("(6A)")
    page.get_by_role("button", name="Close").click()
    expect(lost).to_be_hidden()
    select(page, "shelves/hylly-30")
    page.locator("plan-canvas").press("Delete")
    expect(lost).to_contain_text("84.2 AST – 84.2 DEL (30A)")
    choose(page, "array")
    page.get_by_role("button", name="Bookcases: more").click()
    page.get_by_role("button", name="Boards: more").click()
    lost.get_by_role("button", name="Undo").click()
    expect(lost).to_be_hidden()
    assert page.evaluate("store.find('shelves', 'hylly-30').number") == "30"


def test_an_address_leads_to_one_shelf_on_its_level(open_draft):
    page = open_draft()
    page.evaluate("location.hash = '#shelves/hylly-76'")
    expect(page.locator('.selected[data-key="shelves/hylly-76"]')).to_be_visible()
    expect(field(page, "number")).to_have_value("76")


def test_edges_are_put_in_line_by_keys_that_the_sheet_of_keys_names(open_draft):
    page = open_draft()
    page.locator("plan-canvas").press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Ctrl + arrows")
    page.keyboard.press("Escape")
    select(page, "shelves/hylly-30", "shelves/hylly-29")
    page.locator("plan-canvas").press("Control+ArrowDown")
    south, other = (
        page.evaluate(
            f"(({{y_m, length_m}}) => y_m - length_m / 2)(store.find('shelves', '{id_}'))"
        )
        for id_ in ("hylly-30", "hylly-29")
    )
    assert south == pytest.approx(other)


def test_aisles_get_their_width_and_shelves_their_numbers(open_draft):
    page = open_draft()
    select(page, "shelves/hylly-6", "shelves/hylly-7", "shelves/hylly-8")
    write(page, "aisle_m", "1,4")
    xs = sorted(page.evaluate(f"store.find('shelves', 'hylly-{n}').x_m") for n in (6, 7, 8))
    assert [b - a for a, b in pairwise(xs)] == pytest.approx([2.0, 2.0])
    page.get_by_text("Align and turn").click()
    write(page, "move_east", "-0,6")
    expect(field(page, "move_east")).to_have_value("0")
    moved = sorted(page.evaluate(f"store.find('shelves', 'hylly-{n}').x_m") for n in (6, 7, 8))
    assert moved == pytest.approx([x - 0.6 for x in xs])
    page.get_by_role("button", name="Bottom").click()
    page.get_by_role("button", name="Turn 90° left").click()
