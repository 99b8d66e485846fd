"""Refuses what a page of another server sends in the name of who is signed in here.

References
----------
W3C Fetch Metadata Request Headers; RFC 6454, section 7 (Origin).
"""

from __future__ import annotations

from collections.abc import Awaitable
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.accounts.cookies import PLAIN_NAME, SECURE_NAME
from api.problems import ProblemError
from api.settings import Settings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
GUARDED_WITHOUT_COOKIE = ("/s/login",)
"""Where a foreign page could sign its reader in as somebody else."""


class ForgeryGuard:
    """Lets requests that change something pass only if our own pages send them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with a "forged-request" problem or page if it is one."""
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if not _is_forged(request):
            await self._app(scope, receive, send)
            return
        app: FastAPI = scope["app"]
        detail = "The request does not come from a page of this server; do it on the page itself."
        answer = app.exception_handlers[ProblemError](
            request, ProblemError("forged-request", detail)
        )
        response = await answer if isinstance(answer, Awaitable) else answer
        await response(scope, receive, send)


def _is_forged(request: Request) -> bool:
    """Tell whether a request may be another server's, as far as browsers say.

    A bearer token is in no browser: whoever sends one is no page.
    """
    if "authorization" in request.headers:
        return False
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        return _has_session(request)
    is_guarded = request.url.path in GUARDED_WITHOUT_COOKIE or _has_session(request)
    return is_guarded and not _is_own(request, site, origin)


def _has_session(request: Request) -> bool:
    return PLAIN_NAME in request.cookies or SECURE_NAME in request.cookies


def _is_own(request: Request, site: str | None, origin: str | None) -> bool:
    if site is not None:
        return site == "same-origin"
    settings: Settings = request.app.state.settings
    hosts = {request.headers.get("host"), urlsplit(settings.public_url or "").netloc}
    return urlsplit(origin or "").netloc in hosts - {"", None}
