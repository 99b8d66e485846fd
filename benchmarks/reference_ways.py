"""Ways by other means, to hold ours against: slow and plain, or somebody else's.

The unpruned graph joins all corners that see each other, convex or not, tangent or not, by
shapely's test of a line within an area. extremitypathfinder makes a graph of its own.
"""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from routing.graph import RoutingGraph

Point = tuple[float, float]

SLACK_M = 1e-4
BATCH = 50_000


class UnprunedWays:
    """Shortest ways over all corners of an area."""

    def __init__(self, area: MultiPolygon | Polygon) -> None:
        self._area = area.buffer(SLACK_M, join_style="mitre")
        shapely.prepare(self._area)
        self._corners_m = np.unique(shapely.get_coordinates(area), axis=0)
        ones, others = np.triu_indices(len(self._corners_m), 1)
        clear = self._are_clear(self._corners_m[ones], self._corners_m[others])
        ones, others = ones[clear], others[clear]
        lengths_m = np.hypot(*(self._corners_m[ones] - self._corners_m[others]).T)
        count = len(self._corners_m)
        self._ways = csr_array((lengths_m, (ones, others)), shape=(count, count))

    def length_m(self, start: Point, goal: Point) -> float:
        """Length of the shortest way, infinite if there is none."""
        ends_m = np.array((start, goal))
        if self._are_clear(ends_m[:1], ends_m[1:])[0]:
            return math.dist(start, goal)
        count = len(self._corners_m)
        rows, columns, lengths_m = [], [], []
        for number, end_m in enumerate(ends_m):
            seen = np.flatnonzero(
                self._are_clear(np.full_like(self._corners_m, end_m), self._corners_m)
            )
            rows.append(np.full(len(seen), count + number))
            columns.append(seen)
            lengths_m.append(np.hypot(*(self._corners_m[seen] - end_m).T))
        inner = self._ways.tocoo()
        ways = csr_array(
            (
                np.concatenate((inner.data, *lengths_m)),
                (np.concatenate((inner.row, *rows)), np.concatenate((inner.col, *columns))),
            ),
            shape=(count + 2, count + 2),
        )
        return float(dijkstra(ways, directed=False, indices=count)[count + 1])

    def _are_clear(
        self, starts_m: NDArray[np.float64], ends_m: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        clear = [np.zeros(0, dtype=np.bool_)]
        for first in range(0, len(starts_m), BATCH):
            part = slice(first, first + BATCH)
            lines = shapely.linestrings(np.stack((starts_m[part], ends_m[part]), axis=1))
            clear.append(np.asarray(shapely.covers(self._area, lines)))
        return np.concatenate(clear)


class ExtremityWays:
    """Shortest ways of extremitypathfinder in one polygon; its rings have to be oriented."""

    def __init__(self, polygon: Polygon) -> None:
        from extremitypathfinder import PolygonEnvironment

        oriented = orient(polygon)
        self._environment = PolygonEnvironment()
        self._environment.store(
            list(oriented.exterior.coords)[:-1],
            [list(ring.coords)[:-1] for ring in oriented.interiors],
            validate=False,
        )
        self._environment.prepare()

    def length_m(self, start: Point, goal: Point) -> float:
        """Length of the shortest way."""
        return float(self._environment.find_shortest_path(start, goal, verify=False)[1])


def astar_length_m(graph: RoutingGraph, level: str, start: Point, goal: Point) -> float:
    """Length of the shortest way by networkx's A* on our graph, for one query."""
    if graph.sees(level, start, goal):
        return math.dist(start, goal)
    network, nodes, count = graph.network, graph.nodes, len(graph.nodes)
    for name, point in ((count, start), (count + 1, goal)):
        seen, seen_m = graph.reach(level, *point)
        graph.joints.add_weighted_edges_from(
            (
                (name, other, far_m)
                for other, far_m in zip(seen.tolist(), seen_m.tolist(), strict=True)
            ),
            "length",
        )

    def left_m(node: int, _: int) -> float:
        if node >= count:
            return 0.0
        return math.hypot(nodes[node].x_m - goal[0], nodes[node].y_m - goal[1])

    try:
        return float(nx.astar_path_length(network, count, count + 1, left_m, "length"))
    finally:
        graph.joints.remove_nodes_from((count, count + 1))


def dijkstra_length_m(graph: RoutingGraph, level: str, start: Point, goal: Point) -> float:
    """Length of the shortest way by scipy's Dijkstra on our graph, for one query."""
    if graph.sees(level, start, goal):
        return math.dist(start, goal)
    seeds, seeds_m = graph.reach(level, *goal)
    ends, ends_m = graph.reach(level, *start)
    count = len(graph.nodes)
    costs = graph.costs
    with_goal = csr_array(
        (
            np.concatenate((costs.data, seeds_m)),
            np.concatenate((costs.indices, seeds)),
            np.append(costs.indptr, len(costs.data) + len(seeds)),
        ),
        shape=(count + 1, count + 1),
    )
    return float((dijkstra(with_goal, indices=count)[ends] + ends_m).min())
