"""Where it is busy: lobbies, and about desks and machines where people queue."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from floorplans.model import Plan
from floorplans.walkable import ring_polygon
from routing.sight.walls import Floats

BUSY_KINDS = ("service_desk", "returns", "self_check", "holds", "entrance")
BUSY_WITHIN_M = 4.0


def busy_areas(plan: Plan) -> Mapping[str, BaseGeometry]:
    """Give the busy places of every level, prepared."""
    areas = {}
    for level in plan.levels:
        rooms = [
            ring_polygon(each.outline)
            for each in plan.units
            if each.level == level.id and each.category == "lobby"
        ]
        queues = [
            Point(each.x_m, each.y_m).buffer(BUSY_WITHIN_M)
            for each in plan.points_of_interest
            if each.level == level.id and each.kind in BUSY_KINDS
        ]
        areas[level.id] = shapely.union_all([*rooms, *queues])
        shapely.prepare(areas[level.id])
    return areas


def busy_m(area: BaseGeometry, starts_m: Floats, ends_m: Floats) -> Floats:
    """Tell how much of straight ways is in busy places.

    Parameters
    ----------
    area : BaseGeometry
        The busy places of the level.
    starts_m, ends_m : Floats
        Ends of the ways, shape (ways, 2) each.

    Returns
    -------
    Floats
        Metres, shape (ways,).
    """
    found_m = np.zeros(len(starts_m))
    west_m, south_m, east_m, north_m = area.bounds
    lows_m, highs_m = np.minimum(starts_m, ends_m), np.maximum(starts_m, ends_m)
    beside = (lows_m > (east_m, north_m)) | (highs_m < (west_m, south_m))
    near = np.flatnonzero(~beside.any(axis=1))
    lines: NDArray[np.object_] = np.asarray(
        shapely.linestrings(np.stack((starts_m[near], ends_m[near]), axis=1)), dtype=object
    )
    found_m[near] = shapely.length(shapely.intersection(lines, area))
    return found_m
