"""What the page of items without a place shows."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame
from kiosk_ui.staff.ranges import ChoiceView


@dataclass(frozen=True, slots=True)
class NamesRow:
    """Items whose names lead to no one partition.

    ``value`` are the names in forms, ``to`` is the partition that is chosen for them, ``choices``
    are those that they may be given to, the likeliest first; ``why`` tells why it is. ``effect``
    is what the choice does. ``new_href`` makes a partition of these names.
    """

    value: str
    words: str
    count: int
    choices: tuple[ChoiceView, ...]
    examples: tuple[str, ...] = ()
    to: str = ""
    why: str = ""
    new_href: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class PlacelessRow:
    """Items of a partition that stand in none of its ranges; ``href`` leads to these."""

    words: str
    count: int
    examples: tuple[str, ...]
    href: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class NamesView:
    """Items without a place in groups, and to which partition each shall go.

    ``counted`` is when; without it there are no items yet, or they are being counted. ``rest``
    are in groups that are too small to be listed. Without a ``draft`` the first choice begins one.
    """

    staff: StaffFrame
    names: tuple[NamesRow, ...]
    beyond: tuple[PlacelessRow, ...]
    bare: tuple[PlacelessRow, ...]
    total: int
    rest: int = 0
    counted: str = ""
    loading: bool = False
    draft: str = ""
    draft_name: str = ""
    revision: int = 0
    can_undo: bool = False
    ranges_href: str = ""
    publish_href: str = ""
    items_href: str = ""
    text: str = ""
    asked: bool = False
    trouble: str = ""
    done: str = ""
