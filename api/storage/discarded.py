"""How long drafts are kept: what is discarded for a month, and steps as far as undo needs them.

A discarded draft can be brought back for `KEPT_FOR`; then it goes with its revisions, pictures
and locks. Of a draft whose plan has been published, the newest `KEPT_STEPS` steps stay,
and older ones for as long; its plan as it was then is among the versions. Drafts that were
never published keep every step.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from api.storage.draft_heads import HEADS, find_head, first_revision
from api.storage.draft_records import DraftHead
from api.storage.draft_states import load_document, load_revision
from api.storage.engine import Database
from api.storage.errors import DraftConflictError
from api.storage.log import Act, log_draft
from api.storage.tables import DraftRevisionRow, DraftRow, PublicationRow
from floorplans.formats.native import format_plan

KEPT_FOR = timedelta(days=30)
KEPT_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Discarded:
    """A draft that can still be brought back."""

    id: str
    name: str
    author: str
    discarded_at: datetime


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many drafts went for good, and how many old steps of others."""

    drafts: int
    steps: int


def discard_draft(
    database: Database,
    branch: str,
    id: str,
    at: datetime,
    expected_revision: int | None = None,
    author: str = "",
) -> None:
    """Take a draft out of the list; it can be brought back for `KEPT_FOR`.

    Parameters
    ----------
    database : Database
        Where the draft is stored.
    branch, id : str
        Which draft.
    at : datetime
        Aware time.
    expected_revision : int, optional
        The revision that it must be at.
    author : str, optional
        Who discards it.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    DraftConflictError
        If the draft is at another revision; the error has the draft as it is.
    """
    with database.write() as connection:
        current = find_head(connection, branch, id)
        if expected_revision not in (None, current.revision):
            raise DraftConflictError(current)
        connection.execute(update(DraftRow).where(DraftRow.id == id).values(discarded_at=at))
        log_draft(connection, id, Act("draft_discarded"), at, author)


def restore_draft(
    database: Database, branch: str, id: str, at: datetime, author: str = ""
) -> DraftHead:
    """Bring a discarded draft back as it was.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft, or has it no longer.
    """
    with database.write() as connection:
        connection.execute(
            update(DraftRow)
            .where(DraftRow.id == id, DraftRow.branch == branch)
            .values(discarded_at=None)
        )
        head = find_head(connection, branch, id)
        log_draft(connection, id, Act("draft_restored"), at, author)
        return head


def list_discarded(database: Database, branch: str) -> tuple[Discarded, ...]:
    """List the drafts of a branch that can be brought back, the one discarded last first."""
    rows = (
        select(DraftRow.id, DraftRow.name, DraftRevisionRow.author, DraftRow.discarded_at)
        .join(
            DraftRevisionRow,
            (DraftRevisionRow.draft == DraftRow.id)
            & (DraftRevisionRow.revision == DraftRow.revision),
        )
        .where(DraftRow.branch == branch, DraftRow.discarded_at.is_not(None))
        .order_by(DraftRow.discarded_at.desc(), DraftRow.id)
    )
    with database.read() as connection:
        return tuple(
            Discarded(id_, name, author, discarded_at)
            for id_, name, author, discarded_at in connection.execute(rows)
            if discarded_at is not None
        )


def prune_drafts(database: Database, at: datetime) -> Pruned:
    """Remove what need not be kept any longer; each draft in a transaction of its own.

    Parameters
    ----------
    database : Database
        Where the drafts are stored.
    at : datetime
        Aware time.
    """
    before = at - KEPT_FOR
    with database.read() as connection:
        gone = connection.scalars(select(DraftRow.id).where(DraftRow.discarded_at < before)).all()
        heads = [DraftHead(*row) for row in connection.execute(HEADS)]
    removed = sum(_remove(database, id_, before) for id_ in gone)
    return Pruned(removed, sum(_prune_steps(database, head, before) for head in heads))


def _remove(database: Database, id: str, before: datetime) -> int:
    with database.write() as connection:
        # It may have been brought back since.
        old = (DraftRow.id == id) & (DraftRow.discarded_at < before)
        if connection.scalar(select(DraftRow.id).where(old)) is None:
            return 0
        connection.execute(delete(DraftRevisionRow).where(DraftRevisionRow.draft == id))
        connection.execute(delete(DraftRow).where(DraftRow.id == id))
    return 1


def _prune_steps(database: Database, head: DraftHead, before: datetime) -> int:
    """Remove the oldest steps of a draft; the first that stays gets the document of then."""
    of_draft = DraftRevisionRow.draft == head.id
    recent = select(func.min(DraftRevisionRow.revision)).where(
        of_draft, DraftRevisionRow.at >= before
    )
    with database.read() as connection:
        oldest = first_revision(connection, head.id)
        newest_old = connection.scalar(recent) or head.revision
        first = min(head.revision - KEPT_STEPS, newest_old)
        if first <= oldest or not _is_published(connection, database, head):
            return 0
    with database.write() as connection:
        document = format_plan(load_revision(connection, head.id, first))
        row = connection.execute(
            select(DraftRevisionRow.__table__).where(of_draft, DraftRevisionRow.revision == first)
        )
        kept = {**row.mappings().one(), "document": document}
        older = delete(DraftRevisionRow).where(of_draft, DraftRevisionRow.revision <= first)
        removed = connection.execute(older).rowcount - 1
        connection.execute(insert(DraftRevisionRow).values(kept))
    return removed


def _is_published(connection: Connection, database: Database, head: DraftHead) -> bool:
    document = load_document(connection, database.drafts, head)
    hash_ = hashlib.sha256(document.encode()).hexdigest()
    published = select(PublicationRow.id).where(
        PublicationRow.branch == head.branch, PublicationRow.hash == hash_
    )
    return connection.scalar(published.limit(1)) is not None
