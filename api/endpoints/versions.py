"""The versions of a branch's plan: what there is, what is shown, and changing that."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from api.auth import ActorAsked, require
from api.endpoints.common import BRANCH, problems
from api.endpoints.planning import (
    Author,
    StoredBranch,
    answer_published,
    database_of,
    now,
    refuse,
    schedule,
    served_plans,
)
from api.plan_schemas import (
    PublicationOut,
    PublicationsOut,
    PublishedOut,
    PublishIn,
    RollBackIn,
    ScheduledListOut,
    ScheduledOut,
    VersionOut,
    VersionsOut,
)
from api.problems import ProblemError
from api.publishing import find_obstacles_again
from api.storage.plans import (
    find_published_hash,
    get_version,
    list_versions,
    load_version,
)
from api.storage.publications import (
    Scheduled,
    cancel_publication,
    find_previous,
    list_publications,
    list_scheduled,
    publish_version,
    was_published,
)

router = APIRouter(tags=["plans"], dependencies=[Depends(require("viewer"))])

Editor = Depends(require("editor"))
VersionHash = Annotated[
    str,
    Path(
        description="Its hash, or the first digits of it, at least six.", examples=["5f0c9d1be2a7"]
    ),
]


@router.get(
    f"{BRANCH}/versions",
    summary="List the versions of a plan",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
)
def get_versions(request: Request, branch: StoredBranch) -> VersionsOut:
    """List the versions of a branch's plan, newest first, with when they will be published."""
    database = database_of(request)
    scheduled = list_scheduled(database, branch)
    versions = [VersionOut.model_validate(each) for each in list_versions(database, branch)]
    for version in versions:
        version.scheduled_at = [each.due_at for each in scheduled if each.hash == version.hash]
    return VersionsOut(versions=versions)


@router.get(
    f"{BRANCH}/versions/{{version}}/plan",
    summary="Get the plan of a version",
    response_class=Response,
    responses={
        200: {
            "description": "The plan in the native format",
            "content": {"application/json": {"example": {"format": "hyllykartta-plan"}}},
        },
        **problems("unknown-branch", "unknown-version", "token-needed", "not-allowed"),
    },
)
def get_version_plan(request: Request, branch: StoredBranch, version: VersionHash) -> Response:
    """Get the document of a version, as it was stored."""
    stored = get_version(database_of(request), branch, version)
    headers = {"ETag": f'"{stored.hash}"', "Cache-Control": "private, no-cache"}
    return Response(stored.document, headers=headers, media_type="application/json")


@router.post(
    f"{BRANCH}/versions/{{version}}/publish",
    dependencies=[Editor],
    summary="Publish a stored version",
    responses=problems(
        "bad-request",
        "unknown-branch",
        "unknown-version",
        "plan-has-violations",
        "token-needed",
        "not-allowed",
    ),
)
async def publish_stored(
    request: Request,
    branch: StoredBranch,
    version: VersionHash,
    actor: ActorAsked,
    author: Author = "",
    body: Annotated[PublishIn | None, Body()] = None,
) -> PublishedOut:
    """Publish a stored version now or at a time; back to an older one or forward to a newer.

    The answer to a publication now comes when pages show it, or after some seconds.
    """
    asked = body or PublishIn.model_validate({})
    hash_, scheduled = await run_in_threadpool(
        publish_again, request, branch, version, asked.note, actor.name or author, asked.at
    )
    return await answer_published(request, branch, hash_, scheduled)


@router.post(
    f"{BRANCH}/rollback",
    dependencies=[Editor],
    summary="Go back to the version before",
    responses=problems(
        "bad-request",
        "unknown-branch",
        "nothing-before",
        "version-changed",
        "plan-has-violations",
        "token-needed",
        "not-allowed",
    ),
)
async def roll_back(
    request: Request,
    branch: StoredBranch,
    actor: ActorAsked,
    author: Author = "",
    body: Annotated[RollBackIn | None, Body()] = None,
) -> PublishedOut:
    """Publish what was published before; doing so twice changes nothing."""
    asked = body or RollBackIn.model_validate({})
    hash_ = await run_in_threadpool(
        publish_previous, request, branch, asked.note, actor.name or author, asked.current
    )
    return await answer_published(request, branch, hash_)


@router.get(
    f"{BRANCH}/publications",
    summary="List what was published when",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
)
def get_publications(request: Request, branch: StoredBranch) -> PublicationsOut:
    """List what a branch has shown since when, newest first."""
    log = list_publications(database_of(request), branch)
    return PublicationsOut(publications=[PublicationOut.model_validate(each) for each in log])


@router.get(
    f"{BRANCH}/scheduled",
    summary="List what will be published",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
)
def get_scheduled(request: Request, branch: StoredBranch) -> ScheduledListOut:
    """List the publications to come, the next one first."""
    scheduled = list_scheduled(database_of(request), branch)
    return ScheduledListOut(scheduled=[ScheduledOut.model_validate(each) for each in scheduled])


@router.delete(
    f"{BRANCH}/scheduled/{{publication}}",
    status_code=204,
    dependencies=[Editor],
    summary="Cancel a publication to come",
    responses=problems("unknown-branch", "unknown-publication", "token-needed", "not-allowed"),
)
def cancel_scheduled(
    request: Request,
    branch: StoredBranch,
    publication: Annotated[
        int, Path(description="Id of the scheduled publication.", examples=[3], ge=0)
    ],
    actor: ActorAsked,
) -> None:
    """Cancel a publication to come; the version stays stored."""
    cancel_publication(database_of(request), branch, publication, now(), actor.name)


def publish_again(
    request: Request,
    branch: str,
    version: str,
    note: str,
    author: str,
    at: datetime | None = None,
) -> tuple[str, Scheduled | None]:
    """Publish a stored version, or have it published at a time; give its whole hash.

    Raises
    ------
    ProblemError
        "plan-has-violations", or "invalid-request" for a time that has passed.
    VersionNotFoundError
        If the branch has no such version.
    """
    database = database_of(request)
    hash_ = get_version(database, branch, version).hash
    plan = load_version(database, branch, hash_)
    was_shown = was_published(database, branch, hash_)
    refuse(plan, find_obstacles_again(plan, served_plans(request), was_shown=was_shown))
    if at is not None:
        return hash_, schedule(database, branch, hash_, at, note, author)
    publish_version(database, branch, hash_, now(), note=note, author=author)
    return hash_, None


def publish_previous(
    request: Request, branch: str, note: str, author: str, current: str | None = None
) -> str:
    """Publish what was published before, and give its hash.

    Of two who go back from the same ``current`` version at once, one goes back.

    Raises
    ------
    ProblemError
        "nothing-before" if nothing was, "version-changed" if another version than ``current``
        is shown by now.
    """
    previous = find_previous(database_of(request), branch)
    if previous is None:
        detail = f'"{branch}" has not published another version before; see /publications.'
        raise ProblemError("nothing-before", detail)
    shown = find_published_hash(database_of(request), branch)
    if current is not None and shown != current:
        detail = f'"{branch}" shows version {str(shown)[:12]} by now; look at it before going back.'
        raise ProblemError("version-changed", detail, "current")
    hash_, _ = publish_again(request, branch, previous, note, author)
    return hash_
