"""A draft as a patron with a phone, somebody at a kiosk, or a wheelchair user will see it."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.auth import may
from api.branches import Branch, build_branch
from api.endpoints.planning import database_of
from api.languages import Language
from api.pages.frames import answer_page, href, level_maps, reader_language
from api.pages.goals import goals_of
from api.pages.phone import ShortText, live_of, seek
from api.pages.staff.frames import branch_for_staff, make_staff_frame, open_door
from api.pages.staff.troubles import trouble_text
from api.pages.ways import Shown, find_standing, show_way
from api.problems import ProblemError
from api.storage.drafts import get_draft
from floorplans.errors import CallNumberError
from floorplans.formats.native import parse_plan
from floorplans.model import Plan
from floorplans.validate import find_breaks
from kiosk_ui.finding_words import finding_place, finding_text
from kiosk_ui.messages import say
from kiosk_ui.staff.publish import PreviewView, ReaderChoice
from kiosk_ui.views import LevelMapView, SoughtView
from routing.model import Profile, Spot

Reader = Literal["patron", "kiosk", "wheelchair"]
READERS: tuple[Reader, ...] = ("patron", "kiosk", "wheelchair")
PREVIEWS_KEPT = 2

router = APIRouter(include_in_schema=False)


@router.get("/s/preview/{draft}")
def preview_page(
    request: Request,
    draft: str,
    branch: ShortText = "",
    callno: ShortText = "",
    reader: Reader = "patron",
) -> HTMLResponse:
    """Show a draft's map, and where a call number stands on it with the way there."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "viewer", found.id)
    language = reader_language(request)
    stored = get_draft(database_of(request), found.id, draft)
    links = {"branch": found.id, "lang": language}
    preview, problem = _build(stored.document, language)
    sought, shown = None, None
    if preview is not None and callno:
        sought, shown, problem = _seek(request, preview, callno, reader, language)
    view = PreviewView(
        staff=make_staff_frame(request, found, actor, "layout"),
        draft=draft,
        name=stored.name,
        reader=reader,
        readers=tuple(
            ReaderChoice(
                say(f"staff.preview.{each}", language),
                href(f"/s/preview/{draft}", **links, callno=callno, reader=each),
                each == reader,
            )
            for each in READERS
        ),
        levels=shown.levels if shown else _maps(preview, reader, language),
        layout_href=href(f"/s/layout/{draft}", **links),
        publish_href=href("/s/publish", **links, draft=draft)
        if may(actor, "editor", found.id)
        else "",
        callno=callno,
        sought=sought,
        where=shown.where if shown else "",
        also=shown.also if shown else (),
        age=shown.age if shown else "",
        way=shown.way if shown else None,
        problem=problem or (shown.problem if shown else ""),
    )
    return answer_page("staff/preview", view, language, private=True)


def _build(document: str, language: Language) -> tuple[Branch | None, str]:
    """Build what a draft would serve, or say why it cannot be served."""
    plan = parse_plan(document)
    breaks = find_breaks(plan)
    if breaks:
        place = finding_place(breaks[0], plan, language)
        words = say("staff.preview.broken", language, place=place)
        return None, f"{words} {finding_text(breaks[0], language)}"
    return _build_once(plan), ""


@lru_cache(maxsize=PREVIEWS_KEPT)
def _build_once(plan: Plan) -> Branch:
    return build_branch(plan)


def _seek(
    request: Request, branch: Branch, callno: str, reader: Reader, language: Language
) -> tuple[SoughtView | None, Shown | None, str]:
    profile: Profile = "step-free" if reader == "wheelchair" else "walk"
    try:
        goals = goals_of(branch, callno, "", "", "", profile)
    except (CallNumberError, ProblemError) as error:
        return None, None, trouble_text(error, language)
    standing = find_standing(branch, _start(branch.plan, reader), live_of(request), language)
    sought, goals = seek(request, branch, goals, "", language)
    return sought, show_way(branch, standing, goals, profile, language), ""


def _start(plan: Plan, reader: Reader) -> str:
    """Begin at the first kiosk for who stands there, else at the entrance."""
    return f"kiosk:{plan.kiosks[0].id}" if reader == "kiosk" and plan.kiosks else ""


def _maps(branch: Branch | None, reader: Reader, language: Language) -> tuple[LevelMapView, ...]:
    if branch is None:
        return ()
    kiosk = branch.plan.kiosks[0] if reader == "kiosk" and branch.plan.kiosks else None
    start = Spot(kiosk.level, kiosk.x_m, kiosk.y_m, kiosk.heading_deg) if kiosk else None
    first = min(branch.plan.levels, key=lambda each: each.ordinal).id
    return level_maps(branch, language, current=kiosk.level if kiosk else first, start=start)
