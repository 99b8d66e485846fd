"""When a dot takes a detour, and where it waits before it does.

A fix beyond a shelf may be a stray one, and the way there leads metres away from both aisles.
What fixes tell for the other side is the logarithm of how much likelier they are there, summed
over time and not over fixes, because their errors last. Meanwhile the dot goes as near to them
as it can see.
"""

from __future__ import annotations

import math

import numpy as np

from routing.graph import RoutingGraph

TOLD_S = 1.0
"""A detour begins when fixes have been ``e`` times likelier over there for so long, or more
times likelier for as much less."""

MOST_TOLD_S = 2 * TOLD_S
LEAST_TELLING = TOLD_S / 15
"""A fix that stays is followed within 15 s, however little it tells."""

RADII_PER_SD = math.sqrt(-2 * math.log(0.05))
LEAST_RADIUS_M = 0.1
INSIDE_M = 2e-4
MOST_WALLS = 64

Point = tuple[float, float]


def hear_out(
    told_s: float, fix: Point, here: Point, there: Point, radius_95_m: float, dt_s: float
) -> float:
    """Add up what a fix tells for a place beyond a detour.

    Parameters
    ----------
    told_s : float
        What fixes have told so far, seconds.
    fix : (x_m, y_m)
        The fix, taken to be normal about where its subject is.
    here, there : (x_m, y_m)
        The places nearest to it: without the detour and with it.
    radius_95_m : float
        Radius of the fix that holds the truth 95 times in 100.
    dt_s : float
        For how long the fix counts.

    Returns
    -------
    float
        The sum; from ``TOLD_S`` on the detour is worth it.

    Examples
    --------
    >>> round(hear_out(0.0, (0.0, 0.0), (2.0, 0.0), (0.0, 0.0), 2.4477, 0.5), 2)
    1.0
    """
    sd_m = max(radius_95_m, LEAST_RADIUS_M) / RADII_PER_SD
    here_m, there_m = math.dist(here, fix) / sd_m, math.dist(there, fix) / sd_m
    telling = max((here_m * here_m - there_m * there_m) / 2, LEAST_TELLING)
    return min(told_s + telling * dt_s, MOST_TOLD_S)


def nearest_seen(graph: RoutingGraph, level: str, here: Point, fix: Point) -> Point:
    """Give about the nearest place to a fix that one can walk straight to.

    Of each wall its nearest point to the fix is looked at, so that one who faces a shelf is
    led along it.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    level : str
        Level id.
    here : (x_m, y_m)
        Where one stands, a walkable point.
    fix : (x_m, y_m)
        Any point.

    Returns
    -------
    (x_m, y_m)
        A walkable point, ``here`` itself if no other is nearer.
    """
    edges_m = graph.levels[level].sight.walls.edges_m
    starts_m, along_m = edges_m[:, :2], edges_m[:, 2:] - edges_m[:, :2]
    lengths_m = np.maximum(np.hypot(*along_m.T), 1e-9)
    ahead_m2 = ((np.array(fix) - starts_m) * along_m).sum(axis=1)
    share = np.clip(ahead_m2 / (lengths_m * lengths_m), 0.0, 1.0)
    points_m = starts_m + share[:, None] * along_m
    apart_m = np.hypot(*(points_m - fix).T)
    nearer = np.flatnonzero(apart_m < math.dist(here, fix))
    for wall in nearer[np.argsort(apart_m[nearer])][:MOST_WALLS].tolist():
        # Walls run round walkable ground with that on their left, a little outside of it.
        inwards = INSIDE_M / lengths_m[wall]
        x_m = float(points_m[wall, 0] - inwards * along_m[wall, 1])
        y_m = float(points_m[wall, 1] + inwards * along_m[wall, 0])
        point = graph.walkable.nearest(level, x_m, y_m)
        if graph.sees(level, here, point):
            return point
    return here
