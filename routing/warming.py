"""All that ways compile, loaded ahead on a toy floor."""

from __future__ import annotations

import numpy as np

from floorplans.compiled import load_compiler
from floorplans.model import Fixture, Level, Plan, Text
from floorplans.walkable import build_walkable
from routing import rays
from routing.graph import build_graph
from routing.model import Spot
from routing.nearby import find_way
from routing.search import find_route
from routing.sight.visibility import are_clear

_FLOOR = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
_TABLE = ((4.0, 3.0), (6.0, 3.0), (6.0, 7.0), (4.0, 7.0))
_HERE, _THERE = (1.0, 5.0), (9.0, 5.0)


def warm_up() -> None:
    """Find a way round a table: this compiles it all, or loads it from disk."""
    load_compiler()
    level = Level("1", 0, Text("1"), _FLOOR)
    table = Fixture("table", "1", "table", _TABLE)
    plan = Plan("toy", Text("toy"), "text", (level,), fixtures=(table,))
    graph = build_graph(plan, build_walkable(plan))
    find_route(graph, Spot("1", *_HERE), Spot("1", *_THERE))
    are_clear(graph.levels["1"].sight, np.array([_HERE]), np.array([_THERE]))
    if not graph.sees("1", _HERE, _THERE):
        find_way(graph, "1", _HERE, _THERE)
    rays.warm_up()
