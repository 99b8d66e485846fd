"""The cells of a plan: its walkable space, its shelves and walls, its stairs and lifts."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from floorplans.model import Connector, Level, Plan
from floorplans.walkable import Walkable, build_walkable, ring_polygon
from positioning.grid.cover import cover_share
from positioning.grid.space import LevelCells, Portal, Space

CELL_M = 0.5
# A person's middle keeps this far from shelves and walls: less than the routes' clearance,
# so that aisles of 1 m stay open, and enough for a wall between two cells to shut one.
CLEARANCE_M = 0.2
# With that clearance 0.6 m of an aisle of 1 m are free; at the worst alignment two cells have
# 0.6 of that each, and the two cells of a straddled wall 0.5.
OPEN_SHARE = 0.55
# Plans are exact to a hand's breadth, but people lean and reach.
BLOCKED_PASS = 0.05
# Beyond its outline a level is at least this covered by none of its area.
_WITHIN_SHARE = 0.5

# Seconds to get in, and from one level to the next.
_CONNECTOR_S = {"stairs": (0.0, 12.0), "lift": (12.0, 6.0)}
_OTHER_S = (0.0, 20.0)


def space_of_plan(plan: Plan) -> Space:
    """Lay cells over a plan.

    Parameters
    ----------
    plan : Plan
        A valid plan.

    Returns
    -------
    Space
        All levels of the plan that have an area, joined by its stairs, lifts and ramps.
    """
    walkable = build_walkable(plan, CLEARANCE_M, staff=True)
    levels = {
        level.id: cells
        for level in plan.levels
        if (cells := _level_cells(level, walkable.area(level.id))) is not None
    }
    return Space(levels, _portals(plan, walkable, levels))


def _level_cells(level: Level, free: BaseGeometry) -> LevelCells | None:
    outline = ring_polygon(level.outline)
    if outline.is_empty:
        return None
    west_m, south_m, east_m, north_m = outline.bounds
    shape = math.ceil((north_m - south_m) / CELL_M), math.ceil((east_m - west_m) / CELL_M)
    origin_m = (west_m, south_m)
    within = cover_share(outline, origin_m, CELL_M, shape)
    return LevelCells(
        level.id, origin_m, CELL_M, _passing(within, cover_share(free, origin_m, CELL_M, shape))
    )


def _passing(within: NDArray[np.float64], free: NDArray[np.float64]) -> NDArray[np.float32]:
    """Open where enough is free; narrow doors that fall between two cells are half open."""
    passing = np.where(free >= OPEN_SHARE, 1.0, np.maximum(free**2, BLOCKED_PASS))
    passing[within < _WITHIN_SHARE] = 0.0
    return np.ascontiguousarray(passing, dtype=np.float32)


def _portals(plan: Plan, walkable: Walkable, levels: dict[str, LevelCells]) -> tuple[Portal, ...]:
    ordinals = {level.id: level.ordinal for level in plan.levels}
    return tuple(
        portal
        for connector in plan.connectors
        for portal in _connector_portals(connector, walkable, ordinals)
        if portal.from_level in levels and portal.to_level in levels
    )


def _connector_portals(
    connector: Connector, walkable: Walkable, ordinals: dict[str, int]
) -> list[Portal]:
    """Every way from one stop of a connector to another, in the directions that it runs."""
    stops = [
        (stop.level, walkable.nearest(stop.level, stop.x_m, stop.y_m))
        for stop in connector.stops
        if not walkable.area(stop.level).is_empty
    ]
    entry_s, level_s = _CONNECTOR_S.get(connector.kind, _OTHER_S)
    found = []
    for from_level, from_m in stops:
        for to_level, to_m in stops:
            rise = ordinals[to_level] - ordinals[from_level]
            runs = {"both": rise != 0, "up": rise > 0, "down": rise < 0}[connector.direction]
            if runs:
                duration_s = entry_s + level_s * abs(rise)
                found.append(Portal(from_level, from_m, to_level, to_m, duration_s))
    return found
