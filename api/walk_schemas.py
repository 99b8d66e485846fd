"""What the JSON of walks along the shelves looks like."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.plan_schemas import PlanProblemOut

_BAY: dict[str, Any] = {
    "face": "17A",
    "bay": 3,
    "partition": "aik-kauno",
    "first": "84.2 TOL",
    "rank": 214,
    "checked_on": "2026-03-02",
    "checked_by": "aino",
}
_SEEN: dict[str, Any] = {
    "face": "17A",
    "bay": 3,
    "first": "84.2 TOL",
    "left_out": "",
    "message": "",
}
_ASTRAY: dict[str, Any] = {
    "batch": 1,
    "at": 4,
    "call_number": "84.2 TOI",
    "title": "Toinen",
    "why": "order",
    "after": "84.2 TIU",
    "before": "84.2 TOL",
    "rivals": [],
    "face": "17A",
    "first_bay": 2,
    "last_bay": 2,
}


def _example(example: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class WalkBayOut(BaseModel):
    """One bay; ``rank`` orders the first items of its partition, so that a device can too."""

    model_config = _example(_BAY)

    face: str
    bay: int
    partition: str
    first: str
    rank: int | None
    checked_on: str
    checked_by: str


class WalkFaceOut(BaseModel):
    """A face with its bays; ``age_days`` is the mean age of what is known of them."""

    model_config = _example(
        {"face": "17A", "name": "17A", "level": "1", "age_days": 265, "minutes": 1, "bays": [_BAY]}
    )

    face: str
    name: str
    level: str
    age_days: int
    minutes: int
    bays: list[WalkBayOut]


class WalksOut(BaseModel):
    """The faces of a branch, the stalest first."""

    model_config = _example(
        {
            "branch": "keskusta",
            "faces": [
                {
                    "face": "17A",
                    "name": "17A",
                    "level": "1",
                    "age_days": 265,
                    "minutes": 1,
                    "bays": [_BAY],
                }
            ],
        }
    )

    branch: str
    faces: list[WalkFaceOut]


class SeenIn(BaseModel):
    """What was seen first on a bay: a barcode, a call number, or nothing on an empty bay."""

    face: str = Field(max_length=64, examples=["17A"])
    bay: int = Field(ge=1, le=10_000, examples=[3])
    first: str = Field(max_length=200, examples=["84.2 TOL"])
    seen_on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-11-22"])
    partition: str = Field("", max_length=64, examples=["aik-kauno"])


class WalkIn(BaseModel):
    """What was seen on a walk; the same key again changes nothing more."""

    key: str = Field(min_length=8, max_length=64, examples=["3f0c6a52-5b0e-4f1c-9a57-0d4f1e0f2a11"])
    draft: str = Field("", max_length=64, description="Empty for the draft of walks.")
    seen: Annotated[list[SeenIn], Field(min_length=1, max_length=1000)]


class SeenOut(BaseModel):
    """What became of a row; ``left_out`` is the rule that keeps it out of the draft, if any."""

    model_config = _example(_SEEN)

    face: str
    bay: int
    first: str
    left_out: str
    message: str


class WalkedOut(BaseModel):
    """The draft with what was seen, and gaps, overlaps and order errors on those shelves."""

    model_config = _example(
        {"draft": "9f2c31b07a4e", "revision": 5, "seen": [_SEEN], "problems": []}
    )

    draft: str
    revision: int
    seen: list[SeenOut]
    problems: list[PlanProblemOut]


class TakeBackIn(BaseModel):
    """What to take back: the key that a walk was saved with, and the draft that has it."""

    key: str = Field(min_length=8, max_length=64, examples=["3f0c6a52-5b0e-4f1c-9a57-0d4f1e0f2a11"])
    draft: str = Field(max_length=64, examples=["9f2c31b07a4e"])


class TakenBackOut(BaseModel):
    """Whether the draft had it still; then it has what it had before."""

    model_config = _example({"taken_back": True})

    taken_back: bool


_Scans = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=200)]],
    Field(min_length=1, max_length=500, examples=[["84.2 AAL", "84.2 TOL", "84.2 HEI"]]),
]


class ScannedIn(BaseModel):
    """Barcodes or call numbers as they stand on a bay."""

    items: _Scans
    more: list[_Scans] = Field(
        [],
        max_length=50,
        description="The same of further bays, for one list of all.",
        examples=[[["84.2 TUU", "84.2 VIR"]]],
    )
    partition: str = Field("", max_length=64, examples=["aik-kauno"])


class AstrayOut(BaseModel):
    """An item that stands wrong; ``rivals`` are scans that may be wrong in its stead.

    ``batch`` is which of the bays, and ``at`` which scan of it, from 1.
    """

    model_config = _example(_ASTRAY)

    batch: int
    at: int
    call_number: str
    title: str
    why: Literal["order", "partition", "unknown"]
    after: str
    before: str
    rivals: list[int]
    face: str
    first_bay: int | None
    last_bay: int | None


class MisplacedOut(BaseModel):
    """What stands wrong, in walking order."""

    model_config = _example({"items": [_ASTRAY]})

    items: list[AstrayOut]
