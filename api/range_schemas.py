"""What the JSON of ranges in drafts looks like."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.range_jobs import (
    AssignJob,
    BordersJob,
    NamesJob,
    ShiftJob,
    SpreadJob,
    TableJob,
    parse_pasted,
)
from floorplans.aliases import CatalogueNames
from floorplans.model import BayRun
from floorplans.shelving.borders import Border
from floorplans.shelving.loads import ITEMS_PER_M
from floorplans.shelving.spreading import Spread
from floorplans.shelving.strips import Spot

MOST_BAYS = 20_000


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [value]}, extra="forbid")


class SpotModel(BaseModel):
    """One bay of a face."""

    model_config = _example({"face": "17A", "bay": 3})

    face: str = Field(max_length=64)
    bay: int = Field(ge=1, le=10_000)

    def spot(self) -> Spot:
        """Give it as the plan's functions have it."""
        return Spot(self.face, self.bay)


class BorderModel(SpotModel):
    """What a bay begins with; empty if nothing stands there."""

    model_config = _example({"face": "17A", "bay": 3, "first": "84.2 TOL"})

    first: str = Field(max_length=200)


class _JobIn(BaseModel):
    base: int = Field(ge=1, le=2**31 - 1, description="Revision of the draft as it was loaded.")
    key: str = Field(
        "", max_length=64, description="Own name of the edit; known ones are not redone."
    )
    preview: bool = Field(False, description="Only tell what would come of it.")


class BordersIn(_JobIn):
    """Borders to set."""

    model_config = _example(
        {
            "base": 4,
            "partition": "aik-kauno",
            "borders": [{"face": "17A", "bay": 3, "first": "84.2 TOL"}],
        }
    )

    partition: str = Field(max_length=64)
    borders: list[BorderModel] = Field(max_length=MOST_BAYS)

    def job(self) -> BordersJob:
        """Make the job."""
        return BordersJob(
            self.partition, tuple(Border(each.spot(), each.first) for each in self.borders)
        )


class ShiftIn(_JobIn):
    """Bays that move on, from the first of those named to the last in the partition's order."""

    model_config = _example(
        {
            "base": 4,
            "partition": "aik-kauno",
            "bays": [{"face": "16B", "bay": 1}, {"face": "18A", "bay": 4}],
            "by": 2,
        }
    )

    partition: str = Field(max_length=64)
    bays: list[SpotModel] = Field(min_length=1, max_length=MOST_BAYS)
    by: int = Field(ge=-MOST_BAYS, le=MOST_BAYS, description="Bays on; back if negative.")

    def job(self) -> ShiftJob:
        """Make the job."""
        return ShiftJob(self.partition, tuple(each.spot() for each in self.bays), self.by)


class SpreadIn(_JobIn):
    """Bays over which a partition is spread; with none, over all of its own."""

    model_config = _example(
        {"base": 4, "partition": "aik-kauno", "bays": [], "growth_percent": 15.0}
    )

    partition: str = Field(max_length=64)
    bays: list[SpotModel] = Field(default_factory=list, max_length=MOST_BAYS)
    how: Literal["even", "full"] = "even"
    growth_percent: float = Field(0.0, ge=0.0, le=90.0, description="Of each bay kept free.")
    items_per_m: float = Field(ITEMS_PER_M, ge=1.0, le=1000.0, description="On a metre of board.")

    def job(self) -> SpreadJob:
        """Make the job."""
        spots = tuple(each.spot() for each in self.bays)
        wanted = Spread(self.how, self.growth_percent, self.items_per_m)
        return SpreadJob(self.partition, spots, wanted)


class AssignIn(_JobIn):
    """Bays of a face for a partition."""

    model_config = _example(
        {
            "base": 4,
            "partition": "aik-kauno",
            "face": "17A",
            "first_bay": 1,
            "last_bay": 5,
            "first": "84.2 TER",
            "last": "84.2 TUT",
            "checked_on": "2026-11-22",
        }
    )

    partition: str = Field(max_length=64)
    face: str = Field(max_length=64)
    first_bay: int = Field(ge=1, le=10_000)
    last_bay: int = Field(ge=1, le=10_000)
    first: str = Field(max_length=200)
    last: str = Field(max_length=200)
    checked_on: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")

    def job(self) -> AssignJob:
        """Make the job."""
        run = BayRun(self.face, self.first_bay, self.last_bay)
        return AssignJob(self.partition, run, self.first, self.last, self.checked_on)


class TableIn(_JobIn):
    """Rows as a spreadsheet copies them, or CSV."""

    model_config = _example(
        {"base": 4, "partition": "aik-kauno", "text": "17A\t1\t84.2 TER\n17A\t2\t84.2 TIU"}
    )

    partition: str = Field("", max_length=64)
    text: str = Field(max_length=8_000_000)

    def job(self) -> TableJob:
        """Make the job."""
        return TableJob(self.partition, parse_pasted(self.text))


class NamesIn(_JobIn):
    """A catalogue's names of a place, and the partition that they mean."""

    model_config = _example(
        {"base": 4, "partition": "aik-lehdet", "department": "AIK", "collection": "LEH"}
    )

    partition: str = Field(max_length=64)
    branch: str = Field("", max_length=200)
    department: str = Field("", max_length=200)
    collection: str = Field("", max_length=200)
    location: str = Field("", max_length=200)
    material: str = Field("", max_length=200)

    def job(self) -> NamesJob:
        """Make the job."""
        names = CatalogueNames(
            self.branch, self.department, self.collection, self.location, self.material
        )
        return NamesJob(((names, self.partition),))


_BAY: dict[str, Any] = {
    "face": "17A",
    "bay": 3,
    "first": "84.2 TOL",
    "items": 142.0,
    "fill": 0.96,
    "is_known": True,
    "checked_on": "2026-11-19",
}


class BayOut(BaseModel):
    """One bay of a strip.

    ``first`` is null where nobody knows what it begins with, and empty where nothing stands.
    ``is_known`` tells whether ``items`` is counted, not shared out between unknown borders.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_BAY]})

    face: str
    bay: int
    first: str | None
    items: float
    fill: float
    is_known: bool
    checked_on: str


class StripOut(BaseModel):
    """A partition's bays in order; ``unreadable`` counts items whose call number is not read."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "partition": "aik-kauno",
                    "kind": "call_number",
                    "revision": 4,
                    "unreadable": 0,
                    "bays": [_BAY],
                }
            ]
        }
    )

    partition: str
    kind: str
    revision: int
    unreadable: int
    bays: list[BayOut]


class StopOut(BaseModel):
    """A call number that a border can stand before, and how many items come before it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"first": "84.2 TOL", "items": 38}]})

    first: str
    items: int


class StopsOut(BaseModel):
    """What stands on a bay and the one before it: where the border between them can go.

    ``at`` is the position of the stop where the border is now.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"items": 212, "at": 0, "stops": [{"first": "84.2 TOL", "items": 38}]}]
        }
    )

    items: int
    at: int
    stops: list[StopOut]


class RangesDoneOut(BaseModel):
    """What came of a job, or would come of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "revision": 5,
                    "saved": True,
                    "changes": ["17A: rajat muuttuivat"],
                    "fallen": [{"face": "18A", "bay": 5, "first": "84.2 VAK"}],
                }
            ]
        }
    )

    revision: int
    saved: bool
    changes: list[str]
    fallen: list[FallenOut]


class FallenOut(BaseModel):
    """A bay whose border has no bay any more."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"face": "18A", "bay": 5, "first": "84.2 VAK"}]}
    )

    face: str
    bay: int
    first: str | None


RangesDoneOut.model_rebuild()
