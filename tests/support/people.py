"""People with accounts in a test's library, and browsers in which they are signed in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import httpx

from api.accounts.passwords import Passwords
from api.accounts.roles import Role
from api.settings import Hashing, Settings
from api.storage.accounts import Account, create_account
from api.storage.upgrade import prepare_database

CHEAP = Hashing(passes=1, memory_kib=8, lanes=1)
"""So that hundreds of tests sign in within a second; servers are given it as a setting."""

PASSWORD = "neljä pientä siiliä"
MADE_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def with_accounts(settings: Settings) -> Settings:
    """Give the settings of a server whose passwords cost little to compare."""
    return dataclasses.replace(settings, hashing=CHEAP)


def add_person(
    settings: Settings,
    name: str,
    role: Role | None = "viewer",
    *branches: str,
    password: str = PASSWORD,
    must_change: bool = False,
) -> Account:
    """Add an account with a role in some branches, in all if none is named."""
    roles: dict[str, Role] = {} if role is None else dict.fromkeys(branches or ("*",), role)
    hashed = Passwords(CHEAP).hash(password)
    with closing(prepare_database(settings.database)) as database:
        return create_account(database, name, hashed, roles, MADE_AT, must_change=must_change)


def browser_of(client: httpx.Client) -> httpx.Client:
    """Give another browser for the server of a client: without cookies, sending its origin."""
    headers = {"Origin": str(client.base_url).rstrip("/"), "Accept": "text/html"}
    return httpx.Client(base_url=client.base_url, headers=headers, timeout=30)


def send_sign_in(
    browser: httpx.Client, name: str, password: str = PASSWORD, **fields: str
) -> httpx.Response:
    """Send the form to sign in."""
    return browser.post("/s/login", data={"name": name, "password": password, **fields})


@contextmanager
def signed_in(client: httpx.Client, name: str, password: str = PASSWORD) -> Iterator[httpx.Client]:
    """Give a browser in which somebody is signed in."""
    with browser_of(client) as browser:
        answer = send_sign_in(browser, name, password)
        assert answer.status_code == 303, answer.text
        yield browser
