"""What is published when: a draft about to be, the versions there were, a preview."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame
from kiosk_ui.views import LevelMapView, SoughtView, WayView


@dataclass(frozen=True, slots=True)
class FoundView:
    """Something that a check found: where, what to do, and a link to it in the editor."""

    place: str
    message: str
    href: str


@dataclass(frozen=True, slots=True)
class HoursView:
    """Whether the library is open at a time that is chosen, or why it cannot be chosen.

    On a day on which the library is closed, ``opens`` is when it opens next, as `datetime-local`
    fields have it, and ``offer`` the words of the button that takes that.
    """

    told: str = ""
    closed_day: bool = False
    opens: str = ""
    offer: str = ""


@dataclass(frozen=True, slots=True)
class NewsView:
    """What was published since a draft began: what it lacks, and what both have changed."""

    missing: tuple[str, ...]
    clashing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishView:
    """A draft about to be published; with any of ``obstacles`` it cannot be.

    ``morning`` is a time before the library opens next, as `datetime-local` fields have it,
    and ``morning_text`` says it. ``trouble`` says why the last try was not taken, and ``waiting``
    what else of the branch is to be published when. ``seen`` is the time whose ``hours`` the page
    has told.
    """

    staff: StaffFrame
    draft: str
    revision: int
    name: str
    changes: tuple[str, ...]
    changed: bool
    levels: tuple[LevelMapView, ...]
    obstacles: tuple[FoundView, ...]
    warnings: tuple[FoundView, ...]
    morning: str
    morning_text: str
    layout_href: str
    preview_href: str
    chosen: str = "now"
    at: str = ""
    hours: HoursView = HoursView()
    hours_href: str = ""
    seen: str = ""
    note: str = ""
    trouble: str = ""
    done: str = ""
    news: NewsView | None = None
    waiting: tuple[str, ...] = ()
    versions_href: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version that was published: when, by whom and why; ``changes`` if it was asked for.

    ``changes_href`` asks for them; where they are told, it hides them again.
    """

    id: int
    hash: str
    when: str
    author: str
    note: str
    current: bool
    changes_href: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A publication to come; ``day`` is ``when`` with its day of the week.

    ``hours`` says whether the library is open then.
    """

    id: int
    when: str
    day: str
    author: str
    note: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class VersionsView:
    """What the branch has shown since when; ``done`` says what was just done.

    ``previous`` is when the version came that one goes back to; empty where there is none.
    """

    staff: StaffFrame
    waiting: tuple[WaitingRow, ...]
    versions: tuple[VersionRow, ...]
    previous: str = ""
    may_publish: bool = False
    more_href: str = ""
    done: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """One of those whose eyes a preview can be seen with."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A draft as patrons will see it."""

    staff: StaffFrame
    draft: str
    name: str
    reader: str
    readers: tuple[ReaderChoice, ...]
    levels: tuple[LevelMapView, ...]
    layout_href: str
    publish_href: str
    callno: str = ""
    sought: SoughtView | None = None
    where: str = ""
    also: tuple[str, ...] = ()
    age: str = ""
    way: WayView | None = None
    problem: str = ""
