"""Lines of sight without a compiler: all lines against all walls, with numpy.

For a library of some hundred shelves this is done sooner than a compiler is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from routing.sight.kernels import TANGENT_M
from routing.sight.walls import Flags, Floats, Indices

CELLS_PER_BATCH = 4_000_000


def are_clear(edges_m: Floats, starts_m: Floats, ends_m: Floats) -> Flags:
    """Tell which lines no wall crosses.

    Parameters
    ----------
    edges_m : Floats
        Ends of the walls, shape (edges, 4).
    starts_m, ends_m : Floats
        Ends of the lines, shape (lines, 2) each.
    """
    clear = np.ones(len(starts_m), dtype=np.bool_)
    if not len(edges_m):
        return clear
    # Of small numbers products are exact enough, wherever the plan's origin is.
    origin_m = edges_m[0, :2]
    ones_m, others_m = edges_m[:, :2] - origin_m, edges_m[:, 2:] - origin_m
    starts_m, ends_m = starts_m - origin_m, ends_m - origin_m
    normals, offsets = _half_planes(ones_m, others_m)
    batch = max(1, CELLS_PER_BATCH // max(1, len(edges_m)))
    for first in range(0, len(starts_m), batch):
        some_m, ends_of_some_m = starts_m[first : first + batch], ends_m[first : first + batch]
        across, least = _half_planes(some_m, ends_of_some_m)
        apart = (across @ ones_m.T >= -least[:, None]) != (across @ others_m.T >= -least[:, None])
        through = (some_m @ normals.T >= -offsets) != (ends_of_some_m @ normals.T >= -offsets)
        clear[first : first + batch] = ~(apart & through).any(axis=1)
    return clear


def are_tangent(corners: Floats, points_m: Floats) -> Flags:
    """Tell at which corners a line from a point leaves the obstacle on one side.

    Parameters
    ----------
    corners : Floats
        Corners and unit vectors to their neighbours, shape (corners, 6).
    points_m : Floats
        The point, or one for each corner, shape (2,) or (corners, 2).
    """
    ray = corners[:, :2] - points_m
    sides_m = np.stack((_cross(ray, corners[:, 2:4]), _cross(ray, corners[:, 4:])))
    on_one_side = (sides_m.min(axis=0) >= -TANGENT_M) | (sides_m.max(axis=0) <= TANGENT_M)
    return np.asarray(on_one_side, dtype=np.bool_)


def tangent_pairs(corners: Floats) -> Indices:
    """Pairs of corners whose line is tangent at both, shape (pairs, 2)."""
    return np.concatenate([*_tangent_pairs(corners), np.empty((0, 2), dtype=np.int64)])


def _tangent_pairs(corners: Floats) -> Iterator[Indices]:
    for corner in range(len(corners) - 1):
        others = np.arange(corner + 1, len(corners))
        tangent = are_tangent(corners[others], corners[corner, :2])
        here = np.repeat(corners[corner][None], len(others), axis=0)
        tangent &= are_tangent(here, corners[others, :2])
        yield np.column_stack((np.full(len(others), corner), others))[tangent]


def _half_planes(starts_m: Floats, ends_m: Floats) -> tuple[Floats, Floats]:
    """Left-hand normals of lines and what to add to products with them, 0 or more on the left."""
    normals = np.column_stack((starts_m[:, 1] - ends_m[:, 1], ends_m[:, 0] - starts_m[:, 0]))
    return normals, _cross(starts_m, ends_m)


def _cross(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0], dtype=np.float64)
