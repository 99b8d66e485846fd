"""Edits of drafts in the database: merged, refused with both sides, undone, sent twice."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.storage.drafts import create_draft, get_draft, save_draft
from api.storage.edits import list_edits, load_draft_revision, load_history, save_edit, step_back
from api.storage.engine import Database
from api.storage.errors import EditConflictError, NothingToUndoError
from api.storage.upgrade import prepare_database
from floorplans.editing.changes import Change, apply_changes
from floorplans.errors import EditError
from floorplans.formats.native import format_values, parse_plan, plan_values, read_values
from tests.support.library import CREATED_AT
from tests.support.plans import toy_plan

TOY = plan_values(toy_plan())
ONE, TWO = TOY["shelves"][0], TOY["shelves"][1]


def moved(shelf, x_m: float) -> Change:
    return Change("shelves", shelf["id"], {**shelf, "x_m": x_m})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def draft(database) -> str:
    return create_draft(database, toy_plan(), CREATED_AT, author="first").id


@pytest.fixture
def edit(database, draft):
    def edit_(*changes: Change, base: int = 1, author: str = "first", **more):
        return save_edit(
            database, "toy", draft, changes, CREATED_AT, base=base, author=author, **more
        )

    return edit_


@pytest.fixture
def back(database, draft):
    def back_(how: str, base: int = 1, author: str = "first", **more):
        return step_back(
            database, "toy", draft, CREATED_AT, how=how, base=base, author=author, **more
        )

    return back_


def x_of(database, draft: str, shelf) -> float:
    plan = parse_plan(get_draft(database, "toy", draft).document)
    return next(each.x_m for each in plan.shelves if each.id == shelf["id"])


def test_an_edit_changes_one_thing_and_keeps_its_own_size(database, draft, edit):
    saved = edit(moved(ONE, 3.5), what="moved", count=1)
    assert saved.edit.revision == 2
    assert saved.history.undo == (2,)
    assert x_of(database, draft, ONE) == 3.5
    revision, edits = list_edits(database, "toy", draft)
    assert (revision, [each.what for each in edits]) == (2, ["moved"])
    assert edits[0] == saved.edit


def test_the_document_is_the_same_text_as_that_of_the_plan(database, draft, edit):
    edit(moved(ONE, 3.5), Change("kiosks", TOY["kiosks"][0]["id"], None))
    after, _ = apply_changes(TOY, [moved(ONE, 3.5), Change("kiosks", TOY["kiosks"][0]["id"], None)])
    assert get_draft(database, "toy", draft).document == format_values(after)


def test_edits_of_different_things_merge_and_tell_of_each_other(edit):
    edit(moved(ONE, 3.5), author="first")
    saved = edit(moved(TWO, 1.5), base=1, author="second")
    assert [each.author for each in saved.others] == ["first"]
    assert saved.edit.revision == 3


def test_of_two_edits_of_one_thing_the_second_is_refused_whole_with_both_sides(
    database, draft, edit
):
    edit(moved(ONE, 3.5), author="first")
    with pytest.raises(EditConflictError) as refused:
        edit(moved(TWO, 1.5), moved(ONE, 9.0), base=1, author="second")
    (clash,) = refused.value.clashes
    assert (clash.author, clash.conflict.base) == ("first", ONE)
    assert clash.conflict.theirs["x_m"] == 3.5
    assert clash.conflict.mine["x_m"] == 9.0
    assert x_of(database, draft, TWO) == TWO["x_m"]
    edit(moved(ONE, 9.0), base=1, author="second", over=[("shelves", ONE["id"])])
    assert x_of(database, draft, ONE) == 9.0


def test_the_same_edit_sent_twice_is_made_once(database, draft, edit, back):
    first = edit(moved(ONE, 3.5), key="k1")
    assert edit(moved(ONE, 3.5), key="k1") == first
    undone = back("undo", key="k2")
    assert back("undo", key="k2").edit == undone.edit
    assert get_draft(database, "toy", draft).revision == 3


def test_everybody_undoes_and_redoes_their_own_edits_only(database, draft, edit, back):
    edit(moved(ONE, 3.5), author="first")
    edit(moved(TWO, 1.5), base=2, author="second")
    back("undo", author="first")
    assert (x_of(database, draft, ONE), x_of(database, draft, TWO)) == (ONE["x_m"], 1.5)
    with pytest.raises(NothingToUndoError):
        back("undo", author="first")
    redone = back("redo", author="first")
    assert x_of(database, draft, ONE) == 3.5
    assert (redone.history.undo, redone.history.redo) == ((2,), ())


def test_undoing_what_somebody_else_has_changed_since_is_a_choice(database, draft, edit, back):
    edit(moved(ONE, 3.5), author="first")
    edit(moved(ONE, 7.25), base=2, author="second")
    with pytest.raises(EditConflictError) as refused:
        back("undo", base=3, author="first")
    (clash,) = refused.value.clashes
    assert clash.author == "second"
    back("undo", base=3, author="first", over=[("shelves", ONE["id"])])
    assert x_of(database, draft, ONE) == ONE["x_m"]


def test_a_whole_plan_that_is_saved_can_be_undone_like_any_edit(database, draft, back):
    renamed = dataclasses.replace(toy_plan(), v_equals_w=True)
    save_draft(database, "toy", draft, renamed, CREATED_AT, 1, author="first")
    back("undo", base=2)
    assert parse_plan(get_draft(database, "toy", draft).document) == toy_plan()


@given(st.lists(st.sampled_from(["one", "two", "gone", "undo", "redo"]), max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_revision_can_be_loaded_as_it_was_and_undo_leads_all_the_way_back(database, steps):
    id_ = create_draft(database, toy_plan(), CREATED_AT).id
    documents = [get_draft(database, "toy", id_).document]
    for number, step in enumerate(steps):
        at = CREATED_AT + timedelta(seconds=number)
        base = len(documents)
        change = {
            "one": moved(ONE, number),
            "two": moved(TWO, number),
            "gone": Change("shelves", ONE["id"], None),
        }
        try:
            if step in change:
                save_edit(database, "toy", id_, [change[step]], at, base=base)
            else:
                step_back(database, "toy", id_, at, how=step, base=base)
        except NothingToUndoError:
            continue
        documents.append(get_draft(database, "toy", id_).document)
    for revision, document in enumerate(documents, 1):
        assert load_draft_revision(database, "toy", id_, revision) == parse_plan(document)
    while load_history(database, id_, "").undo:
        step_back(database, "toy", id_, CREATED_AT, how="undo", base=1)
    assert read_values(get_draft(database, "toy", id_).document) == TOY


@pytest.mark.parametrize("base", [0, 2, 99])
def test_a_base_that_never_was_is_refused(edit, base):
    with pytest.raises(EditError, match="load it anew"):
        edit(moved(ONE, 3.5), base=base)
