"""The tables of what patrons did not find; nothing in them tells who they were."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables import Base, UtcTime

Answer = Literal["open", "found", "moved", "missing"]
"""What became of a report: found on its shelf, moved back to it, or missing in truth."""


class NotHereRow(Base):
    """How often a title was said on a day not to be in its place, and what became of it."""

    __tablename__ = "not_here_reports"
    __table_args__ = (UniqueConstraint("branch", "day", "partition", "call_number", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"))
    day: Mapped[str] = mapped_column(String(10))
    partition: Mapped[str] = mapped_column(String(64))
    call_number: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    count: Mapped[int]
    answer: Mapped[Answer] = mapped_column(String(16))
    answered_by: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class EmptySearchRow(Base):
    """How many searched on a day for words that found nothing."""

    __tablename__ = "empty_searches"

    branch: Mapped[str] = mapped_column(ForeignKey("branches.id"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    words: Mapped[str] = mapped_column(Text, primary_key=True)
    count: Mapped[int]
