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

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.ops import nearest_points

from floorplans.walkable import ring_polygon
from routing import tree_kernels
from routing.errors import NoRouteError, OffTheMapError
from routing.graph import RoutingGraph
from routing.model import Leg, Profile, Route, Spot
from routing.profiles import MANNERS
from routing.sight import kernels
from routing.sight.walls import Floats, Indices

FARTHEST_M = 10_000_000.0
START_SNAP_M = 3.0
GOAL_SNAP_M = 1.0

GOAL = -1
NOWHERE = -2
_ELSEWHERE = np.empty(0)


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
        The next node on the way; -1 is the goal itself.
    """

    goal: Spot
    profile: Profile
    left_m: Floats
    onward: Indices

    @property
    def size_bytes(self) -> int:
        """Memory that the tree takes."""
        return self.left_m.nbytes + self.onward.nbytes


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
    profile : {"walk", "step-free", "pushchair", "staff", "quiet"}
        How one moves; see `routing.profiles.MANNERS`.

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
    ways = graph.by(profile)
    settled = _settle_goal(ways, goal)
    seeds, seeds_m = ways.reach(settled.level, settled.x_m, settled.y_m)
    seeds_m = seeds_m + np.where(_are_corners(ways, settled.level, seeds), ways.turn_cost_m, 0.0)
    costs = ways.costs
    if tree_kernels.grow.is_ready:
        grown = tree_kernels.grow(seeds, seeds_m, costs.indptr, costs.indices, costs.data)
    else:
        grown = _grow_plainly(ways, seeds, seeds_m)
    return GoalTree(settled, profile, *grown)


def route_from(graph: RoutingGraph, tree: GoalTree, start: Spot, guess: int = NOWHERE) -> Route:
    """Find the shortest route from a spot to the goal of a tree.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    tree : GoalTree
        Of one of its goals.
    start : Spot
        Where one is; up to 3 m beside walkable space.
    guess : int
        ``via`` of the route from somewhere near by, which saves time.

    Raises
    ------
    OffTheMapError
        If nobody can stand within 3 m of the start.
    NoRouteError
        If nothing leads from there to the goal.
    """
    ways = graph.by(tree.profile)
    settled = settle_start(ways, start)
    via, _ = attach(ways, tree, settled.level, settled.x_m, settled.y_m, guess)
    goal = tree.goal
    if via == NOWHERE:
        raise NoRouteError(_cut_off(ways, settled, goal))
    nodes = list(_onward_from(tree, via))
    legs = _legs(ways, settled, goal, nodes)
    length_m = sum(leg.length_m for leg in legs)
    return Route(
        start=settled,
        goal=goal,
        legs=tuple(legs),
        length_m=length_m,
        cost_m=length_m + sum(ways.connector_cost_m(*pair) for pair in pairwise(nodes)),
        profile=tree.profile,
        via=via,
    )


def attach(
    ways: RoutingGraph, tree: GoalTree, level: str, x_m: float, y_m: float, guess: int = NOWHERE
) -> tuple[int, float]:
    """Find the first node of the shortest way from a walkable point, and what the way costs.

    This is all that a subject needs who moves: the rest of her way is in the tree.

    Parameters
    ----------
    ways : RoutingGraph
        The graph of the tree's profile.
    tree : GoalTree
        What is left to the goal.
    level, x_m, y_m
        The point.
    guess : int
        The node that is likely to be it, such as that of a moment ago.

    Returns
    -------
    tuple of int and float
        The node's number and metres: ``GOAL`` where the goal is in sight, ``NOWHERE`` and
        infinity where nothing leads to it.
    """
    here = ways.levels[level]
    if ways.busy or not kernels.attach.is_ready:
        return _attach_plainly(ways, tree, level, x_m, y_m)
    goal, first = tree.goal, here.first_node
    goal_m = np.array((goal.x_m, goal.y_m)) if level == goal.level else _ELSEWHERE
    left_m = tree.left_m[first : first + len(here.points)]
    near = guess - first if 0 <= guess - first < len(here.points) else -1
    via, cost_m = kernels.attach(x_m, y_m, near, goal_m, here.points, left_m, here.sight.grid)
    return (via + first if via >= 0 else via), cost_m


def _attach_plainly(
    ways: RoutingGraph, tree: GoalTree, level: str, x_m: float, y_m: float
) -> tuple[int, float]:
    goal, here = tree.goal, (x_m, y_m)
    via, cost_m = NOWHERE, math.inf
    if level == goal.level and ways.sees(level, here, _point(goal)):
        via, cost_m = GOAL, ways.walk_cost_m(level, here, _point(goal))
        if not ways.busy:
            return via, cost_m
    reached, reached_m = ways.reach(level, x_m, y_m)
    totals_m = reached_m + tree.left_m[reached]
    if len(totals_m) and totals_m.min() < cost_m:
        best = int(totals_m.argmin())
        return int(reached[best]), float(totals_m[best])
    return via, cost_m


def _grow_plainly(ways: RoutingGraph, seeds: Indices, seeds_m: Floats) -> tuple[Floats, Indices]:
    """`tree_kernels.grow` without a compiler: the goal is one more node, from which it begins."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    costs, count = ways.costs, len(ways.nodes)
    with_goal = csr_array(
        (
            np.concatenate((costs.data, seeds_m)),
            np.concatenate((costs.indices, seeds)),
            np.append(costs.indptr, len(costs.data) + len(seeds)),
        ),
        shape=(count + 1, count + 1),
    )
    left_m, onward = dijkstra(with_goal, indices=count, return_predecessors=True)
    found = onward[:count].astype(np.int64)
    return left_m[:count], np.where((found == count) | (found < 0), GOAL, found)


