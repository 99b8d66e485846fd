"""The dot that people see: it walks, it never jumps.

A fix may lie in a shelf or on its other side. The dot follows the fixes along the shortest
walkable way, so that it turns round the ends of shelves as a person does: at a brisk walk,
and faster only where that would leave it more than half a second behind, by no more than the
fix's uncertainty a second. Where that way is a detour, as to the aisle next door, the dot first
goes as near to the fix as it can see, and round only when the fixes have made their point: one
stray fix would lead it metres away from both aisles. It changes level at stairs and lifts as
soon as a second fix confirms the first, elsewhere only when the fixes insist.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import shapely

from routing.detours import TOLD_S, hear_out, nearest_seen
from routing.graph import RoutingGraph
from routing.nearby import find_way
from routing.search import FARTHEST_M

SPEED_M_S = 2.0
BEHIND_S = 0.5
UNSURE_S = 1.0
"""In so much time a dot that hurries may walk as far as the fix is unsure, beside its speed."""

DETOUR_M = 2.5
"""A way longer than the straight line by more than this is not taken for one stray fix."""

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
    told_s : float
        How much fixes have told for a place that only a detour leads to; see
        `routing.detours`.
    """

    level: str
    x_m: float
    y_m: float
    radius_95_m: float
    called_s: float = 0.0
    called_to: str | None = None
    told_s: float = 0.0

    @property
    def place(self) -> Point:
        """Position, metres."""
        return self.x_m, self.y_m


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
        Time since the step before, seconds; none has passed if it is not above 0.

    Returns
    -------
    GateState
        The dot now. On one level a straight line joins it with the dot before, and one can
        walk along it, unless the fixes insisted on a place that no way leads to, the plan
        leaves nowhere to walk, or it is another plan, with something where the dot stood. A
        fix farther than 10,000 km, or not a number, or with a radius that is infinite or below
        0, tells nothing: the dot stays.

    Raises
    ------
    ValueError
        If the first fix tells nothing.
    PlanReferenceError
        If the plan has no such level.
    """
    area = graph.walkable.area(level)
    if not _tells(x_m, y_m, radius_95_m):
        if state is None:
            raise ValueError(
                f"No dot can begin at ({x_m}, {y_m}) with a radius of {radius_95_m} m; "
                "give finite metres, none above 10,000 km and a radius of 0 or more."
            )
        return state
    if area.is_empty:
        return GateState(level, x_m, y_m, radius_95_m)
    arrived = GateState(level, *_stand(graph, level, x_m, y_m), radius_95_m)
    if state is None or state.level not in graph.levels:
        return arrived
    state = _put_back(graph, state)
    if (state.level, *state.place) == (level, *arrived.place):
        return arrived
    passed_s = dt_s if dt_s > 0 else 0.0
    way = _find_way(graph, state, arrived.place) if level == state.level else None
    if way is None:
        return _called(graph, state, arrived, passed_s)
    way, told_s = _hesitate(graph, state, way, arrived, (x_m, y_m), passed_s)
    walked_m = _speed_m_s(_length_m(way), radius_95_m) * passed_s
    return GateState(level, *_walk(graph, level, way, walked_m), radius_95_m, told_s=told_s)


def _tells(x_m: float, y_m: float, radius_95_m: float) -> bool:
    is_place = abs(x_m) <= FARTHEST_M and abs(y_m) <= FARTHEST_M
    return is_place and 0.0 <= radius_95_m < math.inf


def _stand(graph: RoutingGraph, level: str, x_m: float, y_m: float) -> Point:
    """Give a point itself where one can stand there, else the nearest where one can."""
    area = graph.walkable.area(level)
    # What is prepared is kept: this costs something once.
    shapely.prepare(area)
    if shapely.intersects_xy(area, x_m, y_m):
        return x_m, y_m
    return graph.walkable.nearest(level, x_m, y_m)


def _put_back(graph: RoutingGraph, state: GateState) -> GateState:
    """Move a dot that a newer plan has put something on."""
    if graph.walkable.area(state.level).is_empty:
        return state
    place = _stand(graph, state.level, *state.place)
    return state if place == state.place else replace(state, x_m=place[0], y_m=place[1])


def _speed_m_s(left_m: float, radius_95_m: float) -> float:
    return max(SPEED_M_S, min(left_m / BEHIND_S, SPEED_M_S + radius_95_m / UNSURE_S))


def _length_m(way: Sequence[Point]) -> float:
    return sum(math.dist(one, other) for one, other in pairwise(way))


def _hesitate(
    graph: RoutingGraph,
    state: GateState,
    way: Sequence[Point],
    arrived: GateState,
    fix: Point,
    dt_s: float,
) -> tuple[Sequence[Point], float]:
    """Choose between a detour and the place in sight that is nearest to the fix."""
    if _length_m(way) - math.dist(way[0], way[-1]) <= DETOUR_M:
        return way, max(0.0, state.told_s - dt_s)
    seen = nearest_seen(graph, state.level, state.place, fix)
    told_s = hear_out(state.told_s, fix, seen, arrived.place, arrived.radius_95_m, dt_s)
    return (way if told_s >= TOLD_S else (way[0], seen)), told_s


def _find_way(graph: RoutingGraph, state: GateState, target: Point) -> Sequence[Point] | None:
    """Find the way to a point on the dot's level that stays on this level."""
    if graph.sees(state.level, state.place, target):
        return (state.place, target)
    return find_way(graph, state.level, state.place, target)


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
