"""Who may send sightings and see the staff's side: people who are signed in, and tokens.

Where no token is set, sending sightings is open for this machine alone: the server must be
bound to loopback and be asked by a loopback name without a proxy in between. The name is looked
at so that neither a reverse proxy nor a foreign page whose name resolves to 127.0.0.1 gets
in by accident, and the origin so that no foreign page sends anything in its reader's name.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated
from urllib.parse import unquote, urlsplit

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.accounts.cookies import SECURE_NAME, read_cookie
from api.accounts.roles import EVERY_BRANCH, ROLES, Actor, Role, may
from api.problems import ProblemError
from api.settings import Settings
from api.storage.accounts import NO_ROLES
from api.storage.engine import Database
from api.storage.errors import StorageError
from api.storage.sessions import find_session, hash_token, note_use
from api.tokens import check_gateway, is_ours

__all__ = [
    "EVERY_BRANCH",
    "ROLES",
    "STAFF_SCHEMES",
    "Actor",
    "ActorAsked",
    "Role",
    "check_role",
    "find_actor",
    "is_loopback",
    "matches",
    "may",
    "require",
    "require_sightings_token",
]

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_OWNER = "hyllykartta-account"
"""Whose work a page sends that was kept on a shared device; nobody else may send it."""

_bearer = HTTPBearer(auto_error=False, description="A token from the server's settings.")

_cookie = APIKeyCookie(
    name=SECURE_NAME,
    auto_error=False,
    scheme_name="SignedIn",
    description="Set by signing in at `/s/login`; without HTTPS its name lacks `__Host-`.",
)

STAFF_SCHEMES = (_bearer.scheme_name, _cookie.scheme_name)
"""By what the staff gets in, as the OpenAPI document calls it."""

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address means this machine only.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def matches(given: str | None, token: str | None) -> bool:
    """Compare a given token with the set one in constant time."""
    if not given or not token:
        return False
    return hmac.compare_digest(given.encode(), token.encode())


def may_send(request: Request, given: str | None) -> bool:
    """Tell whether a request with this token may send sightings."""
    settings: Settings = request.app.state.settings
    token = settings.sightings_token
    return matches(given, token) or (token is None and _is_of_this_machine(request))


def require_sightings_token(request: Request, credentials: Credentials) -> None:
    """Let a request pass that may send sightings, or that has the key of a gateway there.

    Raises
    ------
    ProblemError
        "token-needed" otherwise.
    """
    given = _token_of(credentials)
    if given is not None and is_ours(given):
        check_gateway(request, given)
    elif not may_send(request, given):
        raise _token_needed()


def find_actor(request: Request, *, in_use: bool = True) -> Actor | None:
    """Find who asks, by the bearer token of a request or the cookie of who is signed in.

    Parameters
    ----------
    request : Request
        The request.
    in_use : bool, optional
        Whether somebody does something now; a page that is only left open keeps nobody signed in.

    Returns
    -------
    Actor or None
        Whoever sends the staff token is administrator everywhere; nobody is `None`. A person
        whose first password must be changed has no role.
    """
    settings: Settings = request.app.state.settings
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _TOKEN_HOLDER if matches(token.strip(), settings.staff_token) else None
    return _find_person(request, in_use)


def _find_person(request: Request, in_use: bool) -> Actor | None:
    """Find the person who is signed in."""
    token = read_cookie(request)
    if not token:
        return None
    database: Database = request.app.state.database
    at = datetime.now(UTC)
    found = find_session(database, hash_token(token), at)
    if found is None:
        return None
    session, account = found
    asked_for = request.headers.get(_OWNER)
    if asked_for is not None and unquote(asked_for) != account.name:
        return None
    if in_use:
        # Who only reads goes on reading while nothing can be written.
        with suppress(StorageError):
            note_use(database, session, account.id, at)
    roles = NO_ROLES if account.must_change else account.roles
    return Actor(account.name, roles, account.must_change, account.id, session.id)


_TOKEN_HOLDER = Actor("", MappingProxyType({EVERY_BRANCH: "administrator"}))


def _get_actor(
    request: Request,
    _token: Annotated[object, Depends(_bearer)] = None,
    _session: Annotated[object, Depends(_cookie)] = None,
) -> Actor:
    actor = find_actor(request)
    if actor is None:
        raise _sign_in_needed()
    if actor.must_change:
        detail = "Your first password must be changed before anything else, at /s/me/password."
        raise ProblemError("password-change-needed", detail)
    return actor


ActorAsked = Annotated[Actor, Depends(_get_actor)]


def require(role: Role) -> Callable[..., None]:
    """Make the dependency that lets a request pass if its sender has a role in its branch.

    The branch is the path parameter ``branch``; where there is none, any branch will do.
    """

    def check(request: Request, actor: ActorAsked) -> None:
        _check(actor, role, request.path_params.get("branch", ""))

    return check


def check_role(request: Request, role: Role, branch: str) -> None:
    """Let a request pass if its sender has a role in a branch.

    Raises
    ------
    ProblemError
        "token-needed", "password-change-needed" or "not-allowed" otherwise.
    """
    _check(_get_actor(request), role, branch)


def _check(actor: Actor, role: Role, branch: str) -> None:
    if not may(actor, role, branch):
        detail = f"This needs the role {role}; an administrator gives it."
        raise ProblemError("not-allowed", detail)


def _token_of(credentials: HTTPAuthorizationCredentials | None) -> str | None:
    return None if credentials is None else credentials.credentials


def _is_of_this_machine(request: Request) -> bool:
    """Tell whether a request comes from this machine to a server that is for it alone."""
    settings: Settings = request.app.state.settings
    return (
        is_loopback(settings.host)
        and is_loopback(request.url.hostname or "")
        and not any(name in request.headers for name in _FORWARDED)
        and not _is_from_foreign_page(request)
    )


def _is_from_foreign_page(request: Request) -> bool:
    """Tell whether a page of another server sends the request; browsers say so."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _token_needed() -> ProblemError:
    detail = (
        "This needs the sightings token, sent as 'Authorization: Bearer TOKEN'; "
        "it is the server's setting HYLLYKARTTA_SIGHTINGS_TOKEN."
    )
    return ProblemError("token-needed", detail, headers={"WWW-Authenticate": "Bearer"})


def _sign_in_needed() -> ProblemError:
    detail = (
        "This needs somebody who is signed in, at /s/login, or the staff token, sent as "
        "'Authorization: Bearer TOKEN'; it is the server's setting HYLLYKARTTA_STAFF_TOKEN."
    )
    return ProblemError("token-needed", detail, headers={"WWW-Authenticate": "Bearer"})
