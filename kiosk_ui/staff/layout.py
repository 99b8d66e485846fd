"""Drafts of a branch's plan: the list of them, and one that is worked on."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.staff.frame import StaffFrame


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft in the list: when it was saved last, by whom, and how many things it changes."""

    id: str
    name: str
    href: str
    publish_href: str
    preview_href: str
    saved: str
    author: str
    changes: str


@dataclass(frozen=True, slots=True)
class DiscardedRow:
    """One draft that can be brought back: when it was discarded, and who saved it last."""

    id: str
    name: str
    discarded: str
    author: str


@dataclass(frozen=True, slots=True)
class DraftsView:
    """The drafts of a branch; ``may_change`` is whether the reader may begin and discard them.

    ``waiting`` tells of each publication to come, which ``versions_href`` can cancel; ``files`` are
    the formats that a plan comes as. ``done`` says what was done just now, and ``trouble`` why the
    last try was not taken.
    """

    staff: StaffFrame
    waiting: tuple[str, ...]
    versions_href: str
    drafts: tuple[DraftRow, ...]
    discarded: tuple[DiscardedRow, ...]
    files: tuple[str, ...]
    may_change: bool
    done: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class HeldThings:
    """Things of one kind on a level, by their names."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldLevel:
    """A level of a draft with what is on it."""

    id: str
    name: str
    things: tuple[HeldThings, ...]


@dataclass(frozen=True, slots=True)
class EditorView:
    """A draft that is worked on; the lists are for who has no script.

    ``script_language`` is the language of what scripts say; ``me`` is who is signed in.
    """

    staff: StaffFrame
    draft: str
    name: str
    saved: str
    changes: tuple[str, ...]
    levels: tuple[HeldLevel, ...]
    drafts_href: str
    publish_href: str
    preview_href: str
    ranges_href: str
    script_language: str
    me: str
    may_change: bool
