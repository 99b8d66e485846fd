"""The cookie of who is signed in."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request, Response

from api.settings import Settings
from api.storage.sessions import LONGEST

PLAIN_NAME = "hyllykartta-session"
SECURE_NAME = f"__Host-{PLAIN_NAME}"


def is_https(request: Request) -> bool:
    """Tell whether a reader's browser speaks HTTPS, also where a proxy does so for the server."""
    settings: Settings = request.app.state.settings
    public = urlsplit(settings.public_url or "")
    return request.url.scheme == "https" or (
        public.scheme == "https" and public.netloc == request.headers.get("host")
    )


def read_cookie(request: Request) -> str | None:
    """Read what the cookie holds; over HTTPS only one that no other host can have set."""
    return request.cookies.get(_name(request))


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Let the browser keep who is signed in; scripts cannot read it."""
    response.set_cookie(
        _name(request),
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        httponly=True,
        secure=is_https(request),
        samesite="lax",
    )


def delete_cookie(request: Request, response: Response) -> None:
    """Let the browser forget who is signed in."""
    response.delete_cookie(
        _name(request), path="/", httponly=True, secure=is_https(request), samesite="lax"
    )


def _name(request: Request) -> str:
    return SECURE_NAME if is_https(request) else PLAIN_NAME
