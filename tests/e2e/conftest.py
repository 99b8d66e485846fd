"""A running demo and a browser for each module of tests.

They end with the module: while Playwright runs, no other test can run an event loop.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import running_browser, watched_page
from tests.support.compiled import everything_compiled
from tests.support.demo import running_demo

__all__ = ["everything_compiled"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, demo: str) -> Iterator[Callable[..., Page]]:
    """Open a path in a window of a size; complaints of the page fail the test."""
    opened = []

    def open_(path: str, size: dict[str, int], **context: object) -> Page:
        manager = watched_page(browser, demo, viewport=size, **context)
        page = manager.__enter__()
        opened.append(manager)
        page.goto(path)
        return page

    yield open_
    for manager in opened:
        manager.__exit__(None, None, None)
