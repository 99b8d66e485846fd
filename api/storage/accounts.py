"""The accounts of people who work here, and their roles."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from unicodedata import normalize

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.accounts.roles import EVERY_BRANCH, Role
from api.storage.account_tables import AccountRoleRow, AccountRow, SessionRow
from api.storage.engine import Database
from api.storage.errors import AccountExistsError, AccountNotFoundError, LastAdministratorError
from api.storage.log import What, log_change

Roles = Mapping[str, Role]
NO_ROLE = "none"

NO_ROLES: Roles = MappingProxyType({})

_INFO = select(
    AccountRow.id,
    AccountRow.name,
    AccountRow.must_change,
    AccountRow.disabled,
    AccountRow.created_at,
    AccountRow.seen_at,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in, unless ``disabled``; ``roles`` by branch, "*" for all."""

    id: int
    name: str
    must_change: bool
    disabled: bool
    created_at: datetime
    seen_at: datetime | None
    roles: Roles = field(default_factory=lambda: NO_ROLES)


@dataclass(frozen=True, slots=True)
class By:
    """Who changes an account, and when, for the log; empty where no account does."""

    who: str
    at: datetime


def has_accounts(database: Database) -> bool:
    """Tell whether there is any account."""
    with database.read() as connection:
        return bool(connection.scalar(select(select(AccountRow.id).exists())))


def create_account(
    database: Database,
    name: str,
    password_hash: str,
    roles: Roles,
    at: datetime,
    *,
    must_change: bool = True,
    by: By | None = None,
) -> Account:
    """Store a new account.

    Parameters
    ----------
    database : Database
        Where to store it.
    name : str
        How the person signs in; another account of the same letters is refused.
    password_hash : str
        What is kept of the password.
    roles : Mapping[str, Role]
        The roles by branch.
    at : datetime
        Aware time.
    must_change : bool, optional
        Whether the password is to be changed before anything else.
    by : By, optional
        Who adds it; the log has no line of what nobody did.

    Raises
    ------
    AccountExistsError
        If there is one of that name.
    """
    row = {
        "name": name,
        "name_key": name_key(name),
        "password_hash": password_hash,
        "must_change": must_change,
        "disabled": False,
        "created_at": at,
    }
    try:
        with database.write() as connection:
            account = connection.scalars(insert(AccountRow).returning(AccountRow.id), row).one()
            _write_roles(connection, account, roles)
            for branch, role in roles.items():
                _log(connection, by, "account_added", account, branch, role=role)
            return _get(connection, account)
    except IntegrityError as error:
        raise AccountExistsError(f'There is an account "{name}" already.') from error


def find_account(database: Database, name: str) -> Account | None:
    """Find an account by the name of its person, whichever case it is written in."""
    with database.read() as connection:
        found = _list(connection, AccountRow.name_key == name_key(name))
    return found[0] if found else None


def get_account(database: Database, account: int) -> Account:
    """Get an account.

    Raises
    ------
    AccountNotFoundError
        If there is none.
    """
    with database.read() as connection:
        return _get(connection, account)


def list_accounts(database: Database) -> tuple[Account, ...]:
    """List all accounts by their names."""
    with database.read() as connection:
        return _list(connection)


def find_password_hash(database: Database, account: int) -> str | None:
    """Find what is kept of an account's password."""
    chosen = select(AccountRow.password_hash).where(AccountRow.id == account)
    with database.read() as connection:
        return connection.scalar(chosen)


def set_password(
    database: Database,
    account: int,
    password_hash: str,
    *,
    must_change: bool,
    keep_session: str = "",
    by: By | None = None,
    what: What = "password_reset",
) -> None:
    """Give an account another password, and end its sessions but the one that is kept.

    The log calls it ``what`` if somebody does it.

    Raises
    ------
    AccountNotFoundError
        If there is no such account.
    """
    with database.write() as connection:
        _update(connection, account, password_hash=password_hash, must_change=must_change)
        connection.execute(
            delete(SessionRow).where(SessionRow.account == account, SessionRow.id != keep_session)
        )
        _log(connection, by, what, account)


def refresh_hash(database: Database, account: int, password_hash: str) -> None:
    """Keep the same password in another form."""
    with database.write() as connection:
        _update(connection, account, password_hash=password_hash)


