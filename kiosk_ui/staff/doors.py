"""The door of the staff's pages: signing in, a first password, and where one may not go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk_ui.views import Frame

FieldName = Literal["", "now", "new", "again"]


@dataclass(frozen=True, slots=True)
class SignInView:
    """The page to sign in, which leads on ``to`` a staff page.

    ``first_command`` makes the first account where there is none; ``unsafe`` says that others
    could read the password on its way.
    """

    frame: Frame
    to: str
    name: str = ""
    fault: str = ""
    notice: str = ""
    first_command: str = ""
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class PasswordView:
    """The page to change a password; ``is_first`` if nothing else is possible before."""

    frame: Frame
    to: str
    name: str
    least: int
    is_first: bool
    fault: str = ""
    fault_in: FieldName = ""


@dataclass(frozen=True, slots=True)
class ForbiddenView:
    """A page that needs another role: which, who gives it, and who is signed in."""

    frame: Frame
    needs: str
    givers: str
    who: str
    home_href: str
