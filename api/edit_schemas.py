"""What the JSON of edits of drafts looks like. Times are ISO 8601 with a zone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

_SHELF: dict[str, Any] = {"id": "s12", "number": "12", "level": "1", "x_m": 14.2, "y_m": 8.5}
_CHANGE: dict[str, Any] = {"kind": "shelves", "id": "s12", "value": _SHELF}
_KEY = "2b1f6c1e-63a1-4d6f-9d0e-5a0a4f0c2f11"
_EDIT: dict[str, Any] = {
    "revision": 7,
    "kind": "edit",
    "author": "neuvonta",
    "at": "2026-11-22T14:10:00Z",
    "label": {"what": "moved", "count": 1},
    "text": "1 hylly siirretty",
    "changes": [_CHANGE],
}
_SAVED: dict[str, Any] = {
    "revision": 8,
    "changes": [_CHANGE],
    "others": [_EDIT],
    "can_undo": True,
    "can_redo": False,
}

LONGEST_KEY = 64
MOST_SELECTED = 100
LAST_REVISION = 2**31 - 1

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]
Revision = Annotated[int, Field(ge=1, le=LAST_REVISION)]
SentKey = Annotated[str, StringConstraints(pattern=rf"^[0-9A-Za-z-]{{8,{LONGEST_KEY}}}$")]


class LabelIO(BaseModel):
    """What an edit does, for the words of a list: ``moved`` and of how many things."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"what": "moved", "count": 8}]})

    what: Name = "changed"
    count: int = Field(0, ge=0, le=1_000_000)


class KeyIn(BaseModel):
    """Which thing is meant: the list of the plan that it is in, and its id."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": "shelves", "id": "s12"}]}
    )

    kind: str = Field(max_length=40)
    id: str = Field(max_length=200)


class SelectionIn(BaseModel):
    """What somebody has selected on one page; nothing when they have selected nothing."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"page": _KEY, "things": [{"kind": "shelves", "id": "s12"}]}]
        },
    )

    page: SentKey = Field(description="The key with which the page follows the draft.")
    things: list[KeyIn] = Field(
        max_length=MOST_SELECTED, description="What is selected, at most so much of it."
    )


class StepIn(BaseModel):
    """An undo or redo of one's own."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"base": 7, "key": _KEY}]}
    )

    base: Revision = Field(description="The revision that was seen last.")
    key: SentKey = Field(description="What is sent again with the same key is done once.")
    over: list[KeyIn] = Field(
        default=[],
        max_length=50_000,
        description="Things that shall be as sent, whatever others made of them.",
    )


class EditIn(StepIn):
    """Changes of things, each with its whole new value; null removes it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "base": 7,
                    "key": _KEY,
                    "label": {"what": "moved", "count": 1},
                    "changes": [_CHANGE],
                }
            ]
        },
    )

    label: LabelIO = Field(default_factory=lambda: LabelIO.model_validate({}))
    changes: list[Any] = Field(
        min_length=1, max_length=50_000, description="Objects with kind, id, value and perhaps at."
    )


class ThingChangeOut(BaseModel):
    """A thing's new value; ``at`` is where a new one goes in its list, if not at the end."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CHANGE]})

    kind: str
    id: str
    value: Any
    at: int | None = None


class EditOut(BaseModel):
    """An edit that is saved, with a text for the list of what was done."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EDIT]})

    revision: int
    kind: Literal["edit", "undo", "redo"]
    author: str
    at: AwareDatetime
    label: LabelIO
    text: str
    changes: list[ThingChangeOut]


class SavedOut(BaseModel):
    """What came of an edit; ``others`` are those saved between its base and itself."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SAVED]})

    revision: int
    changes: list[ThingChangeOut] = Field(description="As they are stored.")
    others: list[EditOut]
    can_undo: bool
    can_redo: bool


class EditsOut(BaseModel):
    """The edits of a draft after a revision, the oldest first, and what the reader may undo."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"revision": 7, "edits": [_EDIT], "can_undo": True, "can_redo": False}]
        }
    )

    revision: int
    edits: list[EditOut]
    can_undo: bool
    can_redo: bool


class ConflictOut(BaseModel):
    """A thing that two changed: as the sender saw it, as sent, and as somebody made it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "shelves",
                    "id": "s12",
                    "base": _SHELF,
                    "mine": _SHELF,
                    "theirs": None,
                    "author": "neuvonta",
                    "at": "2026-11-22T14:10:00Z",
                }
            ]
        }
    )

    kind: str
    id: str
    base: Any
    mine: Any
    theirs: Any
    author: str
    at: AwareDatetime
