"""The draft that walks go into: one of each branch, on top of what is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from api.storage.discarded import discard_draft
from api.storage.draft_records import DraftHead
from api.storage.drafts import (
    create_draft,
    get_draft_plan,
    get_hashed_plan,
    get_head,
    list_drafts,
    move_base,
)
from api.storage.edits import list_edits, save_edit
from api.storage.engine import Database
from api.storage.log import Act
from api.storage.plans import find_published_hash, load_version
from api.storage.publications import was_published
from floorplans.editing.changes import changes_between
from floorplans.model import Plan
from floorplans.shelving.carrying import RANGES, carry_walk

WALKED: Final = "walked"
CAUGHT_UP = "caught_up"
HASH_IN_KEY = 40


def find_walk(database: Database, branch: str, name: str) -> str:
    """Find the draft of walks that go on; empty where all that was walked is published."""
    last = find_last_walk(database, branch, name)
    return "" if last is None or is_over(database, last) else last.id


def find_last_walk(database: Database, branch: str, name: str) -> DraftHead | None:
    """Find the last draft of walks, be it published or not."""
    based = [each for each in list_drafts(database, branch) if each.name == name]
    return next((each for each in based if each.base_hash is not None), None)


def is_over(database: Database, draft: DraftHead) -> bool:
    """Tell whether all of a draft was published, and another plan than it began on still is."""
    if draft.base_hash in (None, find_published_hash(database, draft.branch)):
        return False
    *_, hash_ = get_hashed_plan(database, draft.branch, draft.id)
    return was_published(database, draft.branch, hash_)


def open_walk(
    database: Database,
    published: Plan,
    draft: str,
    name: str,
    at: datetime,
    author: str,
    is_news: Callable[[Plan], bool],
) -> str:
    """Open the draft that a walk goes into.

    Parameters
    ----------
    database : Database
        Where drafts are.
    published : Plan
        What is published, as far as it is not stored.
    draft : str
        The draft that the sender wants; where it is empty, the one of walks. Where another plan
        was published since that began, it goes on on top of that one; where it was published
        itself, another one is begun in its stead.
    name : str
        What the draft of walks is called.
    at : datetime
        Aware time.
    author : str
        Who walks.
    is_news : callable
        Tells whether a plan does not have yet what was seen; what is on the map begins no draft.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    EditConflictError
        If somebody edits the draft of walks at the same time; nothing is changed.
    """
    if draft:
        return get_head(database, published.id, draft).id
    last = find_last_walk(database, published.id, name)
    if last is not None and not is_over(database, last):
        catch_up(database, last, at, author)
        return last.id
    base = find_published_hash(database, published.id)
    plan = published if base is None else load_version(database, published.id, base)
    if last is not None and not is_news(plan):
        return last.id
    made = create_draft(database, plan, at, name=name, base_hash=base, author=author, once=True)
    if last is not None and get_hashed_plan(database, published.id, last.id)[2] == base:
        discard_draft(database, published.id, last.id, at, last.revision, author)
    return made.id


def catch_up(database: Database, draft: DraftHead, at: datetime, author: str) -> None:
    """Put a draft of walks on top of what is published now; done again, it changes nothing.

    Raises
    ------
    EditConflictError
        If somebody edits the same things at the same time; nothing is changed.
    """
    branch, base = draft.branch, draft.base_hash
    published = find_published_hash(database, branch)
    if base is None or published is None or base == published:
        return
    head, walked = get_draft_plan(database, branch, draft.id)
    _, edits = list_edits(database, branch, draft.id)
    by_hand = any(
        edit.what not in (WALKED, CAUGHT_UP) and any(each.kind == RANGES for each in edit.changes)
        for edit in edits
    )
    before, now = (load_version(database, branch, each) for each in (base, published))
    changes = changes_between(walked, carry_walk(before, walked, now, by_hand=by_hand))
    if changes:
        save_edit(
            database,
            branch,
            draft.id,
            changes,
            at,
            base=head.revision,
            author=author,
            key=f"onto-{head.revision}-{published[:HASH_IN_KEY]}",
            what=CAUGHT_UP,
            count=len(changes),
            act=Act("draft_caught_up"),
        )
    move_base(database, branch, draft.id, published)
