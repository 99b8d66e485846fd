"""What a draft holds is what its edits make, whoever keeps it in memory and since when."""

import dataclasses
import random
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from api.storage import draft_states, edits
from api.storage.draft_states import DOCUMENT_EVERY
from api.storage.drafts import create_draft, get_draft, get_draft_plan, save_draft
from api.storage.edits import save_edit, step_back
from api.storage.engine import Database, open_database
from api.storage.errors import NothingToUndoError
from api.storage.upgrade import prepare_database, upgrade
from floorplans.editing.changes import Change, apply_changes
from floorplans.errors import EditError
from floorplans.formats.native import format_plan, format_values, parse_plan, plan_values
from tests.support.library import CREATED_AT
from tests.support.plans import toy_plan

TOY = plan_values(toy_plan())
SHELVES = TOY["shelves"]
PEOPLE = ("hylly1", "hylly2")


class Walk:
    """Somebody edits by lot; every step is also made the plain way, on the whole plan."""

    def __init__(self, url: str, seed: int) -> None:
        self.url = url
        self.draw = random.Random(seed)
        self.processes = [prepare_database(url), prepare_database(url)]
        self.id = create_draft(self.processes[0], toy_plan(), CREATED_AT).id
        self.plain = dict(TOY)
        self.revision = 1

    def step(self) -> None:
        database = self.draw.choice(self.processes)
        self.draw.choice([self.edit, self.edit, self.back, self.put, self.restart, self.look])(
            database
        )

    def edit(self, database: Database) -> None:
        shelf = self.draw.choice(SHELVES)
        value = {**shelf, "x_m": round(self.draw.uniform(1, 9), 3)}
        change = Change("shelves", shelf["id"], self.draw.choice([value, value, None]))
        saved = save_edit(
            database,
            "toy",
            self.id,
            [change],
            self.now(),
            base=self.revision,
            author=self.draw.choice(PEOPLE),
        )
        self.take(saved.edit.changes)

    def back(self, database: Database) -> None:
        who, how = self.draw.choice(PEOPLE), self.draw.choice(["undo", "undo", "redo"])
        over = [("shelves", each["id"]) for each in SHELVES]
        try:
            saved = step_back(
                database,
                "toy",
                self.id,
                self.now(),
                how=how,
                base=self.revision,
                author=who,
                over=over,
            )
        except NothingToUndoError:
            return
        self.take(saved.edit.changes)

    def put(self, database: Database) -> None:
        plan = parse_plan(format_values(self.plain))
        plan = dataclasses.replace(plan, v_equals_w=not plan.v_equals_w)
        save_draft(database, "toy", self.id, plan, self.now(), self.revision, "hylly1")
        self.plain, self.revision = dict(plan_values(plan)), self.revision + 1

    def restart(self, database: Database) -> None:
        database.close()
        self.processes[self.processes.index(database)] = prepare_database(self.url)

    def look(self, database: Database) -> None:
        draft = get_draft(database, "toy", self.id)
        head, plan = get_draft_plan(database, "toy", self.id)
        assert draft.revision == head.revision == self.revision
        assert draft.document == format_values(self.plain)
        assert format_plan(plan) == draft.document

    def take(self, changes) -> None:
        self.plain, _ = apply_changes(self.plain, changes)
        self.revision += 1

    def now(self):
        return CREATED_AT + timedelta(seconds=self.revision)

    def close(self) -> None:
        for each in self.processes:
            each.close()


@pytest.mark.parametrize("seed", range(6))
def test_a_walk_of_edits_undo_whole_plans_and_restarts_leaves_what_plain_edits_make(
    tmp_path, monkeypatch, seed
):
    for module in (draft_states, edits):
        monkeypatch.setattr(module, "DOCUMENT_EVERY", 4)
    walk = Walk(f"sqlite:///{tmp_path / 'library.sqlite'}", seed)
    for _ in range(60):
        walk.step()
    for database in walk.processes:
        walk.look(database)
    walk.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    yield opened
    opened.close()


def move(database, draft: str, x_m: float, base: int, shelf=SHELVES[0]):
    change = Change("shelves", shelf["id"], {**shelf, "x_m": x_m})
    return save_edit(database, "toy", draft, [change], CREATED_AT, base=base)


def stored_revision(database) -> int:
    with database.read() as connection:
        return connection.scalar(text("SELECT revision FROM draft_documents"))


def test_the_document_is_stored_at_every_fiftieth_revision_only(database):
    draft = create_draft(database, toy_plan(), CREATED_AT).id
    for revision in range(1, DOCUMENT_EVERY + 3):
        assert stored_revision(database) == (1 if revision < DOCUMENT_EVERY else DOCUMENT_EVERY)
        move(database, draft, 1 + revision / 100, revision)


def test_a_database_put_back_from_a_copy_is_answered_with_what_is_in_it(database, tmp_path):
    draft = create_draft(database, toy_plan(), CREATED_AT).id
    move(database, draft, 3.5, 1)
    move(database, draft, 4.5, 2)
    with database.write() as connection:
        connection.execute(text("DELETE FROM draft_revisions WHERE revision = 3"))
        connection.execute(text("UPDATE drafts SET revision = 2"))
    assert get_draft_plan(database, "toy", draft)[1].shelves[0].x_m == 3.5


def test_an_edit_that_fails_is_in_no_answer(database, monkeypatch):
    draft = create_draft(database, toy_plan(), CREATED_AT).id
    move(database, draft, 3.5, 1)
    before = get_draft(database, "toy", draft)
    monkeypatch.setattr(draft_states, "GREATEST_CHARACTERS", len(before.document))
    long = {**SHELVES[0], "number": "9" * 2000}
    with pytest.raises(EditError, match="too large"):
        save_edit(
            database,
            "toy",
            draft,
            [Change("shelves", long["id"], long)],
            CREATED_AT,
            base=2,
        )
    assert get_draft(database, "toy", draft) == before
    removed = Change("shelves", SHELVES[1]["id"], None)
    assert save_edit(database, "toy", draft, [removed], CREATED_AT, base=2).edit.revision == 3


def test_drafts_with_edits_outlive_the_way_to_the_new_schema_and_back(tmp_path):
    config = Config()
    config.set_main_option("script_location", "api.storage:migrations")
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    with closing(prepare_database(url)) as database:
        draft = create_draft(database, toy_plan(), CREATED_AT).id
        move(database, draft, 3.5, 1)
        move(database, draft, 7.5, 2, SHELVES[1])
        before = get_draft(database, "toy", draft)
        with database.write() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0007_today")
        with database.read() as connection:
            old = connection.scalar(text("SELECT document FROM drafts"))
        assert old == before.document
    with closing(open_database(url)) as database:
        upgrade(database)
        assert get_draft(database, "toy", draft) == before
        step_back(database, "toy", draft, CREATED_AT, how="undo", base=3)
        move(database, draft, 4.5, 4)
        assert [each.x_m for each in get_draft_plan(database, "toy", draft)[1].shelves[:2]] == [
            4.5,
            SHELVES[1]["x_m"],
        ]
