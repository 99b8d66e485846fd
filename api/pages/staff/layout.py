"""Drafts of a branch's plan: begin, rename, discard, restore and open them; the editor of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from api.auth import Actor, may
from api.branches import Branch
from api.draft_counts import count_at_once, count_later
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.forms import Form
from api.pages.staff.frames import branch_for_staff, enter, make_staff_frame, open_door
from api.pages.staff.plan_files import MEDIA
from api.pages.staff.times import said_day, said_time
from api.pages.staff.troubles import trouble_text
from api.problems import ProblemError
from api.storage.discarded import discard_draft, list_discarded, restore_draft
from api.storage.draft_records import DraftHead
from api.storage.drafts import (
    Draft,
    create_draft,
    get_draft_plan,
    list_drafts,
    rename_draft,
)
from api.storage.plans import find_published_hash, get_version
from api.storage.publications import list_scheduled
from floorplans.diff.plans import diff_plans
from floorplans.formats.native import parse_plan
from floorplans.model import Plan, Text
from kiosk_ui.changes import changes_text
from kiosk_ui.messages import name_language, say
from kiosk_ui.staff.layout import (
    DiscardedRow,
    DraftRow,
    DraftsView,
    EditorView,
    HeldLevel,
    HeldThings,
)

LONGEST_NAME = 200
DONE = ("discarded", "renamed", "restored")
HELD = (
    ("shelf", "shelves"),
    ("unit", "units"),
    ("opening", "openings"),
    ("fixture", "fixtures"),
    ("point_of_interest", "points_of_interest"),
    ("landmark", "landmarks"),
    ("kiosk", "kiosks"),
    ("locator_point", "locator_points"),
    ("radio", "radios"),
    ("closure", "closures"),
)

router = APIRouter(include_in_schema=False)


@router.get("/s/layout")
def drafts_page(request: Request, branch: ShortText = "", done: ShortText = "") -> HTMLResponse:
    """Show the drafts of a branch, the one that was saved last first."""
    return _show_drafts(request, branch, done)


@router.post("/s/layout")
async def begin(request: Request, form: Form) -> Response:
    """Begin a draft from what is published, and open it."""
    found, actor = await run_in_threadpool(enter, request, "editor", form.get("branch", ""))
    try:
        draft = await run_in_threadpool(_begin, request, found, actor, form.get("name", ""))
    except ProblemError as error:
        return await run_in_threadpool(
            _show_drafts, request, found.id, "", trouble_text(error, reader_language(request))
        )
    return _go(request, f"/s/layout/{draft.id}", found)


@router.post("/s/layout/{draft}/rename")
def rename(request: Request, draft: str, form: Form) -> Response:
    """Give a draft another name."""
    found, actor = enter(request, "editor", form.get("branch", ""))
    name = form.get("name", "")[:LONGEST_NAME]
    rename_draft(database_of(request), found.id, draft, name, now(), actor.name)
    if form.get("to") == "editor":
        return _go(request, f"/s/layout/{draft}", found)
    return _go(request, "/s/layout", found, done="renamed")


@router.post("/s/layout/{draft}/discard")
def discard(request: Request, draft: str, form: Form) -> Response:
    """Discard a draft; for a month it can be brought back."""
    found, actor = enter(request, "editor", form.get("branch", ""))
    discard_draft(database_of(request), found.id, draft, now(), author=actor.name)
    return _go(request, "/s/layout", found, done="discarded")


@router.post("/s/layout/{draft}/restore")
def restore(request: Request, draft: str, form: Form) -> Response:
    """Bring a discarded draft back."""
    found, actor = enter(request, "editor", form.get("branch", ""))
    restore_draft(database_of(request), found.id, draft, now(), actor.name)
    return _go(request, "/s/layout", found, done="restored")


@router.get("/s/layout/{draft}")
def editor_page(request: Request, draft: str, branch: ShortText = "") -> HTMLResponse:
    """Show a draft to work on; without script, what it holds and how it differs."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "viewer", found.id)
    language = reader_language(request)
    stored, plan = get_draft_plan(database_of(request), found.id, draft)
    links = {"branch": found.id, "lang": language}
    view = EditorView(
        staff=make_staff_frame(request, found, actor, "layout"),
        draft=stored.id,
        name=stored.name,
        saved=said_time(stored.updated_at, found.plan, language),
        changes=changes_text(diff_plans(found.plan, plan), plan, language),
        levels=tuple(_held_levels(plan, language)),
        drafts_href=href("/s/layout", **links),
        publish_href=href("/s/publish", draft=stored.id, **links),
        preview_href=href(f"/s/preview/{stored.id}", **links),
        ranges_href=href("/s/ranges", draft=stored.id, **links)
        if may(actor, "shelver", found.id)
        else "",
        script_language=name_language(language),
        me=actor.name,
        may_change=may(actor, "editor", found.id),
    )
    return answer_page("staff/layout_editor", view, language, private=True)


