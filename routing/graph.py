"""The graph of ways over all levels of a plan.

Nodes are the corners that ways bend round, the stops of stairs and lifts, and both sides of
doors that are passed one way only. Two nodes of one level are joined where one sees the other;
stops of one connector are joined across levels at the cost that the plan gives for entering
and for each level.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from floorplans.model import Connector, Plan
from floorplans.walkable import Walkable, build_walkable
from routing.calm import busy_areas, busy_m
from routing.doors import OneWayDoor, find_one_way_doors, stand_near, without_one_way_doors
from routing.model import Profile
from routing.profiles import MANNERS, TURN_COST_M, find_twin, may_use
from routing.sight.visibility import Sight, build_sight, corner_pairs, is_clear, visible_points
from routing.sight.walls import Floats, Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array
    from shapely.geometry.base import BaseGeometry

    from routing.network import Graph

LEAST_COST_M = 1e-12
"""Two nodes at one point are joined all the same; a sparse array has no edge of length 0."""


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
    walks : csr_array
        Lengths of straight walks in metres, the same both ways, shape (nodes, nodes).
    joints : nx.Graph
        All nodes, and the edges that are more than a walk.
    network : nx.Graph
        Walks and joints as one graph; see `routing.network`.
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
    walks: csr_array
    joints: Graph
    network: Graph
    costs: csr_array
    turn_cost_m: float
    busy: Mapping[str, BaseGeometry] = field(default_factory=dict)
    _others: dict[Profile, RoutingGraph] = field(default_factory=dict, repr=False, compare=False)
    _building: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def by(self, profile: Profile) -> RoutingGraph:
        """Give the graph of another profile of the same plan, built when first asked for.

        Raises
        ------
        ValueError
            If there is no such profile.
        """
        if profile not in MANNERS:
            raise ValueError(f'There is no profile "{profile}"; profiles: {", ".join(MANNERS)}.')
        if profile == self.profile and not any(each.one_way for each in self.plan.openings):
            return self
        twin = find_twin(profile, self.plan)
        ground = None if twin == profile else self.by(twin)
        with self._building:
            if profile not in self._others:
                self._others[profile] = (
                    route_graph(self.plan, profile, self.turn_cost_m)
                    if ground is None
                    else ground._weighed_by(profile)
                )
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
        connector: str | None = self.joints.edges.get((node, other), {}).get("connector")
        return connector

    def connector_cost_m(self, node: int, other: int) -> float:
        """What the stairs or lift are worth that join two neighbouring nodes, 0 if one walks."""
        edge = self.joints.edges.get((node, other), {})
        return float(edge["length"]) if "connector" in edge else 0.0

    def _weighed_by(self, profile: Profile) -> RoutingGraph:
        """Give the same ways as a profile weighs them that gets through the same places."""
        busy = busy_areas(self.plan) if MANNERS[profile].busy_factor != 1.0 else {}
        return replace(
            self,
            profile=profile,
            costs=_costs(self.walks, self.joints, self.levels, self.turn_cost_m, busy, profile),
            busy=busy,
            _others={},
            _building=threading.Lock(),
        )

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
    from routing.network import Graph, view_network

    nodes: list[Node] = []
    levels = {level.id: _add_level(nodes, plan, walkable, level.id, doors) for level in plan.levels}
    walks, joints = _join_walks(levels.values(), len(nodes)), Graph()
    joints.add_nodes_from(range(len(nodes)))
    _join_doors(joints, walks, nodes, doors)
    _join_levels(joints, nodes, plan, profile)
    network = view_network(walks, joints)
    busy = busy_areas(plan) if MANNERS[profile].busy_factor != 1.0 else {}
    costs = _costs(walks, joints, levels, turn_cost_m, busy, profile)
    return RoutingGraph(
        plan,
        profile,
        walkable,
        levels,
        tuple(nodes),
        walks,
        joints,
        network,
        costs,
        turn_cost_m,
        busy,
    )


def _add_level(
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
    return LevelGraph(sight, first_node, points)


def _reachable_stops(plan: Plan, walkable: Walkable, level: str) -> Iterator[Node]:
    for connector in plan.connectors:
        for stop in connector.stops:
            if stop.level == level:
                found = stand_near(walkable, level, (stop.x_m, stop.y_m))
                if found:
                    yield Node(level, *found, connector=connector.id)


def _join_walks(levels: Iterable[LevelGraph], count: int) -> csr_array:
    """Give the lengths of all straight walks, both ways, shape (nodes, nodes)."""
    from scipy.sparse import csr_array

    walks = [each for level in levels for each in _list_walks(level)]
    ends = np.concatenate([np.empty((0, 2), np.int32), *(each for each, _ in walks)])
    lengths_m = np.concatenate([np.empty(0), *(each_m for _, each_m in walks)])
    both_ways = np.concatenate((ends, ends[:, ::-1])).T
    lengths_m = np.tile(np.maximum(lengths_m, LEAST_COST_M), 2)
    return csr_array((lengths_m, both_ways), shape=(count, count))


def _list_walks(here: LevelGraph) -> Iterator[tuple[NDArray[np.int32], Floats]]:
    """Walks of a level, each once: nodes at their ends, shape (walks, 2), and lengths."""
    pairs, pairs_m = corner_pairs(here.sight)
    yield (pairs + here.first_node).astype(np.int32), pairs_m
    for stop in here.stops:
        before = here.points[: stop - here.first_node]
        seen, seen_m = visible_points(here.sight, before, *here.points[len(before), :2].tolist())
        yield (
            np.column_stack((np.full_like(seen, stop), seen + here.first_node)).astype(np.int32),
            seen_m,
        )


def _join_doors(
    joints: Graph, walks: csr_array, nodes: Sequence[Node], doors: Sequence[OneWayDoor]
) -> None:
    for door in doors:
        before, after = (number for number, node in enumerate(nodes) if node.door == door.id)
        # Where one sees the other there is another opening, which is passed both ways.
        if not walks[before, after]:
            length_m = math.dist(door.before, door.after)
            joints.add_edge(before, after, length=length_m, door=door.id, only_from=before)


def _join_levels(joints: Graph, nodes: Sequence[Node], plan: Plan, profile: Profile) -> None:
    ordinals = {level.id: level.ordinal for level in plan.levels}
    for connector in plan.connectors:
        if not may_use(profile, connector):
            continue
        stops = [number for number, node in enumerate(nodes) if node.connector == connector.id]
        for one, other in combinations(stops, 2):
            rise = ordinals[nodes[other].level] - ordinals[nodes[one].level]
            if rise:
                cost_m = connector.entry_cost_m + abs(rise) * connector.level_cost_m
                joints.add_edge(one, other, length=cost_m, connector=connector.id)
                start = _only_from(connector, one, other, rise)
                if start is not None:
                    joints.edges[one, other]["only_from"] = start


def _only_from(connector: Connector, one: int, other: int, rise: int) -> int | None:
    """Tell from which of two stops an escalator runs; None where it goes both ways."""
    if connector.direction == "both":
        return None
    return one if (rise > 0) == (connector.direction == "up") else other


def _costs(
    walks: csr_array,
    joints: Graph,
    levels: Mapping[str, LevelGraph],
    turn_cost_m: float,
    busy: Mapping[str, BaseGeometry],
    profile: Profile,
) -> csr_array:
    """What edges cost with the bend where they begin and what the profile would rather not."""
    from scipy.sparse import csr_array

    count = len(joints)
    turns_m = np.zeros(count)
    for here in levels.values():
        turns_m[here.first_node : here.stops.start] = turn_cost_m
    costs_m = walks.data + turns_m[walks.indices]
    for level, area in busy.items():
        costs_m[_part(walks, levels[level])] += _dislikes_m(walks, levels[level], area, profile)
    jumps = [
        (end, start, max(edge["length"], LEAST_COST_M))
        for one, other, edge in joints.edges(data=True)
        for start, end in ((one, other), (other, one))
        if edge.get("only_from", start) == start
    ]
    walked = np.column_stack((np.repeat(np.arange(count), np.diff(walks.indptr)), walks.indices))
    ends = np.concatenate((walked, np.array(jumps).reshape(-1, 3)[:, :2])).astype(np.int32)
    costs_m = np.append(costs_m, [jump_m for _, _, jump_m in jumps])
    return csr_array((costs_m, ends.T), shape=(count, count))


def _part(walks: csr_array, here: LevelGraph) -> slice:
    """Where the walks of a level are among all."""
    return slice(walks.indptr[here.first_node], walks.indptr[here.stops.stop])


def _dislikes_m(walks: csr_array, here: LevelGraph, area: BaseGeometry, profile: Profile) -> Floats:
    """What each walk of a level costs more because it leads through busy places."""
    rows = np.diff(walks.indptr[here.first_node : here.stops.stop + 1])
    ones = np.repeat(np.arange(len(rows)), rows)
    others = walks.indices[_part(walks, here)] - here.first_node
    through_m = busy_m(area, here.points[ones, :2], here.points[others, :2])
    return (MANNERS[profile].busy_factor - 1.0) * through_m
