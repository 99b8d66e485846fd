"""The tables of people: accounts, their roles, and where they are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.accounts.roles import Role
from api.storage.tables import Base, UtcTime


class AccountRow(Base):
    """A person who may sign in; ``name_key`` is the name as it is looked for."""

    __tablename__ = "accounts"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    must_change: Mapped[bool]
    disabled: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)


class AccountRoleRow(Base):
    """The role of an account in a branch, or with "*" in all of them."""

    __tablename__ = "account_roles"

    account: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    branch: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[Role] = mapped_column(String(16))


class SessionRow(Base):
    """A device on which somebody is signed in; ``id`` is the hash of what its cookie holds."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    device: Mapped[str] = mapped_column(Text)
