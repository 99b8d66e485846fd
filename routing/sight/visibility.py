"""Who sees whom on one level: the geometry under shortest ways.

A shortest way among obstacles bends only at their convex corners, and there only so that it
touches the obstacle without pointing into it (it is *tangent*). Obstacles are taken
``SLACK_M`` slimmer than they are when a line of sight is tested, so that a way may run along a
wall or touch a corner, and rounding never decides.

Lines are tested by compiled loops (`routing.sight.kernels`) where those are ready, else by
`routing.sight.plain`; their answers are the same.

References
----------
de Berg et al., *Computational Geometry*, 3rd ed., chapter 15 (visibility graphs).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LinearRing, MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from routing.sight import kernels, plain
from routing.sight.walls import Flags, Floats, Grid, Indices, Walls, build_walls

SLACK_M = 1e-4
STRAIGHT_SINE = 1e-6
WORTH_COMPILING = 50_000_000
"""So many pairs of a line and a wall take as long as it takes to load the compiler."""

ROWS = 256


@dataclass(frozen=True, slots=True)
class Sight:
    """What blocks the view on one level and which corners ways bend round.

    Attributes
    ----------
    walls : Walls
        Edges that block.
    corners : Floats
        Corners that ways may bend round: x and y in metres, then unit vectors to their
        neighbours before and after on the obstacle, shape (corners, 6).
    """

    walls: Walls
    corners: Floats

    @property
    def corners_m(self) -> Floats:
        """Where the corners are, shape (corners, 2)."""
        return self.corners[:, :2]

    @property
    def grid(self) -> Grid:
        """The walls as the compiled loops take them."""
        return self.walls.edges_m, self.walls.first, self.walls.cells, self.walls.frame

    @property
    def has_many_pairs(self) -> bool:
        """Whether pairs of corners are found soonest by loops that are yet to be compiled."""
        return len(self.corners) ** 2 // 4 * len(self.walls.edges_m) > WORTH_COMPILING


def build_sight(area: Polygon | MultiPolygon) -> Sight:
    """Prepare the walkable area of one level.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        Where one can walk, metres; rings may run either way.

    Returns
    -------
    Sight
        Walls and corners.
    """
    slim = [_edges(ring) for ring in _rings(area.buffer(SLACK_M, join_style="mitre"))]
    corners = [_reflex_corners(ring) for ring in _rings(shapely.remove_repeated_points(area))]
    return Sight(
        walls=build_walls(np.concatenate([*slim, np.empty((0, 4))])),
        corners=np.concatenate([*corners, np.empty((0, 6))]),
    )


def are_clear(sight: Sight, starts_m: Floats, ends_m: Floats) -> Flags:
    """Tell which straight lines no wall crosses.

    Parameters
    ----------
    sight : Sight
        The level.
    starts_m, ends_m : Floats
        Ends of the lines, shape (lines, 2) each.

    Returns
    -------
    Flags
        True where the line may be walked, shape (lines,).
    """
    if not kernels.mark_clear.is_ready:
        return plain.are_clear(sight.walls.edges_m, starts_m, ends_m)
    clear = np.zeros(len(starts_m), dtype=np.bool_)
    # Of another kind of array another loop would be compiled, while somebody waits.
    ones_m, others_m = np.array(starts_m, order="C"), np.array(ends_m, order="C")
    kernels.mark_clear(ones_m, others_m, sight.grid, clear)
    return clear


def is_clear(sight: Sight, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Tell whether no wall crosses the straight line between two points."""
    if kernels.is_blocked.is_ready:
        return not kernels.is_blocked(start[0], start[1], end[0], end[1], sight.grid)
    return bool(are_clear(sight, np.array([start]), np.array([end]))[0])


def visible_points(sight: Sight, points: Floats, x_m: float, y_m: float) -> tuple[Indices, Floats]:
    """Points that a way may go to straight when it begins at a point.

    Parameters
    ----------
    sight : Sight
        The level.
    points : Floats
        Like ``sight.corners``; a point without neighbours, zeros, is no corner of anything and
        may be gone to from everywhere, shape (points, 6).
    x_m, y_m : float
        The point, inside the walkable area.

    Returns
    -------
    tuple of Indices and Floats
        Numbers of the points and their distances in metres, shape (visible,) each.
    """
    if kernels.mark_visible.is_ready:
        marked = np.zeros(len(points), dtype=np.bool_)
        kernels.mark_visible(x_m, y_m, points, sight.grid, marked)
        seen = np.flatnonzero(marked)
    else:
        point_m = np.array([x_m, y_m])
        tangent = np.flatnonzero(plain.are_tangent(points, point_m))
        starts_m = np.broadcast_to(point_m, (len(tangent), 2))
        seen = tangent[are_clear(sight, starts_m, points[tangent, :2])]
    return seen, np.hypot(*(points[seen, :2] - (x_m, y_m)).T)


def corner_pairs(sight: Sight) -> tuple[Indices, Floats]:
    """Pairs of corners between which a shortest way may run straight.

    Returns
    -------
    tuple of Indices and Floats
        Numbers of the corners, shape (pairs, 2), and distances in metres, shape (pairs,).
    """
    if kernels.mark_pairs.is_ready or sight.has_many_pairs:
        pairs = np.concatenate([*_compiled_pairs(sight), np.empty((0, 2), dtype=np.int64)])
    else:
        tangent = plain.tangent_pairs(sight.corners)
        ends_m = sight.corners_m[tangent[:, 0]], sight.corners_m[tangent[:, 1]]
        pairs = tangent[are_clear(sight, *ends_m)]
    apart_m = sight.corners_m[pairs[:, 1]] - sight.corners_m[pairs[:, 0]]
    return pairs, np.hypot(*apart_m.T)


def _compiled_pairs(sight: Sight) -> Iterator[Indices]:
    count = len(sight.corners)
    for begin in range(0, count, ROWS):
        joined = np.zeros((min(ROWS, count - begin), count), dtype=np.bool_)
        kernels.mark_pairs(begin, sight.corners, sight.grid, joined)
        yield np.argwhere(joined) + np.array((begin, 0))


def _rings(area: Polygon | MultiPolygon) -> Iterator[LinearRing]:
    """Give all rings with the walkable side on their left."""
    for polygon in shapely.get_parts(area):
        if not polygon.is_empty:
            oriented = orient(polygon)
            yield from (oriented.exterior, *oriented.interiors)


def _edges(ring: LinearRing) -> Floats:
    points_m = shapely.get_coordinates(ring)
    return np.column_stack((points_m[:-1], points_m[1:]))


def _reflex_corners(ring: LinearRing) -> Floats:
    """Corners where a ring turns right: point, then unit vectors to both neighbours."""
    points_m = shapely.get_coordinates(ring)[:-1]
    after = np.roll(points_m, -1, axis=0) - points_m
    after /= np.hypot(*after.T)[:, None]
    before = -np.roll(after, 1, axis=0)
    turns_right = after[:, 0] * before[:, 1] - after[:, 1] * before[:, 0] < -STRAIGHT_SINE
    return np.column_stack((points_m, before, after))[turns_right]
