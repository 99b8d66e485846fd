"""A draft that began before others published: nothing of theirs is taken from the map unasked."""

import dataclasses
import json
from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from floorplans.formats.native import format_plan, parse_plan, plan_hash
from floorplans.model import Plan
from tests.support.library import store_library
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"


@pytest.fixture
def client(tmp_path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        connected.follow_redirects = True
        yield sign_in(connected)


def lower(number: int, height_m: float, plan: Plan | None = None) -> Plan:
    """Give the toy plan, or another, with one shelf of another height."""
    plan = plan or toy_plan()
    shelves = list(plan.shelves)
    shelves[number] = dataclasses.replace(shelves[number], height_m=height_m)
    return dataclasses.replace(plan, shelves=tuple(shelves))


def begin(client: httpx.Client) -> str:
    return str(client.post(f"{TOY}/drafts", json={"from": "published"}).json()["id"])


def save(client: httpx.Client, draft: str, plan: Plan) -> None:
    tag = {"If-Match": client.get(f"{TOY}/drafts/{draft}").headers["ETag"]}
    answer = client.put(f"{TOY}/drafts/{draft}", content=format_plan(plan), headers=tag)
    assert answer.status_code == 200


def read(client: httpx.Client, draft: str) -> Plan:
    return parse_plan(json.dumps(client.get(f"{TOY}/drafts/{draft}").json()["plan"]))


def page_of(client: httpx.Client, draft: str) -> str:
    return client.get(f"/s/publish?branch=toy&lang=en&draft={draft}").text


def publish(client: httpx.Client, draft: str) -> None:
    assert client.post(f"{TOY}/drafts/{draft}/publish", json={}).is_success


def catch_up(client: httpx.Client, draft: str) -> httpx.Response:
    revision = client.get(f"{TOY}/drafts/{draft}").headers["ETag"].strip('"')
    form = {"branch": "toy", "draft": draft, "revision": revision}
    return client.post("/s/publish/catch-up?lang=en", data=form)


def test_what_others_published_since_is_told_and_comes_along(client):
    mine, theirs = begin(client), begin(client)
    save(client, mine, lower(0, 1.1))
    save(client, theirs, lower(1, 1.3))
    assert "The map has changed" not in page_of(client, mine)
    publish(client, theirs)
    page = page_of(client, mine)
    assert "The map has changed" in page
    assert "Shelf 2" in page.partition("data-news")[2].partition("</form>")[0]
    done = catch_up(client, mine)
    assert "up to date with the map" in done.text
    assert "The map has changed" not in done.text
    assert plan_hash(read(client, mine)) == plan_hash(lower(0, 1.1, lower(1, 1.3)))


def test_what_both_changed_stays_as_the_draft_has_it(client):
    mine, theirs = begin(client), begin(client)
    save(client, mine, lower(0, 1.1))
    save(client, theirs, lower(0, 1.3))
    publish(client, theirs)
    page = page_of(client, mine)
    assert "changed in the draft, too" in page
    assert "Keep the draft" in page
    assert "changed in the draft, too" not in catch_up(client, mine).text
    assert plan_hash(read(client, mine)) == plan_hash(lower(0, 1.1))


def test_a_draft_that_was_published_itself_lacks_nothing_when_it_goes_on(client):
    mine = begin(client)
    save(client, mine, lower(0, 1.1))
    publish(client, mine)
    save(client, mine, toy_plan())
    assert "data-news" not in page_of(client, mine)


def test_what_came_along_is_undone_as_any_edit(client):
    mine, theirs = begin(client), begin(client)
    save(client, mine, lower(0, 1.1))
    save(client, theirs, lower(1, 1.3))
    publish(client, theirs)
    catch_up(client, mine)
    base = int(client.get(f"{TOY}/drafts/{mine}").headers["ETag"].strip('"'))
    assert client.post(
        f"{TOY}/drafts/{mine}/undo", json={"base": base, "key": "undo-caught-up-1"}
    ).is_success
    assert plan_hash(read(client, mine)) == plan_hash(lower(0, 1.1))
