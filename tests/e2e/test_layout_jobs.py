"""Every tool of the layout editor by the keyboard alone, and by fingers alone, on a tablet.

The draft is kept in the page but for pictures, as in the other tests of the tools.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.hands import Fingers, around, middle_of
from tests.support.layout_editor import at, newest, open_draft, plan_of, server
from tests.support.pictures import png

__all__ = ["open_draft", "server"]

pytestmark = pytest.mark.real

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


def test_every_tool_draws_by_the_keyboard_alone(open_draft):
    page = open_draft()
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
    for tool, kind in (("shelf", "shelves"), ("radio", "radios"), ("kiosk", "kiosks")):
        take_up(page, tool)
        point_at(page, 17.0, 17.0)
        press(page, "Enter")
        thing = newest(page, kind)
        assert (thing["x_m"], thing["y_m"]) == (
            pytest.approx(17.0, abs=0.6),
            pytest.approx(17.0, abs=0.6),
        )
    press(page, "Escape", "Escape", "Control+a")
    expect(page.locator(".etools, .acts").first).to_be_visible()
    press(page, "Control+z", "Control+z", "Control+z")
    assert len(plan_of(page)["openings"]) == before + 1
    assert violations(page) == []


def test_a_picture_is_traced_by_the_keyboard_alone(open_draft, tmp_path):
    page = open_draft()
    picture = tmp_path / "plan.png"
    picture.write_bytes(png(900, 560))
    take_up(page, "picture")
    page.locator("picture-panel input[type=file]").set_input_files(picture)
    expect(page.locator("image.traced")).to_be_visible()
    page.locator("plan-canvas").focus()
    point_at(page, 10, 10)
    press(page, " ")
    point_at(page, 20, 10)
    press(page, " ")
    length = page.locator("picture-panel [data-length] input")
    length.fill("5")
    with page.expect_response("**/placement"):
        length.press("Enter")
    expect(page.get_by_label("Width of the picture")).to_have_value(re.compile("22"))


def test_every_tool_works_by_fingers_alone(open_draft):
    page = open_draft(has_touch=True)
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
    for tool, kind in (("radio", "radios"), ("kiosk", "kiosks"), ("locator", "locator_points")):
        tap_tool(tool)
        before = len(plan_of(page)[kind])
        page.touchscreen.tap(*at(page, 18.0, 17.0))
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
    tap_tool("select")
    count = len(plan_of(page)["shelves"])
    page.locator('[data-act="duplicate"]').tap()
    assert len(plan_of(page)["shelves"]) > count
    page.get_by_role("button", name="Undo").tap()
    assert len(plan_of(page)["shelves"]) == count
    page.get_by_role("button", name="Redo").tap()
    assert len(plan_of(page)["shelves"]) > count
    page.touchscreen.tap(*middle_of(bodies[0]))
    with page.expect_response("**/locks"):
        page.locator('[data-act="lock"]').tap()
    expect(page.locator('.locked[data-key="shelves/hylly-30"]')).to_be_visible()
