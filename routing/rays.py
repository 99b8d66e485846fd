"""What is seen from a point within a distance, compiled."""

from __future__ import annotations

import math

import numpy as np

from floorplans.compiled import compiled_exactly
from routing.sight.walls import Floats

STEP_RAD = math.radians(7.5)
ASIDE_RAD = 1e-5
PARALLEL = 1e-12
BESIDE = 1e-8
"""How far beyond its ends a wall stops a ray, so that none slips through between two."""

TURN_RAD = 2 * math.pi


@compiled_exactly
def see(
    x_m: float, y_m: float, within_m: float, from_rad: float, turn_rad: float, edges_m: Floats
) -> Floats:
    """Give the outline of what is seen from a point, but for the point itself.

    Rays go past the ends of walls on both sides, to where walls leave the circle, and evenly
    between the first and the last direction.

    Parameters
    ----------
    x_m, y_m : float
        The point.
    within_m : float
        How far is looked.
    from_rad : float
        The first direction, anticlockwise from east.
    turn_rad : float
        How far is turned from there, anticlockwise; 2 π for all round.
    edges_m : Floats
        Ends of the walls: x, y, x, y, shape (walls, 4).

    Returns
    -------
    Floats
        Ends of the rays in the order of their directions, shape (rays, 2).
    """
    steps = math.ceil(turn_rad / STEP_RAD) + 1
    turns = np.empty(4 * len(edges_m) + steps)
    for step in range(steps):
        turns[step] = turn_rad * step / (steps - 1)
    rays = steps
    walls = np.empty((len(edges_m), 4))
    near = 0
    for edge in edges_m:
        start_x, start_y = edge[0] - x_m, edge[1] - y_m
        along_x, along_y = edge[2] - edge[0], edge[3] - edge[1]
        square = along_x * along_x + along_y * along_y
        if square == 0.0:
            continue
        middle = -(start_x * along_x + start_y * along_y) / square
        nearest = min(max(middle, 0.0), 1.0)
        off_x, off_y = start_x + nearest * along_x, start_y + nearest * along_y
        if off_x * off_x + off_y * off_y >= within_m * within_m:
            continue
        walls[near, 0], walls[near, 1] = start_x, start_y
        walls[near, 2], walls[near, 3] = along_x, along_y
        near += 1
        across_x, across_y = start_x + middle * along_x, start_y + middle * along_y
        rest = (within_m * within_m - across_x * across_x - across_y * across_y) / square
        half = math.sqrt(max(rest, 0.0))
        for share in (max(middle - half, 0.0), min(middle + half, 1.0)):
            bearing_rad = math.atan2(start_y + share * along_y, start_x + share * along_x)
            for aside_rad in (-ASIDE_RAD, ASIDE_RAD):
                turned_rad = (bearing_rad + aside_rad - from_rad) % TURN_RAD
                if turned_rad < turn_rad:
                    # Sorted in: there are few, and a sort takes seconds to compile.
                    at = rays
                    while at > 0 and turns[at - 1] > turned_rad:
                        turns[at] = turns[at - 1]
                        at -= 1
                    turns[at] = turned_rad
                    rays += 1
    ends_m = np.empty((rays, 2))
    for ray in range(rays):
        east, north = math.cos(from_rad + turns[ray]), math.sin(from_rad + turns[ray])
        least_m = within_m
        for wall in range(near):
            start_x, start_y = walls[wall, 0], walls[wall, 1]
            along_x, along_y = walls[wall, 2], walls[wall, 3]
            apart = east * along_y - north * along_x
            if abs(apart) < PARALLEL:
                continue
            at_m = (start_x * along_y - start_y * along_x) / apart
            share = (start_x * north - start_y * east) / apart
            if 0.0 <= at_m < least_m and -BESIDE <= share <= 1.0 + BESIDE:
                least_m = at_m
        ends_m[ray, 0], ends_m[ray, 1] = x_m + least_m * east, y_m + least_m * north
    return ends_m


def warm_up() -> None:
    """Compile what is compiled, or load it from disk, before somebody waits for it."""
    see(0.0, 0.0, 2.0, 0.0, TURN_RAD, np.array([[1.0, -1.0, 1.0, 1.0]]))
