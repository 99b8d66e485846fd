"""What the endpoints of versions and drafts share: the branch, who acts, and publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.branches import Branches
from api.live.plans import PlanWatcher
from api.plan_schemas import PlanProblemOut, PublishedOut, ScheduledOut
from api.problems import ProblemError
from api.storage.drafts import list_drafts
from api.storage.engine import Database
from api.storage.plans import list_versions
from api.storage.publications import Scheduled, list_scheduled, schedule_publication
from floorplans.model import Plan
from floorplans.validate import Problem

BranchId = Annotated[
    str, Path(alias="branch", description="Id of the branch.", examples=["keskusta"], max_length=64)
]
Author = Annotated[
    str, Query(description="Who does this, for the log.", examples=["neuvonta"], max_length=80)
]


def _find_stored_branch(request: Request, branch: BranchId) -> str:
    """Check that a branch is served, or has versions or drafts at least."""
    branches: Branches = request.app.state.branches
    if any(each.id == branch for each in branches.list()):
        return branch
    database = database_of(request)
    if not (list_versions(database, branch) or list_drafts(database, branch)):
        branches.get(branch)
    return branch


StoredBranch = Annotated[str, Depends(_find_stored_branch)]


def database_of(request: Request) -> Database:
    """Get the database of the application."""
    database: Database = request.app.state.database
    return database


def served_plans(request: Request) -> tuple[Plan, ...]:
    """List the plans that the application serves."""
    branches: Branches = request.app.state.branches
    return tuple(branch.plan for branch in branches.list())


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def refuse(plan: Plan, obstacles: Sequence[Problem]) -> None:
    """End the request if anything keeps a plan from being published.

    Raises
    ------
    ProblemError
        "plan-has-violations", listing all of them.
    """
    if not obstacles:
        return
    listed = [PlanProblemOut.model_validate(each) for each in obstacles]
    first = obstacles[0]
    detail = (
        f'"{plan.id}" is not published: {len(listed)} things are wrong, first of all '
        f"{first.place}: {first.message}"
    )
    raise ProblemError("plan-has-violations", detail, extra={"problems": listed})


def is_taken(database: Database, branch: str, hash_: str, at: datetime) -> bool:
    """Tell whether another version of a branch comes at the same time."""
    waiting = list_scheduled(database, branch)
    return any(each.due_at == at and each.hash != hash_ for each in waiting)


def schedule(
    database: Database, branch: str, hash_: str, at: datetime, note: str, author: str
) -> Scheduled:
    """Have a stored version published at a time.

    Raises
    ------
    ProblemError
        "invalid-request" if the time has passed, is taken, or is beyond the calendar.
    """
    made_at = now()
    try:
        at = at.astimezone(UTC)
    except OverflowError as error:
        detail = f"{at.isoformat()} is beyond the calendar; take another year."
        raise ProblemError("invalid-request", detail, "at") from error
    if at <= made_at:
        detail = f"{at.isoformat()} has passed; leave at out to publish now."
        raise ProblemError("invalid-request", detail, "at")
    if is_taken(database, branch, hash_, at):
        detail = f"Another version comes at {at.isoformat()} already; take another time."
        raise ProblemError("invalid-request", detail, "at")
    id_ = schedule_publication(database, branch, hash_, at, made_at, note=note, author=author)
    return Scheduled(id_, branch, hash_, at, made_at, note, author)


async def answer_published(
    request: Request, branch: str, hash_: str, scheduled: Scheduled | None = None
) -> PublishedOut:
    """Wait until a published version is served, and tell."""
    plans: PlanWatcher = request.app.state.plans
    if scheduled is None:
        await plans.catch_up()
    return PublishedOut(
        hash=hash_,
        served=plans.serves(branch, hash_),
        scheduled=None if scheduled is None else ScheduledOut.model_validate(scheduled),
    )
