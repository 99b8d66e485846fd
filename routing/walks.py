"""What a routing graph is made of: nodes, straight walks, joints, and what they cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from floorplans.doors import OneWayDoor
from floorplans.model import Connector, Plan
from floorplans.walkable import Walkable
from routing.calm import busy_m
from routing.model import Profile
from routing.profiles import MANNERS, may_use
from routing.sight.visibility import Sight, build_sight, corner_pairs, visible_points
from routing.sight.walls import Floats

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


def add_level(
    nodes: list[Node],
    plan: Plan,
    walkable: Walkable,
    level: str,
    doors: Sequence[OneWayDoor],
) -> LevelGraph:
    """Add the nodes of a level: its corners, then the stops there and both sides of its doors."""
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
                found = walkable.stand_near(level, stop.x_m, stop.y_m)
                if found:
                    yield Node(level, *found, connector=connector.id)


def join_walks(levels: Iterable[LevelGraph], count: int) -> csr_array:
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


def join_doors(
    joints: Graph, walks: csr_array, nodes: Sequence[Node], doors: Sequence[OneWayDoor]
) -> None:
    """Add the one-way doors to the joints."""
    for door in doors:
        before, after = (number for number, node in enumerate(nodes) if node.door == door.id)
        # Where one sees the other there is another opening, which is passed both ways.
        if not walks[before, after]:
            length_m = math.dist(door.before, door.after)
            joints.add_edge(before, after, length=length_m, door=door.id, only_from=before)


def join_levels(joints: Graph, nodes: Sequence[Node], plan: Plan, profile: Profile) -> None:
    """Add the stairs and lifts to the joints that a profile may use."""
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


def weigh(
    walks: csr_array,
    joints: Graph,
    levels: Mapping[str, LevelGraph],
    turn_cost_m: float,
    busy: Mapping[str, BaseGeometry],
    profile: Profile,
) -> csr_array:
    """Give what edges cost with the bend where they begin and what the profile would rather not.

    Returns
    -------
    csr_array
        Metres, shape (nodes, nodes): row ``to``, column ``from``.
    """
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
