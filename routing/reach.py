"""Where one can walk to within some metres: a ball by walking distance.

From a point one reaches what one sees within the distance, and round each corner in sight
what that corner sees within what is left of it. This is exact but for arcs, which are drawn as
lines of a few degrees.

What is drawn is where a body may be and not only its middle: the ball of a shorter distance,
grown by what it is shorter, which is no more than the clearance. In the open that is the whole
circle; between shelves it fills the aisle up to them; it ends where one would have to walk
farther than the distance, and nothing of it is in a shelf, or behind one without a way round it.

References
----------
Mitchell, "Geometric shortest paths and network optimization", in *Handbook of Computational
Geometry*, 2000, section 3 (shortest path maps).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Point as PointShape
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from routing.graph import RoutingGraph
from routing.rays import TURN_RAD, see
from routing.sight.plain import are_tangent
from routing.sight.visibility import Sight, are_clear
from routing.sight.walls import Floats

FARTHEST_M = 12.0
"""A ball of more than this would be slow to work out; it is that of 12 m."""

OVERLAP_RAD = 0.01
LEAST_LEFT_M = 0.05
STRAIGHT_M = 2e-3
OFF_SHELVES_M = 0.12
"""The drawn area keeps off shelves by this, so that rounding does not put it into one."""

QUARTER_LINES = 4

Point = tuple[float, float]


def draw_reach(
    graph: RoutingGraph, level: str, x_m: float, y_m: float, within_m: float
) -> BaseGeometry:
    """Give the area that a body may have got to from a place within a distance.

    Takes and raises what `find_reach` does, whose points are grown by a body that keeps off
    what is in the way.

    Returns
    -------
    BaseGeometry
        A polygon, out of all that is in the way; empty where the level leaves nowhere to walk
        or the distance is 0.
    """
    grown_m = min(max(graph.walkable.clearance_m - OFF_SHELVES_M, 0.0), within_m)
    ball = find_reach(graph, level, x_m, y_m, within_m - grown_m if grown_m > 0 else within_m)
    area = ball.buffer(grown_m, quad_segs=QUARTER_LINES)
    return area if isinstance(area, Polygon) else Polygon()


def find_reach(
    graph: RoutingGraph, level: str, x_m: float, y_m: float, within_m: float
) -> BaseGeometry:
    """Give the walkable points that are within a walking distance of a place.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    level : str
        Level id.
    x_m, y_m : float
        The place; moved to where one can stand.
    within_m : float
        The distance, 0 or more; at most 12 m of it count.

    Returns
    -------
    BaseGeometry
        A polygon, or the place alone if it is 0; empty where the level leaves nowhere to walk.

    Raises
    ------
    PlanReferenceError
        If the plan has no such level.
    ValueError
        If a number is not finite, or the distance is below 0.
    """
    if not (math.isfinite(x_m) and math.isfinite(y_m) and 0.0 <= within_m < math.inf):
        raise ValueError(
            f"Nothing is within {within_m} m of ({x_m}, {y_m}); give finite metres, "
            "the distance not below 0."
        )
    if graph.walkable.area(level).is_empty:
        return Polygon()
    here = graph.walkable.nearest(level, x_m, y_m)
    within_m = min(within_m, FARTHEST_M)
    if within_m < LEAST_LEFT_M:
        return PointShape(here)
    sight = graph.levels[level].sight
    edges_m = _near(sight.walls.edges_m, here, within_m)
    fans = [_fan(edges_m, each) for each in _sources(sight, here, within_m)]
    few = shapely.simplify(np.array(fans), STRAIGHT_M, preserve_topology=False)
    return shapely.union_all(shapely.buffer(few, 0.0))


@dataclass(frozen=True, slots=True)
class _Source:
    """A point from which one goes on: the place itself, or a corner and what it hides.

    Directions turn from ``from_rad`` through ``turn_rad``, which is the whole circle at the
    place. At a corner they are those between the way there, straight on, and the obstacle.
    """

    x_m: float
    y_m: float
    left_m: float
    from_rad: float = -math.pi
    turn_rad: float = TURN_RAD


def _sources(sight: Sight, here: Point, within_m: float) -> Iterator[_Source]:
    """Give the place and the corners round which one gets farther (Dijkstra)."""
    yield _Source(*here, within_m)
    apart_m = np.hypot(*(sight.corners_m - here).T)
    corners = sight.corners[apart_m < within_m - LEAST_LEFT_M]
    walked_m = np.full(len(corners), np.inf)
    befores = np.zeros((len(corners), 2))
    heap: list[tuple[float, int]] = []

    def look(point: Floats, so_far_m: float) -> None:
        through_m = so_far_m + np.hypot(*(corners[:, :2] - point).T)
        nearer = np.flatnonzero((through_m < walked_m) & (through_m < within_m - LEAST_LEFT_M))
        nearer = nearer[are_tangent(corners[nearer], point)]
        starts_m = np.broadcast_to(point, (len(nearer), 2))
        for other in nearer[are_clear(sight, starts_m, corners[nearer, :2])].tolist():
            walked_m[other], befores[other] = through_m[other], point
            heapq.heappush(heap, (float(through_m[other]), other))

    look(np.array(here), 0.0)
    while heap:
        so_far_m, corner = heapq.heappop(heap)
        if so_far_m <= walked_m[corner]:
            yield _behind(corners[corner], befores[corner], within_m - so_far_m)
            look(corners[corner, :2], so_far_m)


def _behind(corner: Floats, before: Floats, left_m: float) -> _Source:
    """Give the corner as a source of what it hides from where one comes from."""
    x_m, y_m, *sides = corner.tolist()
    ahead_rad = math.atan2(y_m - before[1], x_m - before[0])
    turns = [
        math.remainder(math.atan2(north, east) - ahead_rad, TURN_RAD)
        for east, north in (sides[:2], sides[2:])
    ]
    turn_rad = min(turns, key=abs)
    is_left = sum(map(math.sin, turns)) > 0
    turn_rad = abs(turn_rad) + 2 * OVERLAP_RAD
    from_rad = ahead_rad - OVERLAP_RAD if is_left else ahead_rad + OVERLAP_RAD - turn_rad
    return _Source(x_m, y_m, left_m, from_rad, turn_rad)


def _near(edges_m: Floats, here: Point, within_m: float) -> Floats:
    """Give the walls that reach into the square about a place."""
    lows_m = np.minimum(edges_m[:, :2], edges_m[:, 2:]) - here
    highs_m = np.maximum(edges_m[:, :2], edges_m[:, 2:]) - here
    near = ((lows_m <= within_m) & (highs_m >= -within_m)).all(axis=1)
    return np.ascontiguousarray(edges_m[near])


def _fan(edges_m: Floats, source: _Source) -> Polygon:
    """Give what is seen from a source within its distance and its directions."""
    here = source.x_m, source.y_m
    ends_m = see(*here, source.left_m, source.from_rad, source.turn_rad, edges_m)
    is_whole = source.turn_rad >= TURN_RAD
    return Polygon(ends_m if is_whole else np.vstack((ends_m, here)))
