"""What somebody may do where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["viewer", "shelver", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may also do what those before it may."""

EVERY_BRANCH = "*"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person by name, or whoever holds a token.

    ``roles`` has the role for each branch; that for `EVERY_BRANCH` holds in all of them. Who
    ``must_change`` a first password has none until then. ``account`` and ``session`` are those
    of a person who is signed in.
    """

    name: str
    roles: Mapping[str, Role]
    must_change: bool = False
    account: int = 0
    session: str = ""


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


def find_role(text: str) -> Role | None:
    """Find a role by its name."""
    return next((role for role in ROLES if role == text), None)
