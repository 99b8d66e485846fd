"""A draft without what it holds, and edits that clash in it, as answers and errors tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from floorplans.editing.conflicts import Conflict


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A draft at its last revision, without what it holds.

    ``base_hash`` is the version that it is made on top of; ``author`` saved the last revision.
    """

    id: str
    branch: str
    name: str
    base_hash: str | None
    revision: int
    created_at: datetime
    updated_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict with who changed the thing last, and when."""

    conflict: Conflict
    author: str
    at: datetime
