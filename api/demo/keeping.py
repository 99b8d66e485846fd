"""How things are kept on the shelves of the demo: by what, and in ranges of what size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from floorplans.model import OVERLAY_KINDS, RangeKind, Text

Extent = Literal["bay", "shelf", "block"]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How the items of a partition stand on some shelves.

    Attributes
    ----------
    kind : RangeKind
        The kind of their ranges.
    extent : {"bay", "shelf", "block"}
        What gets a range of its own. One on more than a bay has the first item of each bay.
    marks : tuple[str, ...]
        What the call numbers of the items begin with, where they are kept apart by a mark.
    theme : Text or None
        The theme as signed.
    starts_on, ends_on : str
        ISO dates of a display.
    """

    kind: RangeKind = "call_number"
    extent: Extent = "bay"
    marks: tuple[str, ...] = ()
    theme: Text | None = None
    starts_on: str = ""
    ends_on: str = ""

    @property
    def is_overlay(self) -> bool:
        """Whether it holds for a time what otherwise stands elsewhere."""
        return self.kind in OVERLAY_KINDS


BAY_BY_BAY = Keeping()
SHELF_BY_SHELF = Keeping(extent="shelf")
ALL_IN_ONE = Keeping(extent="block")
BY_TITLE = Keeping(kind="title")
FETCHED_BY_STAFF = Keeping(kind="closed", extent="block")
