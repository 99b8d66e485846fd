"""Doors of drawings: a leaf and the arc that it swings along, or a line in the wall."""

from __future__ import annotations

import math
from itertools import combinations

import shapely
from shapely.geometry import Point as Place

from floorplans.formats.drawings.bodies import Body
from floorplans.formats.drawings.model import Stroke
from floorplans.formats.indoor_tags import NARROWEST_DOOR_M, WIDEST_DOOR_M
from floorplans.formats.wall_doors import Ends, lay_door
from floorplans.model import Point

LEAST_LEAF_M, MOST_LEAF_M = 0.4, 2.5
PAIR_SHARE = 0.25
"""Two leaves are a double door if their hinges are as far apart as both are wide, within this."""


def find_door(body: Body, walls: shapely.STRtree, rooms: shapely.STRtree) -> Ends | None:
    """Find the ends of a door's opening.

    Parameters
    ----------
    body : Body
        What is drawn of the door.
    walls : shapely.STRtree
        All that a door can be in, of which one of two ways to read an arc is the nearer.
    rooms : shapely.STRtree
        Walls of rooms, which the opening is laid into where one is near.

    Returns
    -------
    tuple of points or None
        None where it is too narrow or too wide to be a door.
    """
    start, end = min(_ways_to_read(body), key=lambda ends: _gap_m(ends, walls))
    width_m = math.dist(start, end)
    if not NARROWEST_DOOR_M <= width_m <= WIDEST_DOOR_M:
        return None
    middle = Place((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return lay_door(rooms, middle, width_m) or (start, end)


def _ways_to_read(body: Body) -> list[Ends]:
    arcs = [stroke for stroke in body.strokes if _leaf_m(stroke) is not None]
    for one, other in combinations(arcs[:4], 2):
        both_m = (_leaf_m(one) or 0.0) + (_leaf_m(other) or 0.0)
        if one.centre and other.centre:
            apart_m = math.dist(one.centre, other.centre)
            if abs(apart_m - both_m) <= PAIR_SHARE * both_m:
                return [(one.centre, other.centre)]
    if arcs:
        arc = max(arcs, key=lambda each: _leaf_m(each) or 0.0)
        hinge: Point = arc.centre or arc.points[0]
        return [(hinge, arc.points[0]), (hinge, arc.points[-1])]
    return [_long_axis(body)]


def _leaf_m(stroke: Stroke) -> float | None:
    """Tell how wide the leaf is that swings along an arc; None where that is none."""
    if stroke.centre is None:
        return None
    radius_m = math.dist(stroke.centre, stroke.points[0])
    return radius_m if LEAST_LEAF_M <= radius_m <= MOST_LEAF_M else None


def _long_axis(body: Body) -> Ends:
    """Give the line along the middle of what is drawn."""
    box = body.shape.minimum_rotated_rectangle
    line = box.boundary if box.area else box
    corners = [(float(x_m), float(y_m)) for x_m, y_m in line.coords]
    if len(corners) < 4:
        return corners[0], corners[-1]
    start = 0 if math.dist(*corners[:2]) <= math.dist(*corners[1:3]) else 1
    first, second, third, fourth = (*corners[:4], *corners[:1])[start : start + 4]
    return _middle(first, second), _middle(third, fourth)


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _gap_m(ends: Ends, walls: shapely.STRtree) -> float:
    gaps = [walls.query_nearest(Place(end), return_distance=True)[1] for end in ends]
    return float(sum(gap[0] for gap in gaps if len(gap)))
