"""Old lines of the log of changes go, once a day."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from api.storage.engine import Database
from api.storage.errors import StorageError
from api.storage.log_lines import prune_log

LOG = logging.getLogger(__name__)

EVERY_S = 24 * 60 * 60.0
AGAIN_AFTER_S = 10 * 60.0
"""Where the database could not be written to."""


async def keep_pruning(database: Database, days: int, now: Callable[[], datetime]) -> None:
    """Prune the log at once and then once a day, for as long as the task lives.

    Parameters
    ----------
    database : Database
        Where the log is.
    days : int
        For how long lines are kept.
    now : callable
        Gives the aware time.
    """
    while True:
        await asyncio.sleep(await asyncio.to_thread(_prune, database, days, now()))


def _prune(database: Database, days: int, now: datetime) -> float:
    """Prune the log, and tell after how many seconds to do so again."""
    if database.read_only:
        return EVERY_S
    try:
        pruned = prune_log(database, now - timedelta(days=days))
    except StorageError as error:
        LOG.warning("The log of changes was not pruned: %s", error)
        return AGAIN_AFTER_S
    if pruned:
        LOG.info("%d lines of the log of changes were older than %d days.", pruned, days)
    return EVERY_S
