"""The handles of shelves that are bent or round, in a browser: by fingers, and by keys alone."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from floorplans.model import Plan
from tests.support.alone import Hand, Keys
from tests.support.axe import violations
from tests.support.hands import Fingers, middle_of
from tests.support.jobs import by_each_hand
from tests.support.layout_editor import at, demo_plan, open_draft, server

__all__ = ["open_draft", "server"]

pytestmark = pytest.mark.real

CORNER, CURVED, ROUND = "hylly-30", "hylly-29", "hylly-48"
HANDLES = (
    (CORNER, "wing", "Length of the wing", "wing_m", (0.0, 1.0)),
    (CORNER, "turn", "Turn", "turn_deg", (-2.0, -0.5)),
    (CURVED, "end", "Length, last end", "length_m", (0.7, 0.6)),
    (CURVED, "front", "Depth, front", "depth_m", (0.0, 0.4)),
    (ROUND, "end", "Diameter", "length_m", (0.5, 0.0)),
)
"""Of a shelf: its handle, what that is called, what it changes, and the way that makes it more."""


def bent_plan() -> Plan:
    """The demo with a shelf round a corner and one along a curve."""
    plan = demo_plan()
    bent = {
        CORNER: {"shape": "corner", "length_m": 2.0, "wing_m": 1.5, "turn_deg": 90.0},
        CURVED: {"shape": "curved", "length_m": 3.0, "turn_deg": 60.0},
    }
    shelves = tuple(
        replace(each, angle_deg=0.0, **bent[each.id]) if each.id in bent else each
        for each in plan.shelves
    )
    return replace(plan, shelves=shelves)


def shelf_of(page: Page, shelf: str) -> dict:
    return page.evaluate("shelf => store.find('shelves', shelf)", shelf)


def show(page: Page, shelf: str) -> None:
    """Select a shelf as links to it do."""
    page.evaluate("shelf => { location.hash = `shelves/${shelf}`; }", shelf)
    page.wait_for_function(
        "key => document.querySelector('plan-canvas').ctx.selection.has(key)",
        arg=f"shelves/{shelf}",
    )


def undo(hand: Hand, page: Page) -> None:
    if isinstance(hand, Keys):
        page.keyboard.press("Control+z")
    else:
        page.locator("[data-undo]").first.tap()


def go_to_handle(page: Page, name: str) -> None:
    """Lead the focus from the plan to a handle."""
    page.locator("plan-canvas").focus()
    page.keyboard.press("h")
    handle = page.get_by_role("slider", name=name, exact=True)
    for _ in range(6):
        if handle.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name}")


def pull(hand: Hand, page: Page, kind: str, name: str, way_m: tuple[float, float]) -> None:
    """Make a size larger by its handle."""
    if isinstance(hand, Keys):
        go_to_handle(page, name)
        for key in ("ArrowRight", "ArrowUp", "Shift+ArrowUp", "Enter"):
            page.keyboard.press(key)
        return
    x, y = middle_of(page.locator(f"[data-handle={kind}]"))
    (left, top), (right, down) = at(page, 0, 0), at(page, *way_m)
    Fingers(page).drag((x, y), (x + right - left, y + down - top))


@by_each_hand("resize")
def test_bent_and_round_shelves_have_handles_for_every_size(open_draft, hand):
    page = open_draft(bent_plan(), hand=hand)
    for shelf, kind, name, field, way_m in HANDLES:
        show(page, shelf)
        was = shelf_of(page, shelf)
        pull(hand, page, kind, name, way_m)
        assert shelf_of(page, shelf)[field] > was[field] + 0.2, name
        undo(hand, page)
        assert shelf_of(page, shelf) == was
    if isinstance(hand, Keys):
        keep_and_take_back(page)


def keep_and_take_back(page: Page) -> None:
    """Go on by keys alone: Escape takes back, leaving a handle keeps, a lock leaves none."""
    before = shelf_of(page, ROUND)
    go_to_handle(page, "Diameter")
    handle = page.get_by_role("slider", name="Diameter")
    figure = handle.get_attribute("aria-valuetext")
    page.keyboard.press("Shift+ArrowRight")
    expect(handle).not_to_have_attribute("aria-valuetext", figure or "")
    expect(page.locator(".e-overlay .e-dim text")).to_contain_text("Diameter")
    page.keyboard.press("Escape")
    expect(handle).to_have_attribute("aria-valuetext", figure or "")
    assert violations(page) == []
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Tab")
    assert shelf_of(page, ROUND)["length_m"] == pytest.approx(before["length_m"] + 0.01)
    page.keyboard.press("Escape")
    expect(page.locator("plan-canvas")).to_be_focused()
    with page.expect_response("**/locks"):
        page.keyboard.press("l")
    page.keyboard.press("h")
    expect(page.locator("plan-canvas > [role=status]")).to_have_text(
        "What is selected has no handles"
    )
