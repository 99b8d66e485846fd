"""How many things a draft changes, for lists of drafts, which need not wait for large plans.

A draft that was counted is not counted again until it or what is published changes. Of others as
many are counted at once as hold few things together; the rest is counted once the list is sent.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from api.branches import Branch
from api.storage.draft_records import DraftHead
from api.storage.drafts import get_draft_plan, load_draft_revision
from api.storage.engine import Database
from api.storage.errors import DraftNotFoundError
from api.storage.recent import Recent
from floorplans.diff.plans import diff_plans

MOST_HELD = 4096
MOST_THINGS_AT_ONCE = 5000
"""To read so many ranges and shelves and compare them takes a tenth of a second or two."""

_COUNTS: Recent[tuple[str, DraftHead], int] = Recent(MOST_HELD)
_COUNTING = threading.Lock()


def count_at_once(
    database: Database, branch: Branch, drafts: Sequence[DraftHead]
) -> dict[str, int | None]:
    """Tell how many things each draft changes, by its id.

    Returns
    -------
    dict of str to int or None
        ``None`` for those that `count_later` is still to count.
    """
    left = MOST_THINGS_AT_ONCE
    counts: dict[str, int | None] = {}
    for each in drafts:
        count = _find_count(branch, each)
        if count is None and left >= (things := _size(branch)):
            left -= things
            count = _count(database, branch, each)
        counts[each.id] = count
    return counts


def count_later(database: Database, branch: Branch, drafts: Sequence[DraftHead]) -> None:
    """Count what drafts change that are not counted yet, unless that is done already."""
    if not _COUNTING.acquire(blocking=False):
        return
    try:
        for each in drafts:
            if _find_count(branch, each) is None:
                _count(database, branch, each)
    finally:
        _COUNTING.release()


def _find_count(branch: Branch, draft: DraftHead) -> int | None:
    # It holds what it began from until its first edit.
    if draft.revision == 1 and draft.base_hash == branch.version:
        return 0
    return _COUNTS.get((branch.version, draft))


def _size(branch: Branch) -> int:
    return len(branch.plan.shelves) + len(branch.plan.ranges)


def _count(database: Database, branch: Branch, draft: DraftHead) -> int:
    """Count what a draft changes; what is held of others that are at work stays held."""
    try:
        if database.drafts.plans.get(draft.id) is not None:
            head, plan = get_draft_plan(database, branch.id, draft.id)
        else:
            head = draft
            plan = load_draft_revision(database, branch.id, draft.id, draft.revision)
    except DraftNotFoundError:
        return 0
    count = len(diff_plans(branch.plan, plan))
    _COUNTS.put((branch.version, head), count)
    return count
