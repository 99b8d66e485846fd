"""Whether a name and a password belong together, and who may give roles."""

from __future__ import annotations

from api.accounts.passwords import Passwords
from api.accounts.roles import EVERY_BRANCH, ROLES, Actor, may
from api.storage.accounts import (
    Account,
    find_account,
    find_password_hash,
    list_accounts,
    refresh_hash,
)
from api.storage.engine import Database


def check_password(
    database: Database, passwords: Passwords, name: str, password: str
) -> Account | None:
    """Find the account that a name and a password open.

    It takes as long where there is no such account, or one that is disabled.
    """
    account = find_account(database, name)
    kept = None
    if account is not None and not account.disabled:
        kept = find_password_hash(database, account.id)
    if not passwords.matches(password, kept) or account is None or kept is None:
        return None
    if passwords.is_outdated(kept) and not database.read_only:
        refresh_hash(database, account.id, passwords.hash(password))
    return account


def list_givers(database: Database, branch: str) -> tuple[str, ...]:
    """List the names of those who may give roles in a branch."""
    highest = ROLES[-1]
    return tuple(
        each.name
        for each in list_accounts(database)
        if not each.disabled and may(Actor(each.name, each.roles), highest, branch or EVERY_BRANCH)
    )
