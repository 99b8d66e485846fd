"""The keys of devices: made, used and revoked; what a key is, only its device knows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from api.storage.engine import Database
from api.storage.errors import StorageError
from api.storage.log import log_change
from api.storage.token_tables import Device, TokenRow

NOTED_EVERY = timedelta(minutes=1)
"""So often at most is written that a key is in use."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """A key to be stored, in the fields of `api.storage.token_tables.TokenRow`."""

    branch: str
    device: Device
    thing: str
    name: str
    start: str
    hash: str


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A key as it is stored."""

    id: int
    branch: str
    device: Device
    thing: str
    name: str
    start: str
    made_at: datetime
    made_by: str
    used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str


_COLUMNS = tuple(getattr(TokenRow, name) for name in StoredToken.__slots__)


def add_token(database: Database, new: NewToken, at: datetime, author: str = "") -> None:
    """Store a key, and write into the log who made it."""
    values = {name: getattr(new, name) for name in NewToken.__slots__}
    with database.write() as connection:
        connection.execute(
            insert(TokenRow).values(**values, made_at=at, made_by=author, revoked_by="")
        )
        params = {"name": new.name, "device": new.start}
        log_change(connection, "token_made", at, author, new.branch, params=params)


def list_tokens(database: Database, branch: str) -> tuple[StoredToken, ...]:
    """List the keys of a branch: those that are valid first, the newest first."""
    wanted = (
        select(*_COLUMNS)
        .where(TokenRow.branch == branch)
        .order_by(TokenRow.revoked_at.is_not(None), TokenRow.id.desc())
    )
    with database.read() as connection:
        return tuple(StoredToken(*row) for row in connection.execute(wanted))


def find_token(database: Database, hash: str) -> StoredToken | None:
    """Find a key by its hash, also one that is revoked."""
    with database.read() as connection:
        row = connection.execute(select(*_COLUMNS).where(TokenRow.hash == hash)).first()
    return None if row is None else StoredToken(*row)


def has_token(database: Database, device: Device, thing: str) -> bool:
    """Tell whether a device has a key that is valid."""
    wanted = select(TokenRow.id).where(
        TokenRow.device == device, TokenRow.thing == thing, TokenRow.revoked_at.is_(None)
    )
    with database.read() as connection:
        return connection.scalar(wanted.limit(1)) is not None


def note_token_use(database: Database, token: StoredToken, at: datetime) -> None:
    """Write that a key is in use, once a minute; where nothing can be written, it still is."""
    if token.used_at is not None and at - token.used_at < NOTED_EVERY:
        return
    with suppress(StorageError), database.write() as connection:
        connection.execute(update(TokenRow).where(TokenRow.id == token.id).values(used_at=at))


def revoke_token(database: Database, branch: str, id: int, at: datetime, author: str = "") -> bool:
    """Revoke a key for ever; false if the branch has no such key."""
    which = (TokenRow.branch == branch) & (TokenRow.id == id)
    with database.write() as connection:
        row = connection.execute(select(*_COLUMNS).where(which)).first()
        if row is None:
            return False
        token = StoredToken(*row)
        if token.revoked_at is not None:
            return True
        connection.execute(update(TokenRow).where(which).values(revoked_at=at, revoked_by=author))
        params = {"name": token.name, "device": token.start}
        log_change(connection, "token_revoked", at, author, branch, params=params)
    return True
