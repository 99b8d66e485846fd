"""The page that publishes a draft: what changes, what is in the way, now or when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.branches import Branch
from api.catching_up import catch_up_draft, find_draft_news
from api.endpoints.drafts import publish_or_schedule
from api.endpoints.planning import answer_published, database_of, is_taken, now, served_plans
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.forms import Form, read_number
from api.pages.staff.frames import branch_for_staff, enter, make_staff_frame, open_door
from api.pages.staff.times import next_morning, said_time, told_hours, weekday_time
from api.pages.staff.troubles import trouble_text
from api.plan_schemas import PublishIn
from api.problems import ProblemError
from api.publishing import DueTimeError, find_obstacles, read_due_time
from api.storage.draft_records import DraftHead
from api.storage.drafts import get_draft_plan, get_hashed_plan
from api.storage.errors import DraftConflictError, EditConflictError
from api.storage.plans import load_version
from api.storage.publications import list_scheduled
from floorplans.diff.plans import diff_plans
from floorplans.editing.changes import changes_between, find_value
from floorplans.formats.native import plan_values
from floorplans.model import Plan
from floorplans.validate import Problem, check_plan, find_breaks
from kiosk_ui.changes import changes_text
from kiosk_ui.finding_words import finding_key, finding_place, finding_text
from kiosk_ui.messages import say
from kiosk_ui.staff.publish import FoundView, HoursView, NewsView, PublishView
from kiosk_ui.svg.level import draw_level
from kiosk_ui.svg.moves import draw_moves, list_moved_levels
from kiosk_ui.views import LevelMapView
from kiosk_ui.words import capital

MOST_FOUND = 40

router = APIRouter(include_in_schema=False)


@router.get("/s/publish")
def publish_page(
    request: Request, branch: ShortText = "", draft: ShortText = "", done: ShortText = ""
) -> HTMLResponse:
    """Show what publishing a draft changes, and ask when."""
    return _show(request, branch, draft, {}, done=done)


@router.post("/s/publish/catch-up")
def take_news(request: Request, form: Form) -> Response:
    """Take into a draft what was published since it began."""
    found, actor = enter(request, "editor", form.get("branch", ""))
    draft, language = form.get("draft", ""), reader_language(request)
    revision = read_number(form.get("revision", "")) or 0
    try:
        catch_up_draft(database_of(request), found.id, draft, revision, now(), actor.name)
    except EditConflictError:
        words = say("staff.publish.changed_meanwhile", language, name="none")
        return _show(request, found.id, draft, {}, words)
    to = href("/s/publish", branch=found.id, draft=draft, lang=language, done="caught_up")
    return RedirectResponse(to, status_code=303)


@router.get("/s/publish/hours")
def tell_hours(request: Request, branch: ShortText = "", at: ShortText = "") -> JSONResponse:
    """Tell whether the library is open at a time, for the field that it is typed into."""
    found = branch_for_staff(request, branch)
    open_door(request, "editor", found.id)
    told = _hours_at(at, found.plan, reader_language(request))
    return JSONResponse(asdict(told), headers={"Cache-Control": "no-store"})


@router.post("/s/publish")
async def publish(request: Request, form: Form) -> Response:
    """Publish a draft now or at a time; the history of versions says so."""
    branch, draft = form.get("branch", ""), form.get("draft", "")
    found, actor = await run_in_threadpool(enter, request, "editor", branch)
    language = reader_language(request)
    try:
        asked = _read_asked(form, found.plan)
        if asked.at is not None and _is_news(form, asked.at, found.plan, language):
            words = say("staff.publish.not_yet", language)
            return await run_in_threadpool(_show, request, branch, draft, form, words)
        if asked.at is not None:
            await run_in_threadpool(_require_free, request, found.id, draft, asked.at)
        hash_, scheduled = await run_in_threadpool(
            publish_or_schedule,
            request,
            found.id,
            draft,
            asked,
            actor.name,
            f'"{form.get("revision", "")}"',
        )
    except DraftConflictError as conflict:
        words = say("staff.publish.changed_meanwhile", language, name=conflict.current.author)
        return await run_in_threadpool(_show, request, branch, draft, form, words)
    except DueTimeError as error:
        words = say(f"staff.publish.time_{error.why}", language)
        return await run_in_threadpool(_show, request, branch, draft, form, words)
    except ProblemError as error:
        return await run_in_threadpool(
            _show, request, branch, draft, form, trouble_text(error, language)
        )
    await answer_published(request, found.id, hash_, scheduled)
    done = "published" if scheduled is None else "scheduled"
    to = href("/s/versions", branch=found.id, lang=language, done=done)
    return RedirectResponse(to, status_code=303)


def _hours_at(text: str, plan: Plan, language: Language) -> HoursView:
    try:
        return told_hours(read_due_time(text, plan.time_zone, now()), plan, language)
    except DueTimeError as error:
        return HoursView(say(f"staff.publish.time_{error.why}", language))


def _is_news(form: Mapping[str, str], at: datetime, plan: Plan, language: Language) -> bool:
    """Tell whether a day is a closed one, and the page has not told so yet."""
    if form.get("when") != "other" or form.get("seen", "") == form.get("at", ""):
        return False
    return told_hours(at, plan, language).closed_day


def _read_asked(form: Mapping[str, str], plan: Plan) -> PublishIn:
    """Read when to publish, and why.

    Raises
    ------
    DueTimeError
        If the time cannot be read or has passed.
    """
    when = form.get("when", "now")
    text = form.get("at", "") if when == "other" else form.get("morning", "")
    at = None if when == "now" else read_due_time(text, plan.time_zone, now())
    return PublishIn(note=form.get("note", "")[:2000], at=at)


def _require_free(request: Request, branch: str, draft: str, at: datetime) -> None:
    """Refuse a time at which another version comes.

    Raises
    ------
    DueTimeError
        If there is one.
    """
    database = database_of(request)
    *_, hash_ = get_hashed_plan(database, branch, draft)
    if is_taken(database, branch, hash_, at):
        raise DueTimeError("taken", f"Another version comes at {at.isoformat()} already.")


def _show(
    request: Request,
    branch: str,
    draft_id: str,
    form: Mapping[str, str],
    trouble: str = "",
    done: str = "",
) -> HTMLResponse:
    found = branch_for_staff(request, branch)
    actor = open_door(request, "editor", found.id)
    language = reader_language(request)
    draft, after = get_draft_plan(database_of(request), found.id, draft_id)
    before = found.plan
    changes = diff_plans(before, after)
    morning = next_morning(before)
    at = form.get("at", "") or morning.isoformat(timespec="minutes")
    warnings = [each for each in check_plan(after) if each.severity == "warning"]
    links = {"branch": draft.branch, "lang": language}
    editor = href(f"/s/layout/{draft.id}", **links)
    view = PublishView(
        staff=make_staff_frame(request, found, actor, "layout"),
        draft=draft.id,
        revision=draft.revision,
        name=draft.name,
        changes=changes_text(changes, after, language),
        changed=bool(changes),
        levels=() if find_breaks(after) else _draw_moved(before, after, language),
        obstacles=_found(find_obstacles(after, served_plans(request)), after, language, editor),
        warnings=_found(warnings, after, language, editor),
        morning=morning.isoformat(timespec="minutes"),
        morning_text=capital(weekday_time(morning, language)),
        layout_href=editor,
        preview_href=href(f"/s/preview/{draft.id}", **links),
        chosen=form.get("when", "now"),
        at=at,
        hours=_hours_at(at, before, language),
        hours_href=href("/s/publish/hours", branch=draft.branch, lang=language),
        seen=at if form.get("when") == "other" else "",
        note=form.get("note", draft.name),
        trouble=trouble,
        done=say("staff.publish.caught_up", language) if done == "caught_up" else "",
        news=_news(request, draft, language),
        waiting=tuple(_waiting(request, found, after, language)),
        versions_href=href("/s/versions", **links),
    )
    return answer_page(
        "staff/publish", view, language, status=409 if trouble else 200, private=True
    )


def _waiting(request: Request, branch: Branch, draft: Plan, language: Language) -> Iterator[str]:
    """Say when the map changes anyhow, and whether what is shown then lacks anything of a draft."""
    database = database_of(request)
    own = changes_between(branch.plan, draft)
    for each in list_scheduled(database, branch.id):
        version = plan_values(load_version(database, branch.id, each.hash))
        has_all = all(find_value(version, change.key) == change.value for change in own)
        key = "staff.publish.waits" if has_all else "staff.publish.waits_without"
        yield say(key, language, time=said_time(each.due_at, branch.plan, language))


def _news(request: Request, draft: DraftHead, language: Language) -> NewsView | None:
    found = find_draft_news(database_of(request), draft.branch, draft.id)
    if found is None:
        return None
    missing = diff_plans(found.draft, found.caught_up)
    clashing = diff_plans(found.base, found.clashing)
    return NewsView(
        changes_text(missing, found.caught_up, language) if missing else (),
        changes_text(clashing, found.clashing, language) if clashing else (),
    )


def _draw_moved(before: Plan, after: Plan, language: Language) -> tuple[LevelMapView, ...]:
    moved = list_moved_levels(before, after)
    return tuple(
        LevelMapView(
            level=level.id,
            name=level.name.in_language(language),
            ordinal=level.ordinal,
            static_svg=draw_level(after, level.id, language, prefix=f"l{level.id}-"),
            overlay_svg=draw_moves(before, after, level.id, language),
            current=level.id == moved[0],
        )
        for level in after.levels
        if level.id in moved
    )


def _found(
    problems: Sequence[Problem], plan: Plan, language: Language, editor: str
) -> tuple[FoundView, ...]:
    return tuple(
        FoundView(
            finding_place(each, plan, language),
            finding_text(each, language),
            f"{editor}#{quote(finding_key(each, plan))}",
        )
        for each in problems[:MOST_FOUND]
    )
