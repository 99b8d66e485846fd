"""A new group of the collection is made by touch and by keys, given shelves, and removed again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.browser import PHONE, TABLET, overflows, staff_page
from tests.support.library import store_library
from tests.support.served import running_server

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("groups")
    store_library(folder)
    with (
        running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as server,
        staff_page(browser, str(server.client.base_url), viewport=TABLET, has_touch=True) as opened,
    ):
        yield opened


def done(page: Page, words: str) -> None:
    expect(page.locator("main .good")).to_contain_text(words)
    expect(page.locator("main .good")).to_be_focused()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key to the control that is called so."""
    link = page.get_by_role("link", name=name)
    wanted = link.or_(page.get_by_role("button", name=name))
    for _ in range(60):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        press(page, "Tab")
    raise AssertionError(name)


def test_by_fingers_alone(page):
    page.goto("/s/ranges?branch=toy&lang=en")
    page.get_by_role("link", name="Partitions").tap()
    expect(page.get_by_role("heading", level=1, name="Partitions")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="New partition").tap()
    name = page.get_by_role("group", name="Name", exact=True)
    name.get_by_label("In English").tap()
    page.keyboard.type("Easy books")
    page.get_by_role("button", name="Save in the draft").tap()
    expect(name.get_by_label("In Finnish")).to_be_focused()
    page.keyboard.type("Selkokirjat")
    assert violations(page) == []
    page.get_by_role("button", name="Save in the draft").tap()
    done(page, "The partition was saved in the draft.")
    page.locator("main .good").get_by_role("link", name="Assign shelves").tap()
    expect(page.get_by_role("heading", level=1, name="Easy books")).to_be_visible()
    page.get_by_text("Give bays by typing").tap()
    expect(page.get_by_role("button", name="Give the bays")).to_be_visible()
    page.get_by_role("link", name="Partitions").tap()
    page.get_by_role("link", name="Change : Easy books").tap()
    page.get_by_role("button", name="Remove the partition").tap()
    done(page, "The partition was removed from the draft.")
    page.get_by_role("button", name="Undo").tap()
    done(page, "Undone")
    expect(page.get_by_role("heading", name="Easy books")).to_be_visible()


def test_by_keys_alone(page):
    page.goto("/s/ranges/groups?branch=toy&lang=en")
    tab_to(page, "New partition")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1, name="New partition")).to_be_visible()
    page.keyboard.type("Uutuudet")
    press(page, "Enter")
    done(page, "The partition was saved in the draft.")
    tab_to(page, "Change : Uutuudet")
    press(page, "Enter")
    tab_to(page, "Remove the partition")
    press(page, "Enter")
    done(page, "The partition was removed from the draft.")
    tab_to(page, "Undo")
    press(page, "Enter")
    done(page, "Undone")


def test_it_fits_a_phone(page):
    page.set_viewport_size(PHONE)
    for query in ("", "&new=true", "&partition=aik-kauno"):
        page.goto(f"/s/ranges/groups?branch=toy&lang=fi{query}")
        assert not overflows(page)
        assert violations(page) == []
