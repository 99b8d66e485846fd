import dataclasses
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from api.storage.engine import Database
from api.storage.errors import VersionDamagedError, VersionNotFoundError
from api.storage.plans import (
    VersionInfo,
    find_published_hash,
    get_version,
    list_branches,
    list_versions,
    load_published_plans,
    load_version,
    publish_plan,
    published_hashes,
    store_version,
)
from api.storage.seed import ensure_branch
from api.storage.sqlite_items import SqliteItems
from api.storage.tables import PlanVersionRow
from api.storage.upgrade import prepare_database
from floorplans.formats.native import plan_hash
from floorplans.model import Text
from tests.support.library import CREATED_AT, ITEMS
from tests.support.plans import toy_plan
from tests.support.storage import damage

RENAMED = dataclasses.replace(toy_plan(), name=Text("Uusi nimi"))


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
    first = publish_plan(database, toy_plan(), CREATED_AT)
    second = publish_plan(database, RENAMED, CREATED_AT + timedelta(days=1))
    assert load_version(database, "toy", first) == toy_plan()
    assert load_version(database, "toy", second) == RENAMED
    assert load_published_plans(database) == (RENAMED,)


def test_versions_are_listed_newest_first_with_what_is_known_of_them(database):
    first = publish_plan(database, toy_plan(), CREATED_AT, author="Aino")
    second = store_version(database, RENAMED, CREATED_AT + timedelta(days=1), note="uusi nimi")
    newest, oldest = list_versions(database, "toy")
    assert newest == VersionInfo(
        "toy", second, CREATED_AT + timedelta(days=1), "uusi nimi", "", published=False
    )
    assert oldest == VersionInfo("toy", first, CREATED_AT, "", "Aino", published=True)
    assert list_versions(database, "attic") == ()


def test_going_back_to_an_old_version_stores_nothing_twice(database):
    for plan in (toy_plan(), RENAMED, toy_plan()):
        publish_plan(database, plan, CREATED_AT)
    assert len(list_versions(database, "toy")) == 2
    assert find_published_hash(database, "toy") == plan_hash(toy_plan())


def test_a_stored_version_is_not_shown_until_it_is_published(database):
    hash_ = store_version(database, toy_plan(), CREATED_AT, note="a")
    assert store_version(database, toy_plan(), CREATED_AT + timedelta(days=1), note="b") == hash_
    assert load_published_plans(database) == ()
    assert published_hashes(database) == {}
    version = get_version(database, "toy", hash_)
    assert (version.note, version.created_at) == ("a", CREATED_AT)
    assert hashlib.sha256(version.document.encode()).hexdigest() == hash_


def test_six_digits_name_a_version_and_fewer_do_not(database):
    hash_ = store_version(database, toy_plan(), CREATED_AT)
    assert get_version(database, "toy", hash_[:6].upper()).hash == hash_
    with pytest.raises(VersionNotFoundError, match="6 to 64 hexadecimal digits"):
        get_version(database, "toy", hash_[:5])
    with pytest.raises(VersionNotFoundError, match="6 to 64 hexadecimal digits"):
        get_version(database, "toy", "kirjat%")


def test_a_version_that_is_not_there_is_answered_with_those_that_are(database):
    hash_ = store_version(database, toy_plan(), CREATED_AT)
    wrong = "000000" if hash_[:6] != "000000" else "111111"
    with pytest.raises(VersionNotFoundError, match=f"begins with {wrong}; there are: {hash_[:12]}"):
        get_version(database, "toy", wrong)
    with pytest.raises(VersionNotFoundError, match="there are: none"):
        get_version(database, "side", hash_)


def test_a_beginning_that_several_versions_share_is_answered_with_these(database):
    store_version(database, toy_plan(), CREATED_AT)
    twins = [f"abcdef{digit}".ljust(64, "0") for digit in "12"]
    with database.write() as connection:
        for hash_ in twins:
            connection.execute(
                insert(PlanVersionRow).values(
                    branch="toy", hash=hash_, document="{}", created_at=CREATED_AT
                )
            )
    with pytest.raises(VersionNotFoundError, match=r"several versions.*abcdef1.*abcdef2"):
        get_version(database, "toy", "abcdef")
    assert get_version(database, "toy", "abcdef1").hash == twins[0]


def test_a_version_that_cannot_be_read_is_told_with_its_hash(database):
    hash_ = store_version(database, toy_plan(), CREATED_AT)
    damage(database, hash_, "{")
    with pytest.raises(VersionDamagedError, match=f"Version {hash_[:12]}"):
        load_version(database, "toy", hash_)


def test_a_branch_that_is_there_is_not_stored_again(database):
    assert ensure_branch(database, toy_plan(), ITEMS, CREATED_AT) is True
    assert ensure_branch(database, toy_plan(), ITEMS, CREATED_AT) is False
    assert SqliteItems(database).count("toy") == len(ITEMS)


def test_what_was_published_later_outlives_the_next_start(database):
    ensure_branch(database, toy_plan(), ITEMS, CREATED_AT)
    later = publish_plan(database, RENAMED, CREATED_AT)
    assert ensure_branch(database, toy_plan(), ITEMS, CREATED_AT) is False
    assert find_published_hash(database, "toy") == later


def test_items_that_were_not_stored_with_their_plan_are_stored_at_the_next_start(database):
    publish_plan(database, toy_plan(), CREATED_AT)
    assert ensure_branch(database, toy_plan(), ITEMS, CREATED_AT) is True
    assert SqliteItems(database).count("toy") == len(ITEMS)
