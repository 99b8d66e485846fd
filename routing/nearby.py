"""Shortest ways to places near by on one level, without looking at all of the level.

A search over a whole library holds each line of sight against every wall. A way of length L
between two points that are d apart bends first and last within (L + d) / 2 of the point
halfway between them; so only walls and corners about there are looked at, and farther out
only where no way as short as that was found.
"""

from __future__ import annotations

import heapq
import math

import numpy as np

from routing.graph import LevelGraph, RoutingGraph
from routing.visibility import Flags, Floats, Indices, Sight, Walls, visible_corners

Point = tuple[float, float]

# Far enough to walk round the end of a shelf, of a long aisle, and round some rooms.
LOOKS_M = (6.0, 16.0, 64.0)


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
    on_level = graph.levels[level]
    middle_m = np.array([(here[0] + target[0]) / 2, (here[1] + target[1]) / 2])
    for within_m in LOOKS_M:
        half_m = within_m + math.dist(here, target) / 2
        sight, corners = _look_about(on_level.sight, middle_m, half_m)
        starts = visible_corners(sight, *here)
        ends = visible_corners(sight, *target)
        if len(starts[0]) and len(ends[0]):
            length_m, way = _search(
                graph,
                on_level,
                (corners[starts[0]], starts[1]),
                (corners[ends[0]], ends[1]),
                target,
            )
            if length_m <= 2 * within_m:
                return [here, *map(tuple, on_level.sight.corners_m[way].tolist()), target]
    return None


def _look_about(sight: Sight, middle_m: Floats, half_m: float) -> tuple[Sight, Indices]:
    """What of a level's sight is in a square; also the numbers of its corners."""
    walls = sight.walls
    near = _meet(walls, middle_m, half_m)
    corners = np.flatnonzero((np.abs(sight.corners_m - middle_m) <= half_m).all(axis=1))
    some = Walls(
        walls.starts_m[:, near], walls.ends_m[:, near], walls.normals[:, near], walls.offsets[near]
    )
    return Sight(
        some, sight.corners_m[corners], sight.before[corners], sight.after[corners]
    ), corners


def _meet(walls: Walls, middle_m: Floats, half_m: float) -> Flags:
    """Tell which walls' bounding boxes meet a square."""
    low_m = np.minimum(walls.starts_m, walls.ends_m) - middle_m[:, None]
    high_m = np.maximum(walls.starts_m, walls.ends_m) - middle_m[:, None]
    return np.asarray(((low_m <= half_m) & (high_m >= -half_m)).all(axis=0), dtype=np.bool_)


def _search(
    graph: RoutingGraph,
    on_level: LevelGraph,
    starts: tuple[Indices, Floats],
    ends: tuple[Indices, Floats],
    target: Point,
) -> tuple[float, list[int]]:
    """A* from corner to corner: the length of the way, and its corners' numbers."""
    costs, corners_m = graph.costs["walk"], on_level.sight.corners_m
    first, count = on_level.first_corner, len(corners_m)
    least_m, before = np.full(count, np.inf), np.full(count, -1)
    left_m = np.full(count, np.inf)
    left_m[ends[0]] = ends[1]
    best_m, last = math.inf, -1
    heap: list[tuple[float, int]] = []

    def reach(corners: Indices, ways_m: Floats, via: int) -> None:
        nonlocal best_m, last
        shorter = ways_m < least_m[corners]
        corners, ways_m = corners[shorter], ways_m[shorter]
        if not len(corners):
            return
        least_m[corners], before[corners] = ways_m, via
        totals_m = ways_m + left_m[corners]
        best = int(totals_m.argmin())
        if totals_m[best] < best_m:
            best_m, last = float(totals_m[best]), int(corners[best])
        hoped_m = ways_m + np.hypot(*(corners_m[corners] - target).T)
        promising = hoped_m < best_m
        for hope_m, corner in zip(
            hoped_m[promising].tolist(), corners[promising].tolist(), strict=True
        ):
            heapq.heappush(heap, (hope_m, corner))

    reach(*starts, -1)
    done = np.zeros(count, dtype=np.bool_)
    while heap:
        hope_m, corner = heapq.heappop(heap)
        if hope_m >= best_m:
            break
        if done[corner]:
            continue
        done[corner] = True
        row = slice(*costs.indptr[first + corner : first + corner + 2].tolist())
        onward = costs.indices[row].astype(np.int64) - first
        inside = (onward >= 0) & (onward < count)
        reach(onward[inside], least_m[corner] + costs.data[row][inside], corner)
    way = []
    while last >= 0:
        way.append(last)
        last = int(before[last])
    return best_m, way[::-1]
