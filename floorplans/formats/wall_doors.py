"""Doors laid into walls: drawings and maps put them near."""

from __future__ import annotations

from itertools import pairwise

import shapely
from shapely.geometry import LineString, Point

DOOR_REACH_M = 1.0
"""A door belongs to a wall this near."""

Ends = tuple[tuple[float, float], tuple[float, float]]


def lay_door(walls: shapely.STRtree, here: Point, width_m: float) -> Ends | None:
    """Lay a door on the straight piece of a wall that a point is nearest to.

    Parameters
    ----------
    walls : shapely.STRtree
        Lines.
    here : Point
        Where the door is.
    width_m : float
        How wide it is; no wider than the piece of wall.

    Returns
    -------
    tuple of points or None
        The ends of the opening; None where no wall is near.

    Examples
    --------
    >>> wall = LineString([(0, 0), (5, 0), (5, 5)])
    >>> lay_door(shapely.STRtree([wall]), Point(2, 0.3), 1.0)
    ((1.5, 0.0), (2.5, 0.0))
    """
    index = walls.nearest(here)
    if index is None:
        return None
    wall: LineString = walls.geometries[int(index)]
    if wall.distance(here) > DOOR_REACH_M:
        return None
    pieces = [LineString(pair) for pair in pairwise(wall.coords)]
    piece = min(pieces, key=lambda each: float(each.distance(here)))
    half_m = min(width_m, piece.length) / 2
    middle_m = min(max(piece.project(here), half_m), piece.length - half_m)
    start, end = piece.interpolate(middle_m - half_m), piece.interpolate(middle_m + half_m)
    return (start.x, start.y), (end.x, end.y)
