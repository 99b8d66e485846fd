"""Which version of each branch's plan is shown: the log of publications and those to come.

The log is only ever added to. Publishing what is published already adds nothing to it, so
that whoever is not sure whether it went through may ask again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from api.storage.engine import Database
from api.storage.errors import (
    PublicationNotFoundError,
    VersionDamagedError,
    VersionNotFoundError,
)
from api.storage.log import What, log_change
from api.storage.tables import BranchRow, PlanVersionRow, PublicationRow, ScheduledRow


@dataclass(frozen=True, slots=True)
class Publication:
    """One entry of the log."""

    id: int
    branch: str
    hash: str
    published_at: datetime
    note: str
    author: str


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A publication to come at ``due_at``, as it was decided at ``made_at``."""

    id: int
    branch: str
    hash: str
    due_at: datetime
    made_at: datetime
    note: str
    author: str


def publish_version(
    database: Database, branch: str, hash: str, at: datetime, *, note: str = "", author: str = ""
) -> None:
    """Make a stored version the published one, be it older or newer than the present one.

    Parameters
    ----------
    database : Database
        Where the version is stored.
    branch : str
        Id of the branch.
    hash : str
        The version's whole hash.
    at : datetime
        Aware time, for the log.
    note, author : str, optional
        Why and by whom, for the log.

    Raises
    ------
    VersionNotFoundError
        If the branch has no such version.
    VersionDamagedError
        If its document is not what was stored.
    """
    with database.write() as connection:
        _check_stored(connection, branch, hash)
        shown = select(PublicationRow.id).where(
            PublicationRow.branch == branch, PublicationRow.hash == hash
        )
        is_new = connection.scalar(shown.limit(1)) is None
        what: What = "version_published" if is_new else "version_rolled_back"
        log_publication(connection, branch, hash, at, note, author, what)


def log_publication(
    connection: Connection,
    branch: str,
    hash: str,
    at: datetime,
    note: str,
    author: str,
    what: What = "version_published",
) -> bool:
    """Publish a stored version within a transaction; tell whether it was another before."""
    published = select(BranchRow.published_hash).where(BranchRow.id == branch)
    if connection.scalar(published) == hash:
        return False
    added = connection.execute(
        insert(PublicationRow)
        .values(branch=branch, hash=hash, published_at=at, note=note, author=author)
        .returning(PublicationRow.id)
    ).scalar_one()
    connection.execute(update(BranchRow).where(BranchRow.id == branch).values(published_hash=hash))
    hand = "clock" if what == "publication_came" else None
    params = {"note": note, "version": hash[:12]}
    log_change(connection, what, at, author, branch, thing=str(added), hand=hand, params=params)
    return True


def list_publications(database: Database, branch: str) -> tuple[Publication, ...]:
    """List the log of a branch, newest first."""
    log = (
        select(*PublicationRow.__table__.columns)
        .where(PublicationRow.branch == branch)
        .order_by(PublicationRow.id.desc())
    )
    with database.read() as connection:
        return tuple(Publication(*row) for row in connection.execute(log))


def was_published(database: Database, branch: str, hash: str) -> bool:
    """Tell whether a branch shows a version, or has shown it before."""
    entry = select(PublicationRow.id).where(
        PublicationRow.branch == branch, PublicationRow.hash == hash
    )
    with database.read() as connection:
        return connection.scalar(entry.limit(1)) is not None


def find_previous(database: Database, branch: str) -> str | None:
    """Find the hash that was published before the present one.

    Going back to it makes the present one the previous one: going back twice is going
    forward again.
    """
    hashes = (
        select(PublicationRow.hash)
        .where(PublicationRow.branch == branch)
        .order_by(PublicationRow.id.desc())
    )
    with database.read() as connection:
        return connection.scalar(hashes.offset(1).limit(1))


