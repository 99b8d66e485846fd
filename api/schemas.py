"""What the API's JSON looks like. Lengths are metres, angles degrees anticlockwise from east."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.catalogue.items import Status
from floorplans.model import RangeKind
from routing.model import Profile, StepKind

_SPOT = {"level": "2", "x_m": 21.4, "y_m": 8.6, "heading_deg": 90.0}
_PLACE = {
    "partition": "aik-kauno",
    "partition_name": "Aikuisten kaunokirjallisuus",
    "call_number": "84.2 LIN",
    "level": "2",
    "level_name": "2. kerros",
    "shelf": "s217",
    "shelf_number": "17",
    "face": "s217a",
    "face_name": "17A",
    "first_bay": 3,
    "last_bay": 3,
    "first_board": None,
    "last_board": None,
    "spot": _SPOT,
    "range_first": "84.2 KOS",
    "range_last": "84.2 LIN",
    "confidence": 1.0,
    "checked_on": "2025-08-12",
    "kind": "call_number",
    "theme": None,
    "ends_on": None,
    "is_border": False,
    "text": "2. kerros, hylly 17, puoli A, osa 3",
}
_COPY = {"barcode": "30000000017", "status": "available", "due_on": None}
_WORK = {
    "title": "Tuntematon sotilas",
    "author": "Linna, Väinö",
    "year": 1954,
    "call_number": "84.2 LIN",
    "partition": "aik-kauno",
    "partition_name": "Aikuisten kaunokirjallisuus",
    "language": "fi",
    "copies": [
        _COPY,
        {"barcode": "30000000018", "status": "on_loan", "due_on": "2025-10-02"},
    ],
    "available": 1,
    "total": 2,
    "place": _PLACE,
}
_TOPIC = {
    "notation": "67.45",
    "label": "Lemmikkieläimet",
    "matched_term": "Kissat",
    "language": "fi",
    "shelved_as": None,
    "places": [_PLACE],
}
_STEP = {
    "kind": "straight",
    "text": "Kulje suoraan 12 m",
    "spoken": "Kulje suoraan 12 metriä",
    "key": "step.start.ahead",
    "params": {"clock": 12},
    "distance_m": 12.0,
    "level": "1",
    "x_m": 4.0,
    "y_m": 3.5,
}
_LEG = {
    "level": "1",
    "points": [[4.0, 3.5], [16.0, 3.5]],
    "length_m": 12.0,
    "connector": "stairs-1",
}
_ROUTE = {
    "length_m": 38.2,
    "cost_m": 52.2,
    "duration_s": 35.0,
    "profile": "walk",
    "start": {"level": "1", "x_m": 4.0, "y_m": 3.5, "heading_deg": 90.0},
    "goal": _SPOT,
    "legs": [
        _LEG,
        {"level": "2", "points": [[16.0, 3.5], [21.4, 8.6]], "length_m": 7.4, "connector": None},
    ],
    "steps": [_STEP],
    "place": _PLACE,
    "others": [],
    "start_moved_m": 0.0,
}
_NAMED = {"id": "aik-kauno", "name": "Aikuisten kaunokirjallisuus"}
_BRANCH = {"id": "keskusta", "name": "Keskustakirjasto", "version": "5f0c…"}


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [value]}, from_attributes=True)


AS_OF = "2026-11-22T03:00:00Z"
AS_OF_TELLS = "When the import of the items began that are shown; null if that is not known."


class SpotOut(BaseModel):
    """A point on a level, and where one looks there."""

    model_config = _example(_SPOT)

    level: str
    x_m: float
    y_m: float
    heading_deg: float | None = None


class PlaceOut(BaseModel):
    """Where a call number stands."""

    model_config = _example(_PLACE)

    partition: str
    partition_name: str
    call_number: str
    level: str
    level_name: str
    shelf: str = Field(description="Id of the shelf in the plan.")
    shelf_number: str = Field(description="Number on the shelf's sign.")
    face: str = Field(description="Id of the face in the plan.")
    face_name: str = Field(description="The side as it is signed.")
    first_bay: int = Field(description="Counted from 1, left to right for who faces the shelf.")
    last_bay: int
    first_board: int | None = Field(description="Counted from the top; null where not known.")
    last_board: int | None
    spot: SpotOut = Field(description="Where one stands in front of the bay and looks at it.")
    range_first: str
    range_last: str
    confidence: float = Field(
        ge=0,
        le=1,
        description="1 inside a range, less at a border or between two; what is in one of several "
        "places shares it among them.",
    )
    checked_on: str = Field(description="ISO date on which somebody last saw that it is true.")
    kind: RangeKind = Field(
        description="How things are kept there: in order of call_number or title, by theme, "
        "oversize, on a display or trolley for a time, or in a closed stack (ask the staff)."
    )
    theme: str | None = Field(description="The theme as signed, in the reader's language.")
    ends_on: str | None = Field(description="ISO date on which a display ends.")
    is_border: bool = Field(description="Whether it is one bay or the next.")
    text: str = Field(description="The place in words, in the reader's language.")


class PlacesOut(BaseModel):
    """All places that may hold a call number, best first."""

    model_config = _example({"places": [_PLACE], "items_as_of": AS_OF})

    places: list[PlaceOut]
    items_as_of: datetime | None = Field(description=AS_OF_TELLS)


class CopyOut(BaseModel):
    """One copy of a work."""

    model_config = _example(_COPY)

    barcode: str
    status: Status
    due_on: str | None = Field(description="ISO date on which a loan ends.")


class WorkOut(BaseModel):
    """The copies of one title that stand together."""

    model_config = _example(_WORK)

    title: str
    author: str
    year: int | None = Field(description="Year of the newest copy.")
    call_number: str
    partition: str
    partition_name: str
    language: str = Field(description="ISO 639-1.")
    copies: list[CopyOut]
    available: int = Field(description="How many copies can be taken from the shelf.")
    total: int
    place: PlaceOut | None = Field(description="null when no shelf on the map holds it.")


class SearchOut(BaseModel):
    """One page of search results, best first."""

    model_config = _example(
        {"query": "tuntematon", "total": 1, "items": [_WORK], "items_as_of": AS_OF}
    )

    query: str
    total: int = Field(description="How many works match in all.")
    items: list[WorkOut]
    items_as_of: datetime | None = Field(description=AS_OF_TELLS)


class TopicOut(BaseModel):
    """A class of the classification that words lead to, and where it stands."""

    model_config = _example(_TOPIC)

    notation: str
    label: str = Field(description="What the class is called in the reader's language.")
    matched_term: str = Field(description="The label or index term that has the words.")
    language: Literal["fi", "sv", "en"] = Field(description="Language of the term.")
    shelved_as: str | None = Field(
        description="The broader class whose shelves these are; null where they are its own."
    )
    places: list[PlaceOut] = Field(
        description="All faces that hold the class, in shelf order for each partition."
    )


class TopicsOut(BaseModel):
    """The topics that words lead to, best first."""

    model_config = _example({"topics": [_TOPIC]})

    topics: list[TopicOut]


class LegOut(BaseModel):
    """A walk on one level; ``connector`` leads on to the next leg."""

    model_config = _example(_LEG)

    level: str
    points: list[tuple[float, float]]
    length_m: float
    connector: str | None


class StepOut(BaseModel):
    """One instruction in the reader's language; (``x_m``, ``y_m``) is where it begins."""

    model_config = _example(_STEP)

    kind: StepKind
    text: str
    spoken: str = Field(description="The same to hear: units in full, directions on a clock face.")
    key: str = Field(description="Which message it is.")
    params: dict[str, str | int | float] = Field(
        description="What the message is about: ids of the plan's things, and numbers."
    )
    distance_m: float
    level: str
    x_m: float
    y_m: float


