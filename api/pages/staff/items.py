"""The imports of items: how each went, and a new one from a file that is sent in parts."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.concurrency import run_in_threadpool

from api.auth import may
from api.branches import Branch
from api.catalogue.placing import make_placing
from api.catalogue.row_problems import ItemsFormatError, say_problem
from api.endpoints.planning import database_of
from api.importing import import_items
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.forms import Form
from api.pages.staff.frames import branch_for_staff, enter, make_staff_frame, open_door
from api.pages.staff.times import said_time
from api.problems import ProblemError
from api.storage.engine import Database
from api.storage.errors import StorageError
from api.storage.item_runs import ImportRun, list_runs
from api.storage.refused_rows import MOST_KEPT, list_refused, said_problem
from api.storage.sqlite_items import SqliteItems
from api.upkeep.noting import items_age
from api.upkeep.uploads import MARK, TAKEN, forget_old_uploads, marked, uploads_of
from floorplans.formats.tables.sheets import format_csv, make_sheet
from kiosk_ui.messages import say
from kiosk_ui.staff.items import ItemsView, RunRow

LOG = logging.getLogger(__name__)

MOST_BYTES = 1_000_000_000
MOST_SHOWN = 50
MOST_RUN = 2**62

_UPLOAD = re.compile(r"[0-9a-f]{32}")

router = APIRouter(include_in_schema=False)


@router.get("/s/items")
def items_page(request: Request, branch: ShortText = "") -> HTMLResponse:
    """Show how old the items are and how each import went."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "viewer", found.id)
    language = reader_language(request)
    database = database_of(request)
    runs = list_runs(database, found.id)
    view = ItemsView(
        staff=make_staff_frame(request, found, actor, "items"),
        age=items_age(request, found, language),
        count=SqliteItems(database).count(found.id),
        runs=tuple(_row(each, found, language) for each in runs),
        may_import=may(actor, "editor", found.id),
        running=bool(runs) and runs[0].state == "running",
    )
    return answer_page("staff/items", view, language, private=True)


@router.get("/s/items/refused")
def refused_rows(
    request: Request, run: Annotated[int, Query(ge=1, le=MOST_RUN)], branch: ShortText = ""
) -> Response:
    """Give what is wrong with the rows that an import refused, as a table."""
    found = branch_for_staff(request, branch)
    open_door(request, "viewer", found.id)
    language = reader_language(request)
    database = database_of(request)
    known = next((each for each in list_runs(database, found.id) if each.id == run), None)
    if known is None:
        raise ProblemError("not-found", "There is no such import any more.")
    columns = [say(f"staff.items.report_{each}", language) for each in ("line", "column", "reason")]
    table = make_sheet("refused", columns, _report_rows(database, known, language))
    name = f'attachment; filename="refused-{run}.csv"'
    media = "text/csv; charset=utf-8"
    return Response(format_csv(table), media_type=media, headers={"Content-Disposition": name})


@router.post("/s/items/parts")
async def take_part(
    request: Request, upload: ShortText, at: Annotated[int, Query(ge=0)], branch: ShortText = ""
) -> Response:
    """Keep one part of a file; the answer says how much of it is there."""
    await run_in_threadpool(enter, request, "editor", branch)
    part = await request.body()
    size = await run_in_threadpool(_keep, _file_of(request, upload), at, part)
    return JSONResponse({"size": size})


@router.post("/s/items/forget")
def forget_upload(request: Request, form: Form) -> Response:
    """Delete what is there of a file that somebody does not want to send to the end."""
    enter(request, "editor", form.get("branch", ""))
    _file_of(request, form.get("upload", "")).unlink(missing_ok=True)
    return Response(status_code=204)


@router.post("/s/items/import")
def begin_import(request: Request, form: Form) -> Response:
    """Begin to import a file that was sent; the page shows how it goes."""
    found = branch_for_staff(request, form.get("branch", ""))
    actor = open_door(request, "editor", found.id)
    sent = _file_of(request, form.get("upload", ""))
    file = sent.with_suffix(TAKEN)
    try:
        sent.replace(file)
    except FileNotFoundError:
        # Who was not told asks again.
        if file.exists() or file.with_suffix(MARK).exists():
            return Response(status_code=202)
        raise ProblemError("not-found", "There is no such upload; choose the file again.") from None
    name = form.get("name", "")[:200]
    fewer = form.get("accept_fewer") == "on"
    job = (database_of(request), found, file, actor.name, name, fewer)
    Thread(target=_import, args=job, name="items-import", daemon=True).start()
    return Response(status_code=202)


def _file_of(request: Request, upload: str) -> Path:
    if not _UPLOAD.fullmatch(upload):
        raise ProblemError("not-found", "An upload has 32 hexadecimal digits.")
    return uploads_of(database_of(request)) / f"{upload}.csv"


def _keep(file: Path, at: int, part: bytes) -> int:
    """Put a part where it belongs in a file; one that came before changes nothing."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    if at == 0:
        forget_old_uploads(file.parent)
    size = file.stat().st_size if file.exists() else 0
    if at + len(part) > MOST_BYTES:
        raise ProblemError("body-too-large", "The file is over 1 GB.")
    if size != at:
        return size
    try:
        # The same part twice at once is in one place, too.
        with open(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
            out.seek(at)
            out.write(part)
    except OSError as error:
        raise ProblemError("database-unavailable", f"The part cannot be kept: {error}.") from error
    return size + len(part)


def _import(
    database: Database, branch: Branch, file: Path, author: str, name: str, fewer: bool
) -> None:
    """Import a file and delete it; how it went is noted with the import."""
    try:
        with (
            marked(file, branch.id, name),
            file.open(encoding="utf-8-sig", newline="") as lines,
        ):
            # Once it is open it needs no name, which would be left if the server were killed.
            with suppress(OSError):
                file.unlink()
            import_items(
                database,
                branch.id,
                lines,
                make_placing(branch.plan),
                author=author,
                source=name,
                accept_fewer=fewer,
                plan=branch.plan,
            )
    except (ItemsFormatError, UnicodeDecodeError, StorageError, OSError) as error:
        LOG.warning("%s: the import of %s failed: %s", branch.id, name, error)
    finally:
        file.unlink(missing_ok=True)


def _row(run: ImportRun, branch: Branch, language: Language) -> RunRow:
    told = tuple(
        say("staff.items.row", language, line=each["line"], message=said_problem(each, language))
        for each in run.report[:MOST_SHOWN]
    )
    words = say(
        f"staff.items.{run.state}", language, rows=run.rows, items=run.items, refused=run.refused
    )
    return RunRow(
        when=said_time(run.begun_at, branch.plan, language),
        about=", ".join(filter(None, (run.source, run.author))),
        words=words,
        state=run.state,
        refused=told,
        more=max(0, run.refused - MOST_SHOWN),
        report_href=(
            href("/s/items/refused", branch=branch.id, lang=language, run=run.id)
            if run.refused and told
            else ""
        ),
    )


def _report_rows(
    database: Database, run: ImportRun, language: Language
) -> Iterator[tuple[str, ...]]:
    last = kept = 0
    for each in list_refused(database, run.id):
        kept, last = kept + 1, each.line
        yield str(each.line), each.column, say_problem(each.key, each.params, language)
    if kept == MOST_KEPT:
        yield str(last), "", say("staff.items.report_rest", language, line=last)
