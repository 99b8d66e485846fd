import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.storage.discarded import discard_draft
from api.storage.drafts import (
    create_draft,
    find_draft,
    get_draft,
    get_draft_plan,
    get_head,
    list_drafts,
    load_draft_revision,
    rename_draft,
    save_draft,
)
from api.storage.engine import Database
from api.storage.errors import (
    DraftBranchError,
    DraftConflictError,
    DraftNotFoundError,
    VersionNotFoundError,
)
from api.storage.plans import list_branches, publish_plan
from api.storage.upgrade import prepare_database
from floorplans.errors import PlanFormatError
from floorplans.formats.native import parse_plan
from floorplans.model import Text
from tests.support.library import CREATED_AT, second_plan
from tests.support.plans import toy_plan

RENAMED = dataclasses.replace(toy_plan(), name=Text("Uusi nimi"))
BROKEN = dataclasses.replace(toy_plan(), scheme="nothing", levels=())
LATER = CREATED_AT + timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    yield opened
    opened.close()


def test_a_draft_is_loaded_as_it_was_made(database):
    base = publish_plan(database, toy_plan(), CREATED_AT)
    made = create_draft(
        database, RENAMED, LATER, name="Nimi vaihtuu", base_hash=base, author="Aino"
    )
    assert get_draft(database, "toy", made.id) == find_draft(database, made.id) == made
    assert parse_plan(made.document) == RENAMED
    assert (made.revision, made.base_hash, made.author) == (1, base, "Aino")
    assert made.created_at == made.updated_at == LATER


def test_a_draft_of_a_branch_that_has_no_plan_yet_shows_nothing_to_patrons(database):
    create_draft(database, toy_plan(), CREATED_AT)
    assert list_branches(database) == ()


def test_saving_adds_a_revision_and_the_earlier_ones_stay(database):
    made = create_draft(database, toy_plan(), CREATED_AT, author="Aino")
    saved = save_draft(database, "toy", made.id, RENAMED, LATER, 1, author="Eino")
    assert saved == get_head(database, "toy", made.id)
    assert (saved.revision, saved.author, saved.updated_at) == (2, "Eino", LATER)
    assert saved.created_at == CREATED_AT
    assert load_draft_revision(database, "toy", made.id, 1) == toy_plan()
    assert load_draft_revision(database, "toy", made.id, 2) == RENAMED
    with pytest.raises(DraftNotFoundError, match="no revision 3; it has 1 to 2"):
        load_draft_revision(database, "toy", made.id, 3)


def test_the_second_of_two_who_edit_at_once_is_told_and_nothing_is_lost(database):
    made = create_draft(database, toy_plan(), CREATED_AT)
    first = save_draft(database, "toy", made.id, RENAMED, LATER, 1, author="Eino")
    with pytest.raises(DraftConflictError, match=r"revision 2 by now \(Eino\)") as conflict:
        save_draft(database, "toy", made.id, BROKEN, LATER, 1)
    assert conflict.value.current == first == get_head(database, "toy", made.id)
    again = save_draft(database, "toy", made.id, BROKEN, LATER, conflict.value.current.revision)
    assert again.revision == 3


def test_a_draft_may_have_problems_but_must_be_a_plan_of_its_branch(database):
    made = create_draft(database, BROKEN, CREATED_AT)
    assert parse_plan(made.document) == BROKEN
    with pytest.raises(DraftBranchError, match='plan is of "side" and the draft of "toy"'):
        save_draft(database, "toy", made.id, second_plan(), LATER, 1)
    shelf = dataclasses.replace(toy_plan().shelves[0], x_m=float("nan"))
    with pytest.raises(PlanFormatError):
        save_draft(
            database, "toy", made.id, dataclasses.replace(toy_plan(), shelves=(shelf,)), LATER, 1
        )
    assert get_draft(database, "toy", made.id) == made


def test_a_draft_with_its_plan_is_what_was_saved_last(database):
    made = create_draft(database, toy_plan(), CREATED_AT)
    assert get_draft_plan(database, "toy", made.id)[1] == toy_plan()
    save_draft(database, "toy", made.id, RENAMED, LATER, 1)
    assert get_draft_plan(database, "toy", made.id)[1] == RENAMED
    save_draft(database, "toy", made.id, BROKEN, LATER, 2)
    assert get_draft_plan(database, "toy", made.id)[1] == BROKEN


def test_drafts_are_listed_by_branch_the_last_saved_first(database):
    old = create_draft(database, toy_plan(), CREATED_AT)
    new = create_draft(database, toy_plan(), CREATED_AT + timedelta(minutes=1))
    other = create_draft(database, second_plan(), CREATED_AT)
    assert [each.id for each in list_drafts(database, "toy")] == [new.id, old.id]
    save_draft(database, "toy", old.id, RENAMED, LATER, 1)
    assert [each.id for each in list_drafts(database, "toy")] == [old.id, new.id]
    assert list_drafts(database, "side") == (get_head(database, "side", other.id),)


def test_another_name_is_no_new_revision(database):
    made = create_draft(database, toy_plan(), CREATED_AT, name="Musiikki")
    rename_draft(database, "toy", made.id, "Sarjakuvat", LATER)
    assert find_draft(database, made.id) == dataclasses.replace(made, name="Sarjakuvat")


@pytest.mark.parametrize(
    "use",
    [
        lambda database, id: get_draft(database, "side", id),
        lambda database, id: save_draft(database, "side", id, second_plan(), LATER, 1),
        lambda database, id: discard_draft(database, "side", id, LATER),
        lambda database, id: load_draft_revision(database, "side", id, 1),
        lambda database, id: rename_draft(database, "side", id, "Sarjakuvat", LATER),
    ],
    ids=["get", "save", "discard", "load a revision", "rename"],
)
def test_a_draft_of_one_branch_is_none_of_another(database, use):
    made = create_draft(database, toy_plan(), CREATED_AT)
    with pytest.raises(DraftNotFoundError, match=f'"side" has no draft "{made.id}"'):
        use(database, made.id)
    assert get_draft(database, "toy", made.id) == made


def test_a_draft_cannot_begin_from_a_version_that_is_not_stored(database):
    publish_plan(database, second_plan(), CREATED_AT)
    with pytest.raises(VersionNotFoundError, match="to begin a draft from"):
        create_draft(database, toy_plan(), CREATED_AT, base_hash="0" * 64)
    assert list_drafts(database, "toy") == ()


def test_the_database_itself_refuses_to_change_a_revision(database):
    create_draft(database, toy_plan(), CREATED_AT)
    with pytest.raises(IntegrityError, match="append-only"), database.write() as connection:
        connection.execute(text("UPDATE draft_revisions SET document = '{}'"))
