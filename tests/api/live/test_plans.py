"""What is served follows what is published, whoever publishes it and whatever goes wrong."""

import asyncio
import json
import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.branches import Branches, build_branch
from api.live.plans import PlanWatcher
from api.live.service import LiveService
from api.settings import Settings
from api.storage.engine import Database
from api.storage.plans import publish_plan, store_version
from api.storage.publications import schedule_publication
from api.storage.upgrade import prepare_database
from api.today import now_at
from floorplans.formats.native import format_plan, plan_hash
from floorplans.model import Closure, Plan, Text
from routing import ways
from tests.support.browser import wait_until
from tests.support.demo import plain_environment
from tests.support.library import CREATED_AT, store_library
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.served import ROOT, running_server
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"
OLD, NEW = plan_hash(toy_plan()), plan_hash(moved_plan())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return store_library(tmp_path)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The same database, as another process has it open."""
    with closing(prepare_database(settings.database)) as other:
        yield other


@pytest.fixture
def client(settings: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(settings)) as connected:
        yield sign_in(connected)


def publish(database: Database, plan: Plan) -> str:
    return publish_plan(database, plan, datetime.now(UTC))


def served(client: httpx.Client) -> str:
    return client.get(TOY).json()["version"]


def plan_events(lines: Iterator[str]) -> Iterator[str]:
    """Give the versions that a stream tells of."""
    kind = ""
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        if name == "data" and kind == "plan":
            yield json.loads(value)["version"]


def broken_plan() -> Plan:
    """The toy plan with a level that has no floor."""
    first, *rest = toy_plan().levels
    flat = replace(first, outline=((0.0, 0.0), (12.0, 0.0), (6.0, 0.0)))
    return replace(toy_plan(), levels=(flat, *rest))


def test_a_plan_that_another_process_publishes_is_served(settings, tmp_path):
    plan = tmp_path / "moved.json"
    plan.write_text(format_plan(moved_plan()))
    folder = {"HYLLYKARTTA_DATA_DIR": str(settings.data_dir)}
    with running_server(tmp_path / "log", **folder) as server:
        assert served(server.client) == OLD
        subprocess.run(
            [sys.executable, "-m", "api.cli", "plan", "publish", plan],
            cwd=ROOT,
            env=plain_environment(**folder),
            check=True,
            capture_output=True,
        )
        wait_until(lambda: served(server.client) == NEW)


def test_a_new_branch_is_served_beside_the_others(client, database):
    publish(database, replace(toy_plan(), id="third", kiosks=(), locator_points=()))
    wait_until(lambda: client.get("/api/v1/branches/third").status_code == 200)
    assert client.get("/?branch=third").status_code == 200
    assert served(client) == OLD


def test_a_scheduled_version_is_published_by_the_server_that_runs_then(client, database):
    hash_ = store_version(database, moved_plan(), CREATED_AT)
    now = datetime.now(UTC)
    schedule_publication(database, "toy", hash_, now + timedelta(seconds=1.5), now)
    wait_until(lambda: served(client) == NEW)


def test_a_version_whose_time_came_while_no_server_ran_is_published_at_the_start(
    settings, database
):
    hash_ = store_version(database, moved_plan(), CREATED_AT)
    schedule_publication(database, "toy", hash_, CREATED_AT, CREATED_AT)
    with serving(create_app(settings)) as client:
        wait_until(lambda: served(client) == NEW)


@pytest.mark.parametrize("query", ["only=plan", "subject=reader", ""])
def test_every_open_page_is_told_of_a_new_version_whomever_it_follows(client, database, query):
    with client.stream("GET", f"{TOY}/live?{query}&plan={OLD}") as stream:
        told = plan_events(stream.iter_lines())
        publish(database, moved_plan())
        assert next(told) == NEW


def test_a_page_that_shows_an_older_version_is_told_at_once(client):
    with client.stream("GET", f"{TOY}/live?only=plan&plan={NEW}") as stream:
        assert next(plan_events(stream.iter_lines())) == OLD


def test_a_page_that_shows_what_is_served_hears_nothing_until_that_changes(client, database):
    with client.stream("GET", f"{TOY}/live?only=plan&plan={OLD}") as stream:
        told = plan_events(stream.iter_lines())
        publish(database, moved_plan())
        assert next(told) == NEW


def test_who_follows_the_plan_alone_needs_no_token_and_sees_nobody(tmp_path):
    store_library(tmp_path)
    guarded = Settings(data_dir=tmp_path, staff_token="s" * 20, sightings_token="t" * 20)
    with serving(create_app(guarded)) as client:
        assert client.get(f"{TOY}/live").status_code == 401
        with client.stream("GET", f"{TOY}/live?only=plan&plan=none") as stream:
            lines = stream.iter_lines()
            headers = {"Authorization": f"Bearer {'t' * 20}"}
            body = {"subject": "reader", "point": "T1A01"}
            client.post(f"{TOY}/checkins", json=body, headers=headers).raise_for_status()
            with closing(prepare_database(guarded.database)) as database:
                publish(database, moved_plan())
            heard = []
            for line in lines:
                heard.append(line)
                if NEW in line:
                    break
    assert "event: position" not in heard


def test_the_old_version_is_served_while_the_new_one_is_built(client, database, monkeypatch):
    building, may_go_on = threading.Event(), threading.Event()

    def build_slowly(plan, trees_bytes):
        building.set()
        assert may_go_on.wait(30)
        return build_branch(plan, trees_bytes)

    monkeypatch.setattr("api.live.plans.build_branch", build_slowly)
    publish(database, moved_plan())
    assert building.wait(30)
    assert served(client) == OLD
    assert client.get(f"{TOY}/places?callno=84.2 LIN").status_code == 200
    may_go_on.set()
    wait_until(lambda: served(client) == NEW)


def test_a_published_plan_that_is_broken_is_told_loudly_and_the_old_one_goes_on(
    client, database, caplog
):
    hash_ = publish(database, broken_plan())
    wait_until(lambda: client.get("/api/v1/health").json()["plans"] == "behind")
    health = client.get("/api/v1/health").json()
    assert health["status"] == "degraded"
    assert hash_[:12] in health["plans_trouble"]
    assert {"branch": "toy", "hash": OLD} in health["versions"]
    assert served(client) == OLD
    (record,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert hash_[:12] in record.getMessage()
    publish(database, moved_plan())
    wait_until(lambda: client.get("/api/v1/health").json()["status"] == "ok")
    assert served(client) == NEW


def test_a_plan_that_cannot_be_built_does_not_end_the_watch(client, database, monkeypatch, caplog):
    def fail(plan, trees_bytes):
        monkeypatch.undo()
        raise ArithmeticError("no way through")

    monkeypatch.setattr("api.live.plans.build_branch", fail)
    publish(database, moved_plan())
    wait_until(lambda: client.get("/api/v1/health").json()["plans"] == "behind")
    assert "no way through" in caplog.text
    assert "no way through" not in client.get("/api/v1/health").text
    hash_ = publish(database, moved_plan(number="12"))
    wait_until(lambda: served(client) == hash_)


def test_a_database_that_is_gone_for_a_while_is_told_once_and_asked_again(
    settings, client, database, caplog
):
    path = settings.data_dir / "hyllykartta.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("ALTER TABLE branches RENAME TO hidden")
    wait_until(lambda: client.get("/api/v1/health").json()["plans"] == "behind")
    threading.Event().wait(2.5)
    told = [each for each in caplog.records if each.name == "api.live.plans"]
    assert len(told) == 1
    place = client.get("/api/v1/branches/toy/places", params={"callno": "84.2 LIN"}).json()
    assert (len(place["places"]) > 0, place["items_as_of"]) == (True, None)
    assert served(client) == OLD
    with sqlite3.connect(path) as other:
        other.execute("ALTER TABLE hidden RENAME TO branches")
    wait_until(lambda: client.get("/api/v1/health").json()["plans"] == "current")
    publish(database, moved_plan())
    wait_until(lambda: served(client) == NEW)


def test_when_the_watch_dies_it_is_said_loudly_and_health_says_so(database, caplog):
    def broken_clock() -> datetime:
        raise OSError("no clock")

    async def die() -> PlanWatcher:
        branches = Branches([build_branch(toy_plan())])
        live = LiveService(branches, lambda: 0.0)
        watcher = PlanWatcher(database, branches, live, broken_clock)
        await watcher.start()
        while watcher.running:
            await asyncio.sleep(0.01)
        await watcher.catch_up()
        await watcher.stop()
        return watcher

    assert not asyncio.run(die()).running
    (record,) = [each for each in caplog.records if each.levelno == logging.CRITICAL]
    assert "restart the server" in record.message


def test_a_watch_that_is_stopped_complains_of_nothing(database, caplog):
    async def run() -> None:
        branches = Branches([build_branch(toy_plan())])
        watcher = PlanWatcher(
            database, branches, LiveService(branches, lambda: 0.0), lambda: datetime.now(UTC)
        )
        await watcher.start()
        await watcher.catch_up()
        await watcher.stop()

    asyncio.run(run())
    assert caplog.records == []


def test_ways_around_a_closure_are_built_before_it_begins(client, database, monkeypatch):
    built = []
    build_graph = ways.build_graph
    monkeypatch.setattr(
        ways, "build_graph", lambda *args: built.append(args[0]) or build_graph(*args)
    )
    soon = now_at(toy_plan()) + timedelta(seconds=60)
    closure = Closure(
        "lift-works", Text("Hissi on rikki"), f"{soon:%Y-%m-%dT%H:%M:%S}", connectors=("lift",)
    )
    publish(database, replace(toy_plan(), closures=(closure,)))
    wait_until(lambda: any(len(plan.connectors) == 1 for plan in built))
    way = client.get(f"{TOY}/routes?from=1,2,1.5&to=2,2,6&profile=step-free")
    assert "lift" in [leg["connector"] for leg in way.json()["legs"]]
    count = len(built)
    later = soon + timedelta(seconds=60)
    asked = f"from=1,2,1.5&to=2,2,6&profile=step-free&at={later:%Y-%m-%dT%H:%M:%S}"
    for answer in (f"routes?{asked}&lang=sv", f"overlay.svg?{asked}&lang=sv"):
        problem = client.get(f"{TOY}/{answer}").json()
        assert problem["type"] == "/problems/no-route"
        assert "Hissi on rikki" in problem["detail"]
        assert problem["no_way"]["why"] == "closed"
        assert problem["no_way"]["blocks"] == [
            {"kind": "connector", "id": "lift", "closure": "lift-works"}
        ]
    assert len(built) == count
