"""What is answered at a closed door: the page to sign in, or why one may not come in."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.accounts.checking import list_givers
from api.accounts.cookies import is_https
from api.auth import Actor, is_loopback, may
from api.endpoints.planning import database_of
from api.pages.frames import answer_page, href, make_frame, reader_language
from api.pages.phone import branches_of
from api.pages.staff.frames import DoorClosedError
from api.storage.accounts import has_accounts
from kiosk_ui.messages import say
from kiosk_ui.staff.doors import ForbiddenView, SignInView

FIRST_COMMAND = "hyllykartta users add NAME --role administrator"
OUTSIDE = ("/s/login", "/s/logout")


def install_door(app: FastAPI) -> None:
    """Let the application answer at closed doors with the page to sign in."""
    app.add_exception_handler(DoorClosedError, _answer)


def staff_path(to: str) -> str:
    """Give the address to go to after the door, if it is one of a staff page.

    Examples
    --------
    >>> staff_path("/s/walk?branch=keskusta"), staff_path("//example.org/s")
    ('/s/walk?branch=keskusta', '/s')
    """
    path = to.split("?")[0]
    is_staff = path in ("/s", "/print/points") or path.startswith("/s/")
    return to if is_staff and path not in OUTSIDE and to.isprintable() and "\\" not in to else "/s"


def answer_sign_in(
    request: Request,
    to: str,
    *,
    name: str = "",
    fault: str = "",
    notice: str = "",
    status: int = 401,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    """Answer with the page to sign in, which leads on ``to`` a staff page."""
    language = reader_language(request)
    view = SignInView(
        frame=make_frame(request),
        to=to,
        name=name,
        fault=fault,
        notice=notice,
        first_command="" if has_accounts(database_of(request)) else FIRST_COMMAND,
        unsafe=not is_https(request) and not is_loopback(request.url.hostname or ""),
    )
    page = answer_page("staff/sign_in", view, language, status=status, private=True)
    page.headers.update(headers or {})
    return page


async def _answer(request: Request, error: Exception) -> Response:
    assert isinstance(error, DoorClosedError)
    if error.actor is None:
        return await run_in_threadpool(answer_sign_in, request, _asked(request))
    if error.actor.must_change:
        to = href("/s/me/password", to=_asked(request), lang=reader_language(request))
        return RedirectResponse(to, status_code=303)
    return await run_in_threadpool(_answer_forbidden, request, error, error.actor)


def _answer_forbidden(request: Request, error: DoorClosedError, actor: Actor) -> HTMLResponse:
    """Say which role is needed, and who gives it."""
    language = reader_language(request)
    names = ", ".join(list_givers(database_of(request), error.branch))
    role = say(f"staff.role.{error.role}", language)
    branches = {each.id: each.plan.name for each in branches_of(request).list()}
    place = say("staff.door.somewhere", language)
    if error.branch in branches:
        place = branches[error.branch].in_language(language)
    view = ForbiddenView(
        frame=make_frame(request),
        needs=say("staff.door.needs", language, role=role, place=place),
        givers=say("staff.door.givers", language, names=names) if names else "",
        who=say("staff.door.has", language, name=actor.name),
        home_href=href("/s", lang=language) if may(actor, "viewer") else "",
    )
    return answer_page("staff/forbidden", view, language, status=403, private=True)


def _asked(request: Request) -> str:
    """Give the page that somebody wanted to see; of a form, the page that it is on."""
    if request.method == "GET":
        return href(request.url.path, **dict(request.query_params))
    page = urlsplit(request.headers.get("referer", ""))
    return staff_path(f"{page.path}?{page.query}" if page.query else page.path)
