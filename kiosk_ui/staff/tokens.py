"""The keys of devices."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame
from kiosk_ui.staff.ranges import ChoiceView


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A key that was just made, shown this once; a kiosk's has the address to open on it."""

    name: str
    token: str
    address: str
    qr_svg: str


@dataclass(frozen=True, slots=True)
class TokenRowView:
    """One key: whose it is, how it begins, and in words what became of it."""

    id: int
    name: str
    device: str
    start: str
    made: str
    used: str
    revoked: str


@dataclass(frozen=True, slots=True)
class TokensView:
    """The keys of a branch, and the form to make one; ``kiosks`` are those of its plan."""

    staff: StaffFrame
    tokens: tuple[TokenRowView, ...]
    kiosks: tuple[ChoiceView, ...]
    device: str
    name: str
    made: MadeToken | None
    done: str
    trouble: str
