"""The graph of ways over all levels of a plan, the only module that knows networkx.

Nodes are the corners that ways bend round, the stops of stairs and lifts, and both sides of
doors that are passed one way only. Two nodes of one level are joined where one sees the other;
stops of one connector are joined across levels at the cost that the plan gives for entering
and for each level.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from floorplans.model import Connector, Plan
from floorplans.walkable import Walkable, build_walkable
from routing.calm import busy_areas, busy_m
from routing.doors import OneWayDoor, find_one_way_doors, stand_near, without_one_way_doors
from routing.model import Profile
from routing.profiles import MANNERS, TURN_COST_M, may_use
from routing.sight.visibility import Sight, build_sight, corner_pairs, is_clear, visible_points
from routing.sight.walls import Floats, Indices

if TYPE_CHECKING:
    import networkx as nx
    from scipy.sparse import csr_array
    from shapely.geometry.base import BaseGeometry

LEAST_COST_M = 1e-12


@dataclass(frozen=True, slots=True)
class Node:
    """A corner, a stop of a connector, or one side of a one-way door."""

    level: str
    x_m: float
    y_m: float
    connector: str | None = None
    door: str | None = None


@dataclass(frozen=True, slots=True)
class LevelGraph:
    """What one level adds to the graph.

    Attributes
    ----------
    sight : Sight
        Who sees whom.
    first_node : int
        Number of the node of its first corner; other corners, stops and doors follow.
    points : Floats
        Its nodes as corners; stops and doors have no neighbours, zeros, shape (nodes, 6).
    """

    sight: Sight
    first_node: int
    points: Floats

    @property
    def stops(self) -> range:
        """Numbers of the nodes of its stops and doors."""
        first = self.first_node
        return range(first + len(self.sight.corners), first + len(self.points))


@dataclass(frozen=True, slots=True)
class RoutingGraph:
    """All ways of a plan for one profile.

    Attributes
    ----------
    plan : Plan
        The plan, as it is at the time.
    profile : Profile
        How one moves.
    walkable : Walkable
        Where one can move.
    levels : Mapping of str to LevelGraph
        By level id.
    nodes : tuple of Node
        By number.
    network : nx.Graph
        Edges between node numbers with ``length`` (metres, or what stairs and lifts are worth)
        and, where there is one, ``connector`` or ``door``; ``only_from`` is the node from which
        alone an edge is passed.
    costs : csr_array
        Costs in metres with turns and what the profile would rather not, shape (nodes, nodes):
        row ``to``, column ``from``.
    turn_cost_m : float
        What a bend of a way is worth.
    busy : Mapping of str to BaseGeometry
        By level what the profile keeps out of where it can; empty for most.
    """

    plan: Plan
    profile: Profile
    walkable: Walkable
    levels: Mapping[str, LevelGraph]
    nodes: tuple[Node, ...]
    network: nx.Graph[int]
    costs: csr_array
    turn_cost_m: float
    busy: Mapping[str, BaseGeometry] = field(default_factory=dict)
    _others: dict[Profile, RoutingGraph] = field(default_factory=dict, repr=False, compare=False)
    _building: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def by(self, profile: Profile) -> RoutingGraph:
        """Give the graph of another profile of the same plan, built when first asked for."""
        if profile == self.profile and not any(each.one_way for each in self.plan.openings):
            return self
        if profile in self._others:
            return self._others[profile]
        with self._building:
            if profile not in self._others:
                self._others[profile] = route_graph(self.plan, profile, self.turn_cost_m)
            return self._others[profile]

    def sees(self, level: str, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Tell whether one can walk straight between two walkable points of a level."""
        return is_clear(self.levels[level].sight, start, end)

    def reach(self, level: str, x_m: float, y_m: float) -> tuple[Indices, Floats]:
        """Nodes that a way from a walkable point may go to straight, and what that costs.

        Parameters
        ----------
        level : str
            Level id.
        x_m, y_m : float
            A walkable point.

        Returns
        -------
        tuple of Indices and Floats
            Node numbers and costs in metres, shape (reached,) each.
        """
        here = self.levels[level]
        seen, apart_m = visible_points(here.sight, here.points, x_m, y_m)
        if level in self.busy:
            ends_m = here.points[seen, :2]
            apart_m = apart_m + self._dislike_m(level, np.full_like(ends_m, (x_m, y_m)), ends_m)
        return seen + here.first_node, apart_m

    def walk_cost_m(
        self, level: str, start: tuple[float, float], end: tuple[float, float]
    ) -> float:
        """Cost of a straight walk, metres."""
        length_m = math.dist(start, end)
        if level not in self.busy:
            return length_m
        return length_m + float(self._dislike_m(level, np.array([start]), np.array([end]))[0])

    def find_connector(self, node: int, other: int) -> str | None:
        """Give the stairs or lift that joins two neighbouring nodes, None if one walks."""
        connector: str | None = self.network.edges[node, other].get("connector")
        return connector

    def connector_cost_m(self, node: int, other: int) -> float:
        """What the stairs or lift are worth that join two neighbouring nodes, 0 if one walks."""
        edge = self.network.edges[node, other]
        return float(edge["length"]) if "connector" in edge else 0.0

    def _dislike_m(self, level: str, starts_m: Floats, ends_m: Floats) -> Floats:
        factor = MANNERS[self.profile].busy_factor - 1.0
        return factor * busy_m(self.busy[level], starts_m, ends_m)


