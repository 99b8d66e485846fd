"""The graph of ways over all levels of a plan, the only module that knows networkx.

Nodes are the corners that ways bend round and the stops of stairs and lifts. Two nodes of one
level are joined where one sees the other; stops of one connector are joined across levels at
the cost that the plan gives for entering and for each level.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from floorplans.model import Connector, Plan
from floorplans.walkable import Walkable
from routing.model import Profile
from routing.visibility import (
    Floats,
    Indices,
    Sight,
    are_clear,
    build_sight,
    corner_pairs,
    visible_corners,
)

if TYPE_CHECKING:
    import networkx as nx
    from scipy.sparse import csr_array

STOP_SNAP_M = 1.0


@dataclass(frozen=True, slots=True)
class Node:
    """A corner, or a stop of a connector."""

    level: str
    x_m: float
    y_m: float
    connector: str | None = None


@dataclass(frozen=True, slots=True)
class LevelGraph:
    """What one level adds to the graph.

    Attributes
    ----------
    sight : Sight
        Who sees whom.
    first_corner : int
        Number of the node of its first corner; the others follow.
    stops : Indices
        Numbers of its stops' nodes, shape (stops,).
    stops_m : Floats
        Where the stops are, shape (stops, 2).
    """

    sight: Sight
    first_corner: int
    stops: Indices
    stops_m: Floats


@dataclass(frozen=True, slots=True)
class RoutingGraph:
    """All ways of a plan at one clearance.

    Attributes
    ----------
    walkable : Walkable
        Where one can walk.
    levels : Mapping of str to LevelGraph
        By level id.
    nodes : tuple of Node
        By number.
    network : nx.Graph
        Edges between node numbers with ``length`` (cost in metres) and, on stairs and lifts,
        ``connector``.
    costs : Mapping of Profile to csr_array
        Costs in metres that a profile may use, shape (nodes, nodes): row ``to``, column
        ``from``. They differ from their mirror image where an escalator runs one way.
    """

    walkable: Walkable
    levels: Mapping[str, LevelGraph]
    nodes: tuple[Node, ...]
    network: nx.Graph[int]
    costs: Mapping[Profile, csr_array]

    def sees(self, level: str, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Tell whether one can walk straight between two walkable points of a level."""
        clear = are_clear(self.levels[level].sight, np.array([start]), np.array([end]))
        return bool(clear[0])

    def reach(self, level: str, x_m: float, y_m: float) -> tuple[Indices, Floats]:
        """Nodes that one can walk to straight, and how far they are.

        Parameters
        ----------
        level : str
            Level id.
        x_m, y_m : float
            A walkable point.

        Returns
        -------
        tuple of Indices and Floats
            Node numbers and distances in metres, shape (reached,) each.
        """
        here = self.levels[level]
        corners, corners_m = visible_corners(here.sight, x_m, y_m)
        starts_m = np.broadcast_to((x_m, y_m), here.stops_m.shape)
        clear = are_clear(here.sight, starts_m, here.stops_m)
        apart_m = np.hypot(*(here.stops_m - starts_m)[clear].T)
        return (
            np.concatenate((corners + here.first_corner, here.stops[clear])),
            np.concatenate((corners_m, apart_m)),
        )

    def find_connector(self, node: int, other: int) -> str | None:
        """Give the stairs or lift that joins two neighbouring nodes, None if one walks."""
        connector: str | None = self.network.edges[node, other].get("connector")
        return connector


def build_graph(plan: Plan, walkable: Walkable) -> RoutingGraph:
    """Build the graph of ways of a plan.

    A stop further than 1 m from walkable space is left out; the checker of plans reports it.

    Parameters
    ----------
    plan : Plan
        The plan.
    walkable : Walkable
        Its walkable space.

    Returns
    -------
    RoutingGraph
        Ready for ``routing.search``.
    """
    import networkx as nx

    network: nx.Graph[int] = nx.Graph()
    nodes: list[Node] = []
    levels = {
        level.id: _add_level(network, nodes, plan, walkable, level.id) for level in plan.levels
    }
    graph = RoutingGraph(walkable, levels, tuple(nodes), network, {})
    _join_stops(graph)
    _join_levels(network, plan, nodes)
    costs = {profile: _costs(network, nodes, plan, profile) for profile in get_args(Profile)}
    return replace(graph, costs=costs)


