"""What the JSON of the layout editor looks like: traced pictures, locks, imports."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.plan_schemas import DraftInfoOut, PlanProblemOut
from floorplans.formats.drawings.layers import LayerKind

FAR_M = 100_000.0
_PLACEMENT: dict[str, Any] = {
    "scale_m": 0.0125,
    "turn_deg": 1.5,
    "east_m": -2.0,
    "north_m": 28.4,
    "opacity": 0.5,
    "hidden": False,
}
_PICTURE: dict[str, Any] = {
    "level": "1",
    "media_type": "image/png",
    "width_px": 3600,
    "height_px": 2400,
    "placement": _PLACEMENT,
    "at": "2026-11-22T14:10:00Z",
}
_LOCK: dict[str, Any] = {"kind": "units", "id": "lehtilukusali"}
_LEFT_OUT: dict[str, Any] = {
    "severity": "warning",
    "rule": "left-out",
    "place": "feature 12",
    "message": "It has no outline; it was left out.",
    "thing": "",
    "level": "",
    "x_m": None,
    "y_m": None,
}

LockedKind = Literal[
    "levels",
    "units",
    "openings",
    "connectors",
    "fixtures",
    "shelves",
    "radios",
    "kiosks",
    "locator_points",
    "points_of_interest",
    "landmarks",
    "closures",
]
ImportMode = Literal["add", "replace"]
DrawingUnits = Literal["", "mm", "cm", "dm", "m", "in", "ft"]


class PlacementIn(BaseModel):
    """How a picture is laid: scaled, turned, then its upper left corner put to a point."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [_PLACEMENT]}, extra="forbid", from_attributes=True
    )

    scale_m: float = Field(gt=0, le=1000, description="Metres that a pixel is.")
    turn_deg: float = Field(0.0, ge=-360, le=360, description="Anticlockwise, degrees.")
    east_m: float = Field(0.0, ge=-FAR_M, le=FAR_M, description="Of its upper left corner.")
    north_m: float = Field(0.0, ge=-FAR_M, le=FAR_M, description="Of its upper left corner.")
    opacity: float = Field(0.5, ge=0, le=1)
    hidden: bool = False


class PictureOut(BaseModel):
    """The picture of one level."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PICTURE]}, from_attributes=True)

    level: str
    media_type: str
    width_px: int
    height_px: int
    placement: PlacementIn
    at: AwareDatetime = Field(description="When the file was sent.")


class PicturesOut(BaseModel):
    """The pictures of a draft, one for each level at most."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pictures": [_PICTURE]}]})

    pictures: list[PictureOut]


class ThingRef(BaseModel):
    """A thing of the plan."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LOCK]}, extra="forbid", frozen=True)

    kind: LockedKind
    id: str = Field(min_length=1, max_length=200)


class LocksIn(BaseModel):
    """Things to lock and to unlock."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"lock": [_LOCK], "unlock": []}]}, extra="forbid"
    )

    lock: list[ThingRef] = Field(default=[], max_length=5000)
    unlock: list[ThingRef] = Field(default=[], max_length=5000)


class LocksOut(BaseModel):
    """The things of a draft that are locked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"locked": [_LOCK]}]})

    locked: list[ThingRef]


class LayerOut(BaseModel):
    """A layer of a drawing, and as what it was read."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    kind: LayerKind
    things: int


class DrawingOut(BaseModel):
    """How a drawing was read: its unit, its size, its layers."""

    model_config = ConfigDict(from_attributes=True)

    units: str = Field(description="The unit it is in; empty where it has to be said.")
    guessed: str = Field(description="The unit that its size makes likely, where it is not told.")
    width_m: float
    depth_m: float
    layers: list[LayerOut]


class DrawnOut(BaseModel):
    """Something that a file would bring, as it lies on the level."""

    kind: Literal["levels", "units", "fixtures", "shelves", "openings"]
    outline: list[tuple[float, float]] = Field(description="Metres; an opening is a line.")


class ImportedOut(BaseModel):
    """What a file brought, and what of it was odd or left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "format": "imdf",
                    "counts": {"levels": 2, "units": 31, "shelves": 62},
                    "left_out": 1,
                    "problems": [_LEFT_OUT],
                    "saved": None,
                    "drawing": None,
                    "level": "1",
                    "drawn": [{"kind": "shelves", "outline": [[1, 2], [3.7, 2], [3.7, 2.6]]}],
                }
            ]
        }
    )

    format: str
    counts: dict[str, int] = Field(description="How many things of each kind it has.")
    left_out: int = Field(description="How many things were not understood.")
    problems: list[PlanProblemOut]
    saved: DraftInfoOut | None = Field(description="The draft with it, unless it was only tried.")
    drawing: DrawingOut | None = Field(description="How it was read, if it is a drawing.")
    level: str = Field(description="The level that `drawn` shows; empty without a plan.")
    drawn: list[DrawnOut] = Field(description="What would come on that level, if only tried.")
