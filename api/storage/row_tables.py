"""The tables of rows that an import could not put on the map: unplaced items, refused rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.catalogue.items import Status
from api.storage.tables import Base, UtcTime


class UnplacedItemRow(Base):
    """One copy whose names lead to no one partition; ``names`` are those, as JSON."""

    __tablename__ = "unplaced_items"
    __table_args__ = (Index("ix_unplaced_items_branch", "branch", "run", "names"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"))
    run: Mapped[int]
    names: Mapped[str] = mapped_column(Text)
    barcode: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None]
    call_number: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    status: Mapped[Status] = mapped_column(String(16))
    due_on: Mapped[str | None] = mapped_column(String(10))


class RefusedRow(Base):
    """What is wrong with a row of an import: a message by its key, and its parameters as JSON."""

    __tablename__ = "refused_rows"

    run: Mapped[int] = mapped_column(
        ForeignKey("import_runs.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int]
    column: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    params: Mapped[str] = mapped_column(Text)


class UnplacedCountRow(Base):
    """The groups of items without a place of a run, counted by a version of the plan, as JSON."""

    __tablename__ = "unplaced_counts"

    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"), primary_key=True)
    run: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    document: Mapped[str] = mapped_column(Text)
