"""What every request and answer passes through: HEAD, a limit on bodies, headers for safety."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import ProblemError, problem_response


@dataclass(frozen=True, slots=True)
class Limit:
    """How large the body of a request may be, and what to do about one that is larger."""

    size_bytes: int
    words: str


SMALL = Limit(256 * 1024, "The body is over 256 KiB; split it.")
PLAN = Limit(8 * 1024 * 1024, "The plan is over 8 MiB, the largest that is taken.")
UPLOAD = Limit(10_000_000, "The file is over 10 MB, the largest that is taken.")
_DRAFTS = r"/api/v1/branches/[^/]+/drafts"
LIMITS: Mapping[re.Pattern[str], Limit] = {
    re.compile(rf"{_DRAFTS}(/[^/]+(/edits)?)?"): PLAN,
    re.compile(rf"{_DRAFTS}/[^/]+/ranges/[a-z]+|/s/ranges(/names|/sheet)?"): PLAN,
    re.compile(rf"{_DRAFTS}/[^/]+/(pictures/[^/]+|import)"): UPLOAD,
    re.compile("/s/items/parts"): UPLOAD,
}
"""Where bodies may be larger than elsewhere."""

_CONTENT_POLICY = (
    "default-src 'self'",
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self' https://*.finna.fi",
)
_COMPILING = "script-src 'self' 'wasm-unsafe-eval'"

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(_CONTENT_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self)",
}

COMPILING_HEADERS: Mapping[str, str] = {
    **SECURITY_HEADERS,
    "Content-Security-Policy": "; ".join((*_CONTENT_POLICY, _COMPILING)),
}
COMPILING_PATHS = frozenset({"/s/walk", "/s/misplaced", "/s/walk-barcodes.js"})
"""Where barcodes are read by what the browser compiles; nowhere else may anything be compiled."""


class HeadAsGet:
    """Answers HEAD as GET; the server below leaves the body out (RFC 9110, section 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)


class SecurityHeaders:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        compiles = scope["path"] in COMPILING_PATHS
        headers = COMPILING_HEADERS if compiles else SECURITY_HEADERS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyLimit:
    """Reads a request's body up to a limit before anything else sees it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with a "body-too-large" problem if its body is over the limit."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        limit = next(
            (each for path, each in LIMITS.items() if path.fullmatch(scope["path"])), SMALL
        )
        length = Headers(scope=scope).get("content-length", "")
        too_long = length.isdecimal() and int(length) > limit.size_bytes
        body = None if too_long else await _read(receive, limit.size_bytes)
        if body is None:
            problem = ProblemError("body-too-large", limit.words)
            await problem_response(problem)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive, most_bytes: int) -> bytes | None:
    """Read a body; ``None`` as soon as it is over the limit."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most_bytes:
            return None
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read already, then what the connection says."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
