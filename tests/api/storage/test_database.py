import sqlite3
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from api.storage import engine
from api.storage.engine import Database, open_database
from api.storage.errors import DatabaseBusyError, DatabaseReadOnlyError, StorageError
from api.storage.plans import list_versions, load_published_plans, publish_plan
from api.storage.publications import list_publications
from api.storage.tables import Base
from api.storage.upgrade import NEWEST, current_revision, prepare_database, upgrade
from floorplans.formats.native import format_plan, plan_hash
from floorplans.model import Plan
from tests.support.library import CREATED_AT, as_nobody, store_library
from tests.support.plans import toy_plan


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'library.sqlite'}"


def test_a_new_database_gets_its_folder_and_the_newest_schema(url, tmp_path):
    database = prepare_database(url)
    assert current_revision(database) == NEWEST
    assert (tmp_path / "data" / "library.sqlite").exists()
    assert not database.read_only
    database.close()


def test_upgrading_twice_changes_nothing_the_second_time(url):
    database = open_database(url)
    assert upgrade(database) == (None, NEWEST)
    assert upgrade(database) == (NEWEST, NEWEST)
    database.close()


def test_the_migrations_make_the_tables_of_the_code(url):
    database = prepare_database(url)
    with database.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: "_text" not in str(name)},
        )
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def store_with_the_first_schema(database: Database, plan: Plan) -> None:
    migrate(database, "0001")
    row = {"hash": plan_hash(plan), "document": format_plan(plan), "at": "2026-03-02 09:30:00"}
    with database.write() as connection:
        connection.execute(text("INSERT INTO branches VALUES ('toy', :hash)"), row)
        connection.execute(
            text("INSERT INTO plan_versions VALUES (1, 'toy', :hash, :document, :at)"), row
        )


def migrate(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "api.storage:migrations")
    with database.write() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if revision == "base" else command.upgrade)(config, revision)


def test_a_plan_published_with_the_first_schema_is_kept_and_gets_its_entry_in_the_log(url):
    database = open_database(url)
    store_with_the_first_schema(database, toy_plan())
    assert upgrade(database) == ("0001", NEWEST)
    assert load_published_plans(database) == (toy_plan(),)
    (version,) = list_versions(database, "toy")
    (publication,) = list_publications(database, "toy")
    assert (version.published, version.note) == (True, "")
    assert publication.hash == version.hash == plan_hash(toy_plan())
    assert publication.published_at == version.created_at == CREATED_AT
    database.close()


def test_the_revision_that_is_known_without_alembic_is_that_of_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", "api.storage:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_migrations_lead_back_to_an_empty_database(url):
    database = prepare_database(url)
    publish_plan(database, toy_plan(), CREATED_AT)
    migrate(database, "base")
    with database.read() as connection:
        left = connection.scalars(text("SELECT name FROM sqlite_master WHERE type != 'index'"))
        assert set(left) <= {"alembic_version", "sqlite_sequence"}
    database.close()


def test_a_database_of_a_newer_version_is_left_alone(url):
    database = prepare_database(url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StorageError, match="newer version"):
        prepare_database(url)


def test_two_that_begin_at_once_both_find_the_newest_schema(url):
    errors: list[Exception] = []

    def prepare() -> None:
        try:
            prepare_database(url).close()
        except StorageError as error:
            errors.append(error)

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_an_error_undoes_the_whole_transaction(url):
    database = prepare_database(url)

    def write_and_fail() -> None:
        with database.write() as connection:
            connection.execute(text("INSERT INTO branches (id) VALUES ('half')"))
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM branches")) == 0
    database.close()


def test_a_file_that_may_not_be_written_is_read_and_says_so_when_written_to(tmp_path):
    settings = store_library(tmp_path)
    for file in tmp_path.iterdir():
        file.chmod(0o444)
    tmp_path.chmod(0o777)
    with as_nobody(tmp_path):
        database = prepare_database(settings.database)
        assert database.read_only
        with database.read() as connection:
            assert connection.scalar(text("SELECT count(*) FROM branches")) == 2
        with pytest.raises(DatabaseReadOnlyError), database.write():
            pass
        database.close()


def test_a_file_in_a_closed_folder_is_read(tmp_path):
    settings = store_library(tmp_path / "data")
    (tmp_path / "data").chmod(0o555)
    with as_nobody(tmp_path / "data"):
        database = prepare_database(settings.database)
        assert database.read_only
        with database.read() as connection:
            assert connection.scalar(text("SELECT count(*) FROM items")) == 13
        with pytest.raises(DatabaseReadOnlyError, match=f"^{settings.database} is read-only"):
            database.write().__enter__()
        database.close()


def fill(database: Database) -> None:
    """Write until there is no room."""
    with database.write() as connection:
        connection.execute(text("INSERT INTO branches (id) VALUES ('a')"))
        connection.execute(text("PRAGMA max_page_count = 1"))
        connection.execute(text("INSERT INTO branches (id) VALUES (:id)"), {"id": "b" * 10**6})


def test_a_full_disk_is_told_and_what_was_begun_is_undone(url):
    database = prepare_database(url)
    with pytest.raises(StorageError, match="see whether its disk has room"):
        fill(database)
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM branches")) == 0
    database.close()


def test_a_read_only_database_that_needs_an_upgrade_says_what_to_do(tmp_path):
    file = tmp_path / "library.sqlite"
    sqlite3.connect(file).execute("CREATE TABLE other (id)").connection.close()
    with pytest.raises(DatabaseReadOnlyError, match="hyllykartta db upgrade"):
        prepare_database(f"sqlite:///{file.as_uri()}?mode=ro&uri=true")


def test_a_lock_that_another_holds_is_busy(url, tmp_path, monkeypatch):
    prepare_database(url).close()
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 10)
    database = open_database(url)
    other = sqlite3.connect(tmp_path / "data" / "library.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusyError), database.write():
        pass
    other.execute("ROLLBACK")
    with database.write():
        pass
    other.close()
    database.close()


def test_a_file_that_is_no_database_is_an_error(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("Ei tietokanta. " * 100)
    with pytest.raises(StorageError, match="not a database"):
        prepare_database(f"sqlite:///{file}")


@pytest.mark.parametrize(
    "url", ["library.sqlite", "", "sqlite://", "nosuch://host/x", "sqlite:////"]
)
def test_a_url_that_cannot_be_used_is_an_error(url):
    with pytest.raises(StorageError):
        open_database(url)


def test_a_password_is_not_shown(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    assert database.place == f"sqlite:///{tmp_path / 'a.sqlite'}"
    database.close()
