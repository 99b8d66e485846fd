"""How smoothly the layout editor draws large levels: ``python -m benchmarks.canvas``.

Eight shelves are dragged with a mouse among others that they snap to, and the level is zoomed with
the wheel, in Chromium without a graphics card; the time between frames is measured in the page.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from benchmarks.floors import SIZES, make_floor
from benchmarks.tables import markdown, quantiles
from floorplans.model import Plan
from tests.support.browser import TABLET, running_browser, staff_page
from tests.support.library import CREATED_AT, store_library
from tests.support.served import Served, running_server

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
CHOOSE = """(ids) => {
  const { ctx } = document.querySelector("plan-canvas");
  ctx.select(ids.map((id) => `shelves/${id}`));
}"""


def measure(browser: Browser, server: Served, plan: Plan) -> tuple[object, ...]:
    """Give a row: how many shelves, the time to open, and what frames take."""
    begun = server.staff.post(f"/api/v1/branches/{plan.id}/drafts", json={}).json()
    middle = len(plan.shelves) // 2
    ids = [shelf.id for shelf in plan.shelves[middle : middle + BLOCK]]
    with staff_page(browser, str(server.client.base_url), viewport=TABLET) as page:
        began_s = time.perf_counter()
        page.goto(f"/s/layout/{begun['id']}?branch={plan.id}&lang=en")
        page.locator(f'[data-key="shelves/{ids[0]}"]').wait_for(state="attached")
        opened_s = time.perf_counter() - began_s
        page.evaluate(CHOOSE, ids)
        drag = _frames_ms(page, lambda: _drag(page, ids[3]))
        zoom = _frames_ms(page, lambda: _zoom(page))
    return (f"{len(plan.shelves):,}", f"{opened_s:.1f}", *quantiles(drag), *quantiles(zoom))


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
    head = ("shelves", "opens, s", "drag p50, ms", "p99, ms", "zoom p50, ms", "p99, ms")
    print(markdown(head, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
