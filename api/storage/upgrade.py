"""Bringing the database to the schema of this version.

Alembic takes a tenth of a second to import, so it is loaded only where something has to be
upgraded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from api.storage.engine import Database, open_database
from api.storage.errors import DatabaseReadOnlyError, StorageError

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0012_rows"
"""The revision that the newest migration in `api.storage.migrations` brings a database to."""


def prepare_database(url: str) -> Database:
    """Open a database and upgrade it where that is needed.

    Raises
    ------
    DatabaseReadOnlyError
        If it needs an upgrade but cannot be written to.
    StorageError
        If it cannot be opened, or is of a newer version of this program.
    """
    database = open_database(url)
    try:
        upgrade(database)
    except StorageError:
        database.close()
        raise
    return database


def upgrade(database: Database) -> tuple[str | None, str]:
    """Run the migrations that the database does not have yet.

    Returns
    -------
    tuple of str
        The revision before, ``None`` for a new database, and the revision now.

    Raises
    ------
    DatabaseReadOnlyError
        If a migration is needed but nothing can be written.
    StorageError
        If the database is of a newer version of this program.
    """
    before = current_revision(database)
    if before == NEWEST:
        return before, NEWEST
    check_known(database.place, before)
    if database.read_only:
        raise DatabaseReadOnlyError(
            f"{database.place} needs an upgrade but is read-only; "
            "make it writable and run 'hyllykartta db upgrade'."
        )
    from alembic import command

    config = _configure()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, NEWEST


def current_revision(database: Database) -> str | None:
    """Read the revision of the database's schema; ``None`` for an empty one."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def check_known(place: str, revision: str | None) -> None:
    """Check that a database's schema is one of this version's or of those before.

    Raises
    ------
    StorageError
        If it is not, naming the ``place``.
    """
    if revision == NEWEST:
        return
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        ScriptDirectory.from_config(_configure()).get_revision(revision or "base")
    except CommandError as error:
        raise StorageError(
            f"{place} is of a newer version (schema {revision}); upgrade hyllykartta."
        ) from error


def _configure() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "api.storage:migrations")
    return config
