import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.storage.engine import Database
from api.storage.plans import (
    find_published_hash,
    list_branches,
    list_versions,
    load_published_plans,
    publish_plan,
)
from api.storage.seed import ensure_branch
from api.storage.sqlite_items import SqliteItems
from api.storage.upgrade import prepare_database
from floorplans.formats.native import parse_plan, plan_hash
from floorplans.model import Text
from tests.support.library import CREATED_AT, ITEMS
from tests.support.plans import toy_plan


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    yield opened
    opened.close()


def test_a_published_plan_is_loaded_as_it_was(database):
    assert load_published_plans(database) == ()
    publish_plan(database, toy_plan(), CREATED_AT)
    assert load_published_plans(database) == (toy_plan(),)
    assert list_branches(database) == ("toy",)


def test_a_new_version_is_added_and_the_old_one_stays(database):
    renamed = dataclasses.replace(toy_plan(), name=Text("Uusi nimi"))
    publish_plan(database, toy_plan(), CREATED_AT)
    publish_plan(database, renamed, CREATED_AT + timedelta(days=1))
    newest, oldest = list_versions(database, "toy")
    assert parse_plan(newest.document) == renamed
    assert parse_plan(oldest.document) == toy_plan()
    assert newest.created_at - oldest.created_at == timedelta(days=1)
    assert load_published_plans(database) == (renamed,)


def test_going_back_to_an_old_version_stores_nothing_twice(database):
    renamed = dataclasses.replace(toy_plan(), name=Text("Uusi nimi"))
    for plan in (toy_plan(), renamed, toy_plan()):
        publish_plan(database, plan, CREATED_AT)
    assert len(list_versions(database, "toy")) == 2
    assert find_published_hash(database, "toy") == plan_hash(toy_plan())


def test_a_branch_that_is_there_is_not_stored_again(database):
    assert ensure_branch(database, toy_plan(), ITEMS, CREATED_AT) is True
    assert ensure_branch(database, toy_plan(), ITEMS, CREATED_AT) is False
    assert SqliteItems(database).count("toy") == len(ITEMS)
