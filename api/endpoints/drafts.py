"""Drafts of a branch's plan: begin, change, check and publish them; patrons see nothing of it."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, Header, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.auth import ActorAsked, require
from api.endpoints.common import BRANCH, problems
from api.endpoints.planning import (
    Author,
    BranchId,
    StoredBranch,
    answer_published,
    database_of,
    now,
    refuse,
    schedule,
    served_plans,
)
from api.plan_schemas import (
    DraftIn,
    DraftInfoOut,
    DraftOut,
    DraftsOut,
    PublishedOut,
    PublishIn,
)
from api.problems import ProblemError
from api.publishing import find_obstacles
from api.storage import discarded
from api.storage.draft_records import DraftHead
from api.storage.drafts import (
    create_draft,
    get_draft,
    get_draft_plan,
    get_head,
    list_drafts,
    load_draft_revision,
    save_draft,
)
from api.storage.errors import DraftConflictError
from api.storage.plans import find_published_hash, get_version, publish_plan, store_version
from api.storage.publications import Scheduled
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan

LAST_REVISION = 2**31 - 1

router = APIRouter(tags=["plans"], dependencies=[Depends(require("viewer"))])


Editor = Depends(require("editor"))


async def _read_body(request: Request) -> bytes:
    return await request.body()


# Plans have megabytes: they are parsed in the endpoint's thread, not on the event loop.
RawBody = Annotated[bytes, Depends(_read_body)]
DraftId = Annotated[str, Path(description="Id of the draft.", examples=["9f2c31b07a4e"])]
IfMatch = Annotated[
    str | None,
    Header(description="ETag of the draft as it was loaded.", examples=['"4"'], max_length=200),
]


def _takes(schema: dict[str, object]) -> dict[str, object]:
    """Describe for OpenAPI a JSON body that the endpoint reads itself."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


@router.post(
    f"{BRANCH}/drafts",
    status_code=201,
    dependencies=[Editor],
    summary="Begin a draft",
    response_model=DraftInfoOut,
    openapi_extra=_takes(DraftIn.model_json_schema()),
    responses=problems(
        "bad-request",
        "unknown-branch",
        "unknown-version",
        "plan-format",
        "plan-of-another-branch",
        "body-too-large",
        "token-needed",
        "not-allowed",
    ),
)
def begin_draft(
    request: Request, branch: BranchId, body: RawBody, actor: ActorAsked, author: Author = ""
) -> Response:
    """Begin a draft from what is published, from a stored version, or from a plan.

    A plan may be that of a new branch, which is served once a version of it is published.
    """
    asked = _read_draft(body)
    plan, base_hash = _find_beginning(request, branch, asked)
    draft = create_draft(
        database_of(request),
        plan,
        now(),
        name=asked.name,
        base_hash=base_hash,
        author=actor.name or author,
    )
    location = f"{BRANCH.format(branch=quote(branch, safe=''))}/drafts/{draft.id}"
    return _answer(draft, status=201, headers={"Location": location})


@router.get(
    f"{BRANCH}/drafts",
    summary="List the drafts",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
)
def get_drafts(request: Request, branch: StoredBranch) -> DraftsOut:
    """List the drafts of a branch, the one that was saved last first."""
    drafts = list_drafts(database_of(request), branch)
    return DraftsOut(drafts=[DraftInfoOut.model_validate(each) for each in drafts])


@router.get(
    f"{BRANCH}/drafts/{{draft}}",
    summary="Get a draft",
    response_model=DraftOut,
    responses=problems("unknown-branch", "unknown-draft", "token-needed", "not-allowed"),
)
def load_draft(request: Request, branch: StoredBranch, draft: DraftId) -> Response:
    """Get a draft with its plan; its ETag goes into If-Match when it is saved."""
    found = get_draft(database_of(request), branch, draft)
    return _answer(found, document=found.document)


@router.get(
    f"{BRANCH}/drafts/{{draft}}/revisions/{{revision}}",
    summary="Get what a draft was",
    response_class=Response,
    responses={
        200: {
            "description": "The plan in the native format",
            "content": {"application/json": {"example": {"format": "hyllykartta-plan"}}},
        },
        **problems("unknown-branch", "unknown-draft", "token-needed", "not-allowed"),
    },
)
def load_revision(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    revision: Annotated[int, Path(ge=1, le=LAST_REVISION, description="From 1 on.", examples=[3])],
) -> Response:
    """Get the plan of a revision; saving it anew undoes what followed."""
    plan = load_draft_revision(database_of(request), branch, draft, revision)
    return Response(format_plan(plan), media_type="application/json")


@router.put(
    f"{BRANCH}/drafts/{{draft}}",
    dependencies=[Editor],
    summary="Save a draft",
    response_model=DraftInfoOut,
    openapi_extra=_takes({"type": "object", "description": "A plan in the native format."}),
    responses=problems(
        "bad-request",
        "unknown-branch",
        "unknown-draft",
        "if-match-needed",
        "draft-changed",
        "plan-format",
        "plan-of-another-branch",
        "body-too-large",
        "token-needed",
        "not-allowed",
    ),
)
def put_draft(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    body: RawBody,
    actor: ActorAsked,
    author: Author = "",
    if_match: IfMatch = None,
) -> Response:
    """Save the plan of a draft, unless somebody else has saved it since it was loaded."""
    if if_match is None:
        detail = "Send the ETag of the draft as it was loaded in the header If-Match."
        raise ProblemError("if-match-needed", detail, "If-Match")
    database = database_of(request)
    revision = _matching_revision(get_head(database, branch, draft), if_match)
    plan = parse_plan(_decode(body))
    return _answer(save_draft(database, branch, draft, plan, now(), revision, actor.name or author))


