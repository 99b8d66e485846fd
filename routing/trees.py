"""Shortest-path trees of goals that are asked for again and again, in bounded memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

from routing.errors import RoutingError
from routing.graph import RoutingGraph
from routing.model import Profile, Spot
from routing.search import GoalTree, grow_tree

TREES_BYTES = 64 * 2**20
"""Trees of 500 goals in a library of 1,600 shelves, of 8,000 in one of 100."""


class Trees:
    """The trees of one graph; those that nobody asked for the longest are let go.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    limit_bytes : int
        Memory that trees may take together; the newest is kept in any case.
    """

    def __init__(self, graph: RoutingGraph, limit_bytes: int = TREES_BYTES) -> None:
        self.graph = graph
        self._limit_bytes = limit_bytes
        self._trees: OrderedDict[tuple[Spot, Profile], GoalTree] = OrderedDict()
        self._size_bytes = 0
        self._changing = threading.Lock()

    @property
    def size_bytes(self) -> int:
        """Memory that the trees take."""
        return self._size_bytes

    @property
    def goals(self) -> tuple[tuple[Spot, Profile], ...]:
        """Goals that have a tree, the last that was asked for first."""
        with self._changing:
            return tuple(reversed(self._trees))

    def get(self, goal: Spot, profile: Profile = "walk") -> GoalTree:
        """Give the tree of a goal, grown when it is asked for first.

        Raises
        ------
        OffTheMapError
            If nobody can stand within 1 m of the goal.
        """
        key = (goal, profile)
        with self._changing:
            tree = self._trees.get(key)
            if tree is not None:
                self._trees.move_to_end(key)
                return tree
        grown = grow_tree(self.graph, goal, profile)
        with self._changing:
            if key not in self._trees:
                self._trees[key] = grown
                self._size_bytes += grown.size_bytes
            while self._size_bytes > self._limit_bytes and len(self._trees) > 1:
                _, gone = self._trees.popitem(last=False)
                self._size_bytes -= gone.size_bytes
        return grown

    def grow_ahead(self, goals: Iterable[tuple[Spot, Profile]]) -> None:
        """Grow trees that will be asked for, until memory is full; impossible goals are left."""
        for goal, profile in goals:
            try:
                tree = self.get(goal, profile)
            except RoutingError:
                continue
            if self._size_bytes + tree.size_bytes > self._limit_bytes:
                return
