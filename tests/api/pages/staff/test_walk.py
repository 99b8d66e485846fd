"""The pages at the shelf work as forms, without any script."""

from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from tests.support.library import store_library
from tests.support.server import serving
from tests.support.staff import sign_in

WALK = "/s/walk?branch=toy&lang=en"


@pytest.fixture
def client(tmp_path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        yield sign_in(connected)


def send(client, **fields):
    return client.post("/s/walk?lang=en", data={"branch": "toy", "face": "1A", **fields}).text


def test_the_page_lists_shelves_and_asks_for_each_bay_of_one(client):
    assert "/s/walk?branch=toy&amp;lang=en&amp;face=1A" in client.get(WALK).text
    page = client.get(f"{WALK}&face=1A").text
    assert page.count('name="first-') == 4
    assert "on the map 84.2 AAL, 2\xa0Mar\xa02026" in page


def test_the_order_is_a_choice_that_goes_on_into_the_links(client):
    by_way, by_age = client.get(WALK).text, client.get(f"{WALK}&order=age").text
    assert 'aria-current="true">By the way' in by_way
    assert 'aria-current="true">By age' in by_age
    assert "order=age&amp;face=1A" in by_age
    assert "Next: Shelf side" in client.get(f"{WALK}&order=age&face=1A").text


def test_what_was_typed_is_saved_and_told_with_what_is_wrong(client):
    page = send(client, **{"first-1": "84.2 AAL", "first-2": "???", "empty-3": "1"})
    assert "2 bays are in the draft." in page
    assert "These were not saved" in page
    assert 'value="???"' in page


def test_nothing_typed_is_told_with_the_next_step(client):
    assert "at least one call number" in send(client)


def test_misplaced_items_are_listed_with_their_places(client):
    items = "84.2 AAL\n84.2 UUS\n84.2 BBB\n84.2 CCC\n"
    page = client.post("/s/misplaced?lang=en", data={"branch": "toy", "items": items}).text
    assert "Scan 2 is out of order; belongs after 84.2 CCC" in page
    assert "Place: 1A, bay 3–4" in page


def check(client, items):
    return client.post("/s/misplaced?lang=en", data={"branch": "toy", "items": items}).text


def test_an_empty_line_begins_another_bay(client):
    page = check(client, "84.2 KOS\n84.2 LIN\n\n84.2 AAL\n84.2 UUS\n84.2 BBB\n84.2 CCC\n")
    assert "Bay 2: Scan 2 is out of order" in page
    assert page.count("note warn") - page.count("data-trouble") == 1


def test_a_list_that_is_too_long_is_told_and_stays(client):
    items = "\n".join(f"84.2 A{number}" for number in range(2001))
    page = check(client, items)
    assert "At most 2000 items" in page
    assert "84.2 A2000" in page
