"""The one way in which tests and benchmarks enter the staff's side."""

from __future__ import annotations

from types import MappingProxyType
from typing import TypeVar

import httpx
from playwright.sync_api import BrowserContext

from api.auth import EVERY_BRANCH, STAFF_COOKIE, Role

TOKEN = "staff-token-of-tests"
ENVIRONMENT = MappingProxyType({"HYLLYKARTTA_STAFF_TOKEN": TOKEN})
"""What a server is started with, so that its staff's side is shut to whoever is not signed in."""

Who = TypeVar("Who", httpx.Client, BrowserContext)


def sign_in(
    who: Who, *, name: str = "", role: Role = "administrator", branch: str = EVERY_BRANCH
) -> Who:
    """Sign a client or a browser's window in, and give it back.

    Parameters
    ----------
    who : httpx.Client or playwright.sync_api.BrowserContext
        Who is to enter a server that has `ENVIRONMENT`.
    name, role, branch : str
        The account: whose it is, what it may do, and where.
    """
    if isinstance(who, httpx.Client):
        who.headers["Authorization"] = f"Bearer {TOKEN}"
        who.cookies.set(STAFF_COOKIE, TOKEN)
    else:
        cookie = {"name": STAFF_COOKIE, "value": TOKEN, "domain": "127.0.0.1", "path": "/"}
        who.add_cookies([{**cookie, "httpOnly": True}])
    return who
