"""Walls with gaps at their openings, and the treads of stairs, as lines of the plan."""

from __future__ import annotations

from shapely import LineString, MultiLineString, Polygon, unary_union
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from floorplans.model import Level, Opening, Plan, Point, Unit

Line = tuple[Point, ...]

OPENING_REACH_M = 0.1
SAME_WALL_M = 0.01
TREAD_M = 0.36
TREAD_INSET_M = 0.25
SHORTEST_M = 0.02


def wall_lines(plan: Plan, level: Level) -> tuple[list[Line], list[Line]]:
    """Give the walls of a level.

    Parameters
    ----------
    plan : Plan
        The plan.
    level : Level
        The level.

    Returns
    -------
    tuple[list[Line], list[Line]]
        Outer walls and inner walls, each cut where an opening is, plan metres.
    """
    openings = [each for each in plan.openings if each.level == level.id]
    gaps = unary_union([_gap(each) for each in openings])
    outer = Polygon(level.outline).exterior
    rooms = [
        Polygon(unit.outline).exterior
        for unit in plan.units
        if unit.level == level.id and unit.walled
    ]
    inner = unary_union(rooms).difference(outer.buffer(SAME_WALL_M, cap_style="flat"))
    return _lines(outer.difference(gaps)), _lines(inner.difference(gaps))


def stair_treads(unit: Unit) -> list[Line]:
    """Give evenly spaced lines across stairs, along the shorter side of their outline."""
    area = Polygon(unit.outline).buffer(-TREAD_INSET_M, join_style="mitre")
    if area.is_empty:
        return []
    west, south, east, north = area.bounds
    is_wide = east - west >= north - south
    start_m, end_m = (west, east) if is_wide else (south, north)
    treads: list[BaseGeometry] = []
    for step in range(int((end_m - start_m) / TREAD_M) + 1):
        at_m = start_m + step * TREAD_M
        ends = [(at_m, south), (at_m, north)] if is_wide else [(west, at_m), (east, at_m)]
        treads.append(LineString(ends).intersection(area))
    return [line for tread in treads for line in _lines(tread)]


def _gap(opening: Opening) -> Polygon:
    return LineString([opening.start, opening.end]).buffer(OPENING_REACH_M, cap_style="flat")


def _lines(geometry: BaseGeometry) -> list[Line]:
    """Join pieces to lines as long as they get."""
    if isinstance(geometry, MultiLineString):
        geometry = linemerge(geometry)
    parts = geometry.geoms if isinstance(geometry, MultiLineString) else [geometry]
    return [tuple((x, y) for x, y in part.coords) for part in parts if part.length > SHORTEST_M]
