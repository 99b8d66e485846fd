import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from api.storage import engine
from api.storage.engine import open_database
from api.storage.errors import DatabaseBusyError, DatabaseReadOnlyError, StorageError
from api.storage.tables import Base
from api.storage.upgrade import current_revision, prepare_database, upgrade
from tests.support.library import as_nobody, store_library


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'library.sqlite'}"


def test_a_new_database_gets_its_folder_and_the_newest_schema(url, tmp_path):
    database = prepare_database(url)
    assert current_revision(database) == "0001"
    assert (tmp_path / "data" / "library.sqlite").exists()
    assert not database.read_only
    database.close()


def test_upgrading_twice_changes_nothing_the_second_time(url):
    database = open_database(url)
    assert upgrade(database) == (None, "0001")
    assert upgrade(database) == ("0001", "0001")
    database.close()


def test_the_migrations_make_the_tables_of_the_code(url):
    database = prepare_database(url)
    with database.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: not str(name).startswith("work_text")},
        )
        assert compare_metadata(context, Base.metadata) == []
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
