"""Drafts whose ranges are worked on: the plan, its items, and saving what came of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType

from api.range_jobs import (
    AssignJob,
    BordersJob,
    Counts,
    Done,
    DropPartitionJob,
    Job,
    NamesJob,
    PartitionJob,
    RangeJobError,
    ShiftJob,
    SpreadJob,
    TableJob,
    run_job,
)
from api.storage.draft_records import DraftHead
from api.storage.drafts import get_draft_plan, load_draft_revision
from api.storage.edits import save_edit
from api.storage.engine import Database
from api.storage.item_counts import count_items
from api.storage.log import Act
from floorplans.editing.changes import changes_between
from floorplans.errors import EditError
from floorplans.model import Plan, RangeKind
from floorplans.shelving.borders import BorderProblem
from floorplans.wording import Wording, worded

ACTS: Mapping[type[Job], Act] = MappingProxyType(
    {
        BordersJob: Act("ranges_typed"),
        ShiftJob: Act("ranges_shifted"),
        SpreadJob: Act("ranges_spread"),
        AssignJob: Act("ranges_assigned"),
        TableJob: Act("ranges_imported"),
        NamesJob: Act("names_assigned"),
        PartitionJob: Act("partition_saved"),
        DropPartitionJob: Act("partition_removed"),
    }
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A job that was tried: the draft, its plan before, and what comes of it."""

    draft: DraftHead
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
    draft, before = get_draft_plan(database, branch, draft_id)
    return Tried(draft, before, run_job(before, job, counts_of(database, branch)))


def save_job(
    database: Database,
    branch: str,
    draft_id: str,
    job: Job,
    at: datetime,
    *,
    base: int,
    author: str,
    key: str = "",
) -> int:
    """Do a job on a draft as it was at a revision, and save it as one edit.

    Returns
    -------
    int
        The revision that the draft is at.

    Raises
    ------
    EditConflictError
        If others have changed the same ranges since the revision ``base``.
    RangeJobError
        If it cannot be done; nothing is saved.
    """
    current, before = get_draft_plan(database, branch, draft_id)
    if not 1 <= base <= current.revision:
        message = Wording(
            "revision",
            "The draft has the revisions 1 to {count}; load the page anew.",
            count=current.revision,
        )
        raise RangeJobError([BorderProblem(0, message)])
    if base != current.revision:
        before = load_draft_revision(database, branch, draft_id, base)
    after = run_job(before, job, counts_of(database, branch)).plan
    changes = changes_between(before, after)
    if not changes:
        return current.revision
    act, what = _told(job)
    try:
        saved = save_edit(
            database,
            branch,
            draft_id,
            changes,
            at,
            base=base,
            author=author,
            key=key,
            what=what,
            count=len(changes),
            act=act,
        )
    except EditError as error:
        raise RangeJobError([BorderProblem(0, worded(error))]) from error
    return saved.edit.revision


def _told(job: Job) -> tuple[Act, str]:
    """Give what the log calls a job, with what its words need, and what the edits call it."""
    act = ACTS[type(job)]
    if not isinstance(job, PartitionJob | DropPartitionJob):
        return act, "ranges"
    label = "removed" if isinstance(job, DropPartitionJob) else "changed"
    return replace(act, params={"partition": job.partition.name.fi}), label
