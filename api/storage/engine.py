"""The connection to the database; the only module that makes an SQLAlchemy engine."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, NoSuchModuleError

from api.storage.draft_states import DraftMemory
from api.storage.errors import DatabaseBusyError, DatabaseReadOnlyError, StorageError

BUSY_TIMEOUT_MS = 5000
RETRY_AFTER_S = 0.01


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; ``read_only`` when its file or folder cannot be written to.

    ``drafts`` is what this process holds of the drafts that it used last.
    ``hand`` is what its log says to have done what is written through it, if that is no page.
    """

    engine: Engine
    read_only: bool
    drafts: DraftMemory = field(default_factory=DraftMemory)
    hand: str = ""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection to read with, on one state of the data."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that holds the write lock; an error undoes all of it.

        Raises
        ------
        DatabaseReadOnlyError
            If nothing can be written.
        DatabaseBusyError
            If another process held the lock for five seconds.
        """
        if self.read_only:
            raise DatabaseReadOnlyError(f"{self.place} is read-only.")
        options = {"writes": True, "hand": self.hand}
        with self.engine.execution_options(**options).begin() as connection:
            yield connection

    @property
    def place(self) -> str:
        """Where the database is, without a password."""
        return _describe(self.engine.url)

    @property
    def path(self) -> Path:
        """The file that the database is in."""
        return Path(self.place.removeprefix("sqlite:///"))

    def copy_to(self, path: Path) -> None:
        """Copy one state of the database to a new file, while others go on reading and writing.

        Raises
        ------
        StorageError
            If it cannot be read, or the copy cannot be written.
        """
        try:
            with (
                closing(sqlite3.connect(path)) as copy,
                closing(self.engine.raw_connection()) as connection,
            ):
                driver = connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                driver.backup(copy)
        except sqlite3.Error as error:
            raise StorageError(f"{self.place}: cannot be copied ({error}).") from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open a database; nothing is read or written yet.

    Parameters
    ----------
    url : str
        SQLAlchemy URL, such as ``sqlite:///data/hyllykartta.sqlite``. The folder of an
        SQLite file is made; a file or folder that cannot be written to is opened for
        reading.

    Raises
    ------
    StorageError
        If the URL is none, or the folder cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            raise StorageError(f"{parsed.get_backend_name()} is not supported; use sqlite:///FILE.")
        return _open_sqlite(parsed)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StorageError(f'"{url}" is no database URL; use sqlite:///FILE.') from error


def _open_sqlite(url: URL) -> Database:
    read_only = url.query.get("mode") == "ro"
    path = Path(url.database or "")
    if "uri" not in url.query:
        _make_folder(path)
        read_only = not _can_write(path)
        url = _read_only_url(path) if read_only else url
    engine = create_engine(url)
    event.listen(engine, "connect", _set_up_reading if read_only else _set_up_writing)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _translate)
    return Database(engine, read_only)


def _make_folder(path: Path) -> None:
    try:
        is_folder = path.is_dir()
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{path.parent}: cannot be used ({error.strerror}).") from error
    if is_folder or not path.name:
        raise StorageError(f'"{path}" is no file; use a URL such as sqlite:///data/library.sqlite.')


def _can_write(path: Path) -> bool:
    """Tell whether the database may be written; SQLite writes its log beside the file."""
    # Asked first: a file that somebody makes in between is no closed one.
    is_new = not path.exists()
    return _may_write(path.parent) and (_may_write(path) or is_new)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _read_only_url(path: Path) -> URL:
    """Open for reading; without a log in a closed folder, as a file that never changes."""
    query = {"mode": "ro", "uri": "true"}
    if not _may_write(path.parent) and not path.with_name(f"{path.name}-wal").exists():
        query["immutable"] = "1"
    return URL.create("sqlite", database=path.absolute().as_uri(), query=query)


def _set_up_reading(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _set_up_writing(connection: sqlite3.Connection, _: Any) -> None:
    _set_up_reading(connection, _)
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch a new file to its log; SQLite itself does not wait for another that does so too."""
    give_up_at_s = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up_at_s:
                raise
            time.sleep(RETRY_AFTER_S)
        else:
            return


def _begin(connection: Connection) -> None:
    """Take the write lock at the beginning, so that no transaction fails half-way for it."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _describe(url: URL) -> str:
    """Write where a database is, without a password; a file named by a URI as any other."""
    if url.database is not None and url.database.startswith("file:"):
        return f"sqlite:///{unquote(urlsplit(url.database).path)}"
    return url.render_as_string(hide_password=True)


def _translate(context: ExceptionContext) -> None:
    error = context.sqlalchemy_exception
    if not isinstance(error, DatabaseError) or isinstance(error, IntegrityError):
        return
    assert context.engine is not None
    reason = str(context.original_exception)
    words = f"{_describe(context.engine.url)}: {reason}"
    if "malformed" in reason or "not a database" in reason:
        words = f"{words}; it is damaged: put a copy in its place, or move it away"
    if "disk" in reason:
        words = f"{words}; see whether its disk has room"
    if "readonly" in reason:
        raise DatabaseReadOnlyError(words) from context.original_exception
    if "locked" in reason:
        raise DatabaseBusyError(words) from context.original_exception
    raise StorageError(words) from context.original_exception
