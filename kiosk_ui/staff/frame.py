"""What every page of the staff has round its content."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.views import BranchView, Frame


@dataclass(frozen=True, slots=True)
class JobLink:
    """One job of the staff in the rail at the side of every page.

    ``count`` is how many things wait there; 0 shows nothing.
    """

    name: str
    icon: str
    href: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class StaffFrame:
    """The frame of a staff page; ``name`` is who is signed in, if a person is.

    ``me_href`` leads to her account, and ``on_me`` says that this is its page.
    """

    frame: Frame
    jobs: tuple[JobLink, ...]
    branches: tuple[BranchView, ...]
    name: str = ""
    me_href: str = ""
    on_me: bool = False
