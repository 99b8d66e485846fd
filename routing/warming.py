"""All that ways compile, compiled ahead on a toy floor.

Until then ways are found without it, so that nobody waits for a compiler.
"""

from __future__ import annotations

import numpy as np

from floorplans.model import Fixture, Level, Plan, Text
from floorplans.walkable import build_walkable
from routing import rays, tree_kernels
from routing.graph import build_graph
from routing.nearby import find_way
from routing.sight import kernels

_FLOOR = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
_TABLE = ((4.0, 3.0), (6.0, 3.0), (6.0, 7.0), (4.0, 7.0))
_HERE, _THERE = (1.0, 5.0), (9.0, 5.0)


def warm_up() -> None:
    """Compile what finds a way round a table, or load it from disk."""
    level = Level("1", 0, Text("1"), _FLOOR)
    table = Fixture("table", "1", "table", _TABLE)
    plan = Plan("toy", Text("toy"), "text", (level,), fixtures=(table,))
    graph = build_graph(plan, build_walkable(plan))
    here = graph.levels["1"]
    points, grid, costs = here.points, here.sight.grid, graph.costs
    here_m, there_m = np.array([_HERE]), np.array([_THERE])
    flags = np.zeros(len(points), dtype=np.bool_)
    (x_m, y_m), (to_x, to_y) = _HERE, _THERE
    kernels.is_blocked(x_m, y_m, to_x, to_y, grid)
    kernels.mark_clear(here_m, there_m, grid, flags)
    kernels.mark_visible(x_m, y_m, points, grid, flags)
    kernels.mark_pairs(0, points, grid, flags[None])
    seeds, seeds_m = graph.reach("1", to_x, to_y)
    left_m, _ = tree_kernels.grow(seeds, seeds_m, costs.indptr, costs.indices, costs.data)
    kernels.attach(x_m, y_m, -1, there_m[0], points, left_m, grid)
    find_way(graph, "1", _HERE, _THERE)
    rays.warm_up()
