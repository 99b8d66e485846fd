"""The log of changes: a line with each change, never one without the other."""

import ast
import dataclasses
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from api.catalogue.subjects import Subjects
from api.range_drafts import ACTS
from api.range_jobs import Job
from api.storage.discarded import discard_draft
from api.storage.drafts import create_draft, rename_draft, save_draft
from api.storage.edits import save_edit, step_back
from api.storage.errors import DraftNotFoundError, EditConflictError, NothingToUndoError
from api.storage.item_runs import begin_run, end_run, show_run
from api.storage.layout import Placement, change_locks, delete_picture, place_picture
from api.storage.log import KINDS, WHATS, WITHIN, kind_of, log_change
from api.storage.log_lines import LogQuery, list_lines, list_people, prune_log, select_of_branch
from api.storage.not_here import answer_report, count_not_here
from api.storage.plans import publish_plan, store_version
from api.storage.publications import (
    apply_due,
    cancel_publication,
    publish_version,
    schedule_publication,
)
from api.storage.sqlite_subjects import SqliteSubjects
from api.storage.upgrade import prepare_database
from floorplans.editing.changes import Change
from floorplans.model import Text
from kiosk_ui.messages import LANGUAGES, load_messages
from tests.support.library import CREATED_AT, second_plan
from tests.support.plans import toy_plan

ROOT = Path(__file__).resolve().parents[3]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TOY = LogQuery(("toy",))
RENAMED = dataclasses.replace(toy_plan(), name=Text("Uusi nimi"))


@pytest.fixture
def database(tmp_path):
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    publish_plan(opened, toy_plan(), CREATED_AT)
    yield opened
    opened.close()


def told(database, query=TOY):
    """Give the lines after the first publication, the oldest first."""
    return [
        (each.what, each.who, each.count) for each in reversed(list_lines(database, query, 1000))
    ][1:]


def begin(database, **words):
    return create_draft(database, toy_plan(), CREATED_AT, **words).id


def landmark(number, east_m=1.0):
    point = {"id": f"p{number}", "level": "1", "name": {"fi": "P"}, "x_m": east_m, "y_m": 1.0}
    return [Change("landmarks", f"p{number}", point)]


def edit(database, draft, number, at, author="hylly1", base=1):
    save_edit(
        database,
        "toy",
        draft,
        landmark(number),
        at,
        base=base,
        author=author,
        key=f"key {number}",
    )


def test_whatever_is_done_to_a_draft_is_told_with_who_and_its_name(database):
    id_ = begin(database, name="Kesän siirto", author="hylly1")
    rename_draft(database, "toy", id_, "Syksyn siirto", CREATED_AT + MINUTE, "hylly2")
    save_draft(database, "toy", id_, RENAMED, CREATED_AT + 2 * MINUTE, 1, "hylly2")
    discard_draft(database, "toy", id_, CREATED_AT + 3 * MINUTE, author="hylly1")
    assert told(database) == [
        ("draft_begun", "hylly1", 1),
        ("draft_renamed", "hylly2", 1),
        ("draft_saved", "hylly2", 1),
        ("draft_discarded", "hylly1", 1),
    ]
    gone, _, renamed, _, _ = list_lines(database, TOY, 5)
    assert (gone.params["name"], gone.thing) == ("Syksyn siirto", id_)
    assert dict(renamed.params) == {"name": "Syksyn siirto", "before": "Kesän siirto"}


def test_edits_of_one_person_in_one_draft_are_one_line_that_counts(database):
    id_ = begin(database)
    for number in range(14):
        edit(database, id_, number, CREATED_AT + number * MINUTE, base=number + 1)
    edit(database, id_, 20, CREATED_AT + 14 * MINUTE, "hylly2", base=15)
    edit(database, id_, 21, CREATED_AT + 15 * MINUTE, base=16)
    late = CREATED_AT + 15 * MINUTE + WITHIN + MINUTE
    edit(database, id_, 22, late, base=17)
    assert told(database)[1:] == [
        ("draft_edited", "hylly1", 15),
        ("draft_edited", "hylly2", 1),
        ("draft_edited", "hylly1", 1),
    ]


def test_an_edit_that_arrives_twice_counts_once(database):
    id_ = begin(database)
    for _ in range(2):
        edit(database, id_, 1, CREATED_AT)
    assert told(database)[1:] == [("draft_edited", "hylly1", 1)]


def test_undoing_and_redoing_are_told_apart(database):
    id_ = begin(database)
    edit(database, id_, 1, CREATED_AT)
    for base, how in ((2, "undo"), (3, "redo")):
        step_back(database, "toy", id_, CREATED_AT, how=how, base=base, author="hylly1")
    assert [what for what, _, _ in told(database)[2:]] == ["draft_undone", "draft_redone"]


