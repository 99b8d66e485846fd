"""What stands beside a way: the shelves on both sides and the landmarks that one passes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point

from floorplans.geometry import shelf_outline
from floorplans.model import Plan, Shelf, Unit
from routing.directions.aisles import Aisles, Mouth, count_alike
from routing.directions.bends import Polyline, turn_between_deg
from routing.directions.landmarks import (
    CARRIAGES,
    Door,
    Landmark,
    list_doors,
    list_exits,
    list_landmarks,
    list_rooms,
)

Floats = NDArray[np.float64]

BESIDE_M = 2.5
PARALLEL_DEG = 30.0
PASSED_M = 3.0
WORTH_SAYING_M = 4.0
ENDS_M = 0.5
WALL_M = 0.1
AHEAD_DEG = 25.0
AHEAD_M = (2.0, 20.0)
AT_M = 2.5
ORIENT_M = 8.0
NOT_HERE_M = 1.0
DOOR_WITHIN_M = 3.5
DOOR_AHEAD_M = 0.5
EXIT_WITHIN_M = 5.0
SAMPLES = (0.25, 0.5, 0.75)


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
        self._rooms = list_rooms(plan, level)
        self._walls = _list_walls(plan, level, self._rooms)
        landmarks = list_landmarks(plan, level)
        self._landmarks: list[Landmark] = sorted(landmarks, key=lambda each: each.id)
        spots = [Point(each.x_m, each.y_m) for each in self._landmarks]
        self._spots: NDArray[np.object_] = np.array(spots, dtype=object)
        self._doors = list_doors(plan, level)
        self._exits = list_exits(plan, level)
        self.aisles = Aisles(plan, level)

    def find_shelves(self, way: Polyline) -> tuple[Shelf | None, Shelf | None]:
        """Find the shelves that run along a way on its left and right.

        Each side must show the same shelf at two of three points of the way.
        """
        line = LineString(way)
        shares_m = np.array(SAMPLES) * line.length
        heres = shapely.get_coordinates(shapely.line_interpolate_point(line, shares_m))
        theres = shapely.get_coordinates(shapely.line_interpolate_point(line, shares_m + 0.1))
        east_m, north_m = (theres - heres).T
        headings_deg = np.degrees(np.arctan2(north_m, east_m)).repeat(2)
        sides_deg = np.tile((90.0, -90.0), len(SAMPLES))
        hits = self._first_hits(heres.repeat(2, axis=0), headings_deg + sides_deg, BESIDE_M)
        along = [
            found if found is not None and self._is_along(found, heading_deg) else None
            for found, heading_deg in zip(hits, headings_deg.tolist(), strict=True)
        ]
        return self._agreed(along[::2]), self._agreed(along[1::2])

    def find_door(self, way: Polyline) -> Door | None:
        """Find the first door that a way goes through."""
        line = LineString(way)
        crossed = [
            (line.project(line.intersection(door.line).centroid), number)
            for number, door in enumerate(self._doors)
            if line.intersects(door.line)
        ]
        return self._doors[min(crossed)[1]] if crossed else None

    def find_exit_deg(self, way: Polyline) -> float | None:
        """Tell how one looks who comes out of a lift or a stairwell at the start of a way.

        None if the way goes through no opening of one within 5 m.
        """
        line = LineString(way)
        for exit_line in self._exits:
            met = line.intersection(exit_line)
            if met.is_empty or line.project(met.centroid) > EXIT_WITHIN_M:
                continue
            (one_x, one_y), (other_x, other_y) = exit_line.coords
            across_deg = math.degrees(math.atan2(other_y - one_y, other_x - one_x)) + 90.0
            after = line.interpolate(line.project(met.centroid) + 0.5)
            towards_deg = math.degrees(
                math.atan2(after.y - met.centroid.y, after.x - met.centroid.x)
            )
            is_out = abs(turn_between_deg(across_deg, towards_deg)) <= 90.0
            return across_deg if is_out else across_deg + 180.0
        return None

    def list_doors_beside(self, way: Polyline, side: int) -> list[Door]:
        """List the doors in view of a way on one side (1 left, -1 right), as they come."""
        line = LineString(way)
        beside = []
        for number, door in enumerate(self._doors):
            point = Point(door.middle)
            at_m = line.project(point)
            near = DOOR_AHEAD_M < at_m < line.length and line.distance(point) <= DOOR_WITHIN_M
            is_there = near and _side_of(line, at_m, point) == side
            if is_there and self._in_view(line.interpolate(at_m), point):
                beside.append((at_m, number))
        return [self._doors[number] for _, number in sorted(beside)]

    def find_at(self, x_m: float, y_m: float) -> Landmark | None:
        """Find the landmark that a turn at a point can be told by: at most 2.5 m away."""
        around = self._around(x_m, y_m, 0.0, AT_M)
        return next((each for each, _ in around if self._sees(x_m, y_m, each)), None)

    def find_reached(self, x_m: float, y_m: float, within_m: float) -> Landmark | None:
        """Find the landmark that is at a point itself."""
        return next((each for each, _ in self._around(x_m, y_m, 0.0, within_m)), None)

    def find_shelf_at(self, x_m: float, y_m: float) -> Landmark | None:
        """Find the shelf nearest to a point: at most 2.5 m away."""
        apart_m = shapely.distance(self._outlines, Point(x_m, y_m))
        if not apart_m.size or apart_m.min() > AT_M:
            return None
        return _as_landmark(self._shelves[int(apart_m.argmin())])

    def get_shelf(self, shelf: str) -> Shelf:
        """Get a shelf of the level by its id."""
        return next(each for each in self._shelves if each.id == shelf)

    def list_aisles_passed(
        self, way: Polyline, side: int, *, is_after_aisle: bool
    ) -> list[Mouth] | None:
        """List the aisles that one looks into from a way on one side (1 left, -1 right).

        None where not everybody would count the same; see `count_alike`.
        """
        passed = [
            each
            for each in self.aisles.list_passed(way, side)
            if self._in_view(Point(each.x_m, each.y_m), Point(each.mouth.x_m, each.mouth.y_m))
        ]
        return count_alike(passed, is_after_aisle=is_after_aisle)

    def find_room(self, x_m: float, y_m: float) -> Unit | None:
        """Find the smallest room that a point is in; lifts and stairwells are none."""
        rooms = (each for each in self._rooms if each.category not in CARRIAGES)
        return next((each for each in rooms if self.is_in(each, x_m, y_m)), None)

    def is_in(self, room: Unit, x_m: float, y_m: float) -> bool:
        """Tell whether a point is in a room."""
        return bool(shapely.intersects_xy(shapely.Polygon(room.outline), x_m, y_m))

    def find_beside(
        self, x_m: float, y_m: float, heading_deg: float, but: str = ""
    ) -> tuple[Landmark, str] | None:
        """Find the nearest landmark that is left, right or behind who looks along a heading.

        One of the kind ``but`` does not count.

        Returns
        -------
        tuple of Landmark and str, or None
            The landmark, within 8 m, and "left", "right" or "behind".
        """
        for landmark, towards_deg in self._around(x_m, y_m, NOT_HERE_M, ORIENT_M):
            side = _orientation(turn_between_deg(heading_deg, towards_deg))
            if side and landmark.kind != but and self._sees(x_m, y_m, landmark):
                return landmark, side
        return None

    def find_shelf_near(self, way: Polyline) -> tuple[Shelf, str] | None:
        """Find the shelf beside the end of a way, and its side ("left" or "right")."""
        line = LineString(way)
        here, before = line.interpolate(line.length), line.interpolate(line.length - 0.1)
        heading_deg = math.degrees(math.atan2(here.y - before.y, here.x - before.x))
        heres = np.array([(here.x, here.y), (here.x, here.y)])
        hits = self._first_hits(heres, np.array((heading_deg + 90.0, heading_deg - 90.0)), BESIDE_M)
        seen = [
            (float(shapely.distance(here, self._outlines[found])), side, found)
            for side, found in zip(("left", "right"), hits, strict=True)
            if found is not None
        ]
        return (self._shelves[min(seen)[2]], min(seen)[1]) if seen else None

    def find_passed(self, way: Polyline) -> Landmark | None:
        """Find the landmark nearest to a way of 4 m or more, within 3 m of its middle part."""
        line = LineString(way)
        if line.length < WORTH_SAYING_M:
            return None
        apart_m = shapely.distance(self._spots, line)
        order: list[int] = np.argsort(apart_m, kind="stable").tolist()
        for number in order:
            if apart_m[number] > PASSED_M:
                break
            along_m = line.project(self._spots[number])
            is_passed = ENDS_M < along_m < line.length - ENDS_M
            if is_passed and self._in_view(line.interpolate(along_m), self._spots[number]):
                return self._landmarks[number]
        return None

    def find_ahead(
        self, x_m: float, y_m: float, heading_deg: float, at_least_m: float = 0.0
    ) -> Landmark | None:
        """Find the nearest landmark that one looks at from a point, and not nearer than that."""
        around = self._around(x_m, y_m, max(AHEAD_M[0], at_least_m), AHEAD_M[1])
        for landmark, towards_deg in around:
            off_deg = abs(turn_between_deg(heading_deg, towards_deg))
            if off_deg <= AHEAD_DEG and self._sees(x_m, y_m, landmark):
                return landmark
        return None

    def find_shelf_ahead(self, x_m: float, y_m: float, heading_deg: float) -> Landmark | None:
        """Find the shelf that one looks at from a point."""
        here = np.array([(x_m, y_m)])
        found = self._first_hits(here, np.array([heading_deg]), AHEAD_M[1])[0]
        return None if found is None else _as_landmark(self._shelves[found])

    def _is_along(self, number: int, heading_deg: float) -> bool:
        shelf = self._shelves[number]
        off_deg = abs(turn_between_deg(heading_deg, shelf.angle_deg))
        return shelf.shape != "round" and min(off_deg, 180.0 - off_deg) <= PARALLEL_DEG

    def _first_hits(self, heres: Floats, directions_deg: Floats, far_m: float) -> list[int | None]:
        """Find the first shelf that one looks at from each point, if no wall is before it."""
        angles = np.radians(directions_deg)
        units = np.column_stack((np.cos(angles), np.sin(angles)))
        rays = _lines(heres, heres + far_m * units)
        ray_of, shelf_of = np.nonzero(shapely.intersects(rays[:, None], self._outlines[None, :]))
        parts = shapely.intersection(rays[ray_of], self._outlines[shelf_of])
        apart_m = shapely.distance(shapely.points(heres[ray_of]), parts)
        first = [
            hit[np.argmin(apart_m[hit])] if (hit := np.flatnonzero(ray_of == ray)).size else None
            for ray in range(len(rays))
        ]
        looks = np.array([0.0 if each is None else apart_m[each] for each in first])
        lines = _lines(heres, heres + looks[:, None] * units)
        crossed = np.asarray(shapely.crosses(lines[:, None], self._walls[None, :]))
        hidden: list[bool] = np.any(crossed, axis=1).tolist()
        return [
            None if each is None or is_hidden else int(shelf_of[each])
            for each, is_hidden in zip(first, hidden, strict=True)
        ]

    def _agreed(self, found: Sequence[int | None]) -> Shelf | None:
        counted = Counter(each for each in found if each is not None).most_common(1)
        return self._shelves[counted[0][0]] if counted and counted[0][1] >= 2 else None

    def _around(
        self, x_m: float, y_m: float, least_m: float, most_m: float
    ) -> Iterator[tuple[Landmark, float]]:
        """Give the landmarks about a point and their directions in degrees, nearest first."""
        found = [
            (apart_m, number)
            for number, each in enumerate(self._landmarks)
            if least_m
            <= (apart_m := math.hypot(each.x_m - x_m, each.y_m - y_m))
            <= min(most_m, each.seen_from_m)
        ]
        for _, number in sorted(found):
            landmark = self._landmarks[number]
            yield landmark, math.degrees(math.atan2(landmark.y_m - y_m, landmark.x_m - x_m))

    def _sees(self, x_m: float, y_m: float, landmark: Landmark) -> bool:
        return self._in_view(Point(x_m, y_m), Point(landmark.x_m, landmark.y_m))

    def _in_view(self, here: Point, there: Point) -> bool:
        line = LineString(((here.x, here.y), (there.x, there.y)))
        behind_shelf = bool(shapely.crosses(line, self._outlines).any())
        return not behind_shelf and not self._crosses_wall(line)

    def _crosses_wall(self, line: LineString) -> bool:
        return bool(shapely.crosses(line, self._walls).any())


def _list_walls(plan: Plan, level: str, rooms: Sequence[Unit]) -> NDArray[np.object_]:
    """Walls of the rooms of a level as lines, open where openings are."""
    walls = np.array([shapely.LinearRing(room.outline) for room in rooms], dtype=object)
    gaps = [LineString((gap.start, gap.end)) for gap in plan.openings if gap.level == level]
    opened = shapely.difference(walls, shapely.union_all(gaps).buffer(WALL_M))
    return np.asarray(opened, dtype=object)


def _as_landmark(shelf: Shelf) -> Landmark:
    return Landmark("shelf", shelf.id, shelf.x_m, shelf.y_m)


def _orientation(turn_deg: float) -> str:
    """Name the side that is clearly left, right or behind; nothing in between."""
    if 60.0 <= abs(turn_deg) <= 110.0:
        return "left" if turn_deg > 0 else "right"
    return "behind" if abs(turn_deg) >= 155.0 else ""


def _side_of(line: LineString, at_m: float, point: Point) -> int:
    """Tell on which side of a line a point is: 1 left, -1 right."""
    here, there = line.interpolate(max(0.0, at_m - 0.2)), line.interpolate(at_m + 0.2)
    cross = (there.x - here.x) * (point.y - here.y) - (there.y - here.y) * (point.x - here.x)
    return 1 if cross > 0 else -1


def _lines(starts: Floats, ends: Floats) -> NDArray[np.object_]:
    return np.asarray(shapely.linestrings(np.stack((starts, ends), axis=1)), dtype=object)
