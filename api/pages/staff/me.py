"""One's own account: roles, devices, the password."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.accounts.checking import check_password
from api.accounts.cookies import set_cookie
from api.accounts.devices import name_device
from api.accounts.limits import Limits
from api.accounts.passwords import LEAST_LETTERS, MOST_LETTERS, Passwords, find_fault
from api.auth import Actor, find_actor
from api.branches import Branch
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.pages.frames import answer_page, href, make_frame, reader_language
from api.pages.phone import ShortText
from api.pages.staff.closed import staff_path
from api.pages.staff.forms import Form
from api.pages.staff.frames import DoorClosedError, branch_for_staff, make_staff_frame
from api.pages.staff.people import role_words
from api.pages.staff.signing_in import leave
from api.pages.staff.times import said_time
from api.storage.accounts import By, name_key, set_password
from api.storage.sessions import (
    Session,
    begin_session,
    end_session,
    end_sessions,
    list_sessions,
)
from kiosk_ui.messages import say
from kiosk_ui.staff.doors import FieldName, PasswordView
from kiosk_ui.staff.people import DeviceRow, MeView

FAULT_IN: Mapping[str, FieldName] = {"differ": "again", "now": "now", "wait": "now"}

DONE = ("device", "password")

router = APIRouter(include_in_schema=False)


def find_person(request: Request) -> Actor:
    """Find the person who is signed in, also with a first password.

    Raises
    ------
    DoorClosedError
        If nobody is.
    """
    actor = find_actor(request)
    if actor is None or not actor.account:
        raise DoorClosedError("viewer", "", None)
    return actor


@router.get("/s/me")
def me_page(request: Request, branch: ShortText = "", done: ShortText = "") -> HTMLResponse:
    """Show who one is, what one may do where, and where one is signed in."""
    actor = find_person(request)
    if actor.must_change:
        raise DoorClosedError("viewer", "", actor)
    found = branch_for_staff(request, branch)
    language = reader_language(request)
    sessions = list_sessions(database_of(request), actor.account, now())
    view = MeView(
        staff=make_staff_frame(request, found, actor, "me"),
        name=actor.name,
        roles=role_words(request, actor.roles, language),
        devices=tuple(_device(each, actor, found, language) for each in sessions),
        password_href=href("/s/me/password", to="/s/me?done=password", lang=language),
        done=say(f"staff.me.done_{done}", language) if done in DONE else "",
    )
    return answer_page("staff/me", view, language, private=True)


@router.post("/s/me/devices")
def sign_out_elsewhere(request: Request, form: Form) -> RedirectResponse:
    """Sign oneself out on one device, or on all."""
    actor = find_person(request)
    database, by = database_of(request), By(actor.name, now())
    session = form.get("session", "")
    if session:
        end_session(database, actor.account, session, by)
    else:
        end_sessions(database, actor.account, by)
    if session in ("", actor.session):
        return leave(request)
    to = href("/s/me", done="device", lang=reader_language(request))
    return RedirectResponse(to, status_code=303)


@router.get("/s/me/password")
def password_page(request: Request, to: ShortText = "") -> HTMLResponse:
    """Show the form to change one's password."""
    return _answer_form(request, find_person(request), to)


@router.post("/s/me/password")
async def change_password(request: Request, form: Form) -> Response:
    """Change one's password; one's other sessions end, and this one gets another id."""
    actor = await run_in_threadpool(find_person, request)
    fault = await _find_fault(request, actor, form)
    if fault:
        return await run_in_threadpool(_answer_form, request, actor, form.get("to", ""), fault)
    passwords: Passwords = request.app.state.passwords
    kept = await passwords.apart(partial(passwords.hash, form["new"]))
    return await run_in_threadpool(_change, request, actor, kept, staff_path(form.get("to", "")))


async def _find_fault(request: Request, actor: Actor, form: Mapping[str, str]) -> str:
    """Find what is wrong with a change of password; the rules come before the costly look."""
    old, new = form.get("now", ""), form.get("new", "")
    fault = find_fault(new, actor.name)
    if fault:
        return fault
    if new != form.get("again", ""):
        return "differ"
    if new == old:
        return "same"
    limits: Limits = request.app.state.limits
    key = name_key(actor.name)
    address = request.client.host if request.client else ""
    passwords: Passwords = request.app.state.passwords
    if limits.begin(key, address, time.monotonic()):
        return "wait"
    check = partial(check_password, database_of(request), passwords, actor.name, old)
    if await passwords.apart(check) is None:
        return "now"
    limits.forgive(key, address)
    return ""


def _device(session: Session, actor: Actor, branch: Branch, language: Language) -> DeviceRow:
    return DeviceRow(
        id=session.id,
        name=session.device or say("staff.me.unknown_device", language),
        when=say(
            "staff.me.used",
            language,
            began=said_time(session.began_at, branch.plan, language),
            used=said_time(session.used_at, branch.plan, language),
        ),
        current=session.id == actor.session,
    )


def _change(request: Request, actor: Actor, kept: str, to: str) -> RedirectResponse:
    database = database_of(request)
    by = By(actor.name, now())
    set_password(database, actor.account, kept, must_change=False, by=by, what="password_changed")
    device = name_device(request.headers.get("user-agent", ""))
    token = begin_session(database, actor.account, now(), device)
    response = RedirectResponse(to, status_code=303)
    set_cookie(request, response, token)
    return response


def _answer_form(request: Request, actor: Actor, to: str, fault: str = "") -> HTMLResponse:
    language = reader_language(request)
    words = ""
    if fault:
        words = say(f"staff.me.fault_{fault}", language, least=LEAST_LETTERS, most=MOST_LETTERS)
    view = PasswordView(
        frame=make_frame(request),
        to=staff_path(to),
        name=actor.name,
        least=LEAST_LETTERS,
        is_first=actor.must_change,
        fault=words,
        fault_in=FAULT_IN.get(fault, "new") if fault else "",
    )
    return answer_page("staff/password", view, language, status=422 if fault else 200, private=True)
