"""The inner loops of sight and of ways, compiled.

Walls lie in a grid of square cells, so that a line is held against those near it only.
Answers are those of `routing.sight.visibility`, which does the same for many lines at once without
a compiler.
"""

from __future__ import annotations

import heapq
import math

import numpy as np

from floorplans.compiled import compiled_exactly
from routing.sight.walls import Flags, Floats, Grid, Indices

REACH_M = 1e-6
"""How far a line is taken to reach into the cells beside it: more than rounding can move it."""

TANGENT_M = 1e-6
"""How far a point may be behind the line of a wall that its ray runs along."""


@compiled_exactly
def is_blocked(
    x0_m: float,
    y0_m: float,
    x1_m: float,
    y1_m: float,
    grid: Grid,
) -> bool:
    """Tell whether a wall crosses the line from one point to another.

    A wall whose end lies on the line counts as on its left, so that a line through the joint
    of two walls crosses one of them or none.

    Parameters
    ----------
    x0_m, y0_m, x1_m, y1_m : float
        Ends of the line.
    grid
        The walls; see `routing.sight.walls.Walls`.
    """
    edges_m, first, cells, frame = grid
    west_m, south_m, cell_m = frame[0], frame[1], frame[2]
    columns, rows = int(frame[3]), int(frame[4])
    across, along = y0_m - y1_m, x1_m - x0_m
    forward = x0_m <= x1_m
    low_x, high_x = (x0_m, x1_m) if forward else (x1_m, x0_m)
    low_column = min(max(math.floor((low_x - REACH_M - west_m) / cell_m), 0), columns - 1)
    high_column = min(max(math.floor((high_x + REACH_M - west_m) / cell_m), 0), columns - 1)
    for step in range(high_column - low_column + 1):
        column = low_column + step if forward else high_column - step
        y_from, y_to = y0_m, y1_m
        if high_column > low_column and high_x - low_x > REACH_M:
            # The part of the line over this column; ends of the line bound it.
            from_x = max(low_x, west_m + column * cell_m - REACH_M)
            to_x = min(high_x, west_m + (column + 1) * cell_m + REACH_M)
            y_from = y0_m + (y1_m - y0_m) * (from_x - x0_m) / (x1_m - x0_m)
            y_to = y0_m + (y1_m - y0_m) * (to_x - x0_m) / (x1_m - x0_m)
        low_y, high_y = min(y_from, y_to) - REACH_M, max(y_from, y_to) + REACH_M
        low_row = min(max(math.floor((low_y - south_m) / cell_m), 0), rows - 1)
        high_row = min(max(math.floor((high_y - south_m) / cell_m), 0), rows - 1)
        for row in range(low_row, high_row + 1):
            cell = column * rows + row
            for at in range(first[cell], first[cell + 1]):
                ax, ay, bx, by = edges_m[cells[at]]
                is_left = across * (ax - x0_m) + along * (ay - y0_m) >= 0.0
                if is_left == (across * (bx - x0_m) + along * (by - y0_m) >= 0.0):
                    continue
                wall_across, wall_along = ay - by, bx - ax
                starts_left = wall_across * (x0_m - ax) + wall_along * (y0_m - ay) >= 0.0
                if starts_left != (wall_across * (x1_m - ax) + wall_along * (y1_m - ay) >= 0.0):
                    return True
    return False


@compiled_exactly
def is_tangent(x_m: float, y_m: float, corner: Floats) -> bool:
    """Tell whether a line from a point leaves the obstacle of a corner on one side.

    Parameters
    ----------
    x_m, y_m : float
        The point.
    corner : Floats
        The corner and unit vectors to its neighbours on the obstacle, shape (6,).
    """
    ray_x, ray_y = corner[0] - x_m, corner[1] - y_m
    one = ray_x * corner[3] - ray_y * corner[2]
    other = ray_x * corner[5] - ray_y * corner[4]
    return bool(min(one, other) >= -TANGENT_M or max(one, other) <= TANGENT_M)


@compiled_exactly
def mark_clear(
    starts_m: Floats,
    ends_m: Floats,
    grid: Grid,
    clear: Flags,
) -> None:
    """Mark which lines no wall crosses; see `routing.sight.visibility.are_clear`."""
    for line in range(len(starts_m)):
        clear[line] = not is_blocked(
            starts_m[line, 0],
            starts_m[line, 1],
            ends_m[line, 0],
            ends_m[line, 1],
            grid,
        )


@compiled_exactly
def mark_visible(
    x_m: float,
    y_m: float,
    points: Floats,
    grid: Grid,
    seen: Flags,
) -> None:
    """Mark which points a way may go to straight; see `routing.sight.visibility.visible_points`."""
    for point in range(len(points)):
        seen[point] = is_tangent(x_m, y_m, points[point]) and not is_blocked(
            x_m, y_m, points[point, 0], points[point, 1], grid
        )


