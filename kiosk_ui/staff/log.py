"""The log of changes."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame
from kiosk_ui.staff.ranges import ChoiceView


@dataclass(frozen=True, slots=True)
class LogRowView:
    """One line in words; ``href`` leads to what it is about, where that still is."""

    time: str
    who: str
    words: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class LogDay:
    """The lines of one day, the newest first."""

    name: str
    rows: tuple[LogRowView, ...]


@dataclass(frozen=True, slots=True)
class LogView:
    """A page of the log, and which lines of it are asked for.

    ``places`` is empty where there is nothing to choose; ``kept_days`` is how long lines stay.
    """

    staff: StaffFrame
    days: tuple[LogDay, ...]
    people: tuple[ChoiceView, ...]
    kinds: tuple[ChoiceView, ...]
    places: tuple[ChoiceView, ...]
    since: str
    until: str
    filtered: bool
    kept_days: int
    older_href: str
    newest_href: str
    csv_href: str
    clear_href: str
