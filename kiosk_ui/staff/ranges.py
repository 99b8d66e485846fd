"""The page of ranges: strips of bays with their borders, loads and ages, and its forms."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame
from kiosk_ui.views import LevelMapView


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One of several drafts or partitions."""

    id: str
    name: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class BayView:
    """One bay of a strip.

    ``value`` names it in forms. ``first`` is what it begins with as the field shows it, and
    ``was`` as the draft has it;
    ``fill`` is how full it is in per cent, nothing where no item counts are known.
    ``trouble`` says why the typed border was not taken.
    """

    value: str
    number: int
    first: str
    was: str
    unknown: bool
    free: bool
    fill: int | None
    full: bool
    about: bool
    chosen: bool
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class FaceView:
    """The bays of one face that are next to each other in a partition's order."""

    name: str
    age: str
    stale: bool
    bays: tuple[BayView, ...]


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What a job would do: the button that does it, changes in words, and what falls off."""

    do: str
    changes: tuple[str, ...]
    fallen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypedView:
    """What stands in the fields of the page's forms."""

    by: str = "1"
    growth: str = "15"
    how: str = "even"
    per_m: str = "33"
    face: str = ""
    first_bay: str = ""
    last_bay: str = ""
    first: str = ""
    last: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class RangesView:
    """The ranges of one partition in a draft; without a draft, as they are ``published``.

    ``shelves`` are those whose bays are chosen from the start; ``carried`` are fields of the form
    that other pages of the strip have: bays chosen there and borders typed there.
    """

    staff: StaffFrame
    drafts: tuple[ChoiceView, ...] = ()
    published: str = ""
    draft: str = ""
    revision: int = 0
    partitions: tuple[ChoiceView, ...] = ()
    partition: str = ""
    partition_name: str = ""
    summary: str = ""
    faces: tuple[FaceView, ...] = ()
    pages: tuple[ChoiceView, ...] = ()
    page: int = 0
    shelves: tuple[str, ...] = ()
    carried: tuple[tuple[str, str], ...] = ()
    levels: tuple[LevelMapView, ...] = ()
    all_faces: tuple[ChoiceView, ...] = ()
    warning: str = ""
    problems: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    preview: PreviewView | None = None
    typed: TypedView = TypedView()
    done: str = ""
    can_undo: bool = False
    publish_href: str = ""
    names_href: str = ""
    groups_href: str = ""
    table_href: str = ""