@compiled_exactly
def mark_pairs(
    begin: int,
    corners: Floats,
    grid: Grid,
    joined: Flags,
) -> None:
    """Mark which later corners a shortest way may run straight to from some corners.

    Parameters
    ----------
    begin : int
        The first of the corners.
    joined : Flags
        A row for each of them, shape (some, corners); false at first.
    """
    for row in range(len(joined)):
        here = corners[begin + row]
        for other in range(begin + row + 1, len(corners)):
            there = corners[other]
            if (
                is_tangent(here[0], here[1], there)
                and is_tangent(there[0], there[1], here)
                and not is_blocked(here[0], here[1], there[0], there[1], grid)
            ):
                joined[row, other] = True


@compiled_exactly
def attach(
    x_m: float,
    y_m: float,
    guess: int,
    goal_m: Floats,
    points: Floats,
    left_m: Floats,
    grid: Grid,
) -> tuple[int, float]:
    """Find the point over which it is shortest from a place to the goal of a tree.

    Points that cannot be better than the best so far are left out before anything is
    computed about them, so that a good guess saves most of the work.

    Parameters
    ----------
    x_m, y_m : float
        The place.
    guess : int
        The point that is likely to be it; -1 for none.
    goal_m : Floats
        Where the goal is, if it is on this level, shape (2,), else empty.
    points : Floats
        The level's points, as corners, shape (points, 6).
    left_m : Floats
        What is left to the goal from each point, shape (points,).

    Returns
    -------
    tuple of int and float
        The point and the whole length: -1 and the straight length for the goal itself, -2 and
        infinity where nothing is seen that leads there.
    """
    least_m, found = math.inf, -2
    if len(goal_m) and not is_blocked(x_m, y_m, goal_m[0], goal_m[1], grid):
        return -1, math.sqrt((goal_m[0] - x_m) ** 2 + (goal_m[1] - y_m) ** 2)
    for turn in range(-1, len(points)):
        point = guess if turn < 0 else turn
        if point < 0 or not left_m[point] < least_m:
            continue
        across_m, along_m = points[point, 0] - x_m, points[point, 1] - y_m
        room_m = least_m - left_m[point]
        squared_m2 = across_m * across_m + along_m * along_m
        if (
            squared_m2 < room_m * room_m
            and is_tangent(x_m, y_m, points[point])
            and not is_blocked(x_m, y_m, points[point, 0], points[point, 1], grid)
        ):
            least_m, found = math.sqrt(squared_m2) + left_m[point], point
    return found, least_m


@compiled_exactly
def find_way(
    ends_m: Floats,
    limit_m: float,
    corners: Floats,
    first_node: int,
    row_starts: Indices,
    columns: Indices,
    lengths_m: Floats,
    grid: Grid,
) -> tuple[float, Indices]:
    """Find the shortest way of a limited length between two points that do not see each other.

    A* from corner to corner. All corners of such a way have distances from both points that
    add up to no more than its length, so that others are not looked at.

    Parameters
    ----------
    ends_m : Floats
        The points: x, y, x, y, shape (4,).
    limit_m : float
        The longest way that is looked for.
    first_node : int
        The node of the first corner.
    row_starts, columns, lengths_m
        The graph in compressed rows, by node; nodes beside the corners are not walked to.

    Returns
    -------
    tuple of float and Indices
        The length, infinite where there is none, and the corners from the second point back
        to the first.
    """
    x_m, y_m, to_x, to_y = ends_m
    count = len(corners)
    hoped_m = np.full(count, math.inf)
    left_m = np.full(count, math.inf)
    least_m = np.full(count, math.inf)
    before = np.full(count, -1)
    heap = [(math.inf, 0)]
    for corner in range(count):
        at_x, at_y = corners[corner, 0], corners[corner, 1]
        walked_m = math.sqrt((at_x - x_m) ** 2 + (at_y - y_m) ** 2)
        ahead_m = math.sqrt((at_x - to_x) ** 2 + (at_y - to_y) ** 2)
        if walked_m + ahead_m > limit_m:
            continue
        hoped_m[corner] = ahead_m
        if is_tangent(to_x, to_y, corners[corner]) and not is_blocked(at_x, at_y, to_x, to_y, grid):
            left_m[corner] = ahead_m
        if is_tangent(x_m, y_m, corners[corner]) and not is_blocked(x_m, y_m, at_x, at_y, grid):
            least_m[corner] = walked_m
            heapq.heappush(heap, (walked_m + ahead_m, corner))
    best_m, last = math.inf, -1
    while True:
        hope_m, corner = heapq.heappop(heap)
        if not hope_m < min(best_m, limit_m):
            break
        walked_m = least_m[corner]
        if hope_m > walked_m + hoped_m[corner]:
            continue
        if walked_m + left_m[corner] < best_m:
            best_m, last = walked_m + left_m[corner], corner
        node = first_node + corner
        for at in range(row_starts[node], row_starts[node + 1]):
            other = columns[at] - first_node
            if other < 0 or other >= count:
                continue
            way_m = walked_m + lengths_m[at]
            if way_m < least_m[other] and way_m + hoped_m[other] < min(best_m, limit_m):
                least_m[other], before[other] = way_m, corner
                heapq.heappush(heap, (way_m + hoped_m[other], other))
    way = np.zeros(count, dtype=np.int64)
    corners_on_it = 0
    while last >= 0:
        way[corners_on_it] = last
        corners_on_it += 1
        last = before[last]
    return best_m, way[:corners_on_it]
