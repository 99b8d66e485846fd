"""Drafts that are discarded come back for a month; old steps go, and undo of the others works."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from api.storage import discarded
from api.storage.discarded import (
    KEPT_FOR,
    Pruned,
    discard_draft,
    list_discarded,
    prune_drafts,
    restore_draft,
)
from api.storage.drafts import (
    create_draft,
    find_draft,
    get_draft,
    get_draft_plan,
    list_drafts,
    load_draft_revision,
)
from api.storage.edits import list_edits, load_history, save_edit, step_back
from api.storage.engine import Database
from api.storage.errors import DraftConflictError, DraftNotFoundError
from api.storage.plans import publish_plan
from api.storage.upgrade import prepare_database
from floorplans.editing.changes import Change
from floorplans.errors import EditError
from floorplans.formats.native import plan_values
from tests.support.library import CREATED_AT
from tests.support.plans import toy_plan

SHELF = plan_values(toy_plan())["shelves"][0]
MONTH_LATER = CREATED_AT + KEPT_FOR + timedelta(minutes=1)
KEPT = 4
EDITS = 9


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def draft(database) -> str:
    return create_draft(database, toy_plan(), CREATED_AT, name="Musiikki", author="hylly1").id


def move(database, draft: str, x_m: float, base: int, at=CREATED_AT):
    change = Change("shelves", SHELF["id"], {**SHELF, "x_m": x_m})
    return save_edit(database, "toy", draft, [change], at, base=base)


def test_a_discarded_draft_is_out_of_the_list_and_comes_back_as_it_was(database, draft):
    move(database, draft, 3.5, 1)
    before = get_draft(database, "toy", draft)
    discard_draft(database, "toy", draft, CREATED_AT)
    assert find_draft(database, draft) is None
    assert list_drafts(database, "toy") == ()
    with pytest.raises(DraftNotFoundError):
        move(database, draft, 4.5, 2)
    (kept,) = list_discarded(database, "toy")
    assert (kept.id, kept.name, kept.discarded_at) == (draft, "Musiikki", CREATED_AT)
    restore_draft(database, "toy", draft, CREATED_AT)
    assert get_draft(database, "toy", draft) == before
    assert list_discarded(database, "toy") == ()
    step_back(database, "toy", draft, CREATED_AT, how="undo", base=2)
    assert get_draft_plan(database, "toy", draft)[1] == toy_plan()


def test_a_draft_that_was_saved_since_is_not_discarded(database, draft):
    move(database, draft, 3.5, 1)
    with pytest.raises(DraftConflictError):
        discard_draft(database, "toy", draft, CREATED_AT, expected_revision=1)
    assert [each.id for each in list_drafts(database, "toy")] == [draft]


def test_after_a_month_a_discarded_draft_is_gone_with_its_revisions(database, draft):
    move(database, draft, 3.5, 1)
    discard_draft(database, "toy", draft, CREATED_AT)
    assert prune_drafts(database, CREATED_AT + KEPT_FOR) == Pruned(0, 0)
    assert prune_drafts(database, MONTH_LATER) == Pruned(1, 0)
    with pytest.raises(DraftNotFoundError):
        restore_draft(database, "toy", draft, CREATED_AT)
    with database.read() as connection:
        for table in ("drafts", "draft_revisions", "draft_documents"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0


@pytest.fixture
def edited(database, draft, monkeypatch) -> str:
    monkeypatch.setattr(discarded, "KEPT_STEPS", KEPT)
    for number in range(EDITS):
        move(database, draft, number + 1.5, number + 1)
    return draft


def test_steps_of_a_draft_that_was_never_published_all_stay(database, edited):
    assert prune_drafts(database, MONTH_LATER) == Pruned(0, 0)
    assert len(list_edits(database, "toy", edited)[1]) == EDITS


def test_of_a_published_draft_the_newest_steps_stay_and_can_be_undone_and_loaded(database, edited):
    held = {
        revision: load_draft_revision(database, "toy", edited, revision)
        for revision in range(1, EDITS + 2)
    }
    publish_plan(database, held[EDITS + 1], CREATED_AT)
    assert prune_drafts(database, CREATED_AT) == Pruned(0, 0)
    first = EDITS + 1 - KEPT
    assert prune_drafts(database, MONTH_LATER) == Pruned(0, first - 1)
    assert prune_drafts(database, MONTH_LATER) == Pruned(0, 0)
    assert get_draft_plan(database, "toy", edited)[1] == held[EDITS + 1]
    for revision in range(first, EDITS + 2):
        assert load_draft_revision(database, "toy", edited, revision) == held[revision]
    with pytest.raises(DraftNotFoundError, match=f"it has {first} to {EDITS + 1}"):
        load_draft_revision(database, "toy", edited, first - 1)
    with pytest.raises(EditError, match="load it anew"):
        move(database, edited, 99.5, first - 1)
    while load_history(database, edited, "").undo:
        step_back(database, "toy", edited, CREATED_AT, how="undo", base=EDITS + 1)
    assert get_draft_plan(database, "toy", edited)[1] == held[first - 1]
    while load_history(database, edited, "").redo:
        step_back(database, "toy", edited, CREATED_AT, how="redo", base=EDITS + 1)
    assert get_draft_plan(database, "toy", edited)[1] == held[EDITS + 1]


def test_recent_steps_stay_however_many_they_are(database, edited):
    publish_plan(database, get_draft_plan(database, "toy", edited)[1], CREATED_AT)
    move(database, edited, EDITS + 0.5, EDITS + 1, MONTH_LATER)
    assert prune_drafts(database, CREATED_AT + KEPT_FOR) == Pruned(0, 0)
    assert load_draft_revision(database, "toy", edited, 1) == toy_plan()