class RouteOut(BaseModel):
    """The shortest way; ``cost_m`` adds what stairs and lifts are worth in metres."""

    model_config = _example(_ROUTE)

    length_m: float
    cost_m: float
    duration_s: float = Field(description="Walking time at an easy pace, with stairs and lifts.")
    profile: Profile
    start: SpotOut
    goal: SpotOut
    legs: list[LegOut]
    steps: list[StepOut]
    place: PlaceOut | None
    others: list[PlaceOut] = Field(description="Where it may be as well, best first.")
    start_moved_m: float = Field(
        description="How far the start was moved to where one can stand; beyond 3 m it is refused."
    )


class NamedOut(BaseModel):
    """Something of the plan by its id, with its name in the reader's language."""

    model_config = _example(_NAMED)

    id: str
    name: str


class LevelOut(BaseModel):
    """A level; ``ordinal`` counts from 0 at the entrance."""

    model_config = _example({"id": "1", "name": "1. kerros", "ordinal": 0})

    id: str
    name: str
    ordinal: int


class BranchOut(BaseModel):
    """A branch in the list of branches; ``version`` is the hash of its plan."""

    model_config = _example(_BRANCH)

    id: str
    name: str
    version: str


class BranchesOut(BaseModel):
    """The branches of this server."""

    model_config = _example({"branches": [_BRANCH]})

    branches: list[BranchOut]


class BranchDetailOut(BranchOut):
    """A branch with what can be asked for in it."""

    model_config = _example(
        {
            **_BRANCH,
            "scheme": "ykl",
            "levels": [{"id": "1", "name": "1. kerros", "ordinal": 0}],
            "partitions": [_NAMED],
            "kiosks": [{"id": "keskusta-1", "name": "Aula"}],
            "shelf_count": 142,
        }
    )

    scheme: str = Field(description="Scheme of the call numbers.")
    levels: list[LevelOut]
    partitions: list[NamedOut]
    kiosks: list[NamedOut]
    shelf_count: int
