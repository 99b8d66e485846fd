from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from inspect import getsource
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from api.storage.drafts import create_draft, save_draft
from api.storage.engine import Database
from api.storage.plans import publish_plan, store_version
from api.storage.upgrade import prepare_database
from benchmarks.amid import KINDS, WORKS, Note, empty_note, read_note
from benchmarks.kill import (
    QUICK_ROUNDS,
    QUICK_STEPS,
    find_faults,
    find_losses,
    kill,
    kill_server,
)
from benchmarks.killed_copies import VERBS, kill_copies
from benchmarks.killed_log import find_left_files, find_left_marks, find_log_faults
from benchmarks.unanswered import ASKED, name_request
from tests.support.library import CREATED_AT, second_plan
from tests.support.plans import toy_plan
from tests.support.storage import damage


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    publish_plan(opened, toy_plan(), CREATED_AT, note="0.1")
    store_version(opened, second_plan(), CREATED_AT)
    yield opened
    opened.close()


@pytest.fixture
def draft(database: Database) -> str:
    made = create_draft(database, toy_plan(), CREATED_AT)
    save_draft(database, "toy", made.id, toy_plan(), CREATED_AT + timedelta(hours=1), 1)
    return made.id


def run(database: Database, *statements: str) -> None:
    with database.write() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.slow
@pytest.mark.real
def test_an_editor_that_is_killed_at_any_moment_leaves_nothing_half_done_and_loses_nothing():
    outcome = kill(QUICK_ROUNDS)
    assert outcome.faults == ()
    assert outcome.rounds == QUICK_ROUNDS
    assert outcome.confirmed > QUICK_ROUNDS


@pytest.mark.slow
@pytest.mark.real
def test_a_server_that_is_killed_with_edits_in_flight_keeps_each_that_it_answered():
    outcome = kill_server(QUICK_ROUNDS)
    assert outcome.faults == ()
    assert outcome.rounds == QUICK_ROUNDS
    assert outcome.confirmed > QUICK_ROUNDS
    assert outcome.amid.total() + outcome.committed.total() > QUICK_ROUNDS // 4
    assert outcome.unanswered.total() > QUICK_ROUNDS


@pytest.mark.slow
@pytest.mark.real
def test_a_backup_a_restoration_and_an_upgrade_that_are_killed_leave_all_that_is_needed():
    done = kill_copies(QUICK_STEPS)
    assert done.faults == ()
    assert all(done.times[verb] for verb in VERBS)


def test_the_functions_by_which_a_server_knows_amid_what_it_dies_are_there():
    for module, name in WORKS:
        assert f"def {name}(" in getsource(import_module(module)), (module, name)


@pytest.mark.parametrize(
    ("method", "path", "content", "what"),
    [
        ("POST", "/api/v1/branches/b/drafts/d/edits", b"{}", "an edit"),
        ("POST", "/api/v1/branches/b/drafts/d/undo", b"{}", "an undo or redo"),
        ("POST", "/api/v1/branches/b/walks/undo", b"{}", "a walk taken back"),
        ("POST", "/api/v1/branches/b/drafts/d/publish", b'{"note": "1"}', "publishing now"),
        ("POST", "/api/v1/branches/b/drafts/d/publish", b'{"at": "2026"}', "publishing at a time"),
        ("DELETE", "/api/v1/branches/b/drafts/d", b"", "a draft discarded"),
        ("GET", "/api/v1/branches/b/drafts/d", b"", ""),
    ],
)
def test_what_is_asked_for_is_named_as_what_it_does(method, path, content, what):
    request = httpx.Request(method, f"http://127.0.0.1{path}", content=content)
    assert name_request(request) == what
    assert {what for _, _, what in ASKED} <= set(KINDS)


def test_what_a_process_was_amid_is_known_when_it_is_dead(tmp_path):
    path = tmp_path / "amid"
    empty_note(path)
    note = Note(path)
    note.write("an edit: insert")
    assert read_note(path) == ("an edit: insert",)
    note.write("")
    assert read_note(path) == ()


