"""The dot that people see: it walks, it never jumps.

A fix may lie in a shelf or on its other side. The dot follows the fixes along the shortest
walkable way, so that it turns round the ends of shelves as a person does: at a brisk walk,
and faster only where that would leave it more than a second behind, by no more than the
fix's uncertainty a second. It changes level at stairs and lifts as soon as a second fix
confirms the first, elsewhere only when the fixes insist.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import shapely

from routing.graph import RoutingGraph
from routing.nearby import find_way

SPEED_M_S = 2.0
BEHIND_S = 1.0
PORTAL_M = 4.0
PORTAL_WAIT_S = 1.0
LEVEL_WAIT_S = 2.0
WAIT_S = 6.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class GateState:
    """Where the dot is, and how long fixes have called it to where it cannot walk.

    Attributes
    ----------
    level : str
        Level id.
    x_m, y_m : float
        Position, always walkable.
    radius_95_m : float
        How far the truth may be, as the last fix said.
    called_s : float
        For how long fixes have been on ``called_to``.
    called_to : str or None
        The level that fixes call the dot to, None while it can follow them.
    """

    level: str
    x_m: float
    y_m: float
    radius_95_m: float
    called_s: float = 0.0
    called_to: str | None = None


def step(
    graph: RoutingGraph,
    state: GateState | None,
    level: str,
    x_m: float,
    y_m: float,
    radius_95_m: float,
    dt_s: float,
) -> GateState:
    """Move the dot by one fix.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    state : GateState or None
        The dot before; None at first, and to start anew where somebody is known to be.
    level : str
        Level of the fix, one of the plan's.
    x_m, y_m : float
        Position of the fix, anywhere.
    radius_95_m : float
        Radius that holds the truth 95 times in 100.
    dt_s : float
        Time since the step before, seconds.

    Returns
    -------
    GateState
        The dot now. On one level a straight line joins it with the dot before, and one can
        walk along it, unless the fixes insisted on a place that no way leads to or the plan
        leaves nowhere to walk.
    """
    area = graph.walkable.area(level)
    if area.is_empty:
        return GateState(level, x_m, y_m, radius_95_m)
    # What is prepared is kept: this costs something once.
    shapely.prepare(area)
    stands = bool(shapely.intersects_xy(area, x_m, y_m))
    target = (x_m, y_m) if stands else graph.walkable.nearest(level, x_m, y_m)
    arrived = GateState(level, *target, radius_95_m)
    if state is None or (state.level, state.x_m, state.y_m) == (level, *target):
        return arrived
    way = _find_way(graph, state, target) if level == state.level else None
    if way is None:
        return _called(graph, state, arrived, dt_s)
    length_m = sum(math.dist(one, other) for one, other in pairwise(way))
    hurry_m_s = min(length_m / BEHIND_S, SPEED_M_S + radius_95_m / BEHIND_S)
    here = _walk(graph, state.level, way, max(SPEED_M_S, hurry_m_s) * dt_s)
    return GateState(level, *here, radius_95_m)


def _find_way(graph: RoutingGraph, state: GateState, target: Point) -> Sequence[Point] | None:
    """Find the way to a point on the dot's level that stays on this level."""
    here = (state.x_m, state.y_m)
    # A line within the area is clear for sure; one along its edge may be, and is looked at.
    line = shapely.linestrings((here, target))
    if shapely.covers(graph.walkable.area(state.level), line):
        return (here, target)
    if graph.sees(state.level, here, target):
        return (here, target)
    return find_way(graph, state.level, here, target)


def _walk(graph: RoutingGraph, level: str, way: Sequence[Point], within_m: float) -> Point:
    """Give the farthest point of a way, within a distance, that one can walk straight to."""
    if len(way) == 2 and math.dist(*way) <= within_m:
        return way[1]
    stops = [way[0]]
    left_m = within_m
    for one, other in pairwise(way):
        length_m = math.dist(one, other)
        if length_m > left_m:
            share = left_m / length_m
            x_m, y_m = (a + share * (b - a) for a, b in zip(one, other, strict=True))
            stops.append((x_m, y_m))
            break
        stops.append(other)
        left_m -= length_m
    # The first straight part of a way is clear.
    farther = (each for each in reversed(stops[2:]) if graph.sees(level, way[0], each))
    return next(farther, stops[min(1, len(stops) - 1)])


def _called(graph: RoutingGraph, state: GateState, arrived: GateState, dt_s: float) -> GateState:
    """Wait where the dot is until fixes have insisted for long enough."""
    insisted_s = state.called_s if state.called_to == arrived.level else 0.0
    called_s = insisted_s + dt_s
    portal = _portal(graph, state, arrived)
    if portal is not None and called_s >= PORTAL_WAIT_S:
        return replace(arrived, x_m=portal[0], y_m=portal[1])
    if called_s >= (WAIT_S if state.level == arrived.level else LEVEL_WAIT_S):
        return arrived
    return replace(
        state, radius_95_m=arrived.radius_95_m, called_s=called_s, called_to=arrived.level
    )


def _portal(graph: RoutingGraph, state: GateState, arrived: GateState) -> Point | None:
    """Find where stairs or a lift end that lead from beside the dot, or to beside the fix."""
    near_m = max(PORTAL_M, arrived.radius_95_m)
    ends = _stops(graph, arrived) if state.level != arrived.level else {}
    found = [
        (from_m + to_m, end)
        for connector, (from_m, _) in _stops(graph, state).items()
        if connector in ends
        for to_m, end in (ends[connector],)
        if min(from_m, to_m) <= near_m
    ]
    return min(found)[1] if found else None


def _stops(graph: RoutingGraph, here: GateState) -> dict[str | None, tuple[float, Point]]:
    """How far each of the stairs and lifts of a place's level is from it, and where it stops."""
    nodes = (graph.nodes[stop] for stop in graph.levels[here.level].stops)
    return {
        each.connector: (math.hypot(each.x_m - here.x_m, each.y_m - here.y_m), (each.x_m, each.y_m))
        for each in nodes
    }
