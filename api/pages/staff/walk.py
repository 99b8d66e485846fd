"""The pages for standing at the shelf: what is first on each bay, and what stands wrong."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import groupby

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from api.auth import may
from api.branches import Branch
from api.endpoints.planning import database_of
from api.endpoints.walks import items_of, orders_of, rank_firsts, record
from api.languages import Language
from api.misplacing import Astray, find_astray
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.forms import Form
from api.pages.staff.frames import branch_for_staff, make_staff_frame, open_door
from api.today import today_at
from api.walk_drafts import find_walk
from api.walk_order import ORDERS, next_face
from api.walk_schemas import SeenIn, WalkedOut, WalkIn
from floorplans.days import read_day
from floorplans.shelving.walks import (
    NEVER_DAYS,
    SECONDS_PER_BAY,
    WalkBay,
    WalkBorder,
    WalkFace,
    list_borders,
)
from kiosk_ui.messages import say
from kiosk_ui.staff.walk import (
    AstrayRow,
    MisplacedView,
    WalkBayRow,
    WalkFaceLink,
    WalkOrderLink,
    WalkRound,
    WalkStripRow,
    WalkView,
)
from kiosk_ui.words import date_text

MOST_ITEMS = 2000
LONGEST = 200
KEY_BYTES = 16

router = APIRouter(include_in_schema=False)


@router.get("/s/walk")
def walk_page(
    request: Request, branch: ShortText = "", face: ShortText = "", order: ShortText = ""
) -> HTMLResponse:
    """Show which shelves to look at, the stalest first, or the bays of one."""
    return _show(request, branch, face, {"order": order})


@router.post("/s/walk")
async def walk(request: Request, form: Form) -> Response:
    """Save the first items of bays into the draft of walks."""
    return await run_in_threadpool(_save, request, form)


@router.get("/s/walk-worker.js")
def walk_worker() -> Response:
    """Give the script that keeps the pages of the walk on the device; its scope is below /s/."""
    return _script("staff/walk/worker.js")


@router.get("/s/walk-barcodes.js")
def barcode_worker() -> Response:
    """Give the script that reads barcodes, at an address that the one that keeps pages sees."""
    return _script("shared/barcode-worker.js")


@router.get("/s/misplaced")
def misplaced_page(request: Request, branch: ShortText = "") -> HTMLResponse:
    """Ask for the items of bays."""
    return _check(request, {"branch": branch})


@router.post("/s/misplaced")
async def check_bay(request: Request, form: Form) -> Response:
    """List the items of bays that stand wrong."""
    return await run_in_threadpool(_check, request, form)


def _script(path: str) -> Response:
    source = files("kiosk_ui").joinpath("static", path).read_bytes()
    headers = {"Cache-Control": "no-cache"}
    return Response(source, headers=headers, media_type="text/javascript")


def _save(request: Request, form: Mapping[str, str]) -> Response:
    found = branch_for_staff(request, form.get("branch", ""))
    actor = open_door(request, "shelver", found.id)
    face, day = form.get("face", ""), today_at(found.plan).isoformat()
    seen = []
    for name, text in form.items():
        kind, _, bay = name.partition("-")
        # A bay that is marked as empty counts as such, whatever is typed for it.
        is_first = kind == "first" and text and f"empty-{bay}" not in form
        if bay.isdecimal() and len(bay) < 5 and (is_first or kind == "empty"):
            first = text[:LONGEST] if is_first else ""
            seen.append(
                SeenIn(face=face[:64], bay=max(int(bay), 1), first=first, seen_on=day, partition="")
            )
    if not seen:
        trouble = say("staff.walk.nothing", reader_language(request))
        return _show(request, found.id, face, form, trouble=trouble)
    body = WalkIn(key=secrets.token_hex(KEY_BYTES), draft="", seen=seen[:1000])
    return _show(
        request, found.id, face, form, record(request, found, body, actor, reader_language(request))
    )


def _show(
    request: Request,
    branch: str,
    face: str,
    form: Mapping[str, str],
    walked: WalkedOut | None = None,
    *,
    trouble: str = "",
) -> HTMLResponse:
    found = branch_for_staff(request, branch)
    actor = open_door(request, "shelver", found.id)
    language = reader_language(request)
    frame = make_staff_frame(request, found, actor, "walk")
    order = next((each for each in ORDERS if each == form.get("order")), ORDERS[0])
    rounds = orders_of(request).list_rounds(found, today_at(found.plan), order)
    chosen = next((each for faces in rounds for each in faces if each.face == face), None)
    links = {"branch": found.id, "lang": language, "order": order if order != ORDERS[0] else ""}
    if chosen is None:
        view = WalkView(
            frame,
            say("staff.walk.title", language),
            choose=say(f"staff.walk.choose.{order}", language),
            orders=tuple(
                WalkOrderLink(
                    say(f"staff.walk.order.{each}", language),
                    href("/s/walk", **{**links, "order": each}),
                    each == order,
                )
                for each in ORDERS
            ),
            rounds=tuple(
                WalkRound(
                    _round_name(number, faces, language) if len(rounds) > 1 else "",
                    tuple(_link(each, links, language) for each in faces),
                )
                for number, faces in enumerate(rounds, 1)
            ),
            trouble=trouble,
        )
        return answer_page("staff/walk", view, language, private=True)
    onward = next_face(rounds, face)
    refused = {each.bay for each in walked.seen if each.left_out} if walked else set()
    typed = {
        bay.bay: form.get(f"first-{bay.bay}", "")
        for bay in chosen.bays
        if walked is None or bay.bay in refused
    }
    saved = [each for each in walked.seen if not each.left_out] if walked else []
    seen = {each.bay: each.first for each in saved}
    draft = find_walk(database_of(request), found.id, say("staff.walk.draft_name", "fi"))
    view = WalkView(
        frame,
        say("staff.walk.face", language, name=chosen.name),
        face=chosen.face,
        bays=tuple(_rows(found, chosen, typed, language)),
        strip=tuple(_strip_row(each, language) for each in list_borders(chosen.bays, seen)),
        draft=draft,
        order=order,
        back=href("/s/walk", **links),
        onward=_link(onward, links, language) if onward else None,
        saved=say("staff.walk.saved", language, count=len(saved)) if saved else "",
        publish=href("/s/publish", **links, draft=walked.draft) if walked else "",
        may_publish=may(actor, "editor", found.id),
        left_out=tuple(each.message for each in walked.seen if each.left_out) if walked else (),
        disorder=tuple(f"{each.place}: {each.message}" for each in walked.problems)
        if walked
        else (),
        trouble=trouble,
    )
    return answer_page("staff/walk", view, language, private=True)


def _round_name(number: int, faces: Sequence[WalkFace], language: Language) -> str:
    seconds = sum(len(each.bays) for each in faces) * SECONDS_PER_BAY
    return say("staff.walk.round", language, number=number, minutes=-(-seconds // 60))


def _link(face: WalkFace, links: Mapping[str, str], language: Language) -> WalkFaceLink:
    count = len(face.bays)
    return WalkFaceLink(
        name=say("staff.walk.face", language, name=face.name),
        row=say("staff.walk.row", language, count=count, minutes=face.minutes),
        age=_age(face.age_days, language),
        href=href("/s/walk", **links, face=face.face),
    )


def _age(days: int, language: Language) -> str:
    if days >= NEVER_DAYS:
        return say("staff.walk.never", language)
    return say("staff.walk.age", language, days=days)


def _rows(
    branch: Branch, face: WalkFace, typed: Mapping[int, str], language: Language
) -> list[WalkBayRow]:
    ranks = rank_firsts(branch, list(face.bays))
    return [
        WalkBayRow(
            bay=bay.bay,
            name=say("staff.walk.bay", language, bay=bay.bay),
            known=_known(bay, language),
            first=bay.first,
            partition=bay.partition,
            rank=ranks.get((bay.partition, bay.first)),
            typed=typed.get(bay.bay, ""),
        )
        for bay in face.bays
    ]


def _strip_row(border: WalkBorder, language: Language) -> WalkStripRow:
    held = {"first": border.first, "until": border.until}
    key = border.state if not border.first else "from_until" if border.until else "from"
    said = {name: text.replace(" ", "\u00a0") for name, text in held.items() if text}
    return WalkStripRow(
        bay=border.bay,
        name=say("staff.walk.bay", language, bay=border.bay),
        held=say(f"staff.walk.strip.{key}", language, **said),
        state=border.state,
        moved=border.moved,
    )


def _known(bay: WalkBay, language: Language) -> str:
    if not bay.checked_on:
        return say("staff.walk.never", language)
    is_day = read_day(bay.checked_on) is not None
    when = date_text(bay.checked_on, language) if is_day else bay.checked_on
    if bay.checked_by:
        when = say("staff.walk.by", language, when=when, name=bay.checked_by)
    return say("staff.walk.known", language, first=bay.first or "–", when=when)


def _check(request: Request, form: Mapping[str, str]) -> HTMLResponse:
    found = branch_for_staff(request, form.get("branch", ""))
    actor = open_door(request, "shelver", found.id)
    language = reader_language(request)
    text = form.get("items", "")
    bays = _read_bays(text)
    is_too_long = sum(map(len, bays)) > MOST_ITEMS
    astray = find_astray(found, items_of(request), bays) if bays and not is_too_long else ()
    view = MisplacedView(
        make_staff_frame(request, found, actor, "misplaced"),
        text=text,
        checked=bool(bays) and not is_too_long,
        rows=tuple(_astray_row(each, len(bays) > 1, language) for each in astray),
        trouble=say("staff.misplaced.too_many", language, count=MOST_ITEMS) if is_too_long else "",
    )
    return answer_page("staff/misplaced", view, language, private=True)


def _read_bays(text: str) -> list[list[str]]:
    """Read what was scanned, one item on each line; an empty line begins another bay."""
    lines = [line.strip()[:LONGEST] for line in text.splitlines()]
    return [list(bay) for is_bay, bay in groupby(lines, key=bool) if is_bay]


def _astray_row(each: Astray, has_bays: bool, language: Language) -> AstrayRow:
    sides = {name: text for name, text in (("after", each.after), ("before", each.before)) if text}
    key = "between" if len(sides) > 1 else next(iter(sides), "")
    place = each.places[0] if each.places else None
    numbers = ", ".join(map(str, each.rivals))
    why = say(f"staff.misplaced.{each.why}", language, number=each.at)
    return AstrayRow(
        call_number=each.item.call_number,
        title=each.item.title,
        why=say("staff.misplaced.batch", language, batch=each.batch, why=why) if has_bays else why,
        between=say(f"staff.misplaced.{key}", language, **sides) if key else "",
        place=say(
            "staff.misplaced.to",
            language,
            face=place.face_name,
            bay=_bays(place.first_bay, place.last_bay),
        )
        if place
        else "",
        rivals=say("staff.misplaced.rivals", language, numbers=numbers) if numbers else "",
    )


def _bays(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
