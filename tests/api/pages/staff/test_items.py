"""Files of items come in parts and are imported whole, or not at all."""

import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from threading import Event

import pytest

from api.app import create_app
from api.catalogue.items import format_items
from api.pages.staff import items
from api.storage.errors import StorageError
from api.storage.item_runs import begin_run, list_runs
from api.storage.upgrade import prepare_database
from api.upkeep.uploads import forget_old_uploads
from tests.support.browser import wait_until
from tests.support.library import ITEMS, store_library
from tests.support.server import serving
from tests.support.staff import sign_in

UPLOAD = "0123456789abcdef" * 2
TABLE = format_items(ITEMS[:9]).encode()


@pytest.fixture
def settings(tmp_path):
    return store_library(tmp_path)


@pytest.fixture
def client(settings):
    with serving(create_app(settings)) as client:
        yield sign_in(client)


def send(client, part, at, upload=UPLOAD):
    where = {"branch": "toy", "upload": upload, "at": at}
    return client.post("/s/items/parts", params=where, content=part)


def begin_once(client, **fields):
    form = {"branch": "toy", "upload": UPLOAD, "name": "a.csv", **fields}
    return client.post("/s/items/import", data=form)


def begin(client, **fields):
    answer = begin_once(client, **fields)
    page = ""
    for _ in range(200):
        page = client.get("/s/items?branch=toy&lang=en").text
        if answer.status_code != 202 or ("a.csv" in page and "data-loading" not in page):
            break
        time.sleep(0.02)
    return answer.status_code, page


def test_a_file_in_parts_is_imported_and_a_part_that_comes_twice_counts_once(client, settings):
    half = len(TABLE) // 2
    assert send(client, TABLE[:half], 0).json() == {"size": half}
    assert send(client, TABLE[:half], 0).json() == {"size": half}
    assert send(client, TABLE[half:], half).json() == {"size": len(TABLE)}
    status, page = begin(client)
    assert status == 202
    assert "Done: 9 items, all rows are in." in page
    wait_until(lambda: not list((settings.data_dir / "uploads").iterdir()))


def test_a_file_that_is_being_imported_is_not_left_whatever_ends_the_server(
    client, settings, monkeypatch
):
    left = []

    def look(*_, **__):
        left.extend(each.name for each in (settings.data_dir / "uploads").iterdir())
        raise StorageError("nothing more")

    monkeypatch.setattr(items, "import_items", look)
    send(client, TABLE, 0)
    begin_once(client)
    wait_until(lambda: left and not list((settings.data_dir / "uploads").iterdir()))
    # By its mark the next server knows that it was killed amid an import.
    assert left == [f"{UPLOAD}.running"]


