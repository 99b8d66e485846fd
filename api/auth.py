"""Who may send sightings and see the staff's side: bearer tokens.

Where no token is set, the doors are open for this machine alone: the server must be bound
to loopback and be asked by a loopback name without a proxy in between. The name is looked
at so that neither a reverse proxy nor a foreign page whose name resolves to 127.0.0.1 gets
in by accident, and the origin so that no foreign page sends anything in its reader's name.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.problems import ProblemError
from api.settings import Settings
from api.tokens import check_gateway, is_ours

STAFF_COOKIE = "hyllykartta-staff"

Role = Literal["viewer", "shelver", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may also do what those before it may."""

EVERY_BRANCH = "*"

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_bearer = HTTPBearer(auto_error=False, description="A token from the server's settings.")

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person by name, or whoever holds a token.

    ``roles`` has the role for each branch; that for `EVERY_BRANCH` holds in all of them.
    """

    name: str
    roles: Mapping[str, Role]


def may(actor: Actor, role: Role, branch: str = "") -> bool:
    """Tell whether somebody may do what needs a role.

    Parameters
    ----------
    actor : Actor
        Who asks.
    role : Role
        The least role that may do it.
    branch : str, optional
        Where; with none, the role must hold in any branch.

    Examples
    --------
    >>> one = Actor("one", {"main": "shelver"})
    >>> may(one, "viewer", "main"), may(one, "editor", "main"), may(one, "viewer", "other")
    (True, False, False)
    """
    held = [
        held_role
        for where, held_role in actor.roles.items()
        if not branch or where in (branch, EVERY_BRANCH)
    ]
    return any(ROLES.index(each) >= ROLES.index(role) for each in held)


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
    return _is_open(request, settings.sightings_token) or matches(given, settings.sightings_token)


def may_see_staff(request: Request, given: str | None = None) -> bool:
    """Tell whether a request may see the staff's side.

    Parameters
    ----------
    request : Request
        The request; a staff token in its cookie ``STAFF_COOKIE`` counts too, because pages
        and event streams cannot send a bearer token.
    given : str, optional
        The bearer token.
    """
    settings: Settings = request.app.state.settings
    return (
        _is_open(request, settings.staff_token)
        or matches(given, settings.staff_token)
        or matches(request.cookies.get(STAFF_COOKIE), settings.staff_token)
    )


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
        raise _token_needed("sightings")


def require_staff(request: Request, credentials: Credentials) -> None:
    """Let a request pass that may see the staff's side.

    Raises
    ------
    ProblemError
        "token-needed" otherwise.
    """
    if not may_see_staff(request, _token_of(credentials)):
        raise _token_needed("staff")


def find_actor(request: Request, given: str | None = None) -> Actor | None:
    """Find who asks, by the bearer token or the cookie of a request; nobody is `None`."""
    if not may_see_staff(request, given):
        return None
    return Actor("", MappingProxyType({EVERY_BRANCH: "administrator"}))


def _get_actor(request: Request, credentials: Credentials) -> Actor:
    actor = find_actor(request, _token_of(credentials))
    if actor is None:
        raise _token_needed("staff")
    return actor


ActorAsked = Annotated[Actor, Depends(_get_actor)]


def require(role: Role) -> Callable[..., None]:
    """Make the dependency that lets a request pass if its sender has a role in its branch.

    The branch is the path parameter ``branch``; where there is none, any branch will do.
    """

    def check(request: Request, actor: ActorAsked) -> None:
        if not may(actor, role, request.path_params.get("branch", "")):
            detail = f"This needs the role {role}; an administrator gives it."
            raise ProblemError("not-allowed", detail)

    return check


def _token_of(credentials: HTTPAuthorizationCredentials | None) -> str | None:
    return None if credentials is None else credentials.credentials


def _is_open(request: Request, token: str | None) -> bool:
    """Tell whether the door is open without a token: none is set and all is on this machine."""
    settings: Settings = request.app.state.settings
    return (
        token is None
        and is_loopback(settings.host)
        and is_loopback(request.url.hostname or "")
        and not any(name in request.headers for name in _FORWARDED)
        and not _is_from_foreign_page(request)
    )


def _is_from_foreign_page(request: Request) -> bool:
    """Tell whether a page of another server sends the request; browsers say so."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _token_needed(name: str) -> ProblemError:
    detail = (
        f"This needs the {name} token, sent as 'Authorization: Bearer TOKEN'; "
        f"it is the server's setting HYLLYKARTTA_{name.upper()}_TOKEN."
    )
    return ProblemError("token-needed", detail, headers={"WWW-Authenticate": "Bearer"})
