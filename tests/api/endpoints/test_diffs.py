"""What a draft or a version changes, in words and as data."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from floorplans.formats.native import format_plan, plan_hash
from tests.support.library import store_library
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"
OLD, NEW = plan_hash(toy_plan()), plan_hash(moved_plan())


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        yield sign_in(connected)


@pytest.fixture
def draft(client: httpx.Client) -> str:
    """Begin a draft, move shelves in it and give its address."""
    address = client.post(f"{TOY}/drafts", json={}).headers["location"]
    saved = client.put(address, content=format_plan(moved_plan()), headers={"If-Match": '"1"'})
    assert saved.status_code == 200, saved.text
    return address


@pytest.mark.parametrize(("language", "word"), [("fi", "Hylly"), ("sv", "Hylla"), ("en", "Shelf")])
def test_a_draft_tells_what_it_changes_of_the_published_plan(client, draft, language, word):
    told = client.get(f"{draft}/diff?lang={language}").json()
    assert (told["before"], told["after"]) == (OLD, NEW)
    assert told["changes"]
    assert all(set(each) >= {"kind", "thing", "id", "params", "text"} for each in told["changes"])
    assert any(sentence.startswith(word) for sentence in told["summary"])


def test_a_draft_that_changes_nothing_says_so(client):
    address = client.post(f"{TOY}/drafts", json={}).headers["location"]
    told = client.get(f"{address}/diff?lang=en").json()
    assert (told["changes"], told["summary"]) == ([], ["No changes."])


def test_a_version_tells_what_it_changes_of_another(client, draft):
    client.post(f"{draft}/publish", headers={"If-Match": '"2"'})
    assert client.get(f"{TOY}/versions/{NEW}/diff").json()["changes"] == []
    there = client.get(f"{TOY}/versions/{NEW}/diff?since={OLD[:8]}").json()["changes"]
    back = client.get(f"{TOY}/versions/{OLD}/diff").json()["changes"]
    assert len(there) == len(back) > 0
    unknown = client.get(f"{TOY}/versions/{NEW}/diff?since=000000")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/unknown-version")
