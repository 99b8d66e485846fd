"""Exact shortest routes on a routing graph.

For one goal a *tree* holds what is left to walk from every node. From any start the shortest
way is then the least sum, over the nodes that the start sees, of the walk there and what is
left from there; so a dot that moves towards a fixed goal needs no new search.

SciPy is loaded at the first search; see `routing.graph`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

import numpy as np

from routing.errors import NoRouteError, OffTheMapError
from routing.graph import RoutingGraph
from routing.model import Leg, Profile, Route, Spot
from routing.visibility import Floats, Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FARTHEST_M = 100_000.0
START_SNAP_M = 3.0
GOAL_SNAP_M = 1.0


@dataclass(frozen=True, slots=True)
class GoalTree:
    """What is left to a goal from everywhere.

    Attributes
    ----------
    goal : Spot
        The goal, moved to where one can stand.
    profile : Profile
        How one moves.
    left_m : Floats
        Cost in metres from each node to the goal, infinite where nothing leads there.
    onward : Indices
        The next node on the way; ``len(onward)`` is the goal itself.
    """

    goal: Spot
    profile: Profile
    left_m: Floats
    onward: Indices


def find_route(graph: RoutingGraph, start: Spot, goal: Spot, profile: Profile = "walk") -> Route:
    """Find the shortest route between two spots.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    start : Spot
        Where one is; up to 3 m beside walkable space.
    goal : Spot
        Where one wants to be; up to 1 m beside walkable space.
    profile : {"walk", "step-free"}
        "step-free" uses no stairs.

    Returns
    -------
    Route
        The way of the least cost; ``start`` and ``goal`` in it are where one can stand.

    Raises
    ------
    OffTheMapError
        If nobody can stand near the start or the goal.
    NoRouteError
        If no way joins them.
    """
    return route_from(graph, grow_tree(graph, goal, profile), start)


def grow_tree(graph: RoutingGraph, goal: Spot, profile: Profile = "walk") -> GoalTree:
    """Find what is left to a goal from every node, by Dijkstra's algorithm from the goal.

    Raises
    ------
    OffTheMapError
        If nobody can stand within 1 m of the goal.
    """
    from scipy.sparse.csgraph import dijkstra

    settled = settle(graph, goal, GOAL_SNAP_M, "goal")
    reached, reached_m = graph.reach(settled.level, settled.x_m, settled.y_m)
    costs = _with_goal(graph.costs[profile], reached, reached_m)
    count = len(graph.nodes)
    left_m, onward = dijkstra(costs, indices=count, return_predecessors=True)
    return GoalTree(settled, profile, left_m[:count], onward[:count].astype(np.int64))


def route_from(graph: RoutingGraph, tree: GoalTree, start: Spot) -> Route:
    """Find the shortest route from a spot to the goal of a tree.

    Raises
    ------
    OffTheMapError
        If nobody can stand within 3 m of the start.
    NoRouteError
        If nothing leads from there to the goal.
    """
    settled = settle(graph, start, START_SNAP_M, "start")
    goal = tree.goal
    if settled.level == goal.level and graph.sees(goal.level, _point(settled), _point(goal)):
        return _as_route(settled, tree, [_leg(goal.level, (_point(settled), _point(goal)))], None)
    reached, reached_m = graph.reach(settled.level, settled.x_m, settled.y_m)
    totals_m = reached_m + tree.left_m[reached]
    if not np.isfinite(totals_m).any():
        raise NoRouteError(_cut_off(graph, settled, goal, tree.profile))
    best = int(totals_m.argmin())
    nodes = list(_onward_from(tree, int(reached[best])))
    return _as_route(settled, tree, _legs(graph, settled, goal, nodes), float(totals_m[best]))


def settle(graph: RoutingGraph, spot: Spot, within_m: float, name: str) -> Spot:
    """Move a spot to the nearest point where one can stand.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    spot : Spot
        Any point.
    within_m : float
        How far it may be moved, metres.
    name : str
        What to call the spot in an error.

    Raises
    ------
    OffTheMapError
        If the level is unknown, the point is no number or beyond any building, or nobody
        can stand near it.
    """
    if spot.level not in graph.levels:
        known = ", ".join(graph.levels)
        raise OffTheMapError(
            f'The {name} is on level "{spot.level}", which the plan does not have; '
            f"its levels: {known}."
        )
    if not (math.isfinite(spot.x_m) and math.isfinite(spot.y_m)):
        raise OffTheMapError(f"The {name} has no position; give x and y in metres.")
    if max(abs(spot.x_m), abs(spot.y_m)) > FARTHEST_M:
        raise OffTheMapError(f"The {name} is beyond any building; give x and y in metres.")
    if graph.walkable.contains(spot.level, spot.x_m, spot.y_m):
        return spot
    if graph.walkable.area(spot.level).is_empty:
        raise OffTheMapError(f'Nobody can walk on level "{spot.level}"; check the plan.')
    x_m, y_m = graph.walkable.nearest(spot.level, spot.x_m, spot.y_m)
    if math.dist((x_m, y_m), (spot.x_m, spot.y_m)) > within_m:
        raise OffTheMapError(
            f"The {name} ({_say(spot)}) is more than {within_m:g} m from where one can walk; "
            f"the nearest such point is {x_m:.1f}, {y_m:.1f}."
        )
    return Spot(spot.level, x_m, y_m, spot.heading_deg)


def _with_goal(costs: csr_array, reached: Indices, reached_m: Floats) -> csr_array:
    """Add a row for the goal, from which the search begins."""
    from scipy.sparse import csr_array

    size = costs.shape[0] + 1
    return csr_array(
        (
            np.concatenate((costs.data, reached_m)),
            np.concatenate((costs.indices, reached)),
            np.append(costs.indptr, len(costs.data) + len(reached)),
        ),
        shape=(size, size),
    )


def _onward_from(tree: GoalTree, node: int) -> Iterator[int]:
    while node < len(tree.onward):
        yield node
        node = int(tree.onward[node])


def _legs(graph: RoutingGraph, start: Spot, goal: Spot, nodes: list[int]) -> list[Leg]:
    legs = []
    points = [_point(start)]
    level = start.level
    for node, following in zip_longest(nodes, nodes[1:]):
        here = graph.nodes[node]
        points.append((here.x_m, here.y_m))
        connector = None if following is None else graph.find_connector(node, following)
        if connector:
            legs.append(_leg(level, points, connector))
            level, points = graph.nodes[following].level, []
    return [*legs, _leg(level, [*points, _point(goal)])]


def _leg(level: str, points: Iterable[tuple[float, float]], connector: str | None = None) -> Leg:
    """Make a leg of at least two points, without others that repeat."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(point)
    if len(kept) == 1:
        kept *= 2
    length_m = sum(math.dist(one, other) for one, other in pairwise(kept))
    return Leg(level, tuple(kept), length_m, connector)


def _as_route(start: Spot, tree: GoalTree, legs: list[Leg], cost_m: float | None) -> Route:
    length_m = sum(leg.length_m for leg in legs)
    return Route(
        start=start,
        goal=tree.goal,
        legs=tuple(legs),
        length_m=length_m,
        cost_m=length_m if cost_m is None else cost_m,
        profile=tree.profile,
    )


def _cut_off(graph: RoutingGraph, start: Spot, goal: Spot, profile: Profile) -> str:
    width = f"{2 * graph.walkable.clearance_m:.2f} m wide"
    way = "step-free way" if profile == "step-free" else "way"
    message = f"No {way} {width} leads from {_say(start)} to {_say(goal)}"
    if start.level != goal.level:
        need = "lift" if profile == "step-free" else "stairs or lift"
        return (
            f"{message}; levels {start.level} and {goal.level} need a {need} with a stop on both."
        )
    return f"{message}; something closes the way: check doors and aisles between them."


def _say(spot: Spot) -> str:
    return f"level {spot.level}, {spot.x_m:.1f}, {spot.y_m:.1f}"


def _point(spot: Spot) -> tuple[float, float]:
    return (spot.x_m, spot.y_m)
