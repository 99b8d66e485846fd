"""Drafts whose ranges are worked on: the plan, its items, and saving what came of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from api.range_jobs import Counts, Done, Job, run_job
from api.storage.drafts import Draft, get_draft, load_draft_revision, save_draft
from api.storage.engine import Database
from api.storage.errors import DraftConflictError
from api.storage.item_counts import count_items
from floorplans.formats.native import parse_plan
from floorplans.model import Plan, RangeKind


@dataclass(frozen=True, slots=True)
class Tried:
    """A job that was tried: the draft, its plan before, and what comes of it."""

    draft: Draft
    before: Plan
    done: Done


def counts_of(database: Database, branch: str) -> Counts:
    """Make what counts the items of a branch's partitions, each of them once."""

    @cache
    def count(partition: str, kind: RangeKind) -> Mapping[str, int]:
        return count_items(database, branch, partition, by_title=kind == "title")

    return count


def try_job(database: Database, branch: str, draft_id: str, job: Job) -> Tried:
    """Do a job on a draft's plan without saving it.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    RangeJobError
        If it cannot be done.
    """
    draft = get_draft(database, branch, draft_id)
    before = parse_plan(draft.document)
    return Tried(draft, before, run_job(before, job, counts_of(database, branch)))


def save_job(
    database: Database, branch: str, draft_id: str, job: Job, at: datetime, base: int, author: str
) -> Draft:
    """Do a job on a draft and save it as one revision.

    Raises
    ------
    DraftConflictError
        If somebody saved the draft since the revision ``base``.
    RangeJobError
        If it cannot be done; nothing is saved.
    """
    tried = try_job(database, branch, draft_id, job)
    if tried.draft.revision != base:
        raise DraftConflictError(tried.draft)
    return save_draft(database, branch, draft_id, tried.done.plan, at, base, author)


def take_back(
    database: Database, branch: str, draft_id: str, at: datetime, base: int, author: str
) -> Draft:
    """Save a draft as it was before a revision, if nobody has saved it since.

    Raises
    ------
    DraftConflictError
        If somebody has.
    """
    plan = load_draft_revision(database, branch, draft_id, max(base - 1, 1))
    return save_draft(database, branch, draft_id, plan, at, base, author)
