"""The building: levels, rooms, doors, what joins levels, and what is closed for a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from floorplans.records.basics import Hours, Point, Ring, Text

UnitCategory = Literal[
    "room", "section", "lobby", "staff", "stairs", "lift", "restroom", "quiet", "storage"
]
OpeningKind = Literal["door", "passage", "gate", "entrance"]
ConnectorKind = Literal["stairs", "lift", "ramp", "escalator"]
ConnectorDirection = Literal["both", "up", "down"]
FixtureKind = Literal["desk", "pillar", "table", "seat", "furniture", "wall"]


@dataclass(frozen=True, slots=True)
class Georeference:
    """Where the plan lies on Earth: WGS 84 of its origin, and how it is turned.

    ``rotation_deg`` is the direction of the plan's x axis, anticlockwise from true east.
    """

    longitude_deg: float
    latitude_deg: float
    rotation_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Level:
    """One floor; ``id`` is as signed ("1"), ``ordinal`` counts from 0 at the entrance."""

    id: str
    ordinal: int
    name: Text
    outline: Ring


@dataclass(frozen=True, slots=True)
class Unit:
    """A room or an area. ``walled`` units have walls all round, but at their openings."""

    id: str
    level: str
    category: UnitCategory
    name: Text
    outline: Ring
    walled: bool = True
    staff_only: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A gap in a wall, from ``start`` to ``end`` along the wall; its width is their distance.

    A ``one_way`` opening is passed from the left of that direction to its right only.
    Without ``hours`` it is open as long as the branch is.
    """

    id: str
    level: str
    kind: OpeningKind
    start: Point
    end: Point
    staff_only: bool = False
    automatic: bool = False
    one_way: bool = False
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a connector is entered on one level."""

    level: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Connector:
    """What joins levels; costs are metres of walking that entering and each level are worth.

    ``direction`` is where an escalator runs; it is out of order while a closure names it.
    """

    id: str
    kind: ConnectorKind
    name: Text
    stops: tuple[Stop, ...]
    entry_cost_m: float
    level_cost_m: float
    step_free: bool
    direction: ConnectorDirection = "both"


@dataclass(frozen=True, slots=True)
class Fixture:
    """Furniture, a pillar or a desk: in the way, but nothing stands on it that is sought."""

    id: str
    level: str
    kind: FixtureKind
    outline: Ring
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """What is closed from ``starts_at`` to ``ends_at``: an area, or things by their ids.

    Times are ISO and local ("2026-12-01T08:00"); an empty one is open-ended. ``level`` and
    ``outline`` are a blocked area; ``openings``, ``connectors`` and ``units`` are closed whole.
    """

    id: str
    reason: Text
    starts_at: str = ""
    ends_at: str = ""
    level: str = ""
    outline: Ring = ()
    openings: tuple[str, ...] = ()
    connectors: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
