"""A real browser that keeps to this machine, and pages that tell of every complaint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.needs import needs

ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
KIOSK = {"width": 1920, "height": 1080}
TALL_KIOSK = {"width": 1080, "height": 1920}
DESK = {"width": 1400, "height": 900}


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
def watched_page(browser: Browser, base_url: str, **context: Any) -> Iterator[Page]:
    """Open a page of its own; a complaint of a script or on the console fails the test."""
    complaints: list[str] = []
    own: BrowserContext = browser.new_context(base_url=base_url, **context)
    try:
        page = own.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text) if said.type in ("error", "warning") else None
            ),
        )
        yield page
        assert complaints == []
    finally:
        own.close()


def overflows(page: Page) -> bool:
    """Tell whether a page must be scrolled sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
