"""A running demo and a browser for each module of tests.

They end with the module: while Playwright runs, no other test can run an event loop.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import page_at, running_browser
from tests.support.compiled import everything_compiled
from tests.support.demo import demo_with_staff

__all__ = ["everything_compiled"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo_with_staff(tmp_path_factory.mktemp("demo")) as running:
        yield running.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, demo: str) -> Iterator[Callable[..., Page]]:
    """Open a path in a window of a size, as `page_at` does; complaints fail the test."""
    with ExitStack() as stack:

        def open_(path: str, size: dict[str, int], **context: object) -> Page:
            return stack.enter_context(page_at(browser, demo, path, viewport=size, **context))

        yield open_
