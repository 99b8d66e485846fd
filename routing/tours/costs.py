"""What it costs to walk from each of many spots to each other, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from routing.graph import RoutingGraph
from routing.model import Spot
from routing.search import GoalTree
from routing.sight.visibility import are_clear
from routing.sight.walls import Floats


def walking_costs(graph: RoutingGraph, starts: Sequence[Spot], trees: Sequence[GoalTree]) -> Floats:
    """Find what `routing.search.attach` would say that it costs from each start to each goal.

    These are the costs by which the shortest routes are chosen, with their turns. What each
    start sees is looked for once, not once for each goal.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    starts : sequence of Spot
        Where one can stand; see `routing.search.settle`.
    trees : sequence of GoalTree
        One for each goal, all of one profile.

    Returns
    -------
    Floats
        Costs in metres, infinite where no way leads, shape (starts, trees).
    """
    costs_m = np.full((len(starts), len(trees)), np.inf)
    if not costs_m.size:
        return costs_m
    ways = graph.by(trees[0].profile)
    left_m = np.column_stack([tree.left_m for tree in trees])
    for number, start in enumerate(starts):
        reached, reached_m = ways.reach(start.level, start.x_m, start.y_m)
        if len(reached):
            costs_m[number] = (left_m[reached] + reached_m[:, None]).min(axis=0)
    goals = [tree.goal for tree in trees]
    for level in {start.level for start in starts}:
        _walk_straight(ways, level, starts, goals, costs_m)
    return costs_m


def _walk_straight(
    ways: RoutingGraph,
    level: str,
    starts: Sequence[Spot],
    goals: Sequence[Spot],
    costs_m: Floats,
) -> None:
    """Take the straight way between a start and a goal of a level that see each other."""
    here = [number for number, spot in enumerate(starts) if spot.level == level]
    there = [number for number, spot in enumerate(goals) if spot.level == level]
    pairs = np.array(list(product(here, there)), dtype=np.int64).reshape(-1, 2)
    starts_m = np.array([(spot.x_m, spot.y_m) for spot in starts])[pairs[:, 0]]
    goals_m = np.array([(spot.x_m, spot.y_m) for spot in goals])[pairs[:, 1]]
    clear = are_clear(ways.levels[level].sight, starts_m, goals_m)
    for one, other in pairs[clear].tolist():
        start, goal = starts[one], goals[other]
        straight_m = ways.walk_cost_m(level, (start.x_m, start.y_m), (goal.x_m, goal.y_m))
        costs_m[one, other] = min(costs_m[one, other], straight_m)
