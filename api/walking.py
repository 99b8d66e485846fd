"""Walks along the shelves: what was seen first on bays becomes an edit of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.catalogue.search import parse_query
from api.storage.drafts import get_draft_plan
from api.storage.edits import list_edits, load_history, save_edit, step_back
from api.storage.engine import Database
from api.storage.log import Act
from api.storage.works import ItemRepository, Work
from api.walk_drafts import WALKED
from floorplans.editing.changes import Change, changes_between
from floorplans.model import Plan
from floorplans.shelving.carrying import with_walked
from floorplans.shelving.first_items import (
    Assignment,
    FirstItem,
    LeftOut,
    ranges_from_first_items,
)
from floorplans.validate import Problem, check_plan

ORDER_RULES = frozenset(
    {
        "bay-firsts",
        "bays-shared",
        "bays-without-range",
        "order-along-shelf",
        "range-backwards",
        "range-gap",
        "ranges-overlap",
    }
)
"""What a walk can make better or worse: gaps, overlaps and order."""

LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of a walk.

    Attributes
    ----------
    draft, revision : str and int
        The draft that has it, and its revision now.
    rows : tuple[FirstItem, ...]
        What was seen, barcodes read as call numbers.
    left_out : tuple[LeftOut, ...]
        Rows that are not in the draft, by their number from 1.
    problems : tuple[Problem, ...]
        Gaps, overlaps and order errors on the shelves that were walked.
    """

    draft: str
    revision: int
    rows: tuple[FirstItem, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]


def find_barcode(items: ItemRepository, branch: str, text: str) -> Work | None:
    """Find the work of which a copy has a barcode."""
    query = parse_query(text)
    found = items.search(branch, query, 1, 0).works if query else ()
    has = any(copy.barcode == text.strip() for work in found for copy in work.copies)
    return found[0] if has else None


def read_row(items: ItemRepository, branch: str, row: FirstItem, *, titles: bool) -> FirstItem:
    """Read a barcode as the call number of its item, or as its title where titles are in order.

    What no item has is taken as typed.
    """
    work = find_barcode(items, branch, row.first) if row.first else None
    if work is None:
        return replace(row, first=row.first.strip())
    first = work.title if titles else work.call_number
    return replace(row, first=first, partition=work.partition)


def read_walk(
    items: ItemRepository, plan: Plan, rows: Sequence[FirstItem]
) -> tuple[tuple[FirstItem, ...], Assignment, tuple[Change, ...]]:
    """Read what was seen, and find what it makes of the ranges of a plan.

    Returns
    -------
    tuple
        The rows with barcodes read as call numbers, the ranges that come of them, and the changes.
    """
    titled = {each.partition for each in plan.ranges if each.kind == "title"}
    by_title = {run.face for each in plan.ranges if each.partition in titled for run in each.runs}
    read = tuple(read_row(items, plan.id, each, titles=each.face in by_title) for each in rows)
    made = ranges_from_first_items(plan, read)
    return read, made, changes_between(plan, with_walked(plan, made))


def save_walk(
    database: Database,
    items: ItemRepository,
    branch: str,
    draft: str,
    rows: Sequence[FirstItem],
    at: datetime,
    *,
    key: str,
    author: str,
) -> Walked:
    """Put what was seen into a draft.

    Parameters
    ----------
    database, items
        Where the draft and the items are.
    branch, draft : str
        Which draft.
    rows : sequence of FirstItem
        What was seen; ``first`` may be a barcode.
    at : datetime
        Aware time.
    key : str
        The sender's own name of this walk; the same one again changes nothing more.
    author : str
        Who walked.
    """
    stored, before = get_draft_plan(database, branch, draft)
    read, made, changes = read_walk(items, before, rows)
    revision = stored.revision
    if changes:
        saved = save_edit(
            database,
            branch,
            draft,
            changes,
            at,
            base=stored.revision,
            author=author,
            key=key,
            what=WALKED,
            count=len(read),
            act=Act(WALKED),
            acts=len(read),
        )
        revision = saved.edit.revision
    _, now = get_draft_plan(database, branch, draft)
    faces = {each.face for each in read}
    return Walked(draft, revision, read, made.left_out, tuple(find_disorder(now, faces)))


def take_back(
    database: Database, branch: str, draft: str, key: str, at: datetime, *, author: str
) -> bool:
    """Take what one saved of a walk out of the draft again, by an edit that makes up for it.

    Parameters
    ----------
    database : Database
        Where the draft is.
    branch, draft : str
        Which draft.
    key : str
        The key that it was saved with.
    at : datetime
        Aware time.
    author : str
        Who saved it; what others saved stays.

    Returns
    -------
    bool
        Whether the draft had it still.

    Raises
    ------
    EditConflictError
        If the same ranges were changed since; nothing is taken back.
    DraftNotFoundError
        If the branch has no such draft.
    """
    revision, edits = list_edits(database, branch, draft)
    waiting = load_history(database, draft, author).undo
    found = next((each for each in edits if each.key == key and each.revision in waiting), None)
    if found is None:
        return False
    if found.revision == waiting[-1]:
        step_back(database, branch, draft, at, how="undo", base=revision, author=author)
    else:
        save_edit(
            database,
            branch,
            draft,
            found.inverse,
            at,
            base=found.revision,
            author=author,
            key=f"back-{key}"[:LONGEST_KEY],
            what=WALKED,
            count=found.count,
        )
    return True


def find_disorder(plan: Plan, faces: Iterable[str]) -> list[Problem]:
    """Find gaps, overlaps and order errors of the ranges on some faces."""
    wanted = set(faces)
    ranges = {
        each.id for each in plan.ranges if any(run.face in wanted for run in each.runs)
    } | wanted
    return [each for each in check_plan(plan) if each.rule in ORDER_RULES and each.thing in ranges]
