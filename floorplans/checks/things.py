"""The things of a plan in one shape, so that checks treat them alike."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry import Point

from floorplans.model import Plan, Ring


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing at a point; ``place`` is what people call it."""

    place: str
    level: str
    x_m: float
    y_m: float

    @property
    def point(self) -> Point:
        """The point as a geometry."""
        return Point(self.x_m, self.y_m)


@dataclass(frozen=True, slots=True)
class Outline:
    """A thing with an outline."""

    place: str
    level: str
    ring: Ring


def list_stands(plan: Plan) -> list[Spot]:
    """List where people stand: at kiosks, locator points, stairs and lifts."""
    return [
        *(Spot(f"kiosk {each.id}", each.level, each.x_m, each.y_m) for each in plan.kiosks),
        *(
            Spot(f"locator point {each.id}", each.level, each.x_m, each.y_m)
            for each in plan.locator_points
        ),
        *(
            Spot(f"{each.kind} {each.id}", stop.level, stop.x_m, stop.y_m)
            for each in plan.connectors
            for stop in each.stops
        ),
    ]


def list_marks(plan: Plan) -> list[Spot]:
    """List what hangs or is shown at a point: radios and points of interest."""
    return [
        *(Spot(f"radio {each.id}", each.level, each.x_m, each.y_m) for each in plan.radios),
        *(
            Spot(f"point of interest {each.id}", each.level, each.x_m, each.y_m)
            for each in plan.points_of_interest
        ),
    ]


def list_outlines(plan: Plan) -> list[Outline]:
    """List units and fixtures."""
    return [
        *(Outline(f"unit {each.id}", each.level, each.outline) for each in plan.units),
        *(Outline(f"fixture {each.id}", each.level, each.outline) for each in plan.fixtures),
    ]
