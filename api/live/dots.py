"""Positions as maps draw them."""

from __future__ import annotations

from api.branches import Branch
from api.live.positions import Position
from kiosk_ui.svg.position import Dot
from routing.reach import FARTHEST_M, draw_reach


def dot_of(position: Position, branch: Branch) -> Dot:
    """Give the dot of a position with where one can walk to within its radius.

    That takes some milliseconds. It is left out where the radius is more than 12 m: then the
    position says nothing of shelves and aisles, and its area is a circle.
    """
    here = position.x_m, position.y_m
    reach = None
    if position.radius_95_m <= FARTHEST_M:
        reach = draw_reach(branch.graph, position.level, *here, position.radius_95_m)
    return Dot(*here, position.radius_95_m, position.heading_deg, position.level, reach)
