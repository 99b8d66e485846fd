"""Doing to a database what only a fault of its disk could."""

from __future__ import annotations

from sqlalchemy import text

from api.storage.engine import Database


def damage(database: Database, hash_: str, document: str) -> None:
    """Put another document in the place of a stored version's."""
    with database.write() as connection:
        trigger = connection.scalar(
            text("SELECT sql FROM sqlite_master WHERE name = 'plan_versions_no_update'")
        )
        connection.execute(text("DROP TRIGGER plan_versions_no_update"))
        connection.execute(
            text("UPDATE plan_versions SET document = :document WHERE hash = :hash"),
            {"document": document, "hash": hash_},
        )
        connection.execute(text(trigger))
