"""Versions over HTTP: listing, publishing, scheduling and going back, each on its own server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from api.storage.plans import publish_plan, store_version
from api.storage.upgrade import prepare_database
from floorplans.formats.native import format_plan, parse_plan, plan_hash
from tests.support.browser import wait_until
from tests.support.library import CREATED_AT, second_plan, store_library
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"
OLD, NEW = plan_hash(toy_plan()), plan_hash(moved_plan())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The library with a version of the toy plan that is stored and not published."""
    settings = store_library(tmp_path)
    database = prepare_database(settings.database)
    store_version(database, moved_plan(), CREATED_AT, note="Moved", author="neuvonta")
    database.close()
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(settings)) as connected:
        yield sign_in(connected)


def ok(answer: httpx.Response) -> dict:
    assert answer.status_code == 200, answer.text
    return answer.json()


def served(client: httpx.Client) -> str:
    return ok(client.get(TOY))["version"]


def shelf_of(client: httpx.Client) -> str:
    places = ok(client.get(f"{TOY}/places?callno=84.2 LIN&partition=aik-kauno"))["places"]
    return places[0]["shelf_number"]


def test_versions_are_listed_newest_first_with_what_is_known_of_them(client):
    new, old = ok(client.get(f"{TOY}/versions"))["versions"]
    assert (new["hash"], new["note"], new["author"]) == (NEW, "Moved", "neuvonta")
    assert (new["published"], new["scheduled_at"]) == (False, [])
    assert (old["hash"], old["published"]) == (OLD, True)
    assert datetime.fromisoformat(old["created_at"]) == CREATED_AT


def test_the_plan_of_a_version_is_the_document_that_was_stored(client):
    answer = client.get(f"{TOY}/versions/{NEW[:10]}/plan")
    assert answer.text == format_plan(moved_plan())
    assert answer.headers["etag"] == f'"{NEW}"'


def test_a_published_version_is_served_when_the_answer_comes(client):
    assert shelf_of(client) == "1"
    published = ok(client.post(f"{TOY}/versions/{NEW[:12]}/publish", json={"note": "Now"}))
    assert published == {"hash": NEW, "served": True, "scheduled": None}
    assert served(client) == NEW
    assert shelf_of(client) == "11"
    assert 'data-version="' + NEW in client.get("/?branch=toy").text


def test_who_published_what_and_why_is_in_the_log(client):
    client.post(f"{TOY}/versions/{NEW}/publish?author=neuvonta", json={"note": "New shelves"})
    last, first = ok(client.get(f"{TOY}/publications"))["publications"]
    assert (last["hash"], last["note"], last["author"]) == (NEW, "New shelves", "neuvonta")
    assert first["hash"] == OLD


def test_rolling_back_shows_what_was_shown_before(client):
    client.post(f"{TOY}/versions/{NEW}/publish")
    assert ok(client.post(f"{TOY}/rollback", json={"note": "Too soon"}))["hash"] == OLD
    assert served(client) == OLD
    log = ok(client.get(f"{TOY}/publications"))["publications"]
    assert [each["hash"] for each in log] == [OLD, NEW, OLD]
    assert log[0]["note"] == "Too soon"


def test_what_has_shown_one_version_only_cannot_roll_back(client):
    answer = client.post(f"{TOY}/rollback")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/nothing-before")


def test_a_version_is_published_when_its_time_has_come(client):
    soon = datetime.now(UTC) + timedelta(seconds=2)
    answer = ok(client.post(f"{TOY}/versions/{NEW}/publish", json={"at": soon.isoformat()}))
    assert answer["served"] is False
    assert datetime.fromisoformat(answer["scheduled"]["due_at"]) == soon
    wait_until(lambda: served(client) == NEW)
    assert ok(client.get(f"{TOY}/scheduled")) == {"scheduled": []}
    published_at = ok(client.get(f"{TOY}/publications"))["publications"][0]["published_at"]
    assert datetime.fromisoformat(published_at) >= soon