def build_graph(plan: Plan, walkable: Walkable, turn_cost_m: float = TURN_COST_M) -> RoutingGraph:
    """Build the graph of ways of a plan on foot, with its doors open both ways.

    A stop further than 1 m from walkable space is left out; the checker of plans reports it.

    Parameters
    ----------
    plan : Plan
        The plan.
    walkable : Walkable
        Its walkable space.
    turn_cost_m : float
        What a bend of a way is worth, metres.

    Returns
    -------
    RoutingGraph
        Ready for ``routing.search``; ``by`` leads to the graphs of other profiles.
    """
    return _build(plan, walkable, "walk", (), turn_cost_m)


def route_graph(plan: Plan, profile: Profile, turn_cost_m: float = TURN_COST_M) -> RoutingGraph:
    """Build the graph of ways of a plan for a profile, its one-way doors passed one way."""
    manner = MANNERS[profile]
    shut = without_one_way_doors(plan)
    walkable = build_walkable(shut, manner.clearance_m, manner.is_staff)
    doors = find_one_way_doors(plan, manner, walkable)
    return _build(plan, walkable, profile, doors, turn_cost_m)


def _build(
    plan: Plan,
    walkable: Walkable,
    profile: Profile,
    doors: Sequence[OneWayDoor],
    turn_cost_m: float,
) -> RoutingGraph:
    import networkx as nx

    network: nx.Graph[int] = nx.Graph()
    nodes: list[Node] = []
    levels = {
        level.id: _add_level(network, nodes, plan, walkable, level.id, doors)
        for level in plan.levels
    }
    busy = busy_areas(plan) if MANNERS[profile].busy_factor != 1.0 else {}
    _join_doors(network, nodes, doors)
    _join_levels(network, nodes, plan, profile)
    return RoutingGraph(
        plan,
        profile,
        walkable,
        levels,
        tuple(nodes),
        network,
        _costs(network, _turns_m(nodes, turn_cost_m), _dislikes_m(network, nodes, busy, profile)),
        turn_cost_m,
        busy,
    )


def _add_level(
    network: nx.Graph[int],
    nodes: list[Node],
    plan: Plan,
    walkable: Walkable,
    level: str,
    doors: Sequence[OneWayDoor],
) -> LevelGraph:
    sight = build_sight(walkable.area(level))
    first_node = len(nodes)
    nodes += [Node(level, x_m, y_m) for x_m, y_m in sight.corners_m.tolist()]
    stops = [
        *_reachable_stops(plan, walkable, level),
        *(
            Node(level, *side, door=door.id)
            for door in doors
            if door.level == level
            for side in (door.before, door.after)
        ),
    ]
    nodes += stops
    points = np.zeros((len(sight.corners) + len(stops), 6))
    points[: len(sight.corners)] = sight.corners
    for number, stop in enumerate(stops, len(sight.corners)):
        points[number, :2] = stop.x_m, stop.y_m
    network.add_nodes_from(range(first_node, len(nodes)))
    pairs, pairs_m = corner_pairs(sight)
    ones, others = (pairs + first_node).T.tolist()
    network.add_weighted_edges_from(zip(ones, others, pairs_m.tolist(), strict=True), "length")
    here = LevelGraph(sight, first_node, points)
    for stop_number in here.stops:
        stop = nodes[stop_number]
        seen, seen_m = visible_points(sight, points, stop.x_m, stop.y_m)
        for other, length_m in zip((seen + first_node).tolist(), seen_m.tolist(), strict=True):
            if other != stop_number:
                network.add_edge(stop_number, other, length=length_m)
    return here