def set_disabled(database: Database, account: int, disabled: bool, by: By | None = None) -> None:
    """Close an account, which ends its sessions, or open it again.

    Raises
    ------
    AccountNotFoundError
        If there is no such account.
    LastAdministratorError
        If nobody would be left to look after the accounts; nothing is changed then.
    """
    with database.write() as connection:
        had = _list_administrators(connection)
        _update(connection, account, disabled=disabled)
        if disabled:
            connection.execute(delete(SessionRow).where(SessionRow.account == account))
        if account in had:
            _check_administrators(connection, account)
        _log(connection, by, "account_disabled" if disabled else "account_enabled", account)


def set_roles(database: Database, account: int, roles: Roles, by: By | None = None) -> None:
    """Give an account these roles in the place of those it has.

    Raises
    ------
    AccountNotFoundError
        If there is no such account.
    LastAdministratorError
        If nobody would be left to look after the accounts; nothing is changed then.
    """
    with database.write() as connection:
        before = _get(connection, account).roles
        had = _list_administrators(connection)
        connection.execute(delete(AccountRoleRow).where(AccountRoleRow.account == account))
        _write_roles(connection, account, roles)
        if account in had:
            _check_administrators(connection, account)
        for branch in sorted({*before, *roles}):
            role = roles.get(branch, NO_ROLE)
            if role != before.get(branch, NO_ROLE):
                _log(connection, by, "role_changed", account, branch, role=role)


def name_key(name: str) -> str:
    """Give the form in which names are compared.

    Examples
    --------
    >>> name_key("Hylly1") == name_key("HYLLY1")
    True
    """
    return normalize("NFKC", normalize("NFKC", name).casefold())


def with_roles(connection: Connection, accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    """Give the accounts with their roles, which are in a table of their own."""
    chosen = select(AccountRoleRow.account, AccountRoleRow.branch, AccountRoleRow.role).where(
        AccountRoleRow.account.in_([each.id for each in accounts])
    )
    roles: dict[int, dict[str, Role]] = {each.id: {} for each in accounts}
    for account, branch, role in connection.execute(chosen):
        roles[account][branch] = role
    return tuple(
        dataclasses.replace(each, roles=MappingProxyType(roles[each.id])) for each in accounts
    )


def _list(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Account, ...]:
    rows = connection.execute(_INFO.where(*conditions).order_by(AccountRow.name_key))
    return with_roles(connection, tuple(Account(*row) for row in rows))


def _get(connection: Connection, account: int) -> Account:
    found = _list(connection, AccountRow.id == account)
    if not found:
        raise AccountNotFoundError(f"There is no account {account}.")
    return found[0]


def _log(
    connection: Connection,
    by: By | None,
    what: What,
    account: int,
    branch: str = EVERY_BRANCH,
    **params: str,
) -> None:
    if by is None:
        return
    params["name"] = _get(connection, account).name
    where = "" if branch == EVERY_BRANCH else branch
    log_change(connection, what, by.at, by.who, where, params=params)


def _update(connection: Connection, account: int, **values: str | bool) -> None:
    done = connection.execute(update(AccountRow).where(AccountRow.id == account).values(**values))
    if not done.rowcount:
        raise AccountNotFoundError(f"There is no account {account}.")


def _write_roles(connection: Connection, account: int, roles: Roles) -> None:
    rows = [{"account": account, "branch": branch, "role": role} for branch, role in roles.items()]
    if rows:
        connection.execute(insert(AccountRoleRow), rows)


def _list_administrators(connection: Connection) -> set[int]:
    """List who may look after all accounts."""
    chosen = (
        select(AccountRow.id)
        .join(AccountRoleRow, AccountRoleRow.account == AccountRow.id)
        .where(
            AccountRoleRow.role == "administrator",
            AccountRoleRow.branch == EVERY_BRANCH,
            AccountRow.disabled.is_(False),
        )
    )
    return set(connection.scalars(chosen))


def _check_administrators(connection: Connection, account: int) -> None:
    """Refuse to go on where this account was the last to look after the others."""
    if not _list_administrators(connection):
        name = connection.scalar(select(AccountRow.name).where(AccountRow.id == account))
        raise LastAdministratorError(
            f'"{name}" is the last administrator of all branches; '
            "give somebody else the role first."
        )
