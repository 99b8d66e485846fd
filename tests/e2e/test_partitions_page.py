"""A new partition is made, led on to its shelves, and removed again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.browser import PHONE, TABLET, overflows, staff_page
from tests.support.jobs import by_each_hand
from tests.support.library import store_library
from tests.support.served import running_server

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("partitions")
    store_library(folder)
    with running_server(folder / "log", HYLLYKARTTA_DATA_DIR=str(folder)) as server:
        yield str(server.client.base_url)


def is_told(page: Page, words: str) -> None:
    told = page.locator("main .good")
    expect(told).to_contain_text(words)
    expect(told).to_be_focused()


def is_headed(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    assert violations(page) == []


@by_each_hand("make a partition", "remove a partition")
def test_a_partition_is_made_given_shelves_removed_and_brought_back(browser, address, hand):
    name = {"touch": "Easy books", "keyboard": "New books"}[hand.name]
    with staff_page(browser, address, viewport=TABLET, hand=hand) as page:
        page.goto("/s/ranges?branch=toy&lang=en")
        hand.press(page.get_by_role("link", name="Partitions"))
        is_headed(page, "Partitions")
        hand.press(page.get_by_role("link", name="New partition"))
        is_headed(page, "New partition")
        names = page.get_by_role("group", name="Name", exact=True)
        hand.write(names.get_by_label("In English"), name)
        hand.press(page.get_by_role("button", name="Save in the draft"))
        expect(names.get_by_label("In Finnish")).to_be_focused()
        hand.write(names.get_by_label("In Finnish"), f"{name} (suomeksi)")
        hand.press(page.get_by_role("button", name="Save in the draft"))
        is_told(page, f"Saved in the draft: {name}")
        hand.press(page.locator("main .good").get_by_role("link", name="Assign shelves"))
        is_headed(page, name)
        hand.press(page.get_by_role("link", name="Partitions"))
        hand.press(page.get_by_role("link", name=f"Change : {name}"))
        is_headed(page, name)
        hand.press(page.get_by_role("button", name="Remove the partition"))
        is_told(page, "The partition was removed from the draft.")
        hand.press(page.get_by_role("button", name="Undo"))
        is_told(page, "Undone")
        expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_the_page_fits_a_phone(browser, address):
    with staff_page(browser, address, viewport=PHONE, color_scheme="dark") as page:
        for query in ("", "&new=true", "&partition=aik-kauno"):
            page.goto(f"/s/ranges/groups?branch=toy&lang=fi{query}")
            assert not overflows(page)
            assert violations(page) == []