def _reachable_stops(plan: Plan, walkable: Walkable, level: str) -> Iterator[Node]:
    for connector in plan.connectors:
        for stop in connector.stops:
            if stop.level == level:
                found = stand_near(walkable, level, (stop.x_m, stop.y_m))
                if found:
                    yield Node(level, *found, connector=connector.id)


def _join_doors(network: nx.Graph[int], nodes: Sequence[Node], doors: Sequence[OneWayDoor]) -> None:
    for door in doors:
        before, after = (number for number, node in enumerate(nodes) if node.door == door.id)
        length_m = math.dist(door.before, door.after)
        network.add_edge(before, after, length=length_m, door=door.id, only_from=before)


def _join_levels(
    network: nx.Graph[int], nodes: Sequence[Node], plan: Plan, profile: Profile
) -> None:
    ordinals = {level.id: level.ordinal for level in plan.levels}
    for connector in plan.connectors:
        if not may_use(profile, connector):
            continue
        stops = [number for number, node in enumerate(nodes) if node.connector == connector.id]
        for one, other in combinations(stops, 2):
            rise = ordinals[nodes[other].level] - ordinals[nodes[one].level]
            if rise:
                cost_m = connector.entry_cost_m + abs(rise) * connector.level_cost_m
                network.add_edge(one, other, length=cost_m, connector=connector.id)
                start = _only_from(connector, one, other, rise)
                if start is not None:
                    network.edges[one, other]["only_from"] = start


def _only_from(connector: Connector, one: int, other: int, rise: int) -> int | None:
    """Tell from which of two stops an escalator runs; None where it goes both ways."""
    if connector.direction == "both":
        return None
    return one if (rise > 0) == (connector.direction == "up") else other


def _costs(network: nx.Graph[int], turns_m: Floats, dislikes_m: Floats) -> csr_array:
    from scipy.sparse import csr_array

    edges = list(network.edges(data=True))
    ones, others = _ends(network)
    lengths_m = np.fromiter((edge[2]["length"] for edge in edges), dtype=float, count=len(edges))
    allowed = np.ones((2, len(edges)), dtype=np.bool_)
    for number, (one, other, edge) in enumerate(edges):
        if "only_from" in edge:
            allowed[:, number] = one == edge["only_from"], other == edge["only_from"]
    starts = np.concatenate((ones[allowed[0]], others[allowed[1]]))
    ends = np.concatenate((others[allowed[0]], ones[allowed[1]]))
    lengths_m += dislikes_m
    costs_m = np.concatenate((lengths_m[allowed[0]], lengths_m[allowed[1]])) + turns_m[starts]
    # Two nodes at one point are joined all the same; a sparse array has no edge of length 0.
    costs_m = np.maximum(costs_m, LEAST_COST_M)
    return csr_array((costs_m, (ends, starts)), shape=(len(turns_m), len(turns_m)))


def _ends(network: nx.Graph[int]) -> tuple[Indices, Indices]:
    """Nodes of all edges."""
    count = network.number_of_edges()
    ends = np.fromiter((node for edge in network.edges for node in edge), np.int64, 2 * count)
    return ends[::2], ends[1::2]


def _turns_m(nodes: Sequence[Node], turn_cost_m: float) -> Floats:
    """What it costs to bend at each node; stops and doors are no bends."""
    return np.array([0.0 if each.connector or each.door else turn_cost_m for each in nodes])


def _dislikes_m(
    network: nx.Graph[int],
    nodes: Sequence[Node],
    busy: Mapping[str, BaseGeometry],
    profile: Profile,
) -> Floats:
    """What each edge costs more because it leads through busy places."""
    ones, others = _ends(network)
    found_m = np.zeros(len(ones))
    levels = np.array([node.level for node in nodes])
    points_m = np.array([(node.x_m, node.y_m) for node in nodes]).reshape(-1, 2)
    for level, area in busy.items():
        here = (levels[ones] == level) & (levels[others] == level)
        found_m[here] = busy_m(area, points_m[ones[here]], points_m[others[here]])
    return (MANNERS[profile].busy_factor - 1.0) * found_m
