"""The tables of subjects, which all branches share.

Beside them, SQLite has the full-text index ``subject_text`` (made by the second migration)
with the columns term and folded; its row ids are those of ``subject_terms``.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables import Base


class SubjectClassRow(Base):
    """A class of the classification."""

    __tablename__ = "subject_classes"

    notation: Mapped[str] = mapped_column(String(64), primary_key=True)
    label_fi: Mapped[str] = mapped_column(Text)
    label_sv: Mapped[str] = mapped_column(Text)
    label_en: Mapped[str] = mapped_column(Text)
    broader: Mapped[str | None] = mapped_column(String(64))


class SubjectTermRow(Base):
    """Words that lead to a class; the key is for ranking."""

    __tablename__ = "subject_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    notation: Mapped[str] = mapped_column(ForeignKey("subject_classes.notation"))
    language: Mapped[str] = mapped_column(String(2))
    term: Mapped[str] = mapped_column(Text)
    term_key: Mapped[str] = mapped_column(Text)
