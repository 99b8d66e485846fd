"""Pages answer problems as pages."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from api.pages.frames import make_frame, reader_language
from api.problems import PROBLEM_TYPES, ProblemError
from floorplans.errors import CallNumberError
from kiosk_ui.pages import render
from kiosk_ui.views import MissingView
from kiosk_ui.words import say

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """A route whose problems are shown to people, with a way on."""

    def get_route_handler(self) -> Handler:
        """Wrap the route's handler."""
        handle = super().get_route_handler()

        async def show(request: Request) -> Response:
            try:
                return await handle(request)
            except ProblemError as problem:
                return _missing(request, PROBLEM_TYPES[problem.kind].status, problem.detail)
            except CallNumberError as error:
                return _missing(request, 400, str(error))
            except RequestValidationError as error:
                first = error.errors()[0]
                return _missing(request, 422, f'"{first["loc"][-1]}": {first["msg"]}.')

        return show


def _missing(request: Request, status: int, detail: str) -> HTMLResponse:
    language = reader_language(request)
    title = say("ui.not_found" if status == 404 else "ui.bad_request", language)
    if status >= 500:
        title = say("ui.trouble", language)
    view = MissingView(
        frame=make_frame(request),
        title=title,
        detail=detail,
        back_href="/",
        back_text=say("ui.back_to_search", language),
    )
    return HTMLResponse(render("missing", view, language), status_code=status)
