"""The table of the keys of devices."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables import Base, UtcTime

Device = Literal["gateway", "kiosk"]


class TokenRow(Base):
    """The key of a device, of which only the hash is stored; ``thing`` is the kiosk's id."""

    __tablename__ = "device_tokens"
    __table_args__ = (
        Index("uq_device_tokens_hash", "hash", unique=True),
        Index("ix_device_tokens_device_thing", "device", "thing"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(String(64))
    device: Mapped[Device] = mapped_column(String(8))
    thing: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    start: Mapped[str] = mapped_column(String(16))
    hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    made_by: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_by: Mapped[str] = mapped_column(Text)
