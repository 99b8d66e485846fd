"""The imports of items."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import: when, who and what, how it went in words, and the first rows it refused.

    ``report_href`` leads to all that it refused.
    """

    when: str
    about: str
    words: str
    state: str
    refused: tuple[str, ...] = ()
    more: int = 0
    report_href: str = ""


@dataclass(frozen=True, slots=True)
class ItemsView:
    """The imports of a branch, the newest first; ``may_import`` shows how to begin one."""

    staff: StaffFrame
    age: str
    count: int
    runs: tuple[RunRow, ...]
    may_import: bool
    running: bool = False
