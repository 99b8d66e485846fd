"""How soon and smoothly the layout editor draws large levels: ``python -m benchmarks.canvas``.

A draft is opened here, and as on a tablet: with a fourth of the processor, over a network that
answers after 40 ms and carries 20 Mbit/s, by a browser that has nothing of it yet. Eight shelves
are dragged with a mouse among others that they snap to, and the level is zoomed with the wheel, in
Chromium without a graphics card; the time between frames is measured in the page. Then single
shelves are moved, and after each it is asked what is wrong, and which drafts there are.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page

from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from benchmarks.floors import SIZES, make_floor
from benchmarks.tables import markdown, quantiles
from floorplans.formats.native import plan_values
from floorplans.model import Plan
from tests.support.browser import TABLET, running_browser, staff_page
from tests.support.library import CREATED_AT, store_library
from tests.support.served import Served, running_server

DRAFTS = 8
SETTLING = 12
"""Moves that do not count: a server that has just started prepares ways as well."""

MOVED = 23
SLOWER = 4
LATENCY_MS = 40
BYTES_PER_S = 20e6 / 8
BLOCK = 8
MOVES = 120
TURNS = 40
COUNT_FRAMES = """() => {
  window.gaps_ms = [];
  let last = 0;
  const count = (now) => {
    if (last) window.gaps_ms.push(now - last);
    last = now;
    window.frames = requestAnimationFrame(count);
  };
  window.frames = requestAnimationFrame(count);
}"""
GIVE_FRAMES = "() => { cancelAnimationFrame(window.frames); return window.gaps_ms; }"
NEXT_FRAME = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""
CHOOSE = """(ids) => {
  const { ctx } = document.querySelector("plan-canvas");
  ctx.select(ids.map((id) => `shelves/${id}`));
}"""


def measure(browser: Browser, server: Served, plan: Plan) -> tuple[object, ...]:
    """Give a row: how many shelves, the times to open, and what frames take."""
    begun = server.staff.post(f"/api/v1/branches/{plan.id}/drafts", json={}).json()
    middle = len(plan.shelves) // 2
    ids = [shelf.id for shelf in plan.shelves[middle : middle + BLOCK]]
    address = f"/s/layout/{begun['id']}?branch={plan.id}&lang=en"
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        opened_s = _open_s(page, address, ids[0])
        page.evaluate(CHOOSE, ids)
        drag = _frames_ms(page, lambda: _drag(page, ids[3]))
        zoom = _frames_ms(page, lambda: _zoom(page))
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        _slow_down(page)
        slowly_s = _open_s(page, address, ids[0])
    opened = (f"{opened_s:.1f}", f"{slowly_s:.1f}")
    looked = (f"{each:.0f}" for each in _look_ms(server.staff, plan))
    return (f"{len(plan.shelves):,}", *opened, *quantiles(drag), *quantiles(zoom), *looked)


def _look_ms(staff: httpx.Client, plan: Plan) -> tuple[float, float]:
    """Give the medians of checking a draft after a shelf was moved, and of listing such drafts."""
    drafts = f"/api/v1/branches/{plan.id}/drafts"
    begun = [staff.post(drafts, json={}).json()["id"] for _ in range(DRAFTS)]
    shelves = plan_values(plan)["shelves"][:MOVED]
    for draft in begun:
        _move(staff, f"{drafts}/{draft}", shelves[0], 1)
    checks, lists = [], []
    for number, shelf in enumerate(shelves, 2):
        _move(staff, f"{drafts}/{begun[0]}", shelf, number)
        checks.append(_timed_ms(staff, f"{drafts}/{begun[0]}/check"))
        lists.append(_timed_ms(staff, f"/s/layout?branch={plan.id}"))
    return statistics.median(checks[SETTLING:]), statistics.median(lists[SETTLING:])


def _move(staff: httpx.Client, draft: str, shelf: dict[str, Any], base: int) -> None:
    value = {**shelf, "y_m": shelf["y_m"] + base / 1000}
    changes = [{"kind": "shelves", "id": shelf["id"], "value": value}]
    asked = {"base": base, "key": str(uuid.uuid4()), "changes": changes}
    staff.post(f"{draft}/edits", json=asked).raise_for_status()


def _timed_ms(staff: httpx.Client, address: str) -> float:
    began_s = time.perf_counter()
    staff.get(address).raise_for_status()
    return 1000 * (time.perf_counter() - began_s)


def _open_s(page: Page, address: str, id: str) -> float:
    began_s = time.perf_counter()
    page.goto(address)
    page.locator(f'[data-key="shelves/{id}"]').wait_for(state="attached")
    page.evaluate(NEXT_FRAME)
    return time.perf_counter() - began_s


def _slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = {"downloadThroughput": BYTES_PER_S, "uploadThroughput": BYTES_PER_S}
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **line}
    )


def _frames_ms(page: Page, work: Callable[[], None]) -> list[float]:
    page.evaluate(COUNT_FRAMES)
    work()
    return list(page.evaluate(GIVE_FRAMES))


def _drag(page: Page, id: str) -> None:
    box = page.locator(f'[data-key="shelves/{id}"] .m-shelf').bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 4, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(MOVES):
        page.mouse.move(x + step, y + step / 3)
    page.mouse.up()


def _zoom(page: Page) -> None:
    for step in range(TURNS):
        page.mouse.wheel(0, -100 if step < TURNS / 2 else 100)


@contextmanager
def _serving(plan: Plan) -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        settings = store_library(Path(folder))
        with closing(prepare_database(settings.database)) as database:
            ensure_branch(database, plan, (), CREATED_AT)
        log = Path(folder) / "log"
        with running_server(log, HYLLYKARTTA_DATA_DIR=folder) as server:
            yield server


def main() -> int:
    rows = []
    with running_browser() as browser:
        for shelves in SIZES:
            plan = make_floor(shelves)
            with _serving(plan) as server:
                rows.append(measure(browser, server, plan))
    opens = ("opens, s", "on a tablet, s")
    frames = ("drag p50, ms", "p99, ms", "zoom p50, ms", "p99, ms")
    head = ("shelves", *opens, *frames, "check, ms", f"list of {DRAFTS} drafts, ms")
    print(markdown(head, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