LINE = (
    "INSERT INTO log (at, until, who, hand, branch, kind, what, thing, count, params)"
    " VALUES ('2026-03-02', '2026-03-02', '', '', 'toy', '{}', '{}', '{}', 1, '{{}}')"
)
NO_LINES = ("DROP TRIGGER log_keeps_thirty_days", "DELETE FROM log WHERE what = '{}'")


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        ([each.format("version_published") for each in NO_LINES], "publications told"),
        ([each.format("draft_begun") for each in NO_LINES], "was begun 0 times"),
        ([each.format("draft_saved") for each in NO_LINES], "the log tells of 0"),
        (["UPDATE drafts SET discarded_at = '2026-03-02'"], "is discarded or not"),
        ([LINE.format("accounts", "signed_in", "")], "sessions: the log tells of 1, stored are 0"),
        ([LINE.format("tokens", "token_made", "")], "keys: the log tells of 1, stored are 0"),
        ([LINE.format("items", "items_imported", "")], "imports done: the log tells of 1"),
        ([LINE.format("drafts", "picture_sent", "none")], "told or stored, not both"),
        ([LINE.format("publishing", "version_published", "99")], "publications told {'99': 1}"),
    ],
)
def test_a_change_without_its_line_in_the_log_and_a_line_without_its_change_are_faults(
    database, draft, statements, fault
):
    assert list(find_log_faults(database)) == []
    run(database, *statements)
    assert any(fault in each for each in find_log_faults(database))


def test_a_file_that_nobody_needs_is_a_fault(tmp_path):
    (tmp_path / "uploads").mkdir()
    for name in ("library.sqlite", ".library.sqlite.1-x"):
        (tmp_path / name).touch()
    for name in ("a.csv", "b.csv", "c.running"):
        (tmp_path / "uploads" / name).touch()
    assert find_left_marks(tmp_path) == ("c.running is left",)
    assert sorted(find_left_files(tmp_path, {"a"})) == [
        ".library.sqlite.1-x is left",
        "the upload b.csv is left",
    ]


def test_a_whole_database_has_no_faults(database, draft):
    assert list(find_faults(database)) == []
    assert list(find_losses(database, ["note 0.1", f"draft {draft} 2"])) == []


def test_a_branch_that_shows_what_the_log_does_not_end_with_is_a_fault(database):
    run(database, "UPDATE branches SET published_hash = NULL WHERE id = 'toy'")
    assert [fault.partition(",")[0][:21] for fault in find_faults(database)] == [
        "toy: the log ends wit"
    ]


def test_a_published_version_that_is_not_stored_is_a_fault(database):
    run(database, "UPDATE branches SET published_hash = 'none' WHERE id = 'toy'")
    assert "toy: the published version none is not stored" in list(find_faults(database))


def test_a_document_that_was_not_stored_so_is_a_fault(database):
    hash_ = publish_plan(database, toy_plan(), CREATED_AT)
    damage(database, hash_, "{}")
    assert list(find_faults(database)) == [
        f"toy: version {hash_[:12]} has another hash",
        f"toy: version {hash_[:12]} is no plan of it",
    ]


@pytest.mark.parametrize("revisions", ["1", "1, 2"])
def test_half_a_draft_is_a_fault(database, draft, revisions):
    run(database, f"DELETE FROM draft_revisions WHERE revision IN ({revisions})")
    assert [fault for fault in find_faults(database) if draft in fault]


def test_what_was_confirmed_and_is_not_there_is_a_loss(database, draft):
    told = ["note 0.1", "note 0.2", f"draft {draft} 3", "draft 0123 1", "draft 45 1", "closing 45"]
    assert list(find_losses(database, told)) == [
        "publication 0.2 is lost",
        f"revision 3 of draft {draft} is lost",
        "revision 1 of draft 0123 is lost",
    ]
