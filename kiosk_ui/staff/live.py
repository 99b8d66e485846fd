"""What is live in the library."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame
from kiosk_ui.views import LevelMapView


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One live subject for the staff."""

    subject: str
    where: str


@dataclass(frozen=True, slots=True)
class RadioRow:
    """One radio's health for the staff; silent is one that was heard once and is no more.

    ``doubt`` says what is wrong with how it is heard, if anything.
    """

    radio: str
    level: str
    heard: str
    last_heard: str
    rssi: str
    silent: bool
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class LiveView:
    """The staff's page of what is live."""

    staff: StaffFrame
    levels: tuple[LevelMapView, ...]
    subjects: tuple[SubjectRow, ...]
    radios: tuple[RadioRow, ...]
    silent_count: int
    dropped: str = ""
