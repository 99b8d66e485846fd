"""Drafts over HTTP: nothing of them is seen until one is published."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.middleware import PLAN
from api.settings import Settings
from api.storage.upgrade import prepare_database
from floorplans.formats.native import format_plan, plan_hash
from floorplans.model import Plan
from tests.support.library import second_plan, store_library
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import TOKEN, sign_in

TOY = "/api/v1/branches/toy"
OLD, NEW = plan_hash(toy_plan()), plan_hash(moved_plan())


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        yield sign_in(connected)


def begin(client: httpx.Client, **asked: Any) -> str:
    """Begin a draft and give its address."""
    answer = client.post(f"{TOY}/drafts", json=asked)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def put(client: httpx.Client, draft: str, plan: Plan, if_match: str | None) -> httpx.Response:
    headers = {} if if_match is None else {"If-Match": if_match}
    return client.put(draft, content=format_plan(plan), headers=headers)


def broken_plan() -> Plan:
    """The toy plan with two shelves in one place."""
    one, two, *rest = toy_plan().shelves
    return replace(toy_plan(), shelves=(one, replace(two, x_m=one.x_m, y_m=one.y_m), *rest))


def test_a_draft_begins_with_what_is_published(client):
    answer = client.post(f"{TOY}/drafts?author=neuvonta", json={"name": "Summer"})
    told = answer.json()
    assert (told["name"], told["base_hash"], told["author"]) == ("Summer", OLD, "neuvonta")
    assert (told["revision"], answer.headers["etag"]) == (1, '"1"')
    assert answer.headers["location"] == f"{TOY}/drafts/{told['id']}"
    loaded = client.get(answer.headers["location"])
    assert loaded.headers["etag"] == '"1"'
    assert loaded.json()["plan"] == json.loads(format_plan(toy_plan()))


def test_a_draft_begins_with_any_version_or_with_a_plan_of_ones_own(client):
    assert client.get(begin(client, **{"from": OLD[:12]})).json()["base_hash"] == OLD
    own = client.get(begin(client, plan=json.loads(format_plan(moved_plan())))).json()
    assert own["base_hash"] is None
    assert own["plan"] == json.loads(format_plan(moved_plan()))


def test_drafts_are_listed_without_their_plans_and_can_be_deleted(client):
    draft = begin(client, name="One")
    begin(client, name="Two")
    drafts = client.get(f"{TOY}/drafts").json()["drafts"]
    assert {each["name"] for each in drafts} == {"One", "Two"}
    assert not any("plan" in each for each in drafts)
    assert client.delete(draft).status_code == 204
    assert client.get(draft).json()["type"] == "/problems/unknown-draft"
    assert len(client.get(f"{TOY}/drafts").json()["drafts"]) == 1


def test_a_draft_that_somebody_saved_meanwhile_is_not_deleted(client):
    draft = begin(client)
    put(client, draft, moved_plan(), '"1"')
    late = client.delete(draft, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/draft-changed")
    assert client.get(draft).json()["revision"] == 2
    assert client.delete(draft, headers={"If-Match": '"2"'}).status_code == 204


def test_a_draft_that_is_not_there_is_told_with_those_that_are(client):
    there = begin(client).rpartition("/")[2]
    told = client.get(f"{TOY}/drafts/{'0' * 12}").json()
    assert told["detail"] == f'"toy" has no draft "{"0" * 12}"; there are: {there}.'


def test_a_saved_draft_has_its_next_revision(client):
    draft = begin(client)
    saved = put(client, draft, moved_plan(), '"1"')
    assert (saved.status_code, saved.headers["etag"]) == (200, '"2"')
    assert client.get(draft).json()["plan"] == json.loads(format_plan(moved_plan()))


def test_of_two_who_save_the_second_is_told_and_nothing_of_the_first_is_lost(client):
    draft = begin(client)
    assert put(client, draft, moved_plan(number="21"), '"1"').status_code == 200
    second = put(client, draft, moved_plan(number="22"), '"1"')
    assert second.status_code == 412
    assert second.json()["type"] == "/problems/draft-changed"
    assert (second.json()["revision"], second.headers["etag"]) == (2, '"2"')
    assert client.get(draft).json()["plan"]["shelves"][0]["number"] == "21"
    assert put(client, draft, moved_plan(number="22"), second.headers["etag"]).status_code == 200


def test_who_does_not_say_what_the_change_is_based_on_saves_nothing(client):
    draft = begin(client)
    answer = put(client, draft, moved_plan(), None)
    assert (answer.status_code, answer.json()["type"]) == (428, "/problems/if-match-needed")
    assert client.get(draft).json()["revision"] == 1


@pytest.mark.parametrize(
    ("tags", "status"),
    [('"1"', 200), ('W/"1"', 200), ('"7", "1"', 200), ("*", 200), ('"7"', 412), ("one", 412)],
)
def test_if_match_takes_the_tags_that_proxies_and_programs_send(client, tags, status):
    assert put(client, begin(client), moved_plan(), tags).status_code == status


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 422, "not JSON"),
        (b"{", 422, "line 1"),
        (b"\xff\xfe", 400, "UTF-8"),
        (b"[1, 2]", 422, "object"),
        (format_plan(toy_plan()).replace('"width_m"', '"width"', 1).encode(), 422, "width"),
        (
            format_plan(toy_plan()).replace('"length_m": 3.6', '"length_m": NaN', 1).encode(),
            422,
            "NaN",
        ),
    ],
    ids=["empty", "cut off", "not text", "no object", "unknown key", "not a number"],
)
def test_what_is_no_plan_is_refused_by_its_place_in_the_document(client, body, status, words):
    draft = begin(client)
    answer = client.put(draft, content=body, headers={"If-Match": '"1"'})
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert client.get(draft).json()["revision"] == 1


def test_the_place_of_a_mistake_in_a_plan_is_named(client):
    document = json.loads(format_plan(toy_plan()))
    document["shelves"][1]["length_m"] = "long"
    answer = client.post(f"{TOY}/drafts", json={"plan": document})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/plan-format")
    assert "shelves[1].length_m" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"name": 7}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"title": "Summer"}, "title"),
        ({"from": "published", "plan": {}}, "body"),
    ],
)
def test_a_beginning_that_makes_no_sense_is_refused_by_field(client, asked, field):
    answer = client.post(f"{TOY}/drafts", json=asked)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("body", [b"{", b"\xff"])
def test_a_beginning_that_is_no_json_is_a_bad_request(client, body):
    answer = client.post(f"{TOY}/drafts", content=body)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-request")


def test_a_plan_of_another_branch_is_refused(client):
    other = json.loads(format_plan(second_plan()))
    begun = client.post(f"{TOY}/drafts", json={"plan": other})
    saved = put(client, begin(client), second_plan(), '"1"')
    for answer in (begun, saved):
        assert answer.status_code == 422
        assert answer.json()["type"] == "/problems/plan-of-another-branch"


def test_a_plan_may_have_megabytes_but_not_any_number_of_them(client):
    draft = begin(client)
    padded = format_plan(moved_plan()).rstrip() + " " * 5_000_000
    assert client.put(draft, content=padded, headers={"If-Match": "*"}).status_code == 200
    chunks = (b" " * 1_000_000 for _ in range(PLAN.size_bytes // 1_000_000 + 1))
    answer = client.put(draft, content=chunks, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")
    assert "8 MiB" in answer.json()["detail"]


def test_a_check_lists_all_problems_with_the_worst_first(client):
    draft = begin(client)
    put(client, draft, broken_plan(), '"1"')
    told = client.get(f"{draft}/check").json()
    assert (told["plan"], told["hash"]) == ("toy", plan_hash(broken_plan()))
    severities = [each["severity"] for each in told["problems"]]
    assert told["violations"] == severities.count("violation") > 0
    assert set(severities[: told["violations"]]) == {"violation"}


def test_a_draft_with_violations_is_not_published_and_the_answer_lists_them(client):
    draft = begin(client)
    put(client, draft, broken_plan(), '"1"')
    answer = client.post(f"{draft}/publish")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/plan-has-violations")
    found = client.get(f"{draft}/check").json()["problems"]
    violations = [each for each in found if each["severity"] == "violation"]
    assert [each["rule"] for each in answer.json()["problems"]] == [e["rule"] for e in violations]
    assert client.get(TOY).json()["version"] == OLD
    assert len(client.get(f"{TOY}/versions").json()["versions"]) == 1


def test_a_published_draft_is_served_when_the_answer_comes(client):
    draft = begin(client, name="Summer")
    put(client, draft, moved_plan(), '"1"')
    assert client.get(TOY).json()["version"] == OLD
    answer = client.post(f"{draft}/publish?author=neuvonta", headers={"If-Match": '"2"'})
    assert answer.json() == {"hash": NEW, "served": True, "scheduled": None}
    assert client.get(TOY).json()["version"] == NEW
    (last, *_) = client.get(f"{TOY}/versions").json()["versions"]
    assert (last["hash"], last["note"], last["author"]) == (NEW, "Summer", "neuvonta")


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(client):
    draft = begin(client)
    put(client, draft, moved_plan(), '"1"')
    answer = client.post(f"{draft}/publish", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["revision"]) == (412, 2)
    assert client.get(TOY).json()["version"] == OLD


def test_a_draft_can_be_published_at_a_time(client):
    draft = begin(client)
    put(client, draft, moved_plan(), '"1"')
    at = datetime.now(UTC) + timedelta(days=1)
    answer = client.post(f"{draft}/publish", json={"at": at.isoformat(), "note": "Tomorrow"})
    assert answer.json()["scheduled"]["note"] == "Tomorrow"
    assert client.get(TOY).json()["version"] == OLD
    versions = client.get(f"{TOY}/versions").json()["versions"]
    assert [each["hash"] for each in versions if each["scheduled_at"]] == [NEW]


def test_the_first_branch_of_an_empty_server_comes_from_a_draft(tmp_path):
    settings = Settings(data_dir=tmp_path, staff_token=TOKEN)
    prepare_database(settings.database).close()
    with serving(create_app(settings)) as client:
        assert sign_in(client).post(f"{TOY}/drafts", json={}).status_code == 404
        draft = begin(client, plan=json.loads(format_plan(toy_plan())))
        assert client.get("/api/v1/branches").json() == {"branches": []}
        assert client.post(f"{draft}/publish").json()["served"] is True
        assert client.get(TOY).json()["version"] == OLD
        assert client.get("/?branch=toy").status_code == 200
        assert client.get("/api/v1/health").json()["status"] == "ok"


def test_what_a_draft_was_is_kept_revision_by_revision(client):
    draft = begin(client)
    assert put(client, draft, moved_plan(), '"1"').status_code == 200
    first, second = (client.get(f"{draft}/revisions/{number}") for number in (1, 2))
    assert (first.text, second.text) == (format_plan(toy_plan()), format_plan(moved_plan()))
    assert client.get(f"{draft}/revisions/3").status_code == 404
    undone = put(client, draft, toy_plan(), '"2"')
    assert (undone.status_code, undone.headers["etag"]) == (200, '"3"')