def test_what_is_refused_is_not_told(database):
    id_ = begin(database)
    edit(database, id_, 1, CREATED_AT)
    before = told(database)
    other = landmark(1, east_m=2.0)
    with pytest.raises(EditConflictError):
        save_edit(database, "toy", id_, other, CREATED_AT, base=1, author="hylly2")
    with pytest.raises(NothingToUndoError):
        step_back(database, "toy", id_, CREATED_AT, how="redo", base=2, author="hylly1")
    with pytest.raises(DraftNotFoundError):
        discard_draft(database, "toy", "none", CREATED_AT)
    assert not place_picture(database, id_, "1", Placement(1.0), CREATED_AT)
    assert not delete_picture(database, id_, "1", CREATED_AT)
    assert told(database) == before


def test_a_change_whose_line_cannot_be_written_is_not_made(database):
    def fail(*arguments):
        if arguments[2].startswith("INSERT INTO log"):
            raise RuntimeError("the log is out of order")

    event.listen(database.engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        begin(database)
    event.remove(database.engine, "before_cursor_execute", fail)
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM drafts")) == 0
        assert connection.scalar(text("SELECT count(*) FROM draft_revisions")) == 0


def test_locks_count_the_things_that_changed(database):
    id_ = begin(database)
    shelves = [("shelves", each.id) for each in toy_plan().shelves]
    change_locks(database, id_, shelves, [], CREATED_AT, "hylly1")
    change_locks(database, id_, shelves, [], CREATED_AT, "hylly1")
    change_locks(database, id_, [], shelves[:1], CREATED_AT, "hylly1")
    assert told(database)[1:] == [("locks_changed", "hylly1", len(shelves) + 1)]


def test_publications_are_told_by_who_publishes_times_cancels_or_goes_back(database):
    first = publish_plan(database, RENAMED, CREATED_AT, author="hylly1")
    second = store_version(database, second_of("B"), CREATED_AT)
    number = schedule_publication(
        database, "toy", second, CREATED_AT + HOUR, CREATED_AT, author="hylly2"
    )
    cancel_publication(database, "toy", number, CREATED_AT, "hylly3")
    schedule_publication(database, "toy", second, CREATED_AT + HOUR, CREATED_AT, author="hylly2")
    apply_due(database, CREATED_AT + HOUR)
    publish_version(database, "toy", first, CREATED_AT + 2 * HOUR, author="hylly1")
    publish_version(database, "toy", first, CREATED_AT + 2 * HOUR, author="hylly1")
    assert [(what, who) for what, who, _ in told(database)] == [
        ("version_published", "hylly1"),
        ("publication_timed", "hylly2"),
        ("publication_cancelled", "hylly3"),
        ("publication_timed", "hylly2"),
        ("publication_came", "hylly2"),
        ("version_rolled_back", "hylly1"),
    ]
    came = list_lines(database, LogQuery(("toy",), who="hylly2"), 1)[0]
    assert (came.hand, came.at) == ("clock", CREATED_AT + HOUR)


def second_of(name):
    return dataclasses.replace(toy_plan(), name=Text(name))


def test_imports_of_items_are_told_when_they_end(database):
    run = begin_run(database, "toy", CREATED_AT, "hylly1", "items.csv")
    assert told(database) == []
    show_run(database, "toy", run, CREATED_AT)
    for state in ("stopped", "failed"):
        end_run(database, begin_run(database, "toy", CREATED_AT, "hylly1", ""), state, CREATED_AT)
    assert [what for what, _, _ in told(database)] == [
        "items_imported",
        "items_stopped",
        "items_failed",
    ]


def test_answers_to_reports_are_told_with_the_title(database):
    count_not_here(database, "toy", CREATED_AT.date(), "aik", "84.2 LIN", "Tuntematon sotilas")
    for answer in ("found", "open"):
        answer_report(database, "toy", 1, answer, "hylly1", CREATED_AT)
    assert answer_report(database, "toy", 99, "found", "hylly1", CREATED_AT) is None
    assert [what for what, _, _ in told(database)] == ["report_found", "report_opened"]
    assert list_lines(database, TOY, 1)[0].params["title"] == "Tuntematon sotilas"


def test_the_command_line_is_told_as_such(database):
    by_hand = dataclasses.replace(database, hand="cli")
    begin(by_hand)
    assert list_lines(database, TOY, 1)[0].hand == "cli"


def test_topics_are_told_only_with_a_time(database):
    SqliteSubjects(database).replace(Subjects((), (), ()))
    SqliteSubjects(database).replace(Subjects((), (), ()), CREATED_AT)
    assert [each.what for each in list_lines(database, LogQuery(("",)), 9)] == ["topics_imported"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET who = 'hylly9'",
        "UPDATE log SET at = '2020-01-01 00:00:00'",
        "UPDATE log SET params = '{}', count = count + 1",
        "UPDATE log SET count = count - 1",
        "DELETE FROM log",
    ],
)
def test_nobody_changes_or_deletes_what_is_in_the_log(database, statement):
    with database.write() as connection:
        log_change(connection, "walked", datetime.now(UTC), "hylly1", "toy")
    with pytest.raises(IntegrityError, match="append-only"), database.write() as connection:
        connection.execute(text(statement))


