import dataclasses
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from api.storage.engine import Database
from api.storage.errors import (
    PublicationNotFoundError,
    VersionDamagedError,
    VersionNotFoundError,
)
from api.storage.plans import list_versions, publish_plan, published_hashes, store_version
from api.storage.publications import (
    apply_due,
    cancel_publication,
    find_previous,
    list_publications,
    list_scheduled,
    publish_version,
    schedule_publication,
)
from api.storage.upgrade import prepare_database
from floorplans.formats.native import plan_hash
from floorplans.model import Plan, Text
from tests.support.library import CREATED_AT, second_plan
from tests.support.plans import toy_plan
from tests.support.storage import damage

HOUR = timedelta(hours=1)


def named(name: str) -> Plan:
    return dataclasses.replace(toy_plan(), name=Text(name))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    yield opened
    opened.close()


def test_rolling_back_publishes_the_old_version_and_is_in_the_log(database):
    first = publish_plan(database, named("1"), CREATED_AT, note="alku", author="Aino")
    second = publish_plan(database, named("2"), CREATED_AT + HOUR)
    assert find_previous(database, "toy") == first
    publish_version(database, "toy", first, CREATED_AT + 2 * HOUR, note="takaisin")
    assert published_hashes(database) == {"toy": first}
    assert find_previous(database, "toy") == second
    log = list_publications(database, "toy")
    assert [(each.hash, each.note, each.author) for each in log] == [
        (first, "takaisin", ""),
        (second, "", ""),
        (first, "alku", "Aino"),
    ]
    assert [each.published_at for each in log] == [CREATED_AT + hours * HOUR for hours in (2, 1, 0)]


def test_publishing_what_is_published_adds_nothing_to_the_log(database):
    hash_ = publish_plan(database, toy_plan(), CREATED_AT)
    publish_plan(database, toy_plan(), CREATED_AT + HOUR)
    publish_version(database, "toy", hash_, CREATED_AT + HOUR)
    assert len(list_publications(database, "toy")) == 1
    assert find_previous(database, "toy") is None


def test_a_version_that_is_not_stored_cannot_be_published_or_scheduled(database):
    publish_plan(database, toy_plan(), CREATED_AT)
    elsewhere = publish_plan(database, second_plan(), CREATED_AT)
    with pytest.raises(VersionNotFoundError, match='"toy" has no version'):
        publish_version(database, "toy", elsewhere, CREATED_AT)
    with pytest.raises(VersionNotFoundError, match='"attic" has no version'):
        schedule_publication(database, "attic", elsewhere, CREATED_AT + HOUR, CREATED_AT)
    assert len(list_publications(database, "toy")) == 1


def test_a_damaged_version_is_not_published(database):
    hash_ = store_version(database, toy_plan(), CREATED_AT)
    damage(database, hash_, "{}")
    with pytest.raises(VersionDamagedError, match=hash_[:12]):
        publish_version(database, "toy", hash_, CREATED_AT)
    with pytest.raises(VersionDamagedError, match="change the plan a little"):
        publish_plan(database, toy_plan(), CREATED_AT)
    assert published_hashes(database) == {}


def test_what_is_due_is_published_oldest_first_and_what_is_not_waits(database):
    publish_plan(database, named("1"), CREATED_AT)
    publish_plan(database, second_plan(), CREATED_AT)
    late, early, next_week = (
        store_version(database, named(name), CREATED_AT) for name in ("late", "early", "later")
    )
    schedule_publication(database, "toy", late, CREATED_AT + 2 * HOUR, CREATED_AT, note="b")
    schedule_publication(database, "toy", early, CREATED_AT + HOUR, CREATED_AT, note="a")
    schedule_publication(database, "toy", next_week, CREATED_AT + 168 * HOUR, CREATED_AT)
    assert apply_due(database, CREATED_AT + HOUR - timedelta(microseconds=1)) == ()
    assert apply_due(database, CREATED_AT + 3 * HOUR) == ("toy",)
    newest, before, _ = list_publications(database, "toy")
    assert (newest.hash, newest.note) == (late, "b")
    assert (before.hash, before.note) == (early, "a")
    assert newest.published_at == CREATED_AT + 3 * HOUR
    assert published_hashes(database)["toy"] == late
    assert [each.hash for each in list_scheduled(database, "toy")] == [next_week]
    assert apply_due(database, CREATED_AT + 3 * HOUR) == ()


def test_a_time_in_another_zone_is_the_same_time(database):
    hash_ = store_version(database, toy_plan(), CREATED_AT)
    due_at = datetime.fromisoformat("2026-03-02T13:00+02:00")
    schedule_publication(database, "toy", hash_, due_at, CREATED_AT)
    assert apply_due(database, datetime(2026, 3, 2, 10, 59, tzinfo=UTC)) == ()
    assert apply_due(database, datetime(2026, 3, 2, 11, 0, tzinfo=UTC)) == ("toy",)


def test_a_cancelled_publication_does_not_happen_and_its_number_is_not_given_again(database):
    hash_ = store_version(database, toy_plan(), CREATED_AT)
    number = schedule_publication(database, "toy", hash_, CREATED_AT + HOUR, CREATED_AT)
    with pytest.raises(PublicationNotFoundError, match='"side" has no scheduled publication'):
        cancel_publication(database, "side", number, CREATED_AT)
    cancel_publication(database, "toy", number, CREATED_AT)
    with pytest.raises(PublicationNotFoundError, match="scheduled are: none"):
        cancel_publication(database, "toy", number, CREATED_AT)
    assert apply_due(database, CREATED_AT + 2 * HOUR) == ()
    assert published_hashes(database) == {}
    assert schedule_publication(database, "toy", hash_, CREATED_AT + HOUR, CREATED_AT) > number


def test_a_scheduled_version_that_is_published_by_then_changes_nothing(database):
    hash_ = publish_plan(database, toy_plan(), CREATED_AT)
    schedule_publication(database, "toy", hash_, CREATED_AT + HOUR, CREATED_AT)
    assert apply_due(database, CREATED_AT + HOUR) == ()
    assert list_scheduled(database, "toy") == ()
    assert len(list_publications(database, "toy")) == 1


class PowerCutError(Exception):
    pass


def publish_until_statement(database, number):
    """Publish a new plan and fail before a statement; tell whether there was one."""
    left = itertools.count(number, -1)

    def count_down(*_):
        if next(left) == 0:
            raise PowerCutError

    event.listen(database.engine, "before_cursor_execute", count_down)
    try:
        publish_plan(database, named("2"), CREATED_AT + HOUR)
    except PowerCutError:
        return True
    finally:
        event.remove(database.engine, "before_cursor_execute", count_down)
    return False


def test_publishing_that_ends_before_any_of_its_statements_changes_nothing(database):
    first = publish_plan(database, named("1"), CREATED_AT)
    statements = 0
    while publish_until_statement(database, statements):
        statements += 1
        assert published_hashes(database) == {"toy": first}
        assert [each.hash for each in list_versions(database, "toy")] == [first]
        assert [each.hash for each in list_publications(database, "toy")] == [first]
    assert statements > 3
    assert published_hashes(database) == {"toy": plan_hash(named("2"))}


@pytest.mark.parametrize("table", ["plan_versions", "publications"])
@pytest.mark.parametrize("change", ["UPDATE {} SET note = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_was_stored(database, table, change):
    publish_plan(database, toy_plan(), CREATED_AT)
    with pytest.raises(IntegrityError, match=f"{table} is append-only"), database.write() as open_:
        open_.execute(text(change.format(table)))
    assert list_publications(database, "toy")[0].hash == plan_hash(toy_plan())
