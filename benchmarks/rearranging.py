"""A block of 8 shelves is moved, and the ranges on it go two bays on: by touch, and by keyboard.

The library is the demo's after eight shelves were weeded: there is room for the block across
the aisle, and behind it two bays are free. What is done begins on the start page with a new draft
and ends with the new plan on the map.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from playwright.sync_api import Browser, Locator, Page, expect

from api.catalogue.items import parse_items
from api.plans import demo_text
from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from benchmarks.keystrokes import Worker
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan
from tests.support.browser import TABLET, staff_page
from tests.support.hands import around, middle_of
from tests.support.library import CREATED_AT
from tests.support.served import Served

BRANCH = "keskusta"
BLOCK = tuple(f"hylly-{number}" for number in range(1, 9))
WEEDED = tuple(f"hylly-{number}" for number in range(17, 25))
FREED = ("9A-1", "9A-2")
NORTH_M = 6.6
"""From the block to where the weeded shelves stood."""
BAYS_ON = 2
CHECK = "**/check"
GRIP_PX = 12
"""Beside the number of the shelf that is dragged."""


def weeded_plan() -> Plan:
    """Give the demo's plan without the weeded shelves, and with two free bays behind the block."""
    plan = parse_plan(demo_text(BRANCH, "plan.json"))
    gone = {face.id for shelf in plan.shelves if shelf.id in WEEDED for face in shelf.faces}
    return replace(
        plan,
        shelves=tuple(each for each in plan.shelves if each.id not in WEEDED),
        ranges=tuple(
            each
            for each in plan.ranges
            if each.id not in FREED and not any(run.face in gone for run in each.runs)
        ),
    )


def store_weeded(database_url: str) -> None:
    """Store the branch with its items."""
    items, _ = parse_items(demo_text(BRANCH, "items.csv"))
    with closing(prepare_database(database_url)) as database:
        ensure_branch(database, weeded_plan(), items, CREATED_AT)


def move_by_touch(browser: Browser, server: Served) -> Worker:
    """Move the block with a finger, and shift its ranges."""
    with staff_page(browser, str(server.client.base_url), viewport=TABLET, has_touch=True) as page:
        worker = begin_work(page)
        worker.think()
        worker.tap(page.get_by_role("link", name="Pohja"))
        worker.think()
        worker.tap(page.get_by_role("button", name="Aloita luonnos"))
        worker.wait_for(page.locator("[data-ready] plan-checks"))
        worker.think()
        worker.tap(page.get_by_role("button", name="Rajaa"))
        worker.draw(*around([body_of(page, id) for id in BLOCK]))
        worker.wait_for(page.get_by_text("8 hyllyä valittu"))
        worker.think()
        x, y = middle_of(body_of(page, BLOCK[3]))
        expect(page.locator("plan-checks")).not_to_contain_text("Tarkistetaan…")
        with worker.until_answered(CHECK):
            worker.draw((x, y + GRIP_PX), (x, y + GRIP_PX - metres_px(page, NORTH_M)))
        worker.think()
        worker.look_at(page.locator("plan-checks > ol > li").last)
        worker.tap(page.locator("[data-acts]").get_by_role("link", name="Alueet"))
        worker.wait_for(page.get_by_text("80 osaa valittu"))
        worker.think()
        worker.tap(page.get_by_label("Montako osaa eteenpäin"))
        worker.type(str(BAYS_ON))
        worker.tap(page.get_by_role("button", name="Siirrä osia"))
        worker.wait_for(page.get_by_role("heading", name="Näin kävisi"))
        worker.think()
        worker.tap(page.get_by_role("button", name="Tee näin"))
        worker.wait_for(page.get_by_text("Osat siirrettiin luonnoksessa."))
        worker.think()
        worker.tap(page.get_by_role("link", name="Julkaise…"))
        worker.wait_for(page.get_by_role("heading", name="Julkaise luonnos"))
        worker.think()
        worker.tap(page.get_by_role("button", name="Julkaise", exact=True))
        return finish_work(worker, server)


