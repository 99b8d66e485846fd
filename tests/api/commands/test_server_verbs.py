import dataclasses
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from api.catalogue.items import format_items
from api.cli import main
from api.settings import load_settings
from api.storage.plans import load_published_plans
from api.storage.upgrade import prepare_database
from floorplans.formats.native import format_plan
from floorplans.model import Plan
from tests.support.library import ITEMS, as_nobody, store_library
from tests.support.plans import toy_plan
from tests.support.served import running_server


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [each for each in os.environ if each.startswith("HYLLYKARTTA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path))
    return tmp_path


def write_items(path: Path, extra_row: str = "") -> str:
    path.write_text(format_items(ITEMS) + extra_row, encoding="utf-8")
    return str(path)


def write_plan(path: Path, plan: Plan) -> str:
    path.write_text(format_plan(plan), encoding="utf-8")
    return str(path)


def test_a_library_publishes_its_own_plan_and_items(data_dir, capsys):
    plan = write_plan(data_dir / "plan.json", toy_plan())
    items = write_items(data_dir / "items.csv")
    assert main(["plan", "publish", plan]) == 0
    assert "toy: published version" in capsys.readouterr().out
    assert main(["items", "import", items, "--branch", "toy"]) == 0
    database = prepare_database(load_settings(os.environ).database)
    assert load_published_plans(database) == (toy_plan(),)
    database.close()


def test_a_plan_with_violations_is_not_published(data_dir, capsys):
    broken = dataclasses.replace(toy_plan(), levels=toy_plan().levels[:1])
    assert main(["plan", "publish", write_plan(data_dir / "plan.json", broken)]) == 1
    told = capsys.readouterr()
    assert "violation [" in told.err
    assert "not published" in told.out


def test_printed_ids_of_another_branch_are_refused(data_dir, capsys):
    store_library(data_dir)
    twin = dataclasses.replace(toy_plan(), id="twin")
    assert main(["plan", "publish", write_plan(data_dir / "plan.json", twin)]) == 1
    assert '"toy" has kiosks or locator points with the same ids' in capsys.readouterr().err


def test_db_upgrade_makes_the_database_and_then_has_nothing_to_do(data_dir, capsys):
    assert main(["db", "upgrade"]) == 0
    made = re.search(r"schema none → (\w+)\.", capsys.readouterr().out)
    assert made is not None
    assert main(["db", "upgrade"]) == 0
    assert f"has schema {made[1]} already" in capsys.readouterr().out


def test_items_import_replaces_the_items_of_a_branch(data_dir, capsys):
    store_library(data_dir)
    file = write_items(data_dir / "items.csv")
    assert main(["items", "import", file, "--branch", "side"]) == 0
    assert capsys.readouterr().out == f"side: {len(ITEMS)} items.\n"


def test_items_import_lists_the_rows_it_leaves_out_and_says_no(data_dir, capsys):
    store_library(data_dir)
    file = write_items(data_dir / "items.csv", "4999,Nimi,,1999,84.2 NIM,aik-kauno,fi,lost,\n")
    assert main(["items", "import", file, "--branch", "toy"]) == 1
    told = capsys.readouterr()
    assert f'Line {len(ITEMS) + 2}, column "status"' in told.err
    assert told.out.startswith(f"toy: {len(ITEMS)} items; 1 problem")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["items", "import", "FILE", "--branch", "attic"], 'no branch "attic"; the branches: side'),
        (["items", "import", "missing.csv", "--branch", "toy"], "missing.csv: cannot be read"),
        (["items", "import", "TEXT", "--branch", "toy"], "The header lacks"),
        (["db", "upgrade", "--config", "missing.toml"], "missing.toml: cannot be read"),
        (["serve", "--port", "70000"], "Port 70000 is none"),
        (["serve", "--host", "192.0.2.1"], "192.0.2.1"),
    ],
)
def test_wrong_use_is_one_clear_line(data_dir, capsys, arguments, words):
    store_library(data_dir)
    names = {"FILE": write_items(data_dir / "items.csv"), "TEXT": str(data_dir / "notes.txt")}
    (data_dir / "notes.txt").write_text("Vain tekstiä.")
    assert main([names.get(each, each) for each in arguments]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_database_that_cannot_be_written_refuses_the_import(data_dir, capsys):
    store_library(data_dir)
    file = write_items(data_dir / "items.csv")
    data_dir.chmod(0o555)
    with as_nobody(data_dir):
        assert main(["items", "import", file, "--branch", "toy"]) == 2
    assert "is read-only" in capsys.readouterr().err


def test_a_read_only_database_that_needs_an_upgrade_keeps_the_server_from_starting(
    data_dir, capsys
):
    (data_dir / "hyllykartta.sqlite").touch()
    data_dir.chmod(0o555)
    with as_nobody(data_dir):
        assert main(["serve", "--port", "0"]) == 2
    error = capsys.readouterr().err
    assert "db upgrade" in error
    assert error.count("\n") == 1


def test_a_port_in_use_is_one_clear_line(data_dir, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    error = capsys.readouterr().err
    assert error == f"hyllykartta: Port {port} is in use; choose another one with --port.\n"


@pytest.mark.real
def test_a_server_answers_until_it_is_told_to_stop_also_with_open_streams(data_dir):
    store_library(data_dir)
    server = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"],
        cwd=Path(__file__).parents[3],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    line = server.stderr.readline()
    address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
    live = f"{address}/api/v1/branches/toy/live?subject=nobody"
    with httpx.stream("GET", live, timeout=30) as stream:
        assert stream.status_code == 200
        assert httpx.get(f"{address}/api/v1/health").json()["status"] == "ok"
        server.send_signal(signal.SIGTERM)
        before_s = time.monotonic()
        status = server.wait(timeout=30)
    assert status in (0, -signal.SIGTERM)
    assert time.monotonic() - before_s < 20
    assert "Traceback" not in server.stderr.read()
    server.stderr.close()


@pytest.mark.real
def test_a_connection_that_was_quiet_for_six_seconds_is_still_the_same(data_dir):
    with running_server(data_dir / "log", HYLLYKARTTA_DATA_DIR=str(data_dir)) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        with closing(connection):
            sockets = []
            for quiet_s in (0.0, 6.0):
                time.sleep(quiet_s)
                connection.request("GET", "/api/v1/health")
                assert connection.getresponse().read()
                sockets.append(connection.sock)
    assert sockets[0] is sockets[1]
