"""The catalogue as the server searches it: works with their copies, whatever the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from api.catalogue.items import Item, Status
from api.catalogue.search import Query


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a work; ``due_on`` is the ISO date on which a loan ends."""

    barcode: str
    status: Status
    due_on: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """The copies of a branch that share title, author, call number and partition.

    ``year`` is that of the newest copy.
    """

    title: str
    author: str
    year: int | None
    call_number: str
    partition: str
    language: str
    copies: tuple[Copy, ...]

    @property
    def available(self) -> int:
        """How many copies can be taken from the shelf."""
        return sum(copy.status == "available" for copy in self.copies)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search's results, and how many works match in all."""

    total: int
    works: tuple[Work, ...]


class ItemRepository(Protocol):
    """Items of all branches; each database has its own implementation."""

    def search(
        self, branch: str, query: Query, limit: int, offset: int, *, available_only: bool = False
    ) -> Found:
        """Find works of a branch, best first; those only that are on the shelf, if asked."""

    def replace(self, branch: str, items: Iterable[Item]) -> None:
        """Put items in the place of all that the branch has."""

    def count(self, branch: str) -> int:
        """Count the items of a branch."""
