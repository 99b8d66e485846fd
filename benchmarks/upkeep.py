"""How long upkeep takes a librarian: ``python -m benchmarks.upkeep``.

The jobs are done on the real pages of a running server, by touch at the size of a tablet; what is
done is counted and priced by the keystroke-level model, what the pages take is measured. Beside
them stands how long a publication takes until an open kiosk page shows it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from benchmarks.keystrokes import HEAD, Worker
from benchmarks.rearranging import move_by_keys, move_by_touch, publish, store_weeded
from benchmarks.shelf_walks import walk_by_scanner, walk_by_typing
from benchmarks.tables import markdown
from floorplans.formats.native import plan_hash
from tests.support.browser import KIOSK, TABLET, running_browser, staff_page, watched_page
from tests.support.library import store_library
from tests.support.moved import moved_plan
from tests.support.served import Served, running_server

TIMES = 5

Job = Callable[[Browser, Served], Worker]


def undo_publication(browser: Browser, server: Served) -> Worker:
    """Notice on the page of versions that a publication was wrong, and take it back."""
    publish(server, moved_plan())
    with staff_page(browser, str(server.client.base_url), viewport=TABLET, has_touch=True) as page:
        page.goto("/s/live?branch=toy&lang=fi")
        worker = Worker(page)
        worker.think()
        worker.tap(page.get_by_role("link", name="Versiot"))
        worker.think()
        worker.tap(page.get_by_role("button", name="Palauta edellinen versio"))
        worker.wait_for(page.get_by_role("status").filter(has_text="taas kartalla"))
        return worker


MOVING_S, WALKING_S, UNDOING_S = 180.0, 600.0, 10.0
JOBS: tuple[tuple[str, Job, float], ...] = (
    ("undo a publication", undo_publication, UNDOING_S),
    ("walk 40 bays with a scanner", walk_by_scanner, WALKING_S),
    ("walk 40 bays and type", walk_by_typing, WALKING_S),
    ("move 8 shelves and their ranges, by touch", move_by_touch, MOVING_S),
    ("the same by keyboard alone", move_by_keys, MOVING_S),
)


def time_to_kiosk_s(browser: Browser, server: Served) -> list[float]:
    """Measure from the moment of publishing until an open kiosk page shows the new plan."""
    times_s = []
    with watched_page(browser, str(server.client.base_url), viewport=KIOSK) as kiosk:
        kiosk.goto("/k/toy-1?callno=84.2+LIN&lang=fi")
        for number in range(TIMES):
            plan = moved_plan(str(20 + number))
            began_s = time.perf_counter()
            publish(server, plan)
            body = kiosk.locator("body")
            expect(body).to_have_attribute("data-version", plan_hash(plan), timeout=30_000)
            times_s.append(time.perf_counter() - began_s)
    return times_s


def run() -> str:
    """Do all jobs, and give the tables."""
    with tempfile.TemporaryDirectory() as name, running_browser() as browser:
        folder = Path(name)
        store_weeded(store_library(folder).database)
        with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as server:
            rows = [job(browser, server).describe(name, limit) for name, job, limit in JOBS]
            kiosk_s = sorted(time_to_kiosk_s(browser, server))
    seen = markdown(
        ("published, until an open kiosk shows it", "s"),
        [("median", f"{kiosk_s[len(kiosk_s) // 2]:.1f}"), ("longest", f"{kiosk_s[-1]:.1f}")],
    )
    return f"{markdown(HEAD, rows)}\n\n{seen}"


if __name__ == "__main__":
    print(run())
    sys.exit(0)
