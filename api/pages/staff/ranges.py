"""The page of ranges: strips of bays in a draft, and the forms that change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.endpoints.planning import database_of, now
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.forms import read_number
from api.pages.staff.frames import branch_for_staff, open_door
from api.pages.staff.range_forms import (
    Fields,
    FormJob,
    RangeForm,
    chosen_spots,
    read_job,
    read_runs,
    typed,
    write_runs,
)
from api.pages.staff.range_views import PUBLISHED, Shown, view_ranges
from api.pages.staff.troubles import trouble_text
from api.range_drafts import save_job, try_job
from api.range_jobs import RangeJobError
from api.spreadsheets import format_workbook, parse_workbook
from api.storage.drafts import create_draft, get_draft_plan
from api.storage.edits import step_back
from api.storage.errors import EditConflictError, NothingToUndoError
from api.storage.plans import find_published_hash
from floorplans.errors import EditError
from floorplans.formats.tables.ranges import write_ranges
from floorplans.formats.tables.sheets import TableFormatError, format_csv, parse_csv
from floorplans.shelving.borders import BorderProblem
from floorplans.shelving.strips import Spot
from kiosk_ui.messages import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP_START = b"PK"
MOST_SHELVES = 500
MOST_LETTERS = 8000
NONE: list[str] = []

router = APIRouter(include_in_schema=False)


@router.get("/s/ranges")
def ranges_page(
    request: Request,
    branch: ShortText = "",
    draft: ShortText = "",
    partition: ShortText = "",
    page: Annotated[int, Query(ge=0, le=10_000)] = 0,
    shelf: Annotated[list[ShortText], Query(max_length=MOST_SHELVES)] = NONE,
    bay: Annotated[list[ShortText], Query(max_length=MOST_SHELVES)] = NONE,
    done: ShortText = "",
) -> HTMLResponse:
    """Show the bays of a partition in a draft or on the map; those of some shelves are chosen."""
    runs = read_runs(bay)
    shown = Shown(draft, partition, page, runs=runs, shelves=frozenset(shelf), done=done)
    return _show(request, branch, shown)


@router.post("/s/ranges")
async def change_ranges(request: Request, form: RangeForm) -> Response:
    """Begin a draft, try a job or do it, or take the last one back."""
    return await run_in_threadpool(_change, request, form)


@router.get("/s/ranges/table")
def download(
    request: Request,
    branch: ShortText = "",
    draft: ShortText = "",
    partition: ShortText = "",
    format: ShortText = "csv",
) -> Response:
    """Give the ranges of a partition as a table."""
    found = branch_for_staff(request, branch)
    open_door(request, "viewer", found.id)
    plan = found.plan
    if draft != PUBLISHED:
        _, plan = get_draft_plan(database_of(request), found.id, draft)
    own = tuple(each for each in plan.ranges if partition in ("", each.partition))
    sheet = write_ranges(replace(plan, ranges=own))
    suffix = "xlsx" if format == "xlsx" else "csv"
    content = format_workbook([sheet]) if suffix == "xlsx" else format_csv(sheet)
    name = f'attachment; filename="ranges.{suffix}"'
    media = XLSX if suffix == "xlsx" else "text/csv; charset=utf-8"
    return Response(content, media_type=media, headers={"Content-Disposition": name})


@router.post("/s/ranges/sheet")
async def read_sheet(request: Request) -> Response:
    """Give a spreadsheet file as the CSV that it holds, for the field that rows are pasted into."""
    await run_in_threadpool(open_door, request, "shelver")
    content = await request.body()
    return await run_in_threadpool(_as_csv, content, reader_language(request))


def _as_csv(content: bytes, language: Language) -> Response:
    try:
        is_workbook = content.startswith(ZIP_START)
        sheets = parse_workbook(content) if is_workbook else (parse_csv(content, "file"),)
    except TableFormatError as error:
        return Response(trouble_text(error, language), 422, media_type="text/plain; charset=utf-8")
    return Response(format_csv(sheets[0]) if sheets else "", media_type="text/csv; charset=utf-8")


def _show(request: Request, branch: str, shown: Shown, status: int = 200) -> HTMLResponse:
    found = branch_for_staff(request, branch)
    actor = open_door(request, "shelver", found.id)
    language = reader_language(request)
    view = view_ranges(request, found, actor, shown, language)
    return answer_page("staff/ranges", view, language, status=status, private=True)


def _change(request: Request, form: Fields) -> Response:
    found = branch_for_staff(request, form.get("branch"))
    actor = open_door(request, "shelver", found.id)
    language = reader_language(request)
    database = database_of(request)
    draft_id, do = form.get("draft"), form.get("do")
    to: dict[str, str | list[str]] = {"branch": found.id, "lang": language, "draft": draft_id}
    if do == "begin":
        name = say("staff.ranges.draft_name", language)
        base = find_published_hash(database, found.id)
        begun = create_draft(
            database, found.plan, now(), name=name, base_hash=base, author=actor.name
        )
        shelves = list(form.values.get("shelf", ()))
        return _go(to | {"draft": begun.id, "partition": form.get("partition"), "shelf": shelves})
    chosen = chosen_spots(form)
    to |= {"partition": form.get("partition"), "page": form.get("page"), "bay": _kept(chosen)}
    base_revision = read_number(form.get("revision")) or 0
    shown = Shown(
        draft_id,
        form.get("partition"),
        read_number(form.get("page")) or 0,
        chosen=chosen,
        typed=typed(form),
        form=form,
    )
    if do in ("", "show"):
        return _show(request, found.id, shown)
    try:
        if do == "undo":
            step_back(
                database,
                found.id,
                draft_id,
                now(),
                how="undo",
                base=base_revision,
                author=actor.name,
            )
            return _go(to | {"done": "undone"})
        asked = read_job(form)
        if asked.is_tried:
            return _preview(request, found.id, shown, asked)
        save_job(
            database,
            found.id,
            draft_id,
            asked.job,
            now(),
            base=base_revision,
            author=actor.name,
        )
    except RangeJobError as error:
        return _show(request, found.id, replace(shown, problems=error.problems), 422)
    except (EditConflictError, EditError, NothingToUndoError) as error:
        problems = (BorderProblem(0, trouble_text(error, language)),)
        return _show(request, found.id, replace(shown, problems=problems), 409)
    return _go(to | {"done": asked.name})


def _preview(request: Request, branch: str, shown: Shown, asked: FormJob) -> HTMLResponse:
    tried = try_job(database_of(request), branch, shown.draft, asked.job)
    return _show(request, branch, replace(shown, tried=tried, do=asked.name))


def _kept(chosen: Sequence[Spot]) -> list[str]:
    """Write what is chosen for an address; nothing if it is too much for one."""
    runs = write_runs(chosen)
    return runs if len(runs) <= MOST_SHELVES and len("".join(runs)) <= MOST_LETTERS else []


def _go(query: dict[str, str | list[str]]) -> RedirectResponse:
    return RedirectResponse(href("/s/ranges", **query), status_code=303)
