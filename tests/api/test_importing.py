"""Imports are all or nothing, whatever happens to them, and tell what they left out."""

import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import func, select, text

from api.catalogue.items import format_items
from api.catalogue.row_problems import ItemsFormatError
from api.catalogue.search import parse_query
from api.importing import MOST_TOLD, import_items
from api.storage import item_runs
from api.storage.errors import ImportReplacedError
from api.storage.item_runs import begin_run, end_run, find_shown_run, list_runs, show_run
from api.storage.log_lines import LogQuery, list_lines
from api.storage.sqlite_items import SqliteItems
from api.storage.tables import ItemRow, WorkRow
from api.storage.upgrade import prepare_database
from tests.support.library import CREATED_AT, ITEMS, store_library

MANY = [replace(ITEMS[0], barcode=f"9{n:04}", title=f"Kirja {n // 2}") for n in range(3000)]
HEADER = format_items([])


@pytest.fixture
def database(tmp_path):
    with closing(prepare_database(store_library(tmp_path).database)) as database:
        yield database


def lines(items):
    return format_items(items).splitlines(keepends=True)


def migrate(database, revision, how):
    config = Config()
    config.set_main_option("script_location", "api.storage:migrations")
    with database.write() as connection:
        config.attributes["connection"] = connection
        how(config, revision)


def titles(database, words, branch="toy"):
    return [w.title for w in SqliteItems(database).search(branch, parse_query(words), 5, 0).works]


def count_rows(database):
    with database.read() as connection:
        counted = [
            connection.scalar(select(func.count()).select_from(table))
            for table in (WorkRow, ItemRow)
        ]
        return [*counted, connection.scalar(text("SELECT count(*) FROM work_text"))]


def imports_told(database):
    """What the log says of the last two imports, the newest first."""
    return [line.what for line in list_lines(database, LogQuery(("toy",), kind="items"), 2)]


def test_an_import_takes_the_place_of_all_that_was_and_leaves_other_branches_alone(database):
    report = import_items(database, "toy", lines(MANY), None, author="night", source="a.csv")
    assert (report.rows, report.items, report.refused, report.before) == (3000, 3000, 0, len(ITEMS))
    assert SqliteItems(database).count("toy") == 3000
    assert titles(database, "kirja 7")[0] == "Kirja 7"
    assert titles(database, "tuntematon sotilas") == []
    assert titles(database, "tuntematon saari", "side") == ["Tuntematon saari"]
    assert count_rows(database) == [1501, 3001, 1501]
    run = find_shown_run(database, "toy")
    assert (run.author, run.source, run.state, run.items) == ("night", "a.csv", "done", 3000)


def test_readers_see_the_old_items_until_the_new_are_whole(database, monkeypatch):
    monkeypatch.setattr(item_runs, "WORKS_AT_ONCE", 100)
    seen = set()

    def look(_rows, stored):
        if stored:
            seen.add((SqliteItems(database).count("toy"), *titles(database, "sotilas")))

    import_items(database, "toy", lines(MANY), None, tell=look)
    assert seen == {(len(ITEMS), "Sotilas ja tuntematon tyttö", "Tuntematon sotilas")}


@pytest.mark.parametrize("text_", ["", "barcode,title\n1,2\n"])
def test_what_is_no_table_changes_nothing_and_is_noted_as_failed(database, text_):
    with pytest.raises(ItemsFormatError):
        import_items(database, "toy", text_.splitlines(keepends=True), None)
    assert SqliteItems(database).count("toy") == len(ITEMS)
    assert list_runs(database, "toy")[0].state == "failed"


def test_far_fewer_items_than_there_were_are_shown_only_if_that_is_said(database):
    import_items(database, "toy", lines(MANY), None)
    stopped = import_items(database, "toy", lines(MANY[:2000]), None)
    assert (stopped.stopped, stopped.before) == (True, 3000)
    assert SqliteItems(database).count("toy") == 3000
    assert [run.state for run in list_runs(database, "toy", 2)] == ["stopped", "done"]
    assert not import_items(database, "toy", lines(MANY[:2000]), None, accept_fewer=True).stopped
    assert SqliteItems(database).count("toy") == 2000


def test_an_empty_table_never_empties_a_branch_by_itself(database):
    assert import_items(database, "toy", [HEADER], None).stopped
    assert SqliteItems(database).count("toy") == len(ITEMS)


def test_a_fifth_less_of_a_small_collection_is_no_reason_to_stop(database):
    assert not import_items(database, "toy", lines(ITEMS[:3]), None).stopped


def test_refused_rows_are_counted_all_and_the_first_of_them_told(database):
    bad = [f",,,,,,,,{n}\n" for n in range(MOST_TOLD)]
    report = import_items(database, "toy", [*lines(ITEMS), *bad], None)
    assert report.refused == MOST_TOLD
    assert len(report.problems) == MOST_TOLD < report.problem_count
    run = list_runs(database, "toy")[0]
    assert (run.refused, run.report[0]["line"]) == (MOST_TOLD, len(ITEMS) + 2)


def test_a_barcode_that_comes_twice_is_refused_with_the_line_where_it_was(database):
    report = import_items(database, "toy", lines([*ITEMS, ITEMS[4]]), None)
    assert report.problems[0].message == '"4005" is already on line 6; each copy needs its own.'


def test_of_two_imports_at_once_the_newer_goes_on(database):
    first = begin_run(database, "toy", CREATED_AT, "", "")
    import_items(database, "toy", lines(MANY), None)
    with pytest.raises(ImportReplacedError):
        show_run(database, "toy", first, CREATED_AT)
    assert SqliteItems(database).count("toy") == 3000
    # Whoever began it notices then that it is broken off; that is told already.
    end_run(database, first, "failed", CREATED_AT)
    assert imports_told(database) == ["items_imported", "items_failed"]


KILLED = """
import sys
from api.importing import import_items
from api.storage import item_runs
from api.storage.upgrade import prepare_database
import os, signal
item_runs.WORKS_AT_ONCE = 100
left = int(sys.argv[3])
def tell(rows, stored):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
with open(sys.argv[2], newline="") as table:
    import_items(prepare_database(sys.argv[1]), "toy", table, None, tell=tell)
"""


@pytest.mark.parametrize("batches", [0, 7, 14])
def test_killed_amid_an_import_the_old_items_stay_and_the_next_import_sweeps(
    database, tmp_path, batches
):
    table = tmp_path / "many.csv"
    table.write_text(format_items(MANY), encoding="utf-8")
    address = database.place
    killed = subprocess.run([sys.executable, "-c", KILLED, address, str(table), str(batches)])
    assert killed.returncode == -signal.SIGKILL
    assert SqliteItems(database).count("toy") == len(ITEMS)
    assert titles(database, "kirja") == ["Hyllytön kirja"]
    assert count_rows(database)[1] == len(ITEMS) + 1 + 200 * (batches + 1)
    import_items(database, "toy", lines(ITEMS), None)
    assert count_rows(database)[1] == len(ITEMS) + 1
    assert [run.state for run in list_runs(database, "toy", 2)] == ["done", "failed"]
    assert imports_told(database) == ["items_imported", "items_failed"]
    with database.read() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"


def test_items_of_the_schema_before_are_still_found_after_the_upgrade(database):

    migrate(database, "0003_plan_versions", command.downgrade)
    migrate(database, "head", command.upgrade)
    assert SqliteItems(database).count("toy") == len(ITEMS)
    assert titles(database, "tuntematon sot")[0] == "Tuntematon sotilas"
    assert find_shown_run(database, "toy") is None