def gone_process():
    """The number of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.mark.parametrize("process", [gone_process, os.getpid])
def test_an_import_that_a_server_was_killed_amid_is_told_as_broken_off_at_the_next_start(
    settings, process
):
    mark = settings.data_dir / "uploads" / f"{UPLOAD}.running"
    mark.parent.mkdir()
    mark.write_text(json.dumps({"branch": "toy", "source": "a.csv", "process": process()}))
    with closing(prepare_database(settings.database)) as database:
        begin_run(database, "toy", datetime.now(UTC), "", "a.csv")
    with serving(create_app(settings)) as client:
        page = sign_in(client).get("/s/items?branch=toy&lang=en").text
        log = client.get("/s/log.csv?branch=toy&lang=en").text
    assert "Broken off. Nothing has changed." in page
    assert "data-loading" not in page
    assert "a.csv" in log
    assert not mark.exists()


@pytest.mark.parametrize(
    "mark",
    [
        {"branch": "toy", "source": "b.csv", "process": 0},
        {"branch": "toy", "source": "a.csv", "process": os.getppid()},
        {},
    ],
)
def test_an_import_of_another_process_goes_on_when_a_server_starts(settings, mark):
    uploads = settings.data_dir / "uploads"
    uploads.mkdir()
    (uploads / f"{UPLOAD}.running").write_text(json.dumps(mark))
    with closing(prepare_database(settings.database)) as database:
        begin_run(database, "toy", datetime.now(UTC), "", "a.csv")
        with serving(create_app(settings)):
            assert list_runs(database, "toy")[0].state == "running"


def test_a_file_that_goes_while_another_comes_does_not_hold_it_up(client, settings):
    uploads = settings.data_dir / "uploads"
    uploads.mkdir()
    (uploads / "gone.csv").symlink_to(uploads / "deleted meanwhile")
    assert send(client, b"barcode", 0).json() == {"size": 7}


def forget(client, upload=UPLOAD):
    return client.post("/s/items/forget", data={"branch": "toy", "upload": upload})


def test_a_file_that_is_cancelled_leaves_nothing_and_is_sent_from_its_beginning(client, settings):
    send(client, TABLE[:50], 0)
    assert forget(client).status_code == 204
    assert list((settings.data_dir / "uploads").iterdir()) == []
    assert send(client, TABLE[50:], 50).json() == {"size": 0}
    assert forget(client).status_code == 204
    assert forget(client, "../../etc/passwd").status_code == 404


def test_who_comes_back_is_told_how_much_is_there(client):
    assert send(client, b"", 0).json() == {"size": 0}
    send(client, TABLE[:50], 0)
    assert send(client, b"", 0).json() == {"size": 50}


def test_a_part_that_comes_twice_at_once_is_there_once(client, settings):
    send(client, TABLE[:50], 0)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: send(client, TABLE[50:], 50), range(8)))
    assert (settings.data_dir / "uploads" / f"{UPLOAD}.csv").read_bytes() == TABLE


def test_an_import_that_is_asked_for_again_while_it_goes_on_is_one(client, settings, monkeypatch):
    begun, go_on = [], Event()

    def wait(*_, **__):
        begun.append(1)
        go_on.wait(10)
        raise StorageError("nothing more")

    monkeypatch.setattr(items, "import_items", wait)
    send(client, TABLE, 0)
    assert begin_once(client).status_code == 202
    assert begin_once(client).status_code == 202
    go_on.set()
    wait_until(lambda: begun and not list((settings.data_dir / "uploads").iterdir()))
    assert begun == [1]


@pytest.mark.parametrize("ending", ["csv", "taken"])
def test_what_nobody_goes_on_with_is_deleted_after_a_day(tmp_path, ending):
    left, new = (tmp_path / f"{name}.{ending}" for name in ("left", "new"))
    for each in (left, new):
        each.write_text("barcode")
    os.utime(left, (0, 0))
    forget_old_uploads(tmp_path)
    assert list(tmp_path.iterdir()) == [new]


def test_what_is_no_table_says_why_and_changes_nothing(client):
    send(client, b"barcode,title\n1,2\n", 0)
    _, page = begin(client)
    assert "Broken off. Nothing has changed." in page
    assert "The header lacks" in page
    assert "12 items." in page


@pytest.mark.parametrize("upload", ["", "../../etc/passwd", UPLOAD.upper(), f"{UPLOAD}0"])
def test_an_upload_has_a_name_that_leads_nowhere_else(client, upload):
    assert send(client, b"x", 0, upload).status_code == 404


def test_what_was_not_sent_cannot_be_imported(client):
    assert begin(client, upload="f" * 32)[0] == 404


@pytest.mark.parametrize(
    ("language", "header", "reason"),
    [
        ("fi", "rivi,sarake,mikä ei kelpaa", "Solu on tyhjä; täytä sarake title."),
        ("sv", "rad,kolumn,vad som är fel", "Cellen är tom; fyll i kolumnen title."),
        ("en", "line,column,what is wrong", "The cell is empty; fill in the column title."),
    ],
)
def test_refused_rows_are_a_table_in_the_readers_language(client, language, header, reason):
    bad = TABLE + b"7001,,A,1999,84.2 A,aik-kauno,fi,available,\n"
    send(client, bad, 0)
    begin(client, accept_fewer="on")
    page = client.get(f"/s/items?branch=toy&lang={language}").text
    assert reason in page
    link = re.search(r'href="(/s/items/refused[^"]*)"', page)
    table = client.get(link[1].replace("&amp;", "&"))
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text.splitlines() == [header, f"11,title,{reason}"]


def test_the_report_of_another_branchs_import_is_not_given(client):
    send(client, TABLE + b"1,2\n", 0)
    begin(client, accept_fewer="on")
    runs = [client.get("/s/items/refused", params={"branch": b, "run": 1}) for b in ("side", "toy")]
    assert 404 in {each.status_code for each in runs}
    assert client.get("/s/items/refused?branch=toy&run=999").status_code == 404
