"""Where people are signed in. What a cookie holds is nowhere stored, only its hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from api.storage.account_tables import AccountRow, SessionRow
from api.storage.accounts import Account, By, with_roles
from api.storage.engine import Database
from api.storage.log import What, log_change

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
NOTED_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """A device on which somebody is signed in: since when, last used when, until when at most."""

    id: str
    began_at: datetime
    used_at: datetime
    ends_at: datetime
    device: str


def hash_token(token: str) -> str:
    """Give the id of the session whose cookie holds a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_session(
    database: Database, account: int, at: datetime, device: str, by: By | None = None
) -> str:
    """Sign an account in; sessions that have ended go.

    Parameters
    ----------
    database : Database
        Where it is stored.
    account : int
        Who signs in.
    at : datetime
        Aware time.
    device : str
        What its owner knows it by.
    by : By, optional
        Who signs in, for the log; it has no line of what nobody did.

    Returns
    -------
    str
        What the cookie is to hold: 256 random bits.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {
        "id": hash_token(token),
        "account": account,
        "began_at": at,
        "used_at": at,
        "ends_at": at + LONGEST,
        "device": device,
    }
    over = or_(SessionRow.ends_at <= at, SessionRow.used_at <= at - IDLE)
    with database.write() as connection:
        connection.execute(delete(SessionRow).where(over))
        connection.execute(insert(SessionRow).values(row))
        connection.execute(update(AccountRow).where(AccountRow.id == account).values(seen_at=at))
        _log(connection, by, "signed_in")
    return token


def find_session(database: Database, session: str, at: datetime) -> tuple[Session, Account] | None:
    """Find a session that has not ended, and whose it is.

    Parameters
    ----------
    database : Database
        Where it is stored.
    session : str
        Its id.
    at : datetime
        Aware time.
    """
    chosen = (
        select(
            SessionRow.id,
            SessionRow.began_at,
            SessionRow.used_at,
            SessionRow.ends_at,
            SessionRow.device,
            AccountRow.id,
            AccountRow.name,
            AccountRow.must_change,
            AccountRow.disabled,
            AccountRow.created_at,
            AccountRow.seen_at,
        )
        .join(AccountRow, AccountRow.id == SessionRow.account)
        .where(
            SessionRow.id == session,
            SessionRow.ends_at > at,
            SessionRow.used_at > at - IDLE,
            AccountRow.disabled.is_(False),
        )
    )
    with database.read() as connection:
        row = connection.execute(chosen).first()
        if row is None:
            return None
        (account,) = with_roles(connection, (Account(*row[5:]),))
    return Session(*row[:5]), account


def note_use(database: Database, session: Session, account: int, at: datetime) -> None:
    """Store that a session is in use; at most once a minute."""
    if at - session.used_at < NOTED_EVERY:
        return
    with database.write() as connection:
        connection.execute(update(SessionRow).where(SessionRow.id == session.id).values(used_at=at))
        connection.execute(update(AccountRow).where(AccountRow.id == account).values(seen_at=at))


def list_sessions(database: Database, account: int, at: datetime) -> tuple[Session, ...]:
    """List where somebody is signed in, the device last used first."""
    chosen = (
        select(
            SessionRow.id,
            SessionRow.began_at,
            SessionRow.used_at,
            SessionRow.ends_at,
            SessionRow.device,
        )
        .where(
            SessionRow.account == account,
            SessionRow.ends_at > at,
            SessionRow.used_at > at - IDLE,
        )
        .order_by(SessionRow.used_at.desc(), SessionRow.id)
    )
    with database.read() as connection:
        return tuple(Session(*row) for row in connection.execute(chosen))


def end_session(database: Database, account: int, session: str, by: By | None = None) -> bool:
    """Sign an account out on one device; False if it was not signed in there."""
    ended = delete(SessionRow).where(SessionRow.account == account, SessionRow.id == session)
    with database.write() as connection:
        was_there = connection.execute(ended).rowcount > 0
        _log(connection, by if was_there else None, "signed_out")
        return was_there


def end_sessions(database: Database, account: int | None = None, by: By | None = None) -> int:
    """Sign an account out everywhere, or all of them; give how many sessions ended."""
    ended = delete(SessionRow)
    if account is not None:
        ended = ended.where(SessionRow.account == account)
    with database.write() as connection:
        count = connection.execute(ended).rowcount
        _log(connection, by if count else None, "signed_out")
        return count


def _log(connection: Connection, by: By | None, what: What) -> None:
    if by is not None:
        log_change(connection, what, by.at, by.who, "")