def _are_corners(ways: RoutingGraph, level: str, nodes: Indices) -> NDArray[np.bool_]:
    here = ways.levels[level]
    return np.asarray(nodes < here.first_node + len(here.sight.corners), dtype=np.bool_)


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
        known = ", ".join(graph.levels) or "none"
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
    off_m = math.dist((x_m, y_m), (spot.x_m, spot.y_m))
    if off_m > within_m:
        raise OffTheMapError(
            f"The {name} ({_say(spot)}) is more than {within_m:g} m from where one can walk; "
            f"the nearest such point, {off_m:.1f} m off, is {x_m:.1f}, {y_m:.1f}."
        )
    return Spot(spot.level, x_m, y_m, spot.heading_deg)


def settle_start(graph: RoutingGraph, start: Spot) -> Spot:
    """Move a start to the nearest point where one can stand, but not out of a walled room.

    Raises
    ------
    OffTheMapError
        As `settle`, and if nobody can stand near it in its room.
    """
    settled = settle(graph, start, START_SNAP_M, "start")
    if settled == start:
        return start
    level, here = start.level, Point(start.x_m, start.y_m)
    rooms = [
        room
        for each in graph.plan.units
        if each.level == level and each.walled
        for room in (ring_polygon(each.outline),)
        if room.contains(here)
    ]
    if all(room.covers(Point(settled.x_m, settled.y_m)) for room in rooms):
        return settled
    within = shapely.intersection_all([graph.walkable.area(level), *rooms])
    if within.is_empty or within.distance(here) > START_SNAP_M:
        raise OffTheMapError(
            f"The start ({_say(start)}) is in a room that is closed, or where nobody can stand; "
            "ask the staff."
        )
    found, _ = nearest_points(within, here)
    return Spot(level, found.x, found.y, start.heading_deg)


def _settle_goal(graph: RoutingGraph, goal: Spot) -> Spot:
    """Move a goal to where one can stand, but not out of a room or a closed area."""
    settled = settle(graph, goal, GOAL_SNAP_M, "goal")
    if settled != goal and _rooms(graph, goal) != _rooms(graph, settled):
        raise OffTheMapError(f"The goal ({_say(goal)}) is in what is closed; ask the staff.")
    return settled


def _rooms(graph: RoutingGraph, spot: Spot) -> list[bool]:
    """Which walled rooms and closed areas a spot is in."""
    plan, point = graph.plan, Point(spot.x_m, spot.y_m)
    closures = {each.id for each in plan.closures}
    rings = [
        *(each.outline for each in plan.units if each.level == spot.level and each.walled),
        *(f.outline for f in plan.fixtures if f.level == spot.level and f.id in closures),
    ]
    return [bool(ring_polygon(ring).contains(point)) for ring in rings]


def _onward_from(tree: GoalTree, node: int) -> Iterator[int]:
    while node >= 0:
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


def _cut_off(graph: RoutingGraph, start: Spot, goal: Spot) -> str:
    is_step_free = MANNERS[graph.profile].is_step_free
    width = f"{2 * graph.walkable.clearance_m:.2f} m wide"
    way = "step-free way" if is_step_free else "way"
    message = f"No {way} {width} leads from {_say(start)} to {_say(goal)}"
    if start.level != goal.level:
        need = "a lift" if is_step_free else "stairs or a lift"
        return f"{message}; levels {start.level} and {goal.level} need {need} with a stop on both."
    return f"{message}; something closes the way: check doors and aisles between them."


def _say(spot: Spot) -> str:
    return f"level {spot.level}, {spot.x_m:.1f}, {spot.y_m:.1f}"


def _point(spot: Spot) -> tuple[float, float]:
    return (spot.x_m, spot.y_m)
