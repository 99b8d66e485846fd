from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from api.storage.drafts import create_draft, save_draft
from api.storage.engine import Database
from api.storage.plans import publish_plan, store_version
from api.storage.upgrade import prepare_database
from benchmarks.kill import QUICK_ROUNDS, find_faults, find_losses, kill, kill_server
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
