"""A branch's plan as a file, published or of a draft: to keep or for other programs."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response

from api.endpoints.planning import database_of, now
from api.exchange import WRITERS, Circumstances
from api.pages.phone import ShortText
from api.pages.staff.frames import branch_for_staff, open_door
from api.pages.staff.range_views import PUBLISHED
from api.pages.staff.ranges import XLSX
from api.storage.drafts import get_draft_plan

FileFormat = Literal["json", "imdf", "xlsx"]
MEDIA: dict[FileFormat, str] = {
    "json": "application/json",
    "imdf": "application/zip",
    "xlsx": XLSX,
}
SUFFIXES: dict[FileFormat, str] = {"json": "json", "imdf": "zip", "xlsx": "xlsx"}

router = APIRouter(include_in_schema=False)


@router.get("/s/layout/file")
def plan_file(
    request: Request,
    branch: ShortText = "",
    draft: ShortText = PUBLISHED,
    format: FileFormat = "json",
) -> Response:
    """Give the plan as a file that the import, other programs or a spreadsheet reads."""
    found = branch_for_staff(request, branch)
    open_door(request, "viewer", found.id)
    plan = found.plan
    if draft != PUBLISHED:
        _, plan = get_draft_plan(database_of(request), found.id, draft)
    exported = WRITERS[format](plan, Circumstances(now()))
    name = f"{found.id}-{now():%Y-%m-%d}.{SUFFIXES[format]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(exported.content, media_type=MEDIA[format], headers=headers)
