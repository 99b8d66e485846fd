"""The history of what a branch has shown: who, when and why; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.auth import may
from api.branches import Branch
from api.endpoints.planning import answer_published, database_of, now
from api.endpoints.versions import publish_again, publish_previous
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.forms import Form, read_number
from api.pages.staff.frames import branch_for_staff, enter, make_staff_frame, open_door
from api.pages.staff.times import said_day, said_hours, said_time
from api.pages.staff.troubles import trouble_text
from api.problems import ProblemError
from api.storage.engine import Database
from api.storage.errors import PublicationNotFoundError, VersionNotFoundError
from api.storage.plans import load_version
from api.storage.publications import (
    Publication,
    Scheduled,
    cancel_publication,
    list_publications,
    list_scheduled,
)
from floorplans.diff.plans import diff_plans
from kiosk_ui.changes import changes_text
from kiosk_ui.messages import say
from kiosk_ui.staff.publish import VersionRow, VersionsView, WaitingRow
from kiosk_ui.words import capital

PAGE_SIZE = 20
MOST_SHOWN = 1000
DONE = ("published", "scheduled", "rolled_back", "cancelled")

router = APIRouter(include_in_schema=False)


@router.get("/s/versions")
def versions_page(
    request: Request,
    branch: ShortText = "",
    changes: Annotated[int, Query(ge=0)] = 0,
    shown: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = PAGE_SIZE,
    done: ShortText = "",
) -> HTMLResponse:
    """Show what was published when and what will be; of one entry, what it changed."""
    return _show(request, branch, changes=changes, shown=shown, done=done)


@router.post("/s/versions/rollback")
async def roll_back(request: Request, form: Form) -> Response:
    """Go back to the version before, in one touch."""
    found, actor = await run_in_threadpool(enter, request, "editor", form.get("branch", ""))
    note = form.get("note") or say("staff.versions.rolled_back_note", reader_language(request))
    try:
        hash_ = await run_in_threadpool(
            publish_previous, request, found.id, note, actor.name, form.get("current") or None
        )
    except ProblemError as error:
        return await run_in_threadpool(_show, request, found.id, trouble=_trouble(request, error))
    return await _answer(request, found, hash_, "rolled_back")


@router.post("/s/versions/publish")
async def publish_version_again(request: Request, form: Form) -> Response:
    """Publish a version of the history anew."""
    found, actor = await run_in_threadpool(enter, request, "editor", form.get("branch", ""))
    note = form.get("note") or say("staff.versions.again_note", reader_language(request))
    try:
        hash_, _ = await run_in_threadpool(
            publish_again, request, found.id, form.get("version", ""), note, actor.name
        )
    except (ProblemError, VersionNotFoundError) as error:
        return await run_in_threadpool(_show, request, found.id, trouble=_trouble(request, error))
    return await _answer(request, found, hash_, "published")


@router.post("/s/versions/cancel")
def cancel(request: Request, form: Form) -> Response:
    """Cancel a publication to come."""
    found, actor = enter(request, "editor", form.get("branch", ""))
    number = read_number(form.get("publication", "")) or 0
    try:
        cancel_publication(database_of(request), found.id, number, now(), actor.name)
    except PublicationNotFoundError:
        trouble = say("staff.versions.not_waiting", reader_language(request))
        return _show(request, found.id, trouble=trouble)
    return _lead_on(request, found, "cancelled")


async def _answer(request: Request, branch: Branch, hash_: str, done: str) -> Response:
    await answer_published(request, branch.id, hash_)
    return _lead_on(request, branch, done)


def _lead_on(request: Request, branch: Branch, done: str) -> RedirectResponse:
    to = href("/s/versions", branch=branch.id, lang=reader_language(request), done=done)
    return RedirectResponse(to, status_code=303)


def _trouble(request: Request, error: Exception) -> str:
    if isinstance(error, ProblemError) and error.kind in ("nothing-before", "version-changed"):
        return say(f"staff.versions.{error.kind.replace('-', '_')}", reader_language(request))
    return trouble_text(error, reader_language(request))


def _show(
    request: Request,
    asked: str,
    *,
    changes: int = 0,
    shown: int = PAGE_SIZE,
    done: str = "",
    trouble: str = "",
) -> HTMLResponse:
    found = branch_for_staff(request, asked)
    actor = open_door(request, "viewer", found.id)
    language = reader_language(request)
    database = database_of(request)
    log = list_publications(database, found.id)
    rows = tuple(
        _row(database, found, log, number, language, shown=shown, told=each.id == changes)
        for number, each in enumerate(log[:shown])
    )
    links = {"branch": found.id, "lang": language}
    view = VersionsView(
        staff=make_staff_frame(request, found, actor, "versions"),
        waiting=tuple(
            _waiting(each, found, language) for each in list_scheduled(database, found.id)
        ),
        versions=rows,
        previous=rows[1].when if len(rows) > 1 else "",
        may_publish=may(actor, "editor", found.id),
        more_href=href("/s/versions", **links, shown=min(MOST_SHOWN, shown + PAGE_SIZE))
        if len(log) > shown
        else "",
        done=say(f"staff.versions.done.{done}", language) if done in DONE else "",
        trouble=trouble,
    )
    status = 409 if trouble else 200
    return answer_page("staff/versions", view, language, status=status, private=True)


def _waiting(each: Scheduled, branch: Branch, language: Language) -> WaitingRow:
    return WaitingRow(
        each.id,
        said_time(each.due_at, branch.plan, language),
        capital(said_day(each.due_at, branch.plan, language)),
        each.author,
        each.note,
        said_hours(each.due_at, branch.plan, language),
    )


def _row(
    database: Database,
    branch: Branch,
    log: Sequence[Publication],
    number: int,
    language: Language,
    *,
    shown: int,
    told: bool,
) -> VersionRow:
    entry = log[number]
    asked = 0 if told else entry.id
    link = href("/s/versions", branch=branch.id, lang=language, shown=shown, changes=asked)
    return VersionRow(
        id=entry.id,
        hash=entry.hash,
        when=said_time(entry.published_at, branch.plan, language),
        author=entry.author,
        note=entry.note,
        current=number == 0,
        changes_href=f"{link}#v{entry.id}" if number + 1 < len(log) else "",
        changes=_changes(database, log, number, language) if told else (),
    )


def _changes(
    database: Database, log: Sequence[Publication], number: int, language: Language
) -> tuple[str, ...]:
    """Tell what a publication changed of what was shown before it."""
    if number + 1 >= len(log):
        return ()
    entry, before = log[number], log[number + 1]
    after = load_version(database, entry.branch, entry.hash)
    changes = diff_plans(load_version(database, before.branch, before.hash), after)
    return changes_text(changes, after, language)
