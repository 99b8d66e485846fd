"""What the page of partitions shows: all of them, and the form of one."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame
from kiosk_ui.staff.ranges import ChoiceView


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One partition: its names, what it has, and where it is changed.

    ``names`` are those by which catalogues know it; ``scheme`` is empty where it is the plan's.
    """

    name: str
    block: str
    names: str
    prefixes: str
    scheme: str
    summary: str
    has_shelves: bool
    href: str
    ranges_href: str


@dataclass(frozen=True, slots=True)
class TextField:
    """One text of the form in three languages; ``known`` are texts that others have there."""

    name: str
    title: str
    hint: str
    values: tuple[tuple[str, str, str], ...]
    required: bool = False
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AliasField:
    """Names of a catalogue that lead to the partition, and whether they shall not any more."""

    value: str
    words: str
    unwanted: bool


@dataclass(frozen=True, slots=True)
class GroupForm:
    """The form of one partition; ``id`` is empty for a new one.

    ``needed`` says what it is still needed for, so that it cannot be removed; ``loss`` how many
    items are in it; ``ranges_href`` leads to its bays, if it has any.
    """

    id: str
    title: str
    texts: tuple[TextField, ...]
    prefixes: str
    schemes: tuple[ChoiceView, ...]
    aliases: tuple[AliasField, ...] = ()
    needed: str = ""
    loss: str = ""
    ranges_href: str = ""


@dataclass(frozen=True, slots=True)
class GroupsView:
    """The partitions of the last draft, or of what is published, and perhaps the form of one.

    Without a ``draft`` the first that is saved begins one. ``next_href`` leads on from what was
    done: to the shelves of a partition that was saved.
    """

    staff: StaffFrame
    rows: tuple[GroupRow, ...]
    form: GroupForm | None
    draft: str = ""
    draft_name: str = ""
    revision: int = 0
    can_undo: bool = False
    new_href: str = ""
    list_href: str = ""
    ranges_href: str = ""
    publish_href: str = ""
    trouble: str = ""
    done: str = ""
    next_href: str = ""
