"""The page of items without a place: each group of them is assigned to a partition."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.auth import Actor
from api.branches import Branch
from api.catalogue.items import parse_names
from api.catalogue.row_problems import ItemsFormatError
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.draft_forms import RefusedError, change_draft
from api.pages.staff.frames import branch_for_staff, open_door
from api.pages.staff.name_views import Asked, Pairs, view_names
from api.pages.staff.range_forms import Fields, RangeForm
from api.range_jobs import NamesJob
from api.storage.unplaced import read_names
from kiosk_ui.messages import say

PATH = "/s/ranges/names"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def names_page(
    request: Request, branch: ShortText = "", draft: ShortText = "", done: ShortText = ""
) -> HTMLResponse:
    """Show what items have no place, group by group."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "editor", found.id)
    return _show(request, found, actor, Asked(draft, done=done))


@router.post(PATH)
async def change_names(request: Request, form: RangeForm) -> Response:
    """Show what choices would do, save them in a draft, or take the last ones back."""
    return await run_in_threadpool(_change, request, form)


def _change(request: Request, form: Fields) -> Response:
    found = branch_for_staff(request, form.get("branch"))
    actor = open_door(request, "editor", found.id)
    language = reader_language(request)
    do, draft, text = form.get("do"), form.get("draft"), form.get("items")
    asked = Asked(draft, _read_pairs(form), text=text)
    if text:
        try:
            asked = replace(asked, pasted=parse_names(text))
        except ItemsFormatError as error:
            trouble = say(error.key, language, **error.params)
            return _show(request, found, actor, replace(asked, trouble=trouble), 422)
    if do not in ("save", "undo"):
        return _show(request, found, actor, asked)
    job = None
    if do == "save":
        job = NamesJob(tuple((read_names(names), to) for names, to in asked.pairs.items()))
    try:
        name = say("staff.names.draft_name", language)
        draft = change_draft(request, found, actor, form, job, name)
    except RefusedError as error:
        return _show(request, found, actor, replace(asked, trouble=error.told), error.status)
    query = {"branch": found.id, "lang": language, "draft": draft}
    done = "undone" if do == "undo" else "saved"
    return RedirectResponse(href(PATH, **query, done=done), status_code=303)


def _read_pairs(form: Fields) -> Pairs:
    pairs = {}
    given = zip(form.values.get("names", ()), form.values.get("to", ()), strict=False)
    for names, to in given:
        with suppress(ValueError):
            if to:
                read_names(names)
                pairs[names] = to
    return pairs


def _show(
    request: Request, branch: Branch, actor: Actor, asked: Asked, status: int = 200
) -> HTMLResponse:
    language: Language = reader_language(request)
    view = view_names(request, branch, actor, asked, language)
    return answer_page("staff/ranges_names", view, language, status=status, private=True)
