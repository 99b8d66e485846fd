"""Walks along the shelves: what was seen first on bays becomes an edit of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.catalogue.search import parse_query
from api.storage.drafts import create_draft, get_draft, list_drafts
from api.storage.edits import save_edit
from api.storage.engine import Database
from api.storage.log import Act
from api.storage.plans import find_published_hash
from api.storage.works import ItemRepository, Work
from floorplans.editing.changes import changes_between
from floorplans.formats.native import parse_plan
from floorplans.model import Plan
from floorplans.shelving.first_items import FirstItem, LeftOut, ranges_from_first_items
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


def open_walk(
    database: Database, published: Plan, draft: str, name: str, at: datetime, author: str
) -> str:
    """Find the draft that a walk goes into: that named, the last one of walks, or a new one."""
    if draft:
        return get_draft(database, published.id, draft).id
    base = find_published_hash(database, published.id)
    for each in list_drafts(database, published.id):
        if each.name == name and each.base_hash == base:
            return each.id
    made = create_draft(database, published, at, name=name, base_hash=base, author=author)
    return made.id


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
    stored = get_draft(database, branch, draft)
    before = parse_plan(stored.document)
    titled = {each.partition for each in before.ranges if each.kind == "title"}
    by_title = {
        (run.face): True for each in before.ranges if each.partition in titled for run in each.runs
    }
    read = tuple(
        read_row(items, branch, each, titles=by_title.get(each.face, False)) for each in rows
    )
    made = ranges_from_first_items(before, read)
    stay = tuple(each for each in before.ranges if each.id not in made.replaced)
    after = replace(before, ranges=(*stay, *made.ranges))
    changes = changes_between(before, after)
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
            count=len(read),
            act=Act("walked"),
            acts=len(read),
        )
        revision = saved.edit.revision
    now = parse_plan(get_draft(database, branch, draft).document)
    faces = {each.face for each in read}
    return Walked(draft, revision, read, made.left_out, tuple(find_disorder(now, faces)))


def find_disorder(plan: Plan, faces: Iterable[str]) -> list[Problem]:
    """Find gaps, overlaps and order errors of the ranges on some faces."""
    wanted = set(faces)
    ranges = {
        each.id for each in plan.ranges if any(run.face in wanted for run in each.runs)
    } | wanted
    return [each for each in check_plan(plan) if each.rule in ORDER_RULES and each.thing in ranges]