def _go(request: Request, path: str, branch: Branch, **query: str) -> RedirectResponse:
    to = href(path, branch=branch.id, lang=reader_language(request), **query)
    return RedirectResponse(to, status_code=303)


def _begin(request: Request, branch: Branch, actor: Actor, name: str) -> Draft:
    database = database_of(request)
    hash_ = find_published_hash(database, branch.id)
    if hash_ is None:
        raise ProblemError("unknown-branch", "This branch has published nothing yet.", "branch")
    plan = parse_plan(get_version(database, branch.id, hash_).document)
    return create_draft(
        database,
        plan,
        now(),
        name=name[:LONGEST_NAME],
        base_hash=hash_,
        author=actor.name,
    )


def _show_drafts(request: Request, branch: str, done: str, trouble: str = "") -> HTMLResponse:
    found = branch_for_staff(request, branch)
    actor = open_door(request, "viewer", found.id)
    language = reader_language(request)
    database = database_of(request)
    drafts = list_drafts(database, found.id)
    counts = count_at_once(database, found, drafts)
    view = DraftsView(
        staff=make_staff_frame(request, found, actor, "layout"),
        waiting=tuple(
            say(
                "staff.layout.waits",
                language,
                time=said_day(each.due_at, found.plan, language),
                note=each.note or say("staff.publish.nameless", language),
            )
            for each in list_scheduled(database, found.id)
        ),
        versions_href=href("/s/versions", branch=found.id, lang=language),
        drafts=tuple(_draft_row(each, counts[each.id], found, language) for each in drafts),
        discarded=tuple(
            DiscardedRow(
                each.id,
                each.name or say("staff.publish.nameless", language),
                said_time(each.discarded_at, found.plan, language),
                each.author,
            )
            for each in list_discarded(database, found.id)
        ),
        files=tuple(MEDIA),
        may_change=may(actor, "editor", found.id),
        done=say(f"staff.layout.done.{done}", language) if done in DONE else "",
        trouble=trouble,
    )
    status = 409 if trouble else 200
    page = answer_page("staff/layout", view, language, status=status, private=True)
    if None in counts.values():
        page.background = BackgroundTask(count_later, database, found, drafts)
    return page


def _draft_row(draft: DraftHead, count: int | None, branch: Branch, language: Language) -> DraftRow:
    links = {"branch": branch.id, "lang": language}
    changes = "staff.layout.counting" if count is None else "staff.layout.changes"
    return DraftRow(
        id=draft.id,
        name=draft.name or say("staff.publish.nameless", language),
        href=href(f"/s/layout/{draft.id}", **links),
        publish_href=href("/s/publish", draft=draft.id, **links),
        preview_href=href(f"/s/preview/{draft.id}", **links),
        saved=said_time(draft.updated_at, branch.plan, language),
        author=draft.author,
        changes=say(changes, language, count=count or 0),
    )


def _held_levels(plan: Plan, language: Language) -> Iterator[HeldLevel]:
    for level in sorted(plan.levels, key=lambda each: each.ordinal):
        kinds = (
            HeldThings(
                say(f"change.thing.{thing}", language),
                _names(getattr(plan, kind), level.id, language),
            )
            for thing, kind in HELD
        )
        things = tuple(each for each in kinds if each.names)
        yield HeldLevel(level.id, level.name.in_language(language), things)


def _names(things: Sequence[object], level: str, language: Language) -> tuple[str, ...]:
    here = (each for each in things if getattr(each, "level", "") == level)
    return tuple(_name(each, language) for each in here)


def _name(thing: object, language: Language) -> str:
    named = getattr(thing, "number", None) or getattr(thing, "name", None)
    if isinstance(named, Text):
        return named.in_language(language)
    return str(named or getattr(thing, "id", ""))
