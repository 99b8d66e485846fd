"""What stands where: partitions of the collection, their names, and ranges on bays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from floorplans.records.basics import Text

RangeKind = Literal["call_number", "title", "theme", "oversize", "display", "trolley", "closed"]
OVERLAY_KINDS: frozenset[RangeKind] = frozenset({"display", "trolley"})
"""Kinds that hold for a time what otherwise stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Department, collection and material that share one run of call numbers.

    ``prefixes`` are what catalogues glue to or write beside the call number ("AIK").
    ``block`` is the short name on the map ("Kaunokirjallisuus"). ``scheme`` orders its call
    numbers where that is not the plan's.
    """

    id: str
    department: Text
    collection: Text
    material: Text
    name: Text
    block: Text
    prefixes: tuple[str, ...] = ()
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """What catalogues call a partition: codes, or names as shown in ``language``.

    Empty fields match anything; an empty ``language`` matches every language.
    """

    partition: str
    branch: str = ""
    department: str = ""
    collection: str = ""
    location: str = ""
    material: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class BayRun:
    """Neighbouring bays of a face, or only some of their boards, counted from the top."""

    face: str
    first_bay: int
    last_bay: int
    first_board: int | None = None
    last_board: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A part of a partition's order on one or more runs of bays, filled in turn.

    Attributes
    ----------
    first, last : str
        The ends, both included, and so is everything that begins with ``last``. They are call
        numbers, or titles where ``kind`` is "title". Both empty: all of the partition.
    checked_on : str
        ISO date on which somebody last saw that it is true.
    kind : RangeKind
        "call_number" and "title" tell the order. "theme" holds what is marked with its theme
        or genre. "oversize" holds what is too large for the ordinary shelf. "display" and
        "trolley" hold things for a time. "closed" is a stack where the staff fetch.
    bay_firsts : tuple[str, ...]
        The first item of each bay of the runs in turn, as somebody saw it; an empty text for
        a bay that was empty. With these the borders between bays are exact.
    boards : tuple[str, ...]
        The first item on each board from the top, for a range on one bay.
    theme : Text or None
        The theme as signed.
    marks : tuple[str, ...]
        What catalogues write for the theme or the size ("JÄNN", "ISO").
    starts_on, ends_on : str
        ISO dates between which a display or trolley stands; empty ends are open.
    checked_by : str
        Who saw on ``checked_on`` that it is true; empty where nobody wrote it down.
    """

    id: str
    partition: str
    runs: tuple[BayRun, ...]
    first: str
    last: str
    checked_on: str
    kind: RangeKind = "call_number"
    bay_firsts: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()
    theme: Text | None = None
    marks: tuple[str, ...] = ()
    starts_on: str = ""
    ends_on: str = ""
    checked_by: str = ""
