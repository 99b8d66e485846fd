"""What a narrow place is called, and how wide it is: the things on both its sides."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from floorplans.checks.floors import Floor
from floorplans.walkable import OPENING_REACH_M, WALL_THICKNESS_M

BESIDE_M = 1.0
MEASURED_M = 0.05
"""A measured width this near to the walkable one is told instead of it."""

WALL = "the wall"


@dataclass(frozen=True, slots=True)
class Passage:
    """A narrow place: what people call it, a thing's id, its width and where it is."""

    place: str
    thing: str
    width_m: float
    level: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class _Side:
    """A thing beside a spot, and its point nearest to it."""

    name: str
    thing: str
    shape: BaseGeometry
    nearest: Point


def name_passage(floor: Floor, spot: Point, walkable_m: float, least_m: float) -> Passage:
    """Name the place at a spot by what is on both its sides, and measure between them.

    Parameters
    ----------
    floor : Floor
        The level.
    spot : Point
        A point in the passage.
    walkable_m : float
        How wide it is by what can walk there, metres.
    least_m : float
        How wide it should be; an opening narrower than that is to blame.
    """
    level = floor.level.id
    for opening in floor.openings:
        width_m = math.dist(opening.start, opening.end)
        line = LineString((opening.start, opening.end))
        if width_m < least_m and line.distance(spot) <= 2 * OPENING_REACH_M:
            return Passage(f"opening {opening.id}", opening.id, width_m, level, spot.x, spot.y)
    sides = _both_sides(floor, spot)
    if sides is None:
        return Passage("passage", "", walkable_m, level, spot.x, spot.y)
    one, other = sides
    measured_m = shapely.distance(one.nearest, other.shape)
    width_m = measured_m if abs(measured_m - walkable_m) < MEASURED_M else walkable_m
    return Passage(_between(one.name, other.name), one.thing, width_m, level, spot.x, spot.y)


def _between(name: str, other: str) -> str:
    if name == other == WALL:
        return "passage between walls"
    return "aisle between " + " and ".join(sorted((name, other)))


def _both_sides(floor: Floor, spot: Point) -> tuple[_Side, _Side] | None:
    """Give the thing nearest to a spot, and the nearest one on the other side of it."""
    sides = sorted(_list_sides(floor, spot), key=lambda side: side.nearest.distance(spot))
    for other in sides[1:]:
        one = sides[0]
        east = (one.nearest.x - spot.x) * (other.nearest.x - spot.x)
        north = (one.nearest.y - spot.y) * (other.nearest.y - spot.y)
        if east + north < 0.0:
            return one, other
    return None


def _list_sides(floor: Floor, spot: Point) -> Iterator[_Side]:
    around = spot.buffer(BESIDE_M)
    named: list[tuple[str, str, BaseGeometry]] = [
        (f"shelf {shelf.number}", shelf.id, shape) for _, shelf, shape in floor.shelves_at(around)
    ]
    named += [
        (f"fixture {each.id}", each.id, shape)
        for each, shape in zip(floor.fixtures, floor.fixture_shapes, strict=True)
        if each.kind != "wall"
    ]
    named += [(WALL, "", piece) for piece in _wall_pieces(floor.walls.intersection(around))]
    for name, thing, shape in named:
        if shapely.dwithin(shape, spot, BESIDE_M):
            yield _Side(name, thing, shape, nearest_points(shape, spot)[0])


def _wall_pieces(walls: BaseGeometry) -> Iterator[BaseGeometry]:
    """Give straight pieces of walls, as thick as they are built."""
    for line in shapely.get_parts(walls):
        for start, end in pairwise(line.coords):
            yield LineString((start, end)).buffer(WALL_THICKNESS_M / 2, cap_style="flat")
