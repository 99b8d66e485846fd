"""Shortest ways to places near by on one level, without looking at all of the level."""

from __future__ import annotations

import math

import numpy as np

from routing.graph import RoutingGraph
from routing.sight import kernels

Point = tuple[float, float]

# Far enough to walk round the end of a shelf, of a long aisle, and round some rooms.
LIMITS_M = (12.0, 32.0, 128.0)


def find_way(graph: RoutingGraph, level: str, here: Point, target: Point) -> list[Point] | None:
    """Find the shortest way between two walkable points that do not see each other.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    level : str
        Level id.
    here, target : (x_m, y_m)
        Its ends.

    Returns
    -------
    list of (x_m, y_m) or None
        The ends and the corners between them; ``None`` where no way of less than 128 m
        stays on the level.
    """
    costs, sight = graph.costs, graph.levels[level].sight
    ways = (graph.levels[level].first_node, costs.indptr, costs.indices, costs.data)
    ends_m = np.array((*here, *target))
    for limit_m in LIMITS_M:
        length_m, way = kernels.find_way(ends_m, limit_m, sight.corners, *ways, sight.grid)
        if math.isfinite(length_m):
            return [here, *map(tuple, sight.corners_m[way[::-1]].tolist()), target]
    return None
