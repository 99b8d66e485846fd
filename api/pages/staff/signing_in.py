"""Signing in and out."""

from __future__ import annotations

import math
import time
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.accounts.checking import check_password
from api.accounts.cookies import delete_cookie, set_cookie
from api.accounts.devices import name_device
from api.accounts.limits import Limits
from api.accounts.passwords import Passwords
from api.auth import Actor, find_actor
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.noting import note
from api.pages.errors import wants_page
from api.pages.frames import href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.closed import answer_sign_in, staff_path
from api.pages.staff.forms import Form
from api.problems import ProblemError
from api.storage.accounts import NO_ROLES, Account, By, name_key
from api.storage.sessions import begin_session, end_session
from kiosk_ui.messages import say

WAIT_WHEN_BUSY_S = 5.0
MINUTES_FROM_S = 90

router = APIRouter(include_in_schema=False)


@router.get("/s/login")
def sign_in_page(request: Request, to: ShortText = "", out: ShortText = "") -> Response:
    """Show the page to sign in; who is signed in goes on."""
    to = staff_path(to)
    actor = find_actor(request)
    if actor is not None and actor.account:
        return RedirectResponse(to, status_code=303)
    notice = say("staff.door.out", reader_language(request)) if out else ""
    return answer_sign_in(request, to, notice=notice, status=200)


@router.post("/s/login")
async def sign_in(request: Request, form: Form) -> Response:
    """Sign in whoever knows the password of an account."""
    language = reader_language(request)
    name, to = form.get("name", "")[:64], staff_path(form.get("to", ""))
    passwords: Passwords = request.app.state.passwords
    limits: Limits = request.app.state.limits
    address = request.client.host if request.client else ""
    wait_s = limits.begin(name_key(name), address, time.monotonic())
    if not wait_s and passwords.is_busy:
        wait_s = WAIT_WHEN_BUSY_S
    if wait_s:
        return await run_in_threadpool(_answer_wait, request, name, to, wait_s, language)
    check = partial(check_password, database_of(request), passwords, name, form.get("password", ""))
    account = await passwords.apart(check)
    if account is None:
        return await run_in_threadpool(_answer_wrong, request, name, to, language)
    limits.forgive(name_key(name), address)
    return await run_in_threadpool(_begin, request, account, to)


@router.post("/s/logout")
def sign_out(request: Request) -> RedirectResponse:
    """Forget who is signed in here."""
    actor = find_actor(request)
    if actor is not None and actor.session:
        by = By(actor.name, now())
        end_session(database_of(request), actor.account, actor.session, by)
    return leave(request)


def leave(request: Request) -> RedirectResponse:
    """Lead to the page to sign in, and let the browser forget the session."""
    to = href("/s/login", out="1", lang=reader_language(request))
    response = RedirectResponse(to, status_code=303)
    delete_cookie(request, response)
    return response


def _begin(request: Request, account: Account, to: str) -> Response:
    """Begin a session with an id of its own; the one that there was in this browser ends."""
    database = database_of(request)
    before = find_actor(request)
    if before is not None and before.session:
        end_session(database, before.account, before.session)
    device = name_device(request.headers.get("user-agent", ""))
    at = now()
    token = begin_session(database, account.id, at, device, By(account.name, at))
    response = RedirectResponse(to, status_code=303)
    set_cookie(request, response, token)
    return response


def _answer_wrong(request: Request, name: str, to: str, language: Language) -> HTMLResponse:
    """Say that something is wrong, but not what; a name may be a password in the wrong field."""
    note(request, Actor("", NO_ROLES), "", "sign_in_refused")
    fault = say("staff.door.wrong", language)
    return answer_sign_in(request, to, name=name, fault=fault)


def _answer_wait(
    request: Request, name: str, to: str, wait_s: float, language: Language
) -> HTMLResponse:
    seconds = math.ceil(wait_s)
    headers = {"Retry-After": str(seconds)}
    if not wants_page(request):
        detail = f"There were too many tries to sign in; try again in {seconds} seconds."
        raise ProblemError("too-many-tries", detail, headers=headers)
    fault = say("staff.door.wait", language, seconds=seconds)
    if seconds >= MINUTES_FROM_S:
        fault = say("staff.door.wait_minutes", language, minutes=math.ceil(seconds / 60))
    return answer_sign_in(request, to, name=name, fault=fault, status=429, headers=headers)
