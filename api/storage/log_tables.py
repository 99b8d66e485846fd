"""The table of the log of changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables import Base, UtcTime


class LogRow(Base):
    """One line: who did what, when and where.

    Triggers refuse every change of a line but that it counts more of the same, and to delete one
    that is younger than thirty days. ``thing`` is what it leads to; ``params`` are JSON.
    """

    __tablename__ = "log"
    __table_args__ = (
        Index("ix_log_branch_at", "branch", "at"),
        Index("ix_log_branch_who_at", "branch", "who", "at"),
        Index("ix_log_branch_kind_at", "branch", "kind", "at"),
        Index("ix_log_thing_what_who", "thing", "what", "who"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime] = mapped_column(UtcTime)
    who: Mapped[str] = mapped_column(Text)
    hand: Mapped[str] = mapped_column(String(8))
    branch: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
    params: Mapped[str] = mapped_column(Text)
