"""Beside the plan of a draft: pictures that it is traced over, and locks against slips.

Both are for the staff who draw. They are no part of the plan and are never published.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Request, Response

from api.auth import ActorAsked, require
from api.endpoints.common import BRANCH, problems
from api.endpoints.planning import StoredBranch, database_of, now
from api.layout_schemas import (
    LocksIn,
    LocksOut,
    PictureOut,
    PicturesOut,
    PlacementIn,
    ThingRef,
)
from api.picture_files import find_picture
from api.problems import ProblemError
from api.storage.drafts import get_draft_plan, get_head
from api.storage.layout import (
    Placement,
    change_locks,
    delete_picture,
    find_picture_content,
    list_locks,
    list_pictures,
    place_picture,
    save_picture,
)

FIRST_WIDTH_M = 20.0
"""So wide a picture is laid at first if its level has no outline."""

DRAFT = f"{BRANCH}/drafts/{{draft}}"
router = APIRouter(tags=["layout"])

Editor = Depends(require("editor"))
DraftId = Annotated[str, Path(description="Id of the draft.", examples=["9f2c31b07a4e"])]
LevelId = Annotated[str, Path(description="Id of the level.", examples=["1"], max_length=200)]


async def _read_body(request: Request) -> bytes:
    return await request.body()


RawBody = Annotated[bytes, Depends(_read_body)]


def _find_draft(request: Request, branch: StoredBranch, draft: DraftId) -> str:
    return get_head(database_of(request), branch, draft).id


KnownDraft = Annotated[str, Depends(_find_draft)]


@router.get(
    f"{DRAFT}/pictures",
    summary="List the pictures of a draft",
    dependencies=[Depends(require("viewer"))],
    responses=problems("unknown-branch", "unknown-draft", "token-needed", "not-allowed"),
)
def get_pictures(request: Request, draft: KnownDraft) -> PicturesOut:
    """List which levels have a picture to trace, and how each is laid."""
    found = list_pictures(database_of(request), draft)
    return PicturesOut(pictures=[PictureOut.model_validate(each) for each in found])


@router.get(
    f"{DRAFT}/pictures/{{level}}",
    summary="Get a picture",
    response_class=Response,
    dependencies=[Depends(require("viewer"))],
    responses={
        200: {
            "description": "The file as it was sent",
            "content": {"image/png": {"example": "(bytes)"}},
        },
        **problems(
            "unknown-branch", "unknown-draft", "unknown-picture", "token-needed", "not-allowed"
        ),
    },
)
def load_picture(request: Request, draft: KnownDraft, level: LevelId) -> Response:
    """Get the picture of a level."""
    found = find_picture_content(database_of(request), draft, level)
    if found is None:
        raise _unknown(level)
    media_type, content = found
    return Response(content, media_type=media_type, headers={"Cache-Control": "private, no-cache"})


@router.put(
    f"{DRAFT}/pictures/{{level}}",
    summary="Send a picture",
    dependencies=[Editor],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                media_type: {"schema": {"type": "string", "format": "binary"}}
                for media_type in ("image/png", "image/jpeg", "image/webp")
            },
        }
    },
    responses=problems(
        "unknown-branch",
        "unknown-draft",
        "picture-format",
        "body-too-large",
        "token-needed",
        "not-allowed",
    ),
)
def put_picture(
    request: Request,
    branch: StoredBranch,
    draft: KnownDraft,
    level: LevelId,
    body: RawBody,
    actor: ActorAsked,
) -> PictureOut:
    """Send the picture that a level is traced over; it is laid over the whole level at first."""
    file = find_picture(body)
    if file is None:
        detail = "The file is no PNG, JPEG or WebP that can be shown; save it as one of these."
        raise ProblemError("picture-format", detail, "body")
    database = database_of(request)
    placement = _over_level(request, branch, draft, level, file.width_px, file.height_px)
    save_picture(database, draft, level, file, body, placement, now(), actor.name)
    return _get(request, draft, level)


@router.put(
    f"{DRAFT}/pictures/{{level}}/placement",
    summary="Lay a picture",
    dependencies=[Editor],
    responses=problems(
        "unknown-branch", "unknown-draft", "unknown-picture", "token-needed", "not-allowed"
    ),
)
def put_placement(
    request: Request,
    draft: KnownDraft,
    level: LevelId,
    body: Annotated[PlacementIn, Body()],
    actor: ActorAsked,
) -> PictureOut:
    """Say how a picture is scaled, turned, put and shown."""
    placement = Placement(**body.model_dump())
    if not place_picture(database_of(request), draft, level, placement, now(), actor.name):
        raise _unknown(level)
    return _get(request, draft, level)


@router.delete(
    f"{DRAFT}/pictures/{{level}}",
    status_code=204,
    summary="Take a picture away",
    dependencies=[Editor],
    responses=problems(
        "unknown-branch", "unknown-draft", "unknown-picture", "token-needed", "not-allowed"
    ),
)
def remove_picture(request: Request, draft: KnownDraft, level: LevelId, actor: ActorAsked) -> None:
    """Take the picture of a level away."""
    if not delete_picture(database_of(request), draft, level, now(), actor.name):
        raise _unknown(level)


@router.get(
    f"{DRAFT}/locks",
    summary="List the locked things of a draft",
    dependencies=[Depends(require("viewer"))],
    responses=problems("unknown-branch", "unknown-draft", "token-needed", "not-allowed"),
)
def get_locks(request: Request, draft: KnownDraft) -> LocksOut:
    """List the things that the editor does not let be moved by mistake."""
    return _locks_out(list_locks(database_of(request), draft))


@router.post(
    f"{DRAFT}/locks",
    summary="Lock and unlock things",
    dependencies=[Editor],
    responses=problems("unknown-branch", "unknown-draft", "token-needed", "not-allowed"),
)
def post_locks(
    request: Request,
    draft: KnownDraft,
    body: Annotated[LocksIn, Body()],
    actor: ActorAsked,
) -> LocksOut:
    """Lock some things and unlock others."""
    lock = [(each.kind, each.id) for each in body.lock]
    unlock = [(each.kind, each.id) for each in body.unlock]
    locked = change_locks(database_of(request), draft, lock, unlock, now(), actor.name)
    return _locks_out(locked)


def _over_level(
    request: Request, branch: str, draft: str, level: str, width_px: int, height_px: int
) -> Placement:
    """Lay a picture over its level, as large as that, until somebody says better."""
    for known in list_pictures(database_of(request), draft):
        if known.level == level and (known.width_px, known.height_px) == (width_px, height_px):
            return known.placement
    _, plan = get_draft_plan(database_of(request), branch, draft)
    ring = next((each.outline for each in plan.levels if each.id == level), ())
    if not ring:
        return Placement(FIRST_WIDTH_M / width_px)
    (west_m, east_m), (south_m, north_m) = (
        (min(side), max(side)) for side in zip(*ring, strict=True)
    )
    scale_m = max((east_m - west_m) / width_px, (north_m - south_m) / height_px)
    return Placement(scale_m or FIRST_WIDTH_M / width_px, 0.0, west_m, north_m)


def _get(request: Request, draft: str, level: str) -> PictureOut:
    for each in list_pictures(database_of(request), draft):
        if each.level == level:
            return PictureOut.model_validate(each)
    raise _unknown(level)


def _locks_out(locks: tuple[tuple[str, str], ...]) -> LocksOut:
    return LocksOut(locked=[ThingRef.model_validate({"kind": k, "id": i}) for k, i in locks])


def _unknown(level: str) -> ProblemError:
    return ProblemError("unknown-picture", f'Level "{level}" has no picture in this draft.')
