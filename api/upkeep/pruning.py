"""Once a day, what need not be kept of drafts and of sent files any longer is removed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from api.storage.discarded import prune_drafts
from api.storage.engine import Database
from api.storage.errors import StorageError
from api.upkeep.uploads import forget_old_uploads, uploads_of

LOG = logging.getLogger(__name__)

FIRST_AFTER_S = 60.0
EVERY_S = 24 * 3600.0


@asynccontextmanager
async def pruned_daily(
    database: Database,
    now: Callable[[], datetime],
    first_after_s: float = FIRST_AFTER_S,
    every_s: float = EVERY_S,
) -> AsyncIterator[None]:
    """Prune drafts soon after the server has started and then daily, until the context ends."""
    task = asyncio.create_task(_prune(database, now, first_after_s, every_s), name="pruning")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _prune(
    database: Database, now: Callable[[], datetime], first_after_s: float, every_s: float
) -> None:
    await asyncio.sleep(first_after_s)
    while not database.read_only:
        try:
            pruned = await asyncio.to_thread(prune_drafts, database, now())
        except StorageError as error:
            LOG.warning("Old drafts are still there and are tried again tomorrow: %s", error)
        else:
            await asyncio.to_thread(forget_old_uploads, uploads_of(database))
            LOG.info("Pruned %d drafts and %d steps of others.", pruned.drafts, pruned.steps)
        await asyncio.sleep(every_s)
