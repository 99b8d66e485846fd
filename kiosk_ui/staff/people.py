"""One's own account, and those of all."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device on which one is signed in; ``current`` is the one that is looked at."""

    id: str
    name: str
    when: str
    current: bool


@dataclass(frozen=True, slots=True)
class MeView:
    """One's own account: roles in words, one for each branch, and where one is signed in."""

    staff: StaffFrame
    name: str
    roles: tuple[str, ...]
    devices: tuple[DeviceRow, ...]
    password_href: str
    done: str = ""


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One role in the list of those that can be given."""

    role: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A branch, or all of them, with the roles that can be given there."""

    id: str
    name: str
    choices: tuple[RoleChoice, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One account; ``may_manage`` if whoever looks may close it and give it a password."""

    id: int
    name: str
    roles: tuple[str, ...]
    state: str
    disabled: bool
    places: tuple[PlaceRow, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    """All accounts, and the form for a new one.

    ``password`` is a first password that was just made for ``new_name``; it is shown this once.
    """

    staff: StaffFrame
    people: tuple[PersonRow, ...]
    places: tuple[PlaceRow, ...]
    roles: tuple[RoleChoice, ...]
    most_letters: int
    password: str = ""
    new_name: str = ""
    done: str = ""
    fault: str = ""
    typed: str = ""
