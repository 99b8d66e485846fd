"""Subjects as the server searches them, whatever the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from api.catalogue.search import Query
from api.catalogue.subjects import SubjectClass, Subjects, SubjectTerm
from api.languages import NameLanguage


@dataclass(frozen=True, slots=True)
class SubjectHit:
    """A class that words lead to, by its best term.

    ``begins`` says that the term begins with the words, and does not merely hold them.
    """

    subject: SubjectClass
    term: SubjectTerm
    begins: bool


class SubjectRepository(Protocol):
    """Classes and the terms that lead to them; each database has its own implementation."""

    def search(self, query: Query, language: NameLanguage, limit: int) -> tuple[SubjectHit, ...]:
        """Find classes by words of any language, best first; ``language`` breaks ties."""

    def find_broader(self, notation: str) -> tuple[SubjectClass, ...]:
        """Find the classes above one, the nearest first."""

    def replace(self, subjects: Subjects) -> None:
        """Put subjects in the place of all that there are."""

    def count(self) -> int:
        """Count the classes."""
