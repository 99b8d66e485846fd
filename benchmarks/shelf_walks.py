"""Forty bays are walked: the first item of each is scanned, or its call number is typed.

The walk begins on the start page with the stalest shelf and goes on from face to face; bare bays
are marked so and do not count. Walking and taking items out are no part of the keystroke-level
model: what the job leaves of its limit is left for them.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, expect

from api.catalogue.items import parse_items
from api.plans import demo_text
from benchmarks.keystrokes import Worker
from benchmarks.rearranging import BRANCH, begin_work
from tests.support.browser import TABLET, staff_page
from tests.support.served import Served

BAYS = 40

See = Callable[[Worker, str, str], None]
"""Scan or type the first item of a bay, given its partition and its call number."""


def walk_by_scanner(browser: Browser, server: Served) -> Worker:
    """Walk with a scanner that types, which needs no touch but to begin."""
    items, _ = parse_items(demo_text(BRANCH, "items.csv"))
    barcodes = {(each.partition, each.call_number): each.barcode for each in items}

    def see(worker: Worker, partition: str, first: str) -> None:
        worker.scan(barcodes[partition, first])

    return _walk(browser, server, see)


def walk_by_typing(browser: Browser, server: Served) -> Worker:
    """Walk and type what each bay begins with."""

    def see(worker: Worker, _: str, first: str) -> None:
        worker.type(first)
        worker.press("Enter")

    return _walk(browser, server, see)


def _walk(browser: Browser, server: Served, see: See) -> Worker:
    with staff_page(browser, str(server.client.base_url), viewport=TABLET, has_touch=True) as page:
        worker = begin_work(page)
        worker.think()
        worker.tap(page.get_by_role("link", name="Kierros"))
        worker.think()
        worker.tap(page.locator(".faces a").first)
        seen = 0
        while True:
            seen += _walk_face(worker, page, see, BAYS - seen)
            if seen == BAYS:
                return worker
            worker.think()
            worker.tap(page.get_by_role("link", name="Seuraavaksi"))


def _walk_face(worker: Worker, page: Page, see: See, most_bays: int) -> int:
    """See the bays of the face that is open, and count those that are not bare."""
    worker.wait_for(page.locator("main[data-ready]"))
    seen = filled = 0
    for bay in page.locator("[data-bay]").all():
        if filled == most_bays:
            break
        worker.reach("shelf")
        worker.think()
        first = bay.get_attribute("data-first")
        if first:
            expect(_field_of(bay)).to_be_focused()
            see(worker, bay.get_attribute("data-partition") or "", first)
        else:
            worker.tap(bay.get_by_role("checkbox"))
        worker.wait_for(bay.and_(page.locator("[data-seen]")))
        seen, filled = seen + 1, filled + bool(first)
    said = page.get_by_text("on luonnoksessa").filter(has_text=str(seen))
    worker.wait_for(said)
    return filled


def _field_of(bay: Locator) -> Locator:
    return bay.locator("input:not([type])")