def _add_level(
    network: nx.Graph[int], nodes: list[Node], plan: Plan, walkable: Walkable, level: str
) -> LevelGraph:
    sight = build_sight(walkable.area(level))
    first_corner = len(nodes)
    nodes += [Node(level, float(x_m), float(y_m)) for x_m, y_m in sight.corners_m]
    stops = list(_reachable_stops(plan, walkable, level))
    first_stop = len(nodes)
    nodes += stops
    network.add_nodes_from(range(first_corner, len(nodes)))
    pairs, pairs_m = corner_pairs(sight)
    ones, others = (pairs + first_corner).T.tolist()
    network.add_weighted_edges_from(zip(ones, others, pairs_m.tolist(), strict=True), "length")
    return LevelGraph(
        sight,
        first_corner,
        np.arange(first_stop, len(nodes)),
        np.array([(stop.x_m, stop.y_m) for stop in stops]).reshape(-1, 2),
    )


def _reachable_stops(plan: Plan, walkable: Walkable, level: str) -> Iterator[Node]:
    if walkable.area(level).is_empty:
        return
    for connector in plan.connectors:
        for stop in connector.stops:
            if stop.level == level:
                x_m, y_m = walkable.nearest(level, stop.x_m, stop.y_m)
                if math.dist((x_m, y_m), (stop.x_m, stop.y_m)) <= STOP_SNAP_M:
                    yield Node(level, x_m, y_m, connector.id)


def _join_stops(graph: RoutingGraph) -> None:
    for here in graph.levels.values():
        for stop in here.stops.tolist():
            node = graph.nodes[stop]
            reached, reached_m = graph.reach(node.level, node.x_m, node.y_m)
            for other, length_m in zip(reached.tolist(), reached_m.tolist(), strict=True):
                if other != stop:
                    graph.network.add_edge(stop, other, length=length_m)


def _join_levels(network: nx.Graph[int], plan: Plan, nodes: list[Node]) -> None:
    ordinals = {level.id: level.ordinal for level in plan.levels}
    for connector in plan.connectors:
        stops = [number for number, node in enumerate(nodes) if node.connector == connector.id]
        for one, other in combinations(stops, 2):
            levels = abs(ordinals[nodes[one].level] - ordinals[nodes[other].level])
            if levels:
                cost_m = connector.entry_cost_m + levels * connector.level_cost_m
                network.add_edge(one, other, length=cost_m, connector=connector.id)


def _costs(
    network: nx.Graph[int], nodes: Sequence[Node], plan: Plan, profile: Profile
) -> csr_array:
    from scipy.sparse import csr_array

    barred = {each.id for each in plan.connectors if not _may_use(each, profile)}
    against = set(_against(network, nodes, plan))
    edges: Iterable[tuple[int, int, dict[str, Any]]] = network.edges(data=True)
    moves = [
        (end, start, edge["length"])
        for one, other, edge in edges
        if edge.get("connector") not in barred
        for start, end in ((one, other), (other, one))
        if (start, end) not in against
    ]
    ends, starts, lengths_m = zip(*moves, strict=True) if moves else ((), (), ())
    costs = csr_array(
        (np.array(lengths_m, dtype=float), (np.array(ends, int), np.array(starts, int))),
        shape=(len(nodes), len(nodes)),
    )
    costs.eliminate_zeros()
    return costs


def _against(
    network: nx.Graph[int], nodes: Sequence[Node], plan: Plan
) -> Iterator[tuple[int, int]]:
    """Give the moves between stops against the direction of their connector."""
    ordinals = {level.id: level.ordinal for level in plan.levels}
    directions = {each.id: each.direction for each in plan.connectors}
    edges: Iterable[tuple[int, int, str | None]] = network.edges(data="connector")
    for one, other, connector in edges:
        direction = directions.get(connector or "", "both")
        if direction != "both":
            rises = ordinals[nodes[other].level] > ordinals[nodes[one].level]
            yield (other, one) if rises == (direction == "up") else (one, other)


def _may_use(connector: Connector, profile: Profile) -> bool:
    return profile == "walk" or connector.step_free
