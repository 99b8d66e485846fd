"""What needs the staff today, and the reports of what is not in its place."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame
from kiosk_ui.views import LevelMapView


@dataclass(frozen=True, slots=True)
class TaskView:
    """One job: what it is, and the button that leads to it.

    ``number`` stands on the map too; 0 where the job has no place. ``href`` is empty for who may
    not do it.
    """

    kind: str
    icon: str
    title: str
    detail: str
    button: str
    href: str
    urgent: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class SoughtWords:
    """Words that found nothing, and how many searched for them."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class TodayView:
    """What needs the staff today; ``loading`` while something is still being worked out."""

    staff: StaffFrame
    greeting: str
    about: str
    tasks: tuple[TaskView, ...]
    levels: tuple[LevelMapView, ...]
    searches: tuple[SoughtWords, ...]
    loading: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of what is not in its place; ``answer`` says what became of it, and who said."""

    id: int
    title: str
    call_number: str
    where: str
    said: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ReportsView:
    """The reports that wait and those that were answered; ``may_answer`` shows the buttons."""

    staff: StaffFrame
    waiting: tuple[ReportRow, ...]
    answered: tuple[ReportRow, ...]
    may_answer: bool
    done: str = ""
