"""What people go by on their way: things with a name or a kind that everybody knows, and doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString

from floorplans.model import Opening, Plan, Unit
from floorplans.walkable import ring_polygon

SEEN_FROM_M = 20.0
AT_WALL_M = 0.2
CARRIAGES = frozenset({"lift", "stairs"})


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something to go by: a kind that languages have a word for, and which one it is."""

    kind: str
    id: str
    x_m: float
    y_m: float
    seen_from_m: float = SEEN_FROM_M


@dataclass(frozen=True, slots=True)
class Door:
    """A door on one level and the walled room behind it; a lift's door is none.

    Attributes
    ----------
    id : str
        Id of the opening.
    line : LineString
        From jamb to jamb, metres.
    room : Unit or None
        The smallest walled room that it belongs to.
    """

    id: str
    line: LineString
    room: Unit | None

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the door, metres."""
        point = self.line.centroid
        return point.x, point.y


def list_landmarks(plan: Plan, level: str) -> list[Landmark]:
    """List what can be named on a level: sights, points, stairs and lifts, named furniture."""
    sights = [
        Landmark("landmark", each.id, each.x_m, each.y_m, each.seen_from_m)
        for each in plan.landmarks
        if each.level == level
    ]
    points = [
        Landmark(each.kind, each.id, each.x_m, each.y_m)
        for each in plan.points_of_interest
        if each.level == level
    ]
    stops = [
        Landmark(each.kind, each.id, stop.x_m, stop.y_m)
        for each in plan.connectors
        for stop in each.stops
        if stop.level == level
    ]
    return [*sights, *points, *stops, *_furniture(plan, level)]


def list_rooms(plan: Plan, level: str) -> list[Unit]:
    """List the rooms of a level that have walls, lifts and stairwells too, from the smallest."""
    walled = (unit for unit in plan.units if unit.level == level and unit.walled)
    return sorted(walled, key=lambda unit: ring_polygon(unit.outline).area)


def list_doors(plan: Plan, level: str) -> list[Door]:
    """List the doors of a level that people notice as doors."""
    units = list_rooms(plan, level)
    doors = []
    for opening in plan.openings:
        if opening.level == level and opening.kind == "door":
            line = LineString((opening.start, opening.end))
            beside = [unit for unit in units if _touches(opening, unit)]
            if not any(unit.category in CARRIAGES for unit in beside):
                doors.append(Door(opening.id, line, next(iter(beside), None)))
    return doors


def list_exits(plan: Plan, level: str) -> list[LineString]:
    """List the openings through which one leaves lifts and stairwells."""
    cars = [unit for unit in list_rooms(plan, level) if unit.category in CARRIAGES]
    return [
        LineString((each.start, each.end))
        for each in plan.openings
        if each.level == level and any(_touches(each, unit) for unit in cars)
    ]


def _furniture(plan: Plan, level: str) -> Iterator[Landmark]:
    """Name furniture that has a name of its own, which no point or sight tells already."""
    named = [*(p.name for p in plan.points_of_interest), *(p.name for p in plan.landmarks)]
    known = {name.fi for name in named}
    for fixture in plan.fixtures:
        if fixture.level == level and fixture.name is not None and fixture.name.fi not in known:
            middle = shapely.Polygon(fixture.outline).representative_point()
            yield Landmark("fixture", fixture.id, middle.x, middle.y)


def _touches(opening: Opening, unit: Unit) -> bool:
    middle = LineString((opening.start, opening.end)).centroid
    wall = shapely.LinearRing(unit.outline)
    return bool(wall.distance(middle) <= AT_WALL_M)
