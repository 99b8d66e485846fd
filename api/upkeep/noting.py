"""What requests tell by the way: a search was in vain, a kiosk is alive."""

from __future__ import annotations

import logging
import time

from fastapi import Request

from api.branches import Branch
from api.endpoints.planning import database_of
from api.storage.errors import StorageError
from api.storage.not_here import count_empty_searches
from api.today import today_at
from api.upkeep.gate import Grouping
from api.upkeep.kiosks import KioskWatch

LOG = logging.getLogger(__name__)


def note_kiosk(request: Request, kiosk: str) -> None:
    """Note that a kiosk shows its page."""
    watch: KioskWatch = request.app.state.kiosks
    watch.note(kiosk, time.monotonic())


def note_vain_search(request: Request, branch: Branch, words: str) -> None:
    """Count a search that found nothing, once a group has searched for the same."""
    groups: Grouping = request.app.state.search_groups
    today, asked = today_at(branch.plan), " ".join(words.casefold().split())[:80]
    if more := groups.note(sender_of(request), (branch.id, asked), today):
        try:
            count_empty_searches(database_of(request), branch.id, today, asked, more)
        except StorageError as error:
            # Who searches gets an answer also where nothing can be counted.
            LOG.warning("A search in vain was not counted: %s", error)


def sender_of(request: Request) -> str:
    """Give the address that a request comes from."""
    return request.client.host if request.client else ""
