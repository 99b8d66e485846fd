"""How many items of a partition have each call number or title; those of an import that is
still being stored do not count.
"""

from __future__ import annotations

from sqlalchemy import func, select

from api.storage.engine import Database
from api.storage.sqlite_items import shown_items
from api.storage.tables import ItemRow, WorkRow


def count_items(
    database: Database, branch: str, partition: str, *, by_title: bool = False
) -> dict[str, int]:
    """Count the items of a partition, those on loan too, by call number or by title."""
    name = WorkRow.title if by_title else WorkRow.call_number
    counted = (
        select(name, func.count(ItemRow.id))
        .join(ItemRow, ItemRow.work == WorkRow.id)
        .where(*shown_items(branch), WorkRow.partition == partition)
        .group_by(name)
    )
    with database.read() as connection:
        return {str(text): int(items) for text, items in connection.execute(counted)}


def count_partitions(database: Database, branch: str) -> dict[str, int]:
    """Count the items of each partition of a branch."""
    counted = (
        select(WorkRow.partition, func.count(ItemRow.id))
        .join(ItemRow, ItemRow.work == WorkRow.id)
        .where(*shown_items(branch))
        .group_by(WorkRow.partition)
    )
    with database.read() as connection:
        return {str(text): int(items) for text, items in connection.execute(counted)}