@router.delete(
    f"{BRANCH}/drafts/{{draft}}",
    status_code=204,
    dependencies=[Editor],
    summary="Discard a draft",
    responses=problems(
        "unknown-branch", "unknown-draft", "draft-changed", "token-needed", "not-allowed"
    ),
)
def discard_draft(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    actor: ActorAsked,
    if_match: IfMatch = None,
) -> None:
    """Discard a draft; for 30 days it can be restored. Versions published from it stay.

    With If-Match, it is only discarded if nobody has saved it since it was loaded.
    """
    database = database_of(request)
    stored = get_head(database, branch, draft)
    revision = None if if_match is None else _matching_revision(stored, if_match)
    discarded.discard_draft(database, branch, draft, now(), revision, actor.name)


@router.post(
    f"{BRANCH}/drafts/{{draft}}/publish",
    dependencies=[Editor],
    summary="Publish a draft",
    responses=problems(
        "bad-request",
        "unknown-branch",
        "unknown-draft",
        "draft-changed",
        "plan-has-violations",
        "token-needed",
        "not-allowed",
    ),
)
async def publish_draft(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    actor: ActorAsked,
    author: Author = "",
    if_match: IfMatch = None,
    body: Annotated[PublishIn | None, Body()] = None,
) -> PublishedOut:
    """Store a draft's plan as a version and publish it now or at a time; the draft stays.

    The answer to a publication now comes when pages show it, or after some seconds.
    """
    asked = body or PublishIn.model_validate({})
    hash_, scheduled = await run_in_threadpool(
        publish_or_schedule, request, branch, draft, asked, actor.name or author, if_match
    )
    return await answer_published(request, branch, hash_, scheduled)


def publish_or_schedule(
    request: Request, branch: str, draft_id: str, asked: PublishIn, author: str, tags: str | None
) -> tuple[str, Scheduled | None]:
    """Store a draft's plan as a version, and publish it now or have it published at a time.

    Returns
    -------
    tuple of str and Scheduled or None
        The version's hash, and what is to come if it is not published now.

    Raises
    ------
    ProblemError
        "plan-has-violations", or "invalid-request" for a time that has passed.
    DraftNotFoundError
        If the branch has no such draft.
    DraftConflictError
        If the draft is at none of the revisions in ``tags``, as If-Match has them.
    """
    database = database_of(request)
    draft, plan = get_draft_plan(database, branch, draft_id)
    if tags is not None:
        _matching_revision(draft, tags)
    refuse(plan, find_obstacles(plan, served_plans(request)))
    note = asked.note or draft.name
    if asked.at is None:
        return publish_plan(database, plan, now(), note=note, author=author), None
    hash_ = store_version(database, plan, now(), note=note, author=author)
    return hash_, schedule(database, branch, hash_, asked.at, note, author)


def _read_draft(body: bytes) -> DraftIn:
    try:
        return DraftIn.model_validate_json(body or b"{}")
    except ValidationError as error:
        placed = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(placed) from error


def _find_beginning(request: Request, branch: str, asked: DraftIn) -> tuple[Plan, str | None]:
    """Find the plan that a draft begins with, and the hash of its version if it is stored."""
    if asked.plan is not None:
        plan = parse_plan(json.dumps(asked.plan))
        if plan.id != branch:
            detail = f'The plan is of "{plan.id}"; send it to that branch, or set its id.'
            raise ProblemError("plan-of-another-branch", detail, "plan.id")
        return plan, None
    database = database_of(request)
    base = asked.base or "published"
    if base == "published":
        found = find_published_hash(database, branch)
        if found is None:
            detail = f'"{branch}" has published nothing yet; send a plan to begin with.'
            raise ProblemError("unknown-branch", detail, "branch")
        base = found
    version = get_version(database, branch, base)
    return parse_plan(version.document), version.hash


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"The body is not UTF-8 (byte {error.start})."
        raise ProblemError("bad-request", detail, "body") from error


def _matching_revision(draft: DraftHead, if_match: str) -> int:
    """Give the revision of a draft if it is one of those asked for.

    Tags that a compressing proxy has made weak count too: a revision is the same bytes.

    Raises
    ------
    DraftConflictError
        If it is not.
    """
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in if_match.split(",")]
    if str(draft.revision) not in tags and "*" not in tags:
        raise DraftConflictError(draft)
    return draft.revision


def _answer(
    draft: DraftHead,
    *,
    document: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """Answer with a draft; a document goes in as the text that it is stored as."""
    text = DraftInfoOut.model_validate(draft).model_dump_json()
    if document:
        text = f'{text[:-1]},"plan":{document}}}'
    tagged = {"ETag": f'"{draft.revision}"', "Cache-Control": "no-store", **(headers or {})}
    return Response(text, status, tagged, "application/json")
