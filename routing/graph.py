"""The graph of ways over all levels of a plan.

Nodes are the corners that ways bend round, the stops of stairs and lifts, and both sides of
doors that are passed one way only. Two nodes of one level are joined where one sees the other;
stops of one connector are joined across levels at the cost that the plan gives for entering
and for each level.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from floorplans.doors import OneWayDoor, find_one_way_doors, without_one_way_doors
from floorplans.model import Plan
from floorplans.walkable import Walkable, build_walkable
from routing.calm import busy_areas, busy_m
from routing.model import Profile
from routing.profiles import MANNERS, TURN_COST_M, find_twin
from routing.sight.visibility import is_clear, visible_points
from routing.sight.walls import Floats, Indices
from routing.walks import (
    LevelGraph,
    Node,
    add_level,
    join_doors,
    join_levels,
    join_walks,
    weigh,
)
from routing.warming import warm_up

if TYPE_CHECKING:
    from scipy.sparse import csr_array
    from shapely.geometry.base import BaseGeometry

    from routing.network import Graph


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
            costs=weigh(self.walks, self.joints, self.levels, self.turn_cost_m, busy, profile),
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
    doors = find_one_way_doors(plan, walkable, staff=manner.is_staff)
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
    levels = {level.id: add_level(nodes, plan, walkable, level.id, doors) for level in plan.levels}
    if any(each.sight.has_many_pairs for each in levels.values()):
        warm_up()
    walks, joints = join_walks(levels.values(), len(nodes)), Graph()
    joints.add_nodes_from(range(len(nodes)))
    join_doors(joints, walks, nodes, doors)
    join_levels(joints, nodes, plan, profile)
    network = view_network(walks, joints)
    busy = busy_areas(plan) if MANNERS[profile].busy_factor != 1.0 else {}
    costs = weigh(walks, joints, levels, turn_cost_m, busy, profile)
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
