"""The tables. Whatever belongs to a branch has its id.

Beside them, SQLite has the full-text index ``work_text`` (made by the first migration)
with the columns title, author, call_number and folded; its row ids are those of ``works``.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, ForeignKey, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from api.catalogue.items import Status


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
    """A branch and the hash of its published plan version."""

    __tablename__ = "branches"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    published_hash: Mapped[str | None] = mapped_column(String(64))


class PlanVersionRow(Base):
    """One version of a plan. Rows are added and never changed."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("branch", "hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"))
    hash: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class WorkRow(Base):
    """The copies of one title that stand together; the keys are for ranking."""

    __tablename__ = "works"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"), index=True)
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
    __table_args__ = (UniqueConstraint("branch", "barcode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"))
    work: Mapped[int] = mapped_column(ForeignKey("works.id"), index=True)
    barcode: Mapped[str] = mapped_column(String(64))
    status: Mapped[Status] = mapped_column(String(16))
    due_on: Mapped[str | None] = mapped_column(String(10))