def schedule_publication(
    database: Database,
    branch: str,
    hash: str,
    due_at: datetime,
    made_at: datetime,
    *,
    note: str = "",
    author: str = "",
) -> int:
    """Have a stored version published at a time, by `apply_due`.

    Parameters
    ----------
    database : Database
        Where the version is stored.
    branch : str
        Id of the branch.
    hash : str
        The version's whole hash.
    due_at, made_at : datetime
        When to publish it, and when that was decided; aware times.
    note, author : str, optional
        Why and by whom.

    Returns
    -------
    int
        Id of the scheduled publication; no other ever gets the same.

    Raises
    ------
    VersionNotFoundError
        If the branch has no such version.
    VersionDamagedError
        If its document is not what was stored.
    """
    with database.write() as connection:
        _check_stored(connection, branch, hash)
        added: int = connection.execute(
            insert(ScheduledRow)
            .values(
                branch=branch, hash=hash, due_at=due_at, made_at=made_at, note=note, author=author
            )
            .returning(ScheduledRow.id)
        ).scalar_one()
        params = {"note": note, "version": hash[:12], "due": due_at.isoformat()}
        log_change(connection, "publication_timed", made_at, author, branch, params=params)
    return added


def cancel_publication(
    database: Database, branch: str, id: int, at: datetime, author: str = ""
) -> None:
    """Take a scheduled publication back.

    Raises
    ------
    PublicationNotFoundError
        If the branch has none of this id (any more).
    """
    of_branch = ScheduledRow.branch == branch
    wanted = select(*ScheduledRow.__table__.columns).where(of_branch).order_by(ScheduledRow.id)
    with database.write() as connection:
        known = {row.id: Scheduled(*row) for row in connection.execute(wanted)}
        if id not in known:
            raise PublicationNotFoundError(
                f'"{branch}" has no scheduled publication {id}; scheduled are: '
                f"{', '.join(map(str, known)) or 'none'}."
            )
        connection.execute(delete(ScheduledRow).where(ScheduledRow.id == id))
        params = {"note": known[id].note, "due": known[id].due_at.isoformat()}
        log_change(connection, "publication_cancelled", at, author, branch, params=params)


def list_scheduled(database: Database, branch: str) -> tuple[Scheduled, ...]:
    """List the publications to come of a branch, the next one first."""
    scheduled = (
        select(*ScheduledRow.__table__.columns)
        .where(ScheduledRow.branch == branch)
        .order_by(ScheduledRow.due_at, ScheduledRow.id)
    )
    with database.read() as connection:
        return tuple(Scheduled(*row) for row in connection.execute(scheduled))


def apply_due(database: Database, now: datetime) -> tuple[str, ...]:
    """Publish what is due, the oldest first, each in a transaction of its own.

    Where nothing is due, nothing is written and no lock is taken.

    Parameters
    ----------
    database : Database
        Where the versions are stored.
    now : datetime
        Aware time; it is also the time in the log.

    Returns
    -------
    tuple of str
        The branches that got another version, each once.
    """
    changed: dict[str, None] = {}
    while _find_due(database, now) is not None:
        branch = _apply_next(database, now)
        if branch is not None:
            changed[branch] = None
    return tuple(changed)


def _find_due(database: Database, now: datetime) -> int | None:
    with database.read() as connection:
        return connection.scalar(select(ScheduledRow.id).where(ScheduledRow.due_at <= now).limit(1))


def _apply_next(database: Database, now: datetime) -> str | None:
    oldest = (
        select(*ScheduledRow.__table__.columns)
        .where(ScheduledRow.due_at <= now)
        .order_by(ScheduledRow.due_at, ScheduledRow.id)
        .limit(1)
    )
    with database.write() as connection:
        row = connection.execute(oldest).first()
        if row is None:
            return None
        due = Scheduled(*row)
        connection.execute(delete(ScheduledRow).where(ScheduledRow.id == due.id))
        changed = log_publication(
            connection, due.branch, due.hash, now, due.note, due.author, "publication_came"
        )
    return due.branch if changed else None


def _check_stored(connection: Connection, branch: str, hash: str) -> None:
    """Check that a branch has a version, and has it undamaged.

    Raises
    ------
    VersionNotFoundError
        If it has not.
    VersionDamagedError
        If the document has another hash.
    """
    document = connection.scalar(
        select(PlanVersionRow.document).where(
            PlanVersionRow.branch == branch, PlanVersionRow.hash == hash
        )
    )
    if document is None:
        raise VersionNotFoundError(
            f'"{branch}" has no version {hash[:12]}; take one from the list of its versions.'
        )
    if hashlib.sha256(document.encode()).hexdigest() != hash:
        raise VersionDamagedError(
            f'Version {hash[:12]} of "{branch}" is damaged in the database; use another one.'
        )
