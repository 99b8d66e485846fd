"""What requests tell by the way (a search was in vain, a kiosk is alive) and are told."""

from __future__ import annotations

import logging
import time
from datetime import UTC

from fastapi import Request

from api.branches import Branch
from api.endpoints.planning import database_of
from api.languages import Language
from api.storage.errors import StorageError
from api.storage.item_runs import items_as_of
from api.storage.not_here import count_empty_searches
from api.today import today_at
from api.upkeep.gate import Grouping
from api.upkeep.kiosks import KioskWatch
from floorplans.zones import find_zone
from kiosk_ui.messages import say
from kiosk_ui.words import time_text

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


def items_age(request: Request, branch: Branch, language: Language) -> str:
    """Say how old the items of a branch are; nothing where that is not known."""
    as_of = items_as_of(database_of(request), branch.id)
    if as_of is None:
        return ""
    local = as_of.astimezone(find_zone(branch.plan.time_zone) or UTC)
    return say("ui.items_as_of", language, time=time_text(local, language))


def sender_of(request: Request) -> str:
    """Give the address that a request comes from."""
    return request.client.host if request.client else ""
