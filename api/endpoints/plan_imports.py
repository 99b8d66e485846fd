"""A plan from another program put into a draft: tried first, so that all is told, then saved."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.auth import ActorAsked, require
from api.endpoints.common import problems
from api.endpoints.layout import DRAFT, DraftId, RawBody
from api.endpoints.planning import StoredBranch, database_of, now
from api.exchange import READERS, guess_format, import_plan
from api.layout_schemas import ImportedOut, ImportMode
from api.plan_schemas import DraftInfoOut, PlanProblemOut
from api.problems import ProblemError
from api.storage.drafts import get_draft_plan, save_draft
from api.storage.log import Act
from api.usage import UsageError
from floorplans.formats.into import put_into
from floorplans.formats.result import ImportResult
from floorplans.model import Plan

COUNTED = (
    "levels",
    "units",
    "openings",
    "connectors",
    "fixtures",
    "shelves",
    "ranges",
    "radios",
    "kiosks",
    "locator_points",
    "points_of_interest",
    "landmarks",
)

router = APIRouter(tags=["layout"])


@router.post(
    f"{DRAFT}/import",
    summary="Put a plan file into a draft",
    dependencies=[Depends(require("editor"))],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    },
    responses=problems(
        "unknown-branch",
        "unknown-draft",
        "draft-changed",
        "plan-format",
        "body-too-large",
        "token-needed",
        "not-allowed",
    ),
)
def post_import(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    body: RawBody,
    actor: ActorAsked,
    name: Annotated[
        str, Query(max_length=200, description="The file's name.", examples=["talo.zip"])
    ] = "",
    mode: Annotated[
        ImportMode,
        Query(
            description="add keeps what is there; replace does so where nothing comes.",
            examples=["add"],
        ),
    ] = "add",
    save: Annotated[
        bool, Query(description="False only tells what the file would bring.", examples=[True])
    ] = False,
    revision: Annotated[
        int | None, Query(ge=1, description="The revision that the draft must be at.", examples=[4])
    ] = None,
) -> ImportedOut:
    """Put an IMDF archive, indoor GeoJSON or a native plan into a draft, as one edit of it."""
    database = database_of(request)
    stored, before = get_draft_plan(database, branch, draft)
    format_, plan, result = _read(body, name, branch)
    saved = None
    if save:
        merged = put_into(before, plan, mode)
        expected = stored.revision if revision is None else revision
        act = Act("plan_imported", {"file": name, "format": format_})
        kept = save_draft(database, branch, draft, merged, now(), expected, actor.name, act)
        saved = DraftInfoOut.model_validate(kept)
    return ImportedOut(
        format=format_,
        counts={each: len(getattr(plan, each)) for each in COUNTED if getattr(plan, each)},
        left_out=result.left_out,
        problems=[PlanProblemOut.model_validate(each) for each in result.problems],
        saved=saved,
    )


def _read(body: bytes, name: str, branch: str) -> tuple[str, Plan, ImportResult]:
    """Read a file as one of the formats that plans come in; it is not kept."""
    suffix = re.sub(r"[^a-z.]", "", Path(name).suffix.lower())[:12]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(body)
        try:
            format_ = guess_format(path)
            plan, result = import_plan(path, format_, branch)
        except UsageError as error:
            detail = str(error).replace(str(path), name or "The file")
            if "--format" in detail:
                detail = f"{name or 'The file'} is none of {', '.join(READERS)}."
            raise ProblemError("plan-format", detail, "body") from error
    return format_, dataclasses.replace(plan, id=branch), result
