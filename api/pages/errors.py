"""Problems as pages: whoever reads with a browser gets words and a way on, not JSON."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse

from api.pages.frames import href, make_frame, reader_language
from kiosk_ui.messages import say
from kiosk_ui.pages import render
from kiosk_ui.views import MissingView

MACHINE_PATHS = ("/api/", "/locales/", "/openapi.json", "/problems/", "/static/")
KIOSK_PATH = "/k/"
NAMED = (
    "call-number",
    "forged-request",
    "no-place",
    "not-found",
    "unknown-branch",
    "unknown-kiosk",
    "unknown-point",
)
GONE_DRAFT = "unknown-draft"
BACK_TEXTS = {
    "/": "ui.back_to_search",
    "/s": "staff.back_to_today",
    "/s/layout": "staff.back_to_drafts",
}

Handler = Callable[[Request, Exception], Awaitable[Response]]


def install_page_problems(app: FastAPI) -> None:
    """Let the application's problem handlers answer pages at the addresses of pages.

    The handlers of ``api.problems`` must be there already; what they answer to programs,
    and below the addresses of the interface, stays as it is.
    """
    for error, handle in list(app.exception_handlers.items()):
        if inspect.iscoroutinefunction(handle):
            app.add_exception_handler(error, _for_people(handle))


def wants_page(request: Request) -> bool:
    """Tell whether a request is a browser's, at the address of a page."""
    asks_for_html = "text/html" in request.headers.get("accept", "")
    return asks_for_html and not request.url.path.startswith(MACHINE_PATHS)


def _for_people(handle: Handler) -> Handler:
    async def answer(request: Request, error: Exception) -> Response:
        response = await handle(request, error)
        if not wants_page(request):
            return response
        return _missing_page(request, response.status_code, json.loads(bytes(response.body)))

    return answer


def _missing_page(request: Request, status: int, problem: dict[str, Any]) -> HTMLResponse:
    language = reader_language(request)
    kind = str(problem["type"]).rsplit("/", 1)[-1]
    words = kind if kind in NAMED else "trouble" if status >= 500 else "other"
    title = "ui.trouble" if status >= 500 else "ui.bad_request"
    if status == 404:
        title = "ui.not_on_map" if kind == "no-place" else "ui.not_found"
    path, query = request.url.path, request.query_params
    back = "/s/layout" if kind == GONE_DRAFT else "/s" if path.startswith("/s/") else "/"
    kiosk = path.removeprefix(KIOSK_PATH) if path.startswith(KIOSK_PATH) else ""
    branch = query.get("branch", "") if kind != "unknown-branch" else ""
    here = query.get("from", "") if kind in ("call-number", "no-place") else ""
    # A screen that nobody looks after comes back by itself, also once a later plan has it again.
    kiosk_href = href(path) if kiosk else ""
    known_kiosk = kiosk_href if kind != "unknown-kiosk" else ""
    view = MissingView(
        frame=make_frame(request),
        title=say(title, language),
        detail=say(
            "staff.draft_gone" if kind == GONE_DRAFT else f"ui.problem.{words}",
            language,
            callno=query.get("callno", "") or query.get("to", ""),
            kiosk=kiosk,
            point=path.rsplit("/", 1)[-1],
        ),
        back_href=known_kiosk or href(back, branch=branch, lang=language, **{"from": here}),
        back_text=say(BACK_TEXTS[back], language),
        kiosk=bool(kiosk),
        home_href=kiosk_href,
    )
    headers = {"Cache-Control": "no-store"}
    return HTMLResponse(render("missing", view, language), status_code=status, headers=headers)
