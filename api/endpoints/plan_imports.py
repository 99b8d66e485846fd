"""A plan from another program put into a draft: tried first, so that all is told, then saved."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.auth import ActorAsked, require
from api.endpoints.common import problems
from api.endpoints.layout import DRAFT, DraftId, RawBody
from api.endpoints.planning import StoredBranch, database_of, now
from api.exchange import DRAWINGS, READERS, guess_format, read_file, require_plan
from api.layout_schemas import DrawingOut, DrawingUnits, DrawnOut, ImportedOut, ImportMode
from api.plan_schemas import DraftInfoOut, PlanProblemOut
from api.problems import ProblemError
from api.storage.drafts import get_draft_plan, save_draft
from api.storage.log import Act
from api.usage import UsageError
from floorplans.errors import PlanFormatError
from floorplans.formats.drawings.layers import read_layers
from floorplans.formats.drawings.read import DEFAULT_LEVEL, DrawingOptions
from floorplans.formats.fitting import fit
from floorplans.formats.into import put_into, put_level_into
from floorplans.formats.result import ImportResult
from floorplans.formats.texts import clean
from floorplans.geometry import shelf_outline
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

MOST_DRAWN = 4_000
MOST_LAYERS = 500

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
    level: Annotated[
        str,
        Query(
            max_length=64,
            description="Of a drawing, the level that it is of; if empty, the draft's first.",
            examples=["1"],
        ),
    ] = "",
    units: Annotated[
        DrawingUnits,
        Query(description="Of a drawing, its unit, where the file does not tell.", examples=["mm"]),
    ] = "",
    layer: Annotated[
        list[str] | None,
        Query(
            max_length=MOST_LAYERS,
            description="Of a drawing, what is on a layer: NAME=KIND.",
            examples=[["A-FURN=shelf"]],
        ),
    ] = None,
) -> ImportedOut:
    """Put a plan file or the drawing of a level into a draft, as one edit of it.

    IMDF archives, indoor GeoJSON, OpenStreetMap's XML, DXF drawings and native plans are read.
    """
    database = database_of(request)
    stored, before = get_draft_plan(database, branch, draft)
    options = _options(before, level, units, layer or [])
    format_, result = _read(body, name, branch, options, must=save)
    plan, saved = result.plan, None
    if plan is not None and format_ not in DRAWINGS:
        plan = fit(before, plan)
    if save and plan is not None:
        put = put_level_into if format_ in DRAWINGS else put_into
        merged = put(before, plan, mode)
        expected = stored.revision if revision is None else revision
        act = Act("plan_imported", {"file": name, "format": format_})
        kept = save_draft(database, branch, draft, merged, now(), expected, actor.name, act)
        saved = DraftInfoOut.model_validate(kept)
    shown = plan.levels[0].id if plan is not None else ""
    return ImportedOut(
        format=format_,
        counts={each: len(getattr(plan, each)) for each in COUNTED if getattr(plan, each, ())},
        left_out=result.left_out,
        problems=[PlanProblemOut.model_validate(each) for each in result.problems],
        saved=saved,
        drawing=DrawingOut.model_validate(result.drawing) if result.drawing else None,
        level=shown,
        drawn=[] if plan is None or save else _draw(plan, shown),
    )


def _options(before: Plan, level: str, units: str, layers: list[str]) -> DrawingOptions:
    first = before.levels[0].id if before.levels else DEFAULT_LEVEL
    chosen = clean(level) or first
    taken = frozenset(each.number for each in before.shelves if each.level != chosen)
    try:
        return DrawingOptions(chosen, units, read_layers(layers), taken)
    except PlanFormatError as error:
        raise ProblemError("plan-format", f"Parameter layer {error}.", "layer") from error


def _draw(plan: Plan, level: str) -> list[DrawnOut]:
    """Give what a level has as outlines, what is below first."""
    outlines = [
        *(("levels", each.outline) for each in plan.levels if each.id == level),
        *(("units", each.outline) for each in plan.units if each.level == level),
        *(("fixtures", each.outline) for each in plan.fixtures if each.level == level),
        *(("shelves", shelf_outline(each)) for each in plan.shelves if each.level == level),
        *(("openings", (each.start, each.end)) for each in plan.openings if each.level == level),
    ]
    return [
        DrawnOut.model_validate({"kind": kind, "outline": outline})
        for kind, outline in outlines[:MOST_DRAWN]
    ]


def _read(
    body: bytes, name: str, branch: str, options: DrawingOptions, must: bool
) -> tuple[str, ImportResult]:
    """Read a file as one of the formats that plans come in; it is not kept.

    Of a drawing without a plan it is told what is missing, unless there ``must`` be one.
    """
    suffix = re.sub(r"[^a-z.]", "", Path(name).suffix.lower())[:12]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(body)
        try:
            format_ = guess_format(path)
            result = read_file(path, format_, branch, options)
            if must or result.drawing is None:
                require_plan(path, result)
        except UsageError as error:
            detail = str(error).replace(str(path), name or "The file")
            if "--format" in detail:
                detail = f"{name or 'The file'} is none of {', '.join(READERS)}."
            raise ProblemError("plan-format", detail, "body") from error
    return format_, result
