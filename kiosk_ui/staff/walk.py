"""Walks along the shelves, and items that stand wrong."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame


@dataclass(frozen=True, slots=True)
class WalkFaceLink:
    """A face to walk along: its name, how long it takes and how old it is on the map."""

    name: str
    row: str
    age: str
    href: str


@dataclass(frozen=True, slots=True)
class WalkRound:
    """Faces that are walked in one go; without a name where they are all that there are."""

    name: str
    faces: tuple[WalkFaceLink, ...]


@dataclass(frozen=True, slots=True)
class WalkOrderLink:
    """One order in which faces may be listed."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class WalkBayRow:
    """One bay to see; ``typed`` is what was typed and could not be saved, if anything.

    ``rank`` orders the first items that the map knows.
    """

    bay: int
    name: str
    known: str
    first: str
    partition: str
    rank: int | None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class WalkStripRow:
    """What one bay of the strip holds in words; ``moved`` where the map says something else."""

    bay: int
    name: str
    held: str
    state: str
    moved: bool


@dataclass(frozen=True, slots=True)
class WalkView:
    """The page of a walk: which face, or the bays of one; what was saved and what is wrong.

    ``strip`` is the face with its borders as they are now, ``draft`` the draft of walks, if any.
    """

    staff: StaffFrame
    title: str
    choose: str = ""
    order: str = ""
    orders: tuple[WalkOrderLink, ...] = ()
    rounds: tuple[WalkRound, ...] = ()
    face: str = ""
    bays: tuple[WalkBayRow, ...] = ()
    strip: tuple[WalkStripRow, ...] = ()
    draft: str = ""
    back: str = ""
    onward: WalkFaceLink | None = None
    saved: str = ""
    publish: str = ""
    may_publish: bool = False
    left_out: tuple[str, ...] = ()
    disorder: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class AstrayRow:
    """One item that stands wrong: what it is, why, and where it belongs."""

    call_number: str
    title: str
    why: str
    between: str
    place: str
    rivals: str


@dataclass(frozen=True, slots=True)
class MisplacedView:
    """The page of misplaced items; ``checked`` is whether a list was sent."""

    staff: StaffFrame
    text: str = ""
    checked: bool = False
    rows: tuple[AstrayRow, ...] = ()
    trouble: str = ""
