"""A draft on top of what was published since it began."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from api.storage.drafts import get_draft_plan, move_base
from api.storage.edits import Edit, list_edits, save_edit
from api.storage.engine import Database
from api.storage.log import Act
from api.storage.plans import find_published_hash, load_version
from api.walk_drafts import CAUGHT_UP, HASH_IN_KEY, WALKED, catch_up
from floorplans.editing.catching_up import News, find_news
from floorplans.editing.changes import Change, Key, apply_changes
from floorplans.formats.codec import Json
from floorplans.formats.native import parse_values, plan_values
from floorplans.model import Plan


@dataclass(frozen=True, slots=True)
class DraftNews:
    """What is new to a draft, and the plans that it is told by.

    ``draft`` and ``caught_up`` are the draft as it is and with what it lacks; ``base`` and
    ``clashing`` what it began from, and that with what others made of the things that both changed.
    """

    news: News
    draft: Plan
    caught_up: Plan
    base: Plan
    clashing: Plan


def find_draft_news(database: Database, branch: str, draft: str) -> DraftNews | None:
    """Find what was published since a draft began; ``None`` if it has all of it.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    head, plan = get_draft_plan(database, branch, draft)
    published = find_published_hash(database, branch)
    if head.base_hash is None or published is None or head.base_hash == published:
        return None
    base, now = (load_version(database, branch, each) for each in (head.base_hash, published))
    _, edits = list_edits(database, branch, draft)
    values = plan_values(base), plan_values(plan)
    news = find_news(*values, plan_values(now), _known(edits))
    if not news:
        return None
    return DraftNews(
        news, plan, _with(values[1], news.missing), base, _with(values[0], news.clashing)
    )


def catch_up_draft(
    database: Database, branch: str, draft: str, revision: int, at: datetime, author: str
) -> None:
    """Take into a draft what was published since it began; what both changed stays the draft's.

    Parameters
    ----------
    database : Database
        Where the draft is.
    branch, draft : str
        Which draft.
    revision : int
        The revision of the draft that was looked at.
    at : datetime
        Aware time.
    author : str
        Who does it; he can undo it.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    EditConflictError
        If somebody has changed the same things of the draft since; nothing is changed.
    """
    head, _ = get_draft_plan(database, branch, draft)
    _, edits = list_edits(database, branch, draft)
    if any(edit.what == WALKED for edit in edits):
        catch_up(database, head, at, author)
        return
    published = find_published_hash(database, branch)
    found = find_draft_news(database, branch, draft)
    if found and found.news.missing:
        save_edit(
            database,
            branch,
            draft,
            found.news.missing,
            at,
            base=revision,
            author=author,
            key=f"onto-{revision}-{(published or '')[:HASH_IN_KEY]}",
            what=CAUGHT_UP,
            count=len(found.news.missing),
            act=Act("draft_caught_up"),
        )
    if published is not None:
        move_base(database, branch, draft, published)


def _known(edits: tuple[Edit, ...]) -> dict[Key, list[Json]]:
    known: defaultdict[Key, list[Json]] = defaultdict(list)
    for change in (change for edit in edits for change in edit.changes):
        known[change.key].append(change.value)
    return known


def _with(values: dict[str, object], changes: tuple[Change, ...]) -> Plan:
    return parse_values(apply_changes(values, changes)[0])