def move_by_keys(browser: Browser, server: Served) -> Worker:
    """Do the same from where it stood before, without touching the screen."""
    publish(server, weeded_plan())
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        worker = begin_work(page)
        worker.device = "keyboard"
        worker.think()
        worker.tab_to(page.get_by_role("link", name="Pohja"))
        worker.press("Enter")
        worker.wait_for(page.get_by_role("button", name="Aloita luonnos"))
        worker.think()
        worker.tab_to(page.get_by_label("Uusi luonnos: mitä muutetaan?"))
        worker.press("Enter")
        worker.wait_for(page.locator("[data-ready] plan-checks"))
        worker.think()
        worker.tab_to(page.locator("plan-canvas"))
        worker.press("Tab")
        for _ in BLOCK[1:]:
            worker.press("PageDown")
        worker.wait_for(page.get_by_text("8 hyllyä valittu"))
        worker.think()
        expect(page.locator("plan-checks")).not_to_contain_text("Tarkistetaan…")
        with worker.until_answered(CHECK):
            for _ in range(round(NORTH_M)):
                worker.press("Shift+ArrowUp")
            for _ in range(round((round(NORTH_M) - NORTH_M) * 10)):
                worker.press("ArrowDown")
        worker.think()
        worker.think()
        worker.press("r")
        worker.wait_for(page.get_by_text("80 osaa valittu"))
        worker.think()
        worker.tab_to(page.get_by_label("Montako osaa eteenpäin"))
        worker.type(str(BAYS_ON))
        worker.press("Enter")
        worker.wait_for(page.get_by_role("heading", name="Näin kävisi"))
        worker.think()
        worker.tab_to(page.get_by_role("button", name="Tee näin"))
        worker.press("Enter")
        worker.wait_for(page.get_by_text("Osat siirrettiin luonnoksessa."))
        worker.think()
        worker.tab_to(page.get_by_role("link", name="Julkaise…"), "Shift+Tab")
        worker.press("Enter")
        worker.wait_for(page.get_by_role("heading", name="Julkaise luonnos"))
        worker.think()
        worker.tab_to(page.get_by_label("Miksi?"))
        worker.press("Enter")
        return finish_work(worker, server)


def publish(server: Served, plan: Plan) -> None:
    """Publish a plan as the pages do: by a draft."""
    drafts = f"/api/v1/branches/{plan.id}/drafts"
    begun = server.staff.post(drafts, json={"name": "Siirto"}).raise_for_status().json()
    address = f"{drafts}/{begun['id']}"
    tag = {"If-Match": f'"{begun["revision"]}"'}
    server.staff.put(address, content=format_plan(plan), headers=tag).raise_for_status()
    server.staff.post(f"{address}/publish").raise_for_status()
    server.staff.delete(address)


def begin_work(page: Page) -> Worker:
    """Open the start page, as it lies on the tablet."""
    page.goto(f"/s?branch={BRANCH}&lang=fi")
    return Worker(page)


def finish_work(worker: Worker, server: Served) -> Worker:
    """Wait until it is said to be published; then the block and its ranges must be there."""
    worker.wait_for(worker.page.get_by_text("Julkaistu. Kartat vaihtuvat itse."))
    branch = f"/api/v1/branches/{BRANCH}"
    newest = server.staff.get(f"{branch}/versions").raise_for_status().json()["versions"][0]["hash"]
    plan = server.staff.get(f"{branch}/versions/{newest}/plan").raise_for_status().json()
    before = {each.id: each for each in weeded_plan().shelves}
    for shelf in plan["shelves"]:
        if shelf["id"] in BLOCK:
            assert abs(shelf["y_m"] - before[shelf["id"]].y_m - NORTH_M) < 0.5
    assert "9A" in {run["face"] for each in plan["ranges"] for run in each["runs"]}
    return worker


def body_of(page: Page, id: str) -> Locator:
    """Find a shelf on the canvas."""
    return page.locator(f'.e-things [data-key="shelves/{id}"] .m-shelf')


def metres_px(page: Page, metres: float) -> float:
    """Give how far metres are on the screen."""
    scale = page.evaluate("document.querySelector('plan-canvas svg').getScreenCTM().a")
    return metres * float(scale)