def test_old_lines_are_pruned_and_young_ones_stay(database):
    now = datetime.now(UTC)
    with database.write() as connection:
        for days in range(100, 0, -1):
            log_change(connection, "signed_in", now - timedelta(days=days), "hylly1", "")
    assert prune_log(database, now - timedelta(days=60)) == 41
    assert len(list_lines(database, LogQuery(("",)), 1000)) == 60
    assert prune_log(database, now - timedelta(days=60)) == 0


def fill(database, lines, seed=7):
    draw = random.Random(seed)
    with database.write() as connection:
        for number in range(lines):
            log_change(
                connection,
                draw.choice(WHATS),
                CREATED_AT + timedelta(seconds=number // 3),
                draw.choice(("hylly1", "hylly2", "")),
                draw.choice(("toy", "side", "")),
            )


@pytest.mark.parametrize(
    "query",
    [
        LogQuery(("toy",)),
        LogQuery(("toy", "side", "")),
        LogQuery(("toy", "side"), who="hylly2"),
        LogQuery(("toy",), kind="accounts"),
        LogQuery(("toy", ""), "hylly1", "drafts", CREATED_AT, CREATED_AT + MINUTE),
    ],
)
def test_pages_of_lines_are_all_lines_in_order_each_once(database, query):
    fill(database, 500)
    whole = list_lines(database, query, 1000)
    assert whole == tuple(sorted(whole, key=lambda each: (each.at, each.id), reverse=True))
    paged, before = [], None
    while page := list_lines(database, query, 7, before):
        paged += page
        before = page[-1].at, page[-1].id
    assert tuple(paged) == whole
    assert {each.branch for each in whole} <= set(query.branches)
    assert not query.who or {each.who for each in whole} == {query.who}
    assert not query.kind or {each.kind for each in whole} == {query.kind}
    assert query.until is None or max(each.at for each in whole) < query.until


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (LogQuery(("toy", "side")), "ix_log_branch_at"),
        (LogQuery(("toy",), who="hylly1"), "ix_log_branch_who_at"),
        (LogQuery(("toy",), kind="drafts"), "ix_log_branch_kind_at"),
        (LogQuery(("toy",), since=CREATED_AT, until=CREATED_AT + HOUR), "ix_log_branch_at"),
    ],
)
def test_a_page_is_found_by_an_index_without_sorting_a_branch(database, query, index):
    wanted = select_of_branch(query, "toy", 100, (CREATED_AT + HOUR, 9))
    written = str(wanted.compile(database.engine, compile_kwargs={"literal_binds": True}))
    with database.read() as connection:
        steps = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {written}"))]
    assert len(steps) == 1
    assert f"USING INDEX {index} (branch=?" in steps[0]


def test_who_is_in_the_log_is_listed_by_branch(database):
    fill(database, 100)
    publish_plan(database, second_plan(), CREATED_AT, author="Åke")
    assert list_people(database, ["toy"]) == ("hylly1", "hylly2")
    assert list_people(database, ["toy", second_plan().id]) == ("hylly1", "hylly2", "Åke")
    assert list_people(database, ["nowhere"]) == list_people(database, []) == ()


def test_every_job_on_ranges_is_told_by_its_own_name():
    assert set(ACTS) == set(Job.__args__)
    assert len({act.what for act in ACTS.values()}) == len(ACTS)


def strings_in_code():
    for path in (ROOT / "api").rglob("*.py"):
        if path.name == "log.py" and path.parent.name == "storage":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def said_by_calls():
    """Give what is noted, as far as calls show it: it must be a word, not made of parts."""
    for path in (ROOT / "api").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            at = {"note": 3, "log_change": 1, "Act": 0}.get(ast.unparse(node.func))
            if at is not None and len(node.args) > at:
                assert not isinstance(node.args[at], ast.JoinedStr), ast.unparse(node)
                if isinstance(node.args[at], ast.Constant):
                    yield node.args[at].value


def test_everything_that_is_done_has_words_in_every_language_and_nothing_else_has():
    for language in LANGUAGES:
        words = {
            key.removeprefix("staff.log.")
            for key in load_messages(language)
            if re.fullmatch(r"staff\.log\.\w+", key)
        }
        if words:
            assert words == set(WHATS), language
    assert set(said_by_calls()) <= set(WHATS)
    assert {kind_of(what) for what in WHATS} == set(KINDS)


def test_everything_that_has_words_is_done_somewhere():
    assert set(WHATS) <= set(strings_in_code())
