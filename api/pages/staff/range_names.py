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
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.forms import read_number
from api.pages.staff.frames import branch_for_staff, open_door
from api.pages.staff.name_views import Asked, Pairs, view_names
from api.pages.staff.range_forms import Fields, RangeForm
from api.pages.staff.troubles import trouble_text
from api.range_drafts import counts_of, save_job
from api.range_jobs import NamesJob, RangeJobError, run_job
from api.storage.drafts import create_draft
from api.storage.edits import step_back
from api.storage.errors import EditConflictError, NothingToUndoError
from api.storage.plans import find_published_hash
from api.storage.unplaced import read_names
from floorplans.errors import EditError
from kiosk_ui.messages import say
from kiosk_ui.wording import in_words

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
    base = read_number(form.get("revision")) or 0
    try:
        if do == "undo":
            step_back(
                database_of(request),
                found.id,
                draft,
                now(),
                how="undo",
                base=base,
                author=actor.name,
            )
        else:
            draft = _save(request, found, actor, asked, base)
    except RangeJobError as error:
        return _show(
            request,
            found,
            actor,
            replace(asked, trouble=in_words(error.problems[0].message, language)),
            422,
        )
    except (EditConflictError, EditError, NothingToUndoError) as error:
        return _show(
            request, found, actor, replace(asked, trouble=trouble_text(error, language)), 409
        )
    query = {"branch": found.id, "lang": language, "draft": draft}
    done = "undone" if do == "undo" else "saved"
    return RedirectResponse(href(PATH, **query, done=done), status_code=303)


def _save(request: Request, branch: Branch, actor: Actor, asked: Asked, base: int) -> str:
    """Save choices in a draft, which is begun if there is none; give its id."""
    database = database_of(request)
    job = NamesJob(tuple((read_names(names), to) for names, to in asked.pairs.items()))
    draft = asked.draft
    if not draft:
        run_job(branch.plan, job, counts_of(database, branch.id))
        draft = create_draft(
            database,
            branch.plan,
            now(),
            name=say("staff.names.draft_name", reader_language(request)),
            base_hash=find_published_hash(database, branch.id),
            author=actor.name,
        ).id
        base = 1
    save_job(database, branch.id, draft, job, now(), base=base, author=actor.name)
    return draft


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
