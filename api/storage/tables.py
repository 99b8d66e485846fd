"""The tables. Whatever belongs to a branch has its id.

Beside them, SQLite has the full-text index ``work_text`` (made by the first migration)
with the columns title, author, call_number and folded; its row ids are those of ``works``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import (
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from api.catalogue.items import Status
from floorplans.editing.history import EditKind

RunState = Literal["running", "done", "stopped", "failed"]
"""How an import of items goes: stopped where far fewer came, failed where it was broken off."""

VERSION_KEY = ("plan_versions.branch", "plan_versions.hash")


class UtcTime(TypeDecorator[datetime]):
    """An aware time in UTC, also where the database keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the database UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the reader an aware time."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of all tables; constraints have names so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class BranchRow(Base):
    """A branch, the hash of its published plan version, and the run whose items it shows."""

    __tablename__ = "branches"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    published_hash: Mapped[str | None] = mapped_column(String(64))
    items_run: Mapped[int] = mapped_column(server_default="0")


class PlanVersionRow(Base):
    """One version of a plan. Rows are added; triggers refuse to change or delete them."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("branch", "hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"))
    hash: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    note: Mapped[str] = mapped_column(Text, server_default="")
    author: Mapped[str] = mapped_column(Text, server_default="")


class PublicationRow(Base):
    """One publication of a version. Rows are added; triggers refuse to change or delete them."""

    __tablename__ = "publications"
    __table_args__ = (ForeignKeyConstraint(["branch", "hash"], VERSION_KEY),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(String(64), index=True)
    hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcTime)
    note: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)


class ScheduledRow(Base):
    """A publication to come; its row goes when it has happened or is cancelled."""

    __tablename__ = "scheduled_publications"
    __table_args__ = (
        ForeignKeyConstraint(["branch", "hash"], VERSION_KEY),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    note: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)


class DraftRow(Base):
    """A draft, the version it began from and its last revision; its revisions are its history.

    One that was discarded is kept for a time (`api.storage.discarded`).
    """

    __tablename__ = "drafts"
    __table_args__ = (ForeignKeyConstraint(["branch", "base_hash"], VERSION_KEY),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    base_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    revision: Mapped[int] = mapped_column(server_default="1")
    discarded_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DraftDocumentRow(Base):
    """The document of a draft at one of its last revisions; edits after it are not in it yet."""

    __tablename__ = "draft_documents"

    draft: Mapped[str] = mapped_column(
        ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int]
    document: Mapped[str] = mapped_column(Text)


class DraftRevisionRow(Base):
    """One saved step of a draft, numbered from 1. A trigger refuses to change it.

    What began the draft, and whole plans that were saved, have their ``document``; edits of
    single things only the JSON of their ``changes`` and of the ``inverse``, and an empty
    document. ``key`` is the sender's own, by which it asks for the same step twice; ``of`` is the
    revision that an "undo" or "redo" is about.
    """

    __tablename__ = "draft_revisions"
    __table_args__ = (Index("uq_draft_revisions_draft", "draft", "key", unique=True),)

    draft: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    author: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[EditKind] = mapped_column(String(8), server_default="edit")
    of: Mapped[int | None]
    what: Mapped[str] = mapped_column(String(40), server_default="saved")
    count: Mapped[int] = mapped_column(server_default="0")
    changes: Mapped[str] = mapped_column(Text, server_default="[]")
    inverse: Mapped[str] = mapped_column(Text, server_default="[]")


class ImportRunRow(Base):
    """One import of items; ``report`` has the first rows that were refused, as JSON."""

    __tablename__ = "import_runs"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    author: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    state: Mapped[RunState] = mapped_column(String(16))
    rows: Mapped[int]
    items: Mapped[int]
    refused: Mapped[int]
    report: Mapped[str] = mapped_column(Text)


class DraftPictureRow(Base):
    """The picture of a level that a draft is traced over; it goes with its draft.

    A pixel is ``scale_m`` metres; the picture is turned, and its upper left corner is then
    put at (``east_m``, ``north_m``).
    """

    __tablename__ = "draft_pictures"

    draft: Mapped[str] = mapped_column(
        ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True
    )
    level: Mapped[str] = mapped_column(Text, primary_key=True)
    media_type: Mapped[str] = mapped_column(String(32))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    width_px: Mapped[int]
    height_px: Mapped[int]
    scale_m: Mapped[float]
    turn_deg: Mapped[float]
    east_m: Mapped[float]
    north_m: Mapped[float]
    opacity: Mapped[float]
    hidden: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcTime)


class DraftLockRow(Base):
    """A thing of a draft that is not to be moved by mistake; it goes with its draft."""

    __tablename__ = "draft_locks"

    draft: Mapped[str] = mapped_column(
        ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    thing: Mapped[str] = mapped_column(Text, primary_key=True)


class WorkRow(Base):
    """The copies of one title that stand together; the keys are for ranking."""

    __tablename__ = "works"
    __table_args__ = (Index("ix_works_branch", "branch", "run"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"))
    run: Mapped[int] = mapped_column(server_default="0")
    title: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None]
    call_number: Mapped[str] = mapped_column(Text)
    partition: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    title_key: Mapped[str] = mapped_column(Text)
    author_key: Mapped[str] = mapped_column(Text)


class ItemRow(Base):
    """One copy."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("branch", "run", "barcode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"))
    run: Mapped[int] = mapped_column(server_default="0")
    work: Mapped[int] = mapped_column(ForeignKey("works.id"), index=True)
    barcode: Mapped[str] = mapped_column(String(64))
    status: Mapped[Status] = mapped_column(String(16))
    due_on: Mapped[str | None] = mapped_column(String(10))
