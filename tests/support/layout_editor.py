"""The editor of a draft in a browser, over a real server, and the hands that use it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.plans import demo_text
from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan
from tests.support.browser import TABLET, staff_page
from tests.support.library import CREATED_AT, store_library
from tests.support.served import Served, running_server

STORE = Path(__file__).parent / "draft_store.js"
DRAFTS = "/api/v1/branches/keskusta/drafts"
FREE = (17.6, 12.4)
"""A free place in the demo's ground floor."""

Open = Callable[..., Page]


def demo_plan() -> Plan:
    return parse_plan(demo_text("keskusta", "plan.json"))


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
        draft = server.staff.post(DRAFTS, json=asked).json()["id"]
        address = str(server.client.base_url)
        manager = staff_page(browser, address, **{"viewport": TABLET, **context})
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
