"""How old the data is that answers are made of."""

from __future__ import annotations

from datetime import datetime

from api.storage.engine import Database
from api.storage.errors import StorageError
from api.storage.item_runs import items_as_of


def find_items_age(database: Database, branch: str) -> datetime | None:
    """Find when the items of a branch were true; nothing where the database cannot say.

    Where a book stands, and how the server is, is answered without the database too.
    """
    try:
        return items_as_of(database, branch)
    except StorageError:
        return None
