"""The one way in which tests and benchmarks enter the staff's side."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar

import httpx
from playwright.sync_api import BrowserContext
from sqlalchemy import insert

from api.accounts.cookies import PLAIN_NAME
from api.accounts.roles import EVERY_BRANCH, ROLES, Role
from api.storage.account_tables import SessionRow
from api.storage.accounts import create_account
from api.storage.engine import Database
from api.storage.sessions import LONGEST, hash_token

TOKEN = "staff-token-of-tests"
ENVIRONMENT = MappingProxyType({"HYLLYKARTTA_STAFF_TOKEN": TOKEN})
"""What a server is started with, so that programs of its staff have a token."""

Who = TypeVar("Who", httpx.Client, BrowserContext)


def admit_staff(database: Database, *branches: str) -> None:
    """Store a person for each role, with it everywhere and for each branch, all signed in.

    Those of everywhere are called as their role, those of a branch as "editor-toy"; they have no
    password.
    """
    at = datetime.now(UTC)
    for branch in (EVERY_BRANCH, *branches):
        for role in ROLES:
            name = name_of(role, branch)
            account = create_account(database, name, "", {branch: role}, at, must_change=False)
            session = {
                "id": hash_token(session_of(role, branch)),
                "account": account.id,
                "began_at": at,
                "used_at": at,
                "ends_at": at + LONGEST,
                "device": "",
            }
            with database.write() as connection:
                connection.execute(insert(SessionRow).values(session))


def name_of(role: Role, branch: str = EVERY_BRANCH) -> str:
    """Give the name of the person with a role in a branch."""
    return role if branch == EVERY_BRANCH else f"{role}-{branch}"


def session_of(role: Role, branch: str = EVERY_BRANCH) -> str:
    """Give what the cookie of the person with a role in a branch holds."""
    return f"session-of-{name_of(role, branch)}"


def sign_in(who: Who, role: Role = "administrator", branch: str = EVERY_BRANCH) -> Who:
    """Let a client or a browser's window into the staff's side, and give it back.

    Parameters
    ----------
    who : httpx.Client or playwright.sync_api.BrowserContext
        A client sends the staff token, as programs do, which may do everything everywhere. A
        window has the session of a person whom `admit_staff` has stored.
    role, branch : str
        Which person.
    """
    if isinstance(who, httpx.Client):
        who.headers["Authorization"] = f"Bearer {TOKEN}"
    else:
        cookie = {"name": PLAIN_NAME, "value": session_of(role, branch), "httpOnly": True}
        who.add_cookies([{**cookie, "domain": "127.0.0.1", "path": "/"}])
    return who
