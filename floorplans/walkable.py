"""Where one can walk: what a level leaves between its walls, shelves and furniture.

Everybody who needs to know uses this module: the plan checker, positioning's grid, routing.
Obstacles grow by the clearance with square corners, which keeps a shelf at four corners and
never lets the middle of a person nearer than the clearance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient
from shapely.ops import nearest_points

from floorplans.errors import PlanReferenceError
from floorplans.geometry import shelf_outline
from floorplans.model import Level, Plan, Ring, Shelf
from floorplans.model import Point as PlanPoint
from floorplans.remembering import remembered

WALL_THICKNESS_M = 0.1
DEFAULT_CLEARANCE_M = 0.3
OPENING_REACH_M = 0.2
"""An opening cuts the walls this near to its line, so drawings need not be exact."""

STAND_M = 1.0
"""What is drawn in a wall or shelf is used from a point this near, as drawings are not exact."""

LEAST_AREA_M2 = 0.05
"""Free spots smaller than this are gaps between things, not places to stand."""

ROUND_SIDES = 12
TOLERANCE_M = 1e-6
GRID_DECIMALS = 4
GRID_M = 10.0**-GRID_DECIMALS
SIMPLIFY_M = 1e-3
MOST_LEVELS = 24
MOST_RINGS = 16_384
"""Remembered, for drafts that are checked again after each edit: most of it is as it was."""

FEW_CORNERS = 64
"""Rings of more are few, and large to remember."""

HAIR_M = 5e-4
"""Kept less than the clearance, so that what is just wide enough lets through, rounded or not."""


@dataclass(frozen=True, slots=True)
class Walkable:
    """The walkable space of a plan for one clearance.

    Attributes
    ----------
    clearance_m : float
        Distance kept from walls, shelves and furniture.
    levels : tuple[str, ...]
        Ids of the levels, in the plan's order.
    areas : Mapping[str, MultiPolygon]
        Walkable space by level; see `area`.
    """

    clearance_m: float
    levels: tuple[str, ...]
    areas: Mapping[str, MultiPolygon]

    def area(self, level: str) -> MultiPolygon:
        """Walkable space of a level; outer rings run anticlockwise, holes clockwise.

        Raises
        ------
        PlanReferenceError
            If there is no such level.
        """
        try:
            return self.areas[level]
        except KeyError:
            known = ", ".join(self.levels) or "none"
            raise PlanReferenceError(f'There is no level "{level}"; levels: {known}.') from None

    def contains(self, level: str, x_m: float, y_m: float) -> bool:
        """Tell whether a point can be stood at, edges included."""
        return bool(shapely.dwithin(self.area(level), Point(x_m, y_m), TOLERANCE_M))

    def nearest(self, level: str, x_m: float, y_m: float) -> tuple[float, float]:
        """Give the point itself where it can be stood at, else the nearest one that can.

        Raises
        ------
        PlanReferenceError
            If there is no such level, or no walkable space on it.
        """
        area, point = self.area(level), Point(x_m, y_m)
        if area.is_empty:
            raise PlanReferenceError(f'Level "{level}" has no walkable space.')
        if shapely.dwithin(area, point, TOLERANCE_M):
            return x_m, y_m
        found, _ = nearest_points(area, point)
        return found.x, found.y

    def stand_near(self, level: str, x_m: float, y_m: float) -> tuple[float, float] | None:
        """Give where one stands who uses a stop or a side of a door, within a metre of it.

        Raises
        ------
        PlanReferenceError
            If there is no such level.
        """
        if self.area(level).is_empty:
            return None
        found = self.nearest(level, x_m, y_m)
        return found if math.dist(found, (x_m, y_m)) <= STAND_M else None


def build_walkable(
    plan: Plan, clearance_m: float = DEFAULT_CLEARANCE_M, staff: bool = False
) -> Walkable:
    """Work out the walkable space of every level.

    Parameters
    ----------
    plan : Plan
        The plan. Outlines that cross themselves are mended, others that enclose nothing ignored.
    clearance_m : float
        Distance to keep from walls, shelves and furniture, 0 or above; 0.45 fits a wheelchair.
        Openings narrower than twice the clearance stay shut, those as wide let through.
    staff : bool
        Whether rooms and doors for staff only count as open.

    Returns
    -------
    Walkable
        The space, for all levels of the plan.
    """
    areas = {
        level.id: _level_area(_list_things(plan, level, staff), clearance_m)
        for level in plan.levels
    }
    return Walkable(clearance_m, tuple(areas), areas)


def ring_polygon(ring: Ring) -> BaseGeometry:
    """Area within a ring, to a tenth of a millimetre; empty where the ring encloses nothing."""
    return _small_polygon(ring) if len(ring) <= FEW_CORNERS else _make_polygon(ring)


@remembered(MOST_RINGS)
def _small_polygon(ring: Ring) -> BaseGeometry:
    return _make_polygon(ring)


def _make_polygon(ring: Ring) -> BaseGeometry:
    if len(ring) < 3:
        return Polygon()
    polygon = Polygon([(round(x_m, GRID_DECIMALS), round(y_m, GRID_DECIMALS)) for x_m, y_m in ring])
    if polygon.is_valid:
        return polygon
    return shapely.make_valid(polygon, method="structure", keep_collapsed=False)


class _Disc(NamedTuple):
    """Where a round shelf stands."""

    x_m: float
    y_m: float
    radius_m: float


class _Things(NamedTuple):
    """What stands on a level or lets through, as far as one walks otherwise for it.

    A shelf with another number and a room with another name leave it as it was.
    """

    outline: Ring
    walls: tuple[Ring, ...]
    closed: tuple[Ring, ...]
    openings: tuple[tuple[PlanPoint, PlanPoint], ...]
    fixtures: tuple[Ring, ...]
    shelves: tuple[Ring | _Disc, ...]


def _list_things(plan: Plan, level: Level, staff: bool) -> _Things:
    units = [unit for unit in plan.units if unit.level == level.id]
    return _Things(
        level.outline,
        tuple(unit.outline for unit in units if unit.walled),
        tuple(unit.outline for unit in units if unit.staff_only and not staff),
        tuple(
            (opening.start, opening.end)
            for opening in plan.openings
            if opening.level == level.id and (staff or not opening.staff_only)
        ),
        tuple(each.outline for each in plan.fixtures if each.level == level.id),
        tuple(_footprint(shelf) for shelf in plan.shelves if shelf.level == level.id),
    )


def _footprint(shelf: Shelf) -> Ring | _Disc:
    if shelf.shape == "round":
        return _Disc(shelf.x_m, shelf.y_m, shelf.length_m / 2)
    return shelf_outline(shelf)


@lru_cache(maxsize=MOST_LEVELS)
def _level_area(things: _Things, clearance_m: float) -> MultiPolygon:
    in_the_way = [
        *_walls([things.outline, *things.walls], things.openings),
        *(ring_polygon(each) for each in (*things.fixtures, *things.closed)),
    ]
    kept_m = max(clearance_m - HAIR_M, 0.0)
    blocked = [
        *(_grow(obstacle, kept_m) for obstacle in in_the_way),
        *(_shelf_obstacle(shelf, kept_m) for shelf in things.shelves),
    ]
    # Most things touch few others: joined group by group, they take a tenth of the time.
    joined = shapely.disjoint_subset_union_all(blocked)
    return _tidy(shapely.difference(ring_polygon(things.outline), joined))


def _walls(
    rings: Iterable[Ring], openings: Iterable[tuple[PlanPoint, PlanPoint]]
) -> Iterator[BaseGeometry]:
    """Walls along rings, cut at openings."""
    lines = shapely.union_all([shapely.boundary(ring_polygon(ring)) for ring in rings])
    cuts = shapely.union_all([_opening_cut(ends) for ends in openings])
    for piece in shapely.get_parts(shapely.line_merge(shapely.difference(lines, cuts))):
        yield piece.buffer(WALL_THICKNESS_M / 2, cap_style="flat", join_style="mitre")


def _opening_cut(ends: tuple[PlanPoint, PlanPoint]) -> BaseGeometry:
    return LineString(ends).buffer(OPENING_REACH_M, cap_style="flat")


def _grow(obstacle: BaseGeometry, clearance_m: float) -> BaseGeometry:
    return obstacle.buffer(clearance_m, join_style="mitre", mitre_limit=2.0)


@remembered(MOST_RINGS)
def _shelf_obstacle(shelf: Ring | _Disc, clearance_m: float) -> BaseGeometry:
    if isinstance(shelf, _Disc):
        return _round_obstacle(shelf, clearance_m)
    return _grow(ring_polygon(shelf), clearance_m)


def _round_obstacle(shelf: _Disc, clearance_m: float) -> BaseGeometry:
    """Polygon of few corners outside the circle to keep off."""
    radius_m = (shelf.radius_m + clearance_m) / math.cos(math.pi / ROUND_SIDES)
    turns = (2 * math.pi * side / ROUND_SIDES for side in range(ROUND_SIDES))
    return Polygon(
        [
            (shelf.x_m + radius_m * math.cos(turn), shelf.y_m + radius_m * math.sin(turn))
            for turn in turns
        ]
    )


def _tidy(free: BaseGeometry) -> MultiPolygon:
    """Bring walkable space to one form: few corners, known order and orientation, prepared."""
    rounded = shapely.simplify(shapely.set_precision(free, GRID_M), SIMPLIFY_M)
    parts = [
        orient(part)
        for part in shapely.get_parts(shapely.normalize(rounded))
        if isinstance(part, Polygon) and part.area >= LEAST_AREA_M2
    ]
    area = MultiPolygon(parts)
    shapely.prepare(area)
    return area
