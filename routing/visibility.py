"""Who sees whom on one level: the geometry under shortest ways.

A shortest way among obstacles bends only at their convex corners, and there only so that it
touches the obstacle without pointing into it (it is *tangent*). Obstacles are taken
``SLACK_M`` slimmer than they are when a line of sight is tested, so that a way may run along a
wall or touch a corner, and rounding never decides.

References
----------
de Berg et al., *Computational Geometry*, 3rd ed., chapter 15 (visibility graphs).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LinearRing, MultiPolygon, Polygon
from shapely.geometry.polygon import orient

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

SLACK_M = 1e-4
STRAIGHT_SINE = 1e-6
TANGENT_SINE = 1e-9
CELLS_PER_BATCH = 4_000_000


@dataclass(frozen=True, slots=True)
class Walls:
    """Edges that block the view, each with the line that it lies on.

    Attributes
    ----------
    starts_m, ends_m : Floats
        Ends of the edges, shape (2, edges) each.
    normals : Floats
        Left-hand normals of the edges, as long as these, shape (2, edges).
    offsets : Floats
        A point p lies left of an edge where normal · p + offset >= 0, shape (edges,).
    """

    starts_m: Floats
    ends_m: Floats
    normals: Floats
    offsets: Floats


@dataclass(frozen=True, slots=True)
class Sight:
    """What blocks the view on one level and which corners ways bend round.

    Attributes
    ----------
    walls : Walls
        Edges that block.
    corners_m : Floats
        Corners that ways may bend round, shape (corners, 2).
    before, after : Floats
        Unit vectors from each corner to its neighbours on the obstacle, shape (corners, 2).
    """

    walls: Walls
    corners_m: Floats
    before: Floats
    after: Floats


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
    walls = [_edges(ring) for ring in _rings(area.buffer(SLACK_M, join_style="mitre"))]
    corners = [_reflex_corners(ring) for ring in _rings(shapely.remove_repeated_points(area))]
    found = np.concatenate(corners) if corners else np.empty((0, 6))
    return Sight(
        walls=_make_walls(np.concatenate(walls) if walls else np.empty((0, 4))),
        corners_m=found[:, :2],
        before=found[:, 2:4],
        after=found[:, 4:],
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
    clear = np.ones(len(starts_m), dtype=np.bool_)
    batch = max(1, CELLS_PER_BATCH // max(1, len(sight.walls.offsets)))
    for first in range(0, len(starts_m), batch):
        part = slice(first, first + batch)
        clear[part] = ~_any_crossing(starts_m[part], ends_m[part], sight.walls)
    return clear


def visible_corners(sight: Sight, x_m: float, y_m: float) -> tuple[Indices, Floats]:
    """Corners that a way may bend round first when it begins at a point.

    Parameters
    ----------
    sight : Sight
        The level.
    x_m, y_m : float
        The point, inside the walkable area.

    Returns
    -------
    tuple of Indices and Floats
        Numbers of the corners and their distances in metres, shape (visible,) each.
    """
    point = np.array([x_m, y_m])
    apart_m = np.hypot(*(sight.corners_m - point).T)
    tangent = np.flatnonzero(_are_tangent(sight, np.arange(len(apart_m)), point))
    starts_m = np.broadcast_to(point, (len(tangent), 2))
    seen = tangent[are_clear(sight, starts_m, sight.corners_m[tangent])]
    return seen, apart_m[seen]


def corner_pairs(sight: Sight) -> tuple[Indices, Floats]:
    """Pairs of corners between which a shortest way may run straight.

    Returns
    -------
    tuple of Indices and Floats
        Numbers of the corners, shape (pairs, 2), and distances in metres, shape (pairs,).
    """
    pairs = np.concatenate(list(_tangent_pairs(sight)) or [np.empty((0, 2), dtype=np.int64)])
    starts_m, ends_m = sight.corners_m[pairs[:, 0]], sight.corners_m[pairs[:, 1]]
    clear = are_clear(sight, starts_m, ends_m)
    return pairs[clear], np.hypot(*(ends_m - starts_m)[clear].T)


def _tangent_pairs(sight: Sight) -> Iterator[Indices]:
    for corner in range(len(sight.corners_m) - 1):
        others = np.arange(corner + 1, len(sight.corners_m))
        here = np.full(len(others), corner)
        tangent = _are_tangent(sight, others, sight.corners_m[corner])
        tangent &= _are_tangent(sight, here, sight.corners_m[others])
        yield np.column_stack((here, others))[tangent]


def _are_tangent(sight: Sight, corners: Indices, seen_from_m: Floats) -> Flags:
    """Tell at which corners a line from a point leaves the obstacle on one side."""
    ray = sight.corners_m[corners] - seen_from_m
    ray = ray / np.maximum(np.hypot(*ray.T), SLACK_M)[:, None]
    sides = np.stack((_cross(ray, sight.before[corners]), _cross(ray, sight.after[corners])))
    on_one_side = (sides.min(axis=0) >= -TANGENT_SINE) | (sides.max(axis=0) <= TANGENT_SINE)
    return np.asarray(on_one_side, dtype=np.bool_)


def _any_crossing(starts_m: Floats, ends_m: Floats, walls: Walls) -> Flags:
    """Tell which lines cross any wall; a wall's end on a line counts as on its left."""
    normals, offsets = _half_planes(starts_m, ends_m)
    least = -offsets[:, None]
    apart = (normals @ walls.starts_m >= least) != (normals @ walls.ends_m >= least)
    across = (starts_m @ walls.normals >= -walls.offsets) != (
        ends_m @ walls.normals >= -walls.offsets
    )
    return np.asarray((apart & across).any(axis=1), dtype=np.bool_)


def _half_planes(starts_m: Floats, ends_m: Floats) -> tuple[Floats, Floats]:
    """Normals (lines, 2) and offsets (lines,) of what lies left of lines; see `Walls`."""
    normals = np.column_stack((starts_m[:, 1] - ends_m[:, 1], ends_m[:, 0] - starts_m[:, 0]))
    return normals, _cross(starts_m, ends_m)


def _make_walls(edges_m: Floats) -> Walls:
    starts_m, ends_m = edges_m[:, :2], edges_m[:, 2:]
    normals, offsets = _half_planes(starts_m, ends_m)
    # Every line of sight is held against all walls, so they lie in memory as it needs them.
    return Walls(
        starts_m=np.ascontiguousarray(starts_m.T),
        ends_m=np.ascontiguousarray(ends_m.T),
        normals=np.ascontiguousarray(normals.T),
        offsets=offsets,
    )


def _cross(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0], dtype=np.float64)


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
    turns_right = _cross(after, before) < -STRAIGHT_SINE
    return np.column_stack((points_m, before, after))[turns_right]
