"""What stands beside a way: the shelves on both sides and the landmarks that one passes."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point

from floorplans.geometry import shelf_outline
from floorplans.model import Plan, Shelf

Polyline = tuple[tuple[float, float], ...]

BESIDE_M = 2.5
PARALLEL_DEG = 30.0
PASSED_M = 3.0
WORTH_SAYING_M = 4.0
ENDS_M = 0.5
WALL_M = 0.1
AHEAD_DEG = 25.0
AHEAD_M = (2.0, 20.0)
SAMPLES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something to go by: a kind that languages have a word for, and which one it is."""

    kind: str
    id: str
    x_m: float
    y_m: float


class Surroundings:
    """The shelves and landmarks of one level.

    Parameters
    ----------
    plan : Plan
        The plan.
    level : str
        Level id.
    """

    def __init__(self, plan: Plan, level: str) -> None:
        self._shelves = [shelf for shelf in plan.shelves if shelf.level == level]
        rings = [shapely.Polygon(shelf_outline(shelf)) for shelf in self._shelves]
        self._outlines: NDArray[np.object_] = np.array(rings, dtype=object)
        self._walls = _list_walls(plan, level)
        self._landmarks = _list_landmarks(plan, level)
        self._doors = [
            (LineString((door.start, door.end)), door.id)
            for door in plan.openings
            if door.level == level and door.kind == "door"
        ]

    def find_shelves(self, way: Polyline) -> tuple[Shelf | None, Shelf | None]:
        """Find the shelves that run along a way on its left and right.

        Each side must show the same shelf at two of three points of the way.
        """
        line = LineString(way)
        seen: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
        for share in SAMPLES:
            at_m = share * line.length
            here, towards = line.interpolate(at_m), line.interpolate(at_m + 0.1)
            heading_deg = math.degrees(math.atan2(towards.y - here.y, towards.x - here.x))
            for side_deg, counter in zip((90.0, -90.0), seen, strict=True):
                found = self._first_shelf(here, heading_deg, heading_deg + side_deg)
                if found is not None:
                    counter[found] += 1
        left, right = (self._agreed(counter) for counter in seen)
        return left, right

    def find_door(self, way: Polyline) -> str | None:
        """Find the first door that a way goes through."""
        line = LineString(way)
        crossed = [
            (line.project(line.intersection(door).centroid), id)
            for door, id in self._doors
            if line.intersects(door)
        ]
        return min(crossed)[1] if crossed else None

    def find_passed(self, way: Polyline) -> Landmark | None:
        """Find the landmark nearest to a way of 4 m or more, within 3 m of its middle part."""
        line = LineString(way)
        if line.length < WORTH_SAYING_M:
            return None
        beside = []
        for landmark in self._landmarks:
            point = Point(landmark.x_m, landmark.y_m)
            distance_m, along_m = line.distance(point), line.project(point)
            passed = ENDS_M < along_m < line.length - ENDS_M
            if (
                passed
                and distance_m <= PASSED_M
                and self._in_view(line.interpolate(along_m), point)
            ):
                beside.append((distance_m, landmark))
        return _nearest(beside)

    def find_ahead(self, x_m: float, y_m: float, heading_deg: float) -> Landmark | None:
        """Find the nearest landmark, or else shelf, that one looks at from a point."""
        here = Point(x_m, y_m)
        ahead = []
        for landmark in self._landmarks:
            point = Point(landmark.x_m, landmark.y_m)
            off_deg = _between_deg(
                heading_deg, math.degrees(math.atan2(point.y - y_m, point.x - x_m))
            )
            near = AHEAD_M[0] <= here.distance(point) <= AHEAD_M[1]
            if near and off_deg <= AHEAD_DEG and self._in_view(here, point):
                ahead.append((here.distance(point), landmark))
        return _nearest(ahead) or self._shelf_ahead(here, heading_deg)

    def _shelf_ahead(self, here: Point, heading_deg: float) -> Landmark | None:
        ray = _ray(here, heading_deg, AHEAD_M[1])
        found = self._first_hit(ray, here)
        if found is None or self._crosses_wall(
            _ray(here, heading_deg, float(shapely.distance(here, self._outlines[found])))
        ):
            return None
        shelf = self._shelves[found]
        return Landmark("shelf", shelf.id, shelf.x_m, shelf.y_m)

    def _first_shelf(self, here: Point, heading_deg: float, side_deg: float) -> int | None:
        found = self._first_hit(_ray(here, side_deg, BESIDE_M), here)
        if found is None or self._shelves[found].shape == "round":
            return None
        off_deg = _between_deg(heading_deg, self._shelves[found].angle_deg)
        return found if min(off_deg, 180.0 - off_deg) <= PARALLEL_DEG else None

    def _first_hit(self, ray: LineString, here: Point) -> int | None:
        hit = np.flatnonzero(shapely.intersects(ray, self._outlines))
        if not hit.size:
            return None
        apart_m = shapely.distance(here, shapely.intersection(ray, self._outlines[hit]))
        return int(hit[np.argmin(apart_m)])

    def _agreed(self, counter: Counter[int]) -> Shelf | None:
        shelves = [shelf for shelf, times in counter.most_common(1) if times >= 2]
        return self._shelves[shelves[0]] if shelves else None

    def _in_view(self, here: Point, there: Point) -> bool:
        line = LineString((here, there))
        behind_shelf = bool(shapely.crosses(line, self._outlines).any())
        return not behind_shelf and not self._crosses_wall(line)

    def _crosses_wall(self, line: LineString) -> bool:
        return bool(shapely.crosses(line, self._walls).any())


def _list_landmarks(plan: Plan, level: str) -> list[Landmark]:
    """Points of interest, stairs and lifts, and furniture that has a name of its own."""
    points = [
        Landmark(point.kind, point.id, point.x_m, point.y_m)
        for point in plan.points_of_interest
        if point.level == level
    ]
    stops = [
        Landmark(connector.kind, connector.id, stop.x_m, stop.y_m)
        for connector in plan.connectors
        for stop in connector.stops
        if stop.level == level
    ]
    known = {point.name for point in plan.points_of_interest}
    furniture = []
    for fixture in plan.fixtures:
        if fixture.level == level and fixture.name is not None and fixture.name not in known:
            middle = shapely.Polygon(fixture.outline).representative_point()
            furniture.append(Landmark("fixture", fixture.id, middle.x, middle.y))
    return [*points, *stops, *furniture]


def _nearest(found: list[tuple[float, Landmark]]) -> Landmark | None:
    return min(found, key=lambda each: (each[0], each[1].id))[1] if found else None


def _list_walls(plan: Plan, level: str) -> NDArray[np.object_]:
    """Walls of the rooms of a level as lines, open where openings are."""
    rooms = [unit for unit in plan.units if unit.level == level and unit.walled]
    walls = np.array([shapely.LinearRing(room.outline) for room in rooms], dtype=object)
    gaps = [LineString((gap.start, gap.end)) for gap in plan.openings if gap.level == level]
    opened = shapely.difference(walls, shapely.union_all(gaps).buffer(WALL_M))
    return np.asarray(opened, dtype=object)


def _ray(here: Point, direction_deg: float, length_m: float) -> LineString:
    angle = math.radians(direction_deg)
    end = (here.x + length_m * math.cos(angle), here.y + length_m * math.sin(angle))
    return LineString(((here.x, here.y), end))


def _between_deg(one_deg: float, other_deg: float) -> float:
    """Angle between two directions, 0 to 180 degrees."""
    return abs((other_deg - one_deg + 180.0) % 360.0 - 180.0)
