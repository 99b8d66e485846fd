"""The page of partitions: a library that rearranges makes, changes and removes them in a draft."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.auth import Actor
from api.branches import Branch
from api.endpoints.planning import database_of
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.draft_forms import RefusedError, change_draft, find_last_draft
from api.pages.staff.frames import branch_for_staff, open_door
from api.pages.staff.group_forms import (
    new_fields,
    partition_fields,
    read_partition,
    read_unwanted,
)
from api.pages.staff.group_views import PATH, Asked, view_groups
from api.pages.staff.range_forms import Fields, RangeForm
from api.range_jobs import DropPartitionJob, Job, PartitionJob
from floorplans.aliases import CatalogueNames
from floorplans.model import Plan
from floorplans.partitions import find_partition, make_partition_id
from kiosk_ui.messages import say

DONE = {"save": "saved", "remove": "removed", "undo": "undone"}

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def groups_page(
    request: Request,
    branch: ShortText = "",
    draft: ShortText = "",
    partition: ShortText = "",
    done: ShortText = "",
    new: Annotated[bool, Query()] = False,
    department: ShortText = "",
    collection: ShortText = "",
    location: ShortText = "",
    material: ShortText = "",
) -> HTMLResponse:
    """Show the partitions, and the form of one or of a new one, perhaps for a catalogue's names."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "editor", found.id)
    _, plan = find_last_draft(database_of(request), found, draft)
    known = find_partition(plan, partition)
    form = None
    if new:
        names = CatalogueNames("", department, collection, location, material)
        form = new_fields(plan, names)
    elif known is not None and not done:
        form = partition_fields(known)
    return _show(request, found, actor, Asked(draft, partition, form, done=done))


@router.post(PATH)
async def change_groups(request: Request, form: RangeForm) -> Response:
    """Save a partition in a draft, remove it there, or take the last change back."""
    return await run_in_threadpool(_change, request, form)


def _change(request: Request, form: Fields) -> Response:
    found = branch_for_staff(request, form.get("branch"))
    actor = open_door(request, "editor", found.id)
    language: Language = reader_language(request)
    do, id = form.get("do"), form.get("partition")
    _, plan = find_last_draft(database_of(request), found, form.get("draft"))
    try:
        job = _read_job(form, plan)
        name = say("staff.groups.draft_name", language)
        draft = change_draft(request, found, actor, form, job, name)
    except RefusedError as error:
        asked = Asked(form.get("draft"), id, None if do == "undo" else form, error.told)
        return _show(request, found, actor, asked, error.status)
    saved = job.partition.id if isinstance(job, PartitionJob) else ""
    query = {"branch": found.id, "lang": language, "draft": draft, "partition": saved}
    return RedirectResponse(href(PATH, **query, done=DONE.get(do, "saved")), status_code=303)


def _read_job(form: Fields, plan: Plan) -> Job | None:
    do, id = form.get("do"), form.get("partition")
    if do == "undo":
        return None
    if do == "remove":
        known = find_partition(plan, id)
        return DropPartitionJob(known or read_partition(form, id))
    partition = read_partition(form, id or make_partition_id(plan, form.get("name_fi")))
    return PartitionJob(partition, is_new=not id, unwanted=read_unwanted(form, plan, id))


def _show(
    request: Request, branch: Branch, actor: Actor, asked: Asked, status: int = 200
) -> HTMLResponse:
    language: Language = reader_language(request)
    view = view_groups(request, branch, actor, asked, language)
    return answer_page("staff/ranges_groups", view, language, status=status, private=True)