def test_a_scheduled_publication_is_listed_and_can_be_cancelled(client):
    later = datetime.now(UTC) + timedelta(days=7)
    client.post(f"{TOY}/versions/{NEW}/publish", json={"at": later.isoformat(), "note": "Spring"})
    (scheduled,) = ok(client.get(f"{TOY}/scheduled"))["scheduled"]
    assert (scheduled["hash"], scheduled["note"]) == (NEW, "Spring")
    new, _ = ok(client.get(f"{TOY}/versions"))["versions"]
    assert [datetime.fromisoformat(at) for at in new["scheduled_at"]] == [later]
    assert client.delete(f"{TOY}/scheduled/{scheduled['id']}").status_code == 204
    assert ok(client.get(f"{TOY}/scheduled")) == {"scheduled": []}
    again = client.delete(f"{TOY}/scheduled/{scheduled['id']}")
    assert (again.status_code, again.json()["type"]) == (404, "/problems/unknown-publication")
    beyond = client.delete(f"{TOY}/scheduled/{'9' * 30}")
    assert beyond.json()["type"] == "/problems/unknown-publication"


@pytest.mark.parametrize(
    "at",
    [
        "2020-01-01T08:00:00+02:00",
        "2036-01-01T08:00:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "tomorrow",
    ],
)
def test_a_time_must_be_to_come_and_say_its_zone(client, at):
    answer = client.post(f"{TOY}/versions/{NEW}/publish", json={"at": at})
    assert (answer.status_code, answer.json()["field"]) == (422, "at")
    assert ok(client.get(f"{TOY}/scheduled")) == {"scheduled": []}


def test_a_misspelt_member_is_refused_and_nothing_is_published(client):
    answer = client.post(f"{TOY}/versions/{NEW}/publish", json={"att": "2036-01-01T08:00:00Z"})
    assert (answer.status_code, answer.json()["field"]) == (422, "att")
    assert served(client) == OLD


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/branches/nowhere/versions", "unknown-branch"),
        (f"{TOY}/versions/{'0' * 64}/plan", "unknown-version"),
        (f"{TOY}/versions/xyz/plan", "unknown-version"),
    ],
)
def test_what_there_is_not_is_a_problem_that_names_it(client, path, kind):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["type"]) == (404, f"/problems/{kind}")


def test_a_version_whose_labels_another_branch_has_by_now_stays_where_it_is(settings):
    database = prepare_database(settings.database)
    plan = parse_plan(format_plan(toy_plan()).replace('"toy-1"', '"side-1"'))
    hash_ = store_version(database, plan, CREATED_AT)
    publish_plan(database, second_plan(), CREATED_AT)
    database.close()
    with serving(create_app(settings)) as client:
        answer = sign_in(client).post(f"{TOY}/versions/{hash_}/publish")
        assert answer.status_code == 409
        assert [each["rule"] for each in answer.json()["problems"]] == ["printed-id-taken"]
        assert served(client) == OLD


def test_what_was_shown_once_can_be_gone_back_to_whatever_the_checker_says_of_it(settings):
    database = prepare_database(settings.database)
    one, two, *rest = toy_plan().shelves
    shelves = (one, replace(two, x_m=one.x_m, y_m=one.y_m), *rest)
    overlapping = publish_plan(database, replace(toy_plan(), shelves=shelves), CREATED_AT)
    publish_plan(database, toy_plan(), CREATED_AT)
    database.close()
    with serving(create_app(settings)) as client:
        assert ok(sign_in(client).post(f"{TOY}/rollback"))["hash"] == overlapping
        assert served(client) == overlapping


def test_versions_are_for_the_staff(tmp_path):
    with serving(create_app(store_library(tmp_path))) as client:
        assert client.get(f"{TOY}/versions").status_code == 401
        assert client.post(f"{TOY}/rollback").status_code == 401
        assert sign_in(client).get(f"{TOY}/versions").status_code == 200
