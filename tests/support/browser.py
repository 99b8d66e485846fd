"""A real browser that keeps to this machine, and pages that tell of every complaint."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.alone import Hand, watch
from tests.support.needs import needs
from tests.support.staff import sign_in

ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
KIOSK = {"width": 1920, "height": 1080}
TALL_KIOSK = {"width": 1080, "height": 1920}
DESK = {"width": 1400, "height": 900}
TABLET = {"width": 1180, "height": 820}
STAFF_SIDE = ("/s/", "/s?", "/print/points?")
WAIT_S = 30.0


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run the Chromium of this machine, without a screen."""
    path = needs("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched_page(
    browser: Browser, base_url: str, *, hand: Hand | None = None, **context: Any
) -> Iterator[Page]:
    """Open a page of its own; a complaint of a script or on the console fails the test.

    So does, where a ``hand`` is given, whatever is done by another.
    """
    complaints: list[str] = []
    has_touch = hand is not None and hand.name == "touch"
    own: BrowserContext = browser.new_context(
        base_url=base_url, **{"has_touch": has_touch, **context}
    )
    try:
        page = own.new_page()
        page.set_default_timeout(15_000)
        if hand:
            watch(page, hand)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text) if said.type in ("error", "warning") else None
            ),
        )
        yield page
        assert not complaints, "\n".join(complaints)
    finally:
        own.close()


@contextmanager
def staff_page(browser: Browser, base_url: str, **context: Any) -> Iterator[Page]:
    """Open a page of its own for somebody of the staff, as `watched_page` does for patrons."""
    with watched_page(browser, base_url, **context) as page:
        sign_in(page.context)
        yield page


@contextmanager
def page_at(browser: Browser, base_url: str, path: str, **context: Any) -> Iterator[Page]:
    """Open a path in a page of its own; signed in where the staff's side begins."""
    enter = staff_page if path.startswith(STAFF_SIDE) else watched_page
    with enter(browser, base_url, **context) as page:
        page.goto(path)
        yield page


def overflows(page: Page) -> bool:
    """Tell whether a page must be scrolled sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for half a minute at most until something holds."""
    give_up_at = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < give_up_at
        time.sleep(0.2)


def in_view(page: Page, selector: str) -> bool:
    """Tell whether an element is on the screen from top to bottom."""
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
