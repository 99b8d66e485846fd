"""The plan of a branch and all its records.

Lengths are metres in the branch's frame (x east, y north), angles are degrees
anticlockwise from east, heights are metres from the level's floor.
All records are frozen; a changed plan is a new plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from floorplans.errors import PlanReferenceError
from floorplans.records.basics import (
    Hours,
    NameCase,
    NameForms,
    OpenSpan,
    Point,
    Ring,
    SpecialDay,
    Text,
)
from floorplans.records.building import (
    Closure,
    Connector,
    ConnectorDirection,
    ConnectorKind,
    Fixture,
    FixtureKind,
    Georeference,
    Level,
    Opening,
    OpeningKind,
    Stop,
    Unit,
    UnitCategory,
)
from floorplans.records.holdings import (
    OVERLAY_KINDS,
    Alias,
    BayRun,
    Partition,
    Range,
    RangeKind,
)
from floorplans.records.marks import (
    Kiosk,
    Landmark,
    LocatorPoint,
    PointKind,
    PointOfInterest,
    Radio,
)
from floorplans.records.shelves import Bay, Face, Mounting, Shelf, ShelfShape, Side

__all__ = [
    "OVERLAY_KINDS",
    "Alias",
    "Bay",
    "BayRun",
    "Closure",
    "Connector",
    "ConnectorDirection",
    "ConnectorKind",
    "Face",
    "Fixture",
    "FixtureKind",
    "Georeference",
    "Hours",
    "Kiosk",
    "Landmark",
    "Level",
    "LocatorPoint",
    "Mounting",
    "NameCase",
    "NameForms",
    "OpenSpan",
    "Opening",
    "OpeningKind",
    "Partition",
    "Plan",
    "Point",
    "PointKind",
    "PointOfInterest",
    "Radio",
    "Range",
    "RangeKind",
    "Ring",
    "Shelf",
    "ShelfShape",
    "Side",
    "SpecialDay",
    "Stop",
    "Text",
    "Unit",
    "UnitCategory",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of one branch's plan. ``id`` is the branch."""

    id: str
    name: Text
    scheme: str
    levels: tuple[Level, ...]
    units: tuple[Unit, ...] = ()
    openings: tuple[Opening, ...] = ()
    connectors: tuple[Connector, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    partitions: tuple[Partition, ...] = ()
    aliases: tuple[Alias, ...] = ()
    ranges: tuple[Range, ...] = ()
    radios: tuple[Radio, ...] = ()
    kiosks: tuple[Kiosk, ...] = ()
    locator_points: tuple[LocatorPoint, ...] = ()
    points_of_interest: tuple[PointOfInterest, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    closures: tuple[Closure, ...] = ()
    hours: Hours | None = None
    time_zone: str = "Europe/Helsinki"
    georeference: Georeference | None = None
    v_equals_w: bool = False

    def get_level(self, level: str) -> Level:
        """Find a level by its id.

        Raises
        ------
        PlanReferenceError
            If the plan has no such level.
        """
        for candidate in self.levels:
            if candidate.id == level:
                return candidate
        known = ", ".join(each.id for each in self.levels) or "none"
        raise PlanReferenceError(f'Plan "{self.id}" has no level "{level}"; its levels: {known}.')
