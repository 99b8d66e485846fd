"""How long ways take to find on the demo library: ``python -m benchmarks.ways``."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from api.plans import load_plan
from benchmarks.tables import markdown, name_machine, quantiles
from floorplans.geometry import bay_spot
from floorplans.model import Plan
from floorplans.walkable import build_walkable
from routing import warming
from routing.directions.steps import build_guide, describe
from routing.errors import RoutingError
from routing.gate import step
from routing.graph import RoutingGraph, build_graph
from routing.model import Spot
from routing.search import find_route, grow_tree, route_from

P = ParamSpec("P")
T = TypeVar("T")

SEED = 20
QUERIES = 1000


def main() -> None:
    """Print how long a plan takes to prepare, and each operation on it."""
    plan = load_plan("demo")
    build_ms: list[float] = []
    walkable = timed(build_ms, build_walkable, plan)
    timed(build_ms, build_graph, plan, walkable)
    graph = timed(build_ms, build_graph, plan, walkable)
    start, goal = (Spot("1", 20.0, 3.0), Spot("2", 3.0, 24.0))
    timed(build_ms, find_route, graph, start, goal)
    timed(build_ms, warming.warm_up)
    timed(build_ms, find_route, graph, start, goal)
    walkable_ms, first_graph_ms, graph_ms, first_ms, warming_ms, next_ms = build_ms
    edges = graph.network.number_of_edges()
    print(
        f"{name_machine()}; {len(plan.shelves)} shelves on {len(plan.levels)} levels, seed {SEED}"
    )
    print(f"- walkable space: {walkable_ms:.0f} ms")
    print(f"- graph: {graph_ms:.0f} ms, {len(graph.nodes)} nodes, {edges} edges")
    print(f"- the first graph of a process, which loads what it needs: {first_graph_ms:.0f} ms")
    print(f"- the first route, before anything is compiled: {first_ms:.1f} ms")
    print(f"- compiling, or loading what was compiled, while others ask: {warming_ms:.0f} ms")
    print(f"- the next route: {next_ms:.1f} ms\n")
    rows = [(name, *quantiles(times_ms)) for name, times_ms in measure(plan, graph).items()]
    print(markdown(("operation", "p50 ms", "p99 ms"), rows))


def measure(plan: Plan, graph: RoutingGraph) -> dict[str, list[float]]:
    """Time each operation, in milliseconds, on ways between random faces."""
    draw = random.Random(SEED)
    faces = face_spots(plan, graph)
    guide = build_guide(plan)
    times_ms: dict[str, list[float]] = {
        name: []
        for name in ("find_route, step-free", "find_route", "route_from a tree", "describe", "gate")
    }
    for _ in range(QUERIES):
        start, goal = draw.sample(faces, 2)
        timed(times_ms["find_route, step-free"], find_route, graph, start, goal, "step-free")
        route = timed(times_ms["find_route"], find_route, graph, start, goal)
        tree = grow_tree(graph, goal)
        timed(times_ms["route_from a tree"], route_from, graph, tree, start)
        timed(times_ms["describe"], describe, route, guide, None)
        dot = step(graph, None, start.level, start.x_m, start.y_m, 2.0, 0.2)
        noisy = start.x_m + draw.gauss(0, 1), start.y_m + draw.gauss(0, 1)
        timed(times_ms["gate"], step, graph, dot, start.level, *noisy, 2.0, 0.2)
    return times_ms


def timed(times_ms: list[float], work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Note how long a call takes, and give what it gives."""
    began = time.perf_counter()
    done = work(*args, **kwargs)
    times_ms.append(1000 * (time.perf_counter() - began))
    return done


def face_spots(plan: Plan, graph: RoutingGraph) -> list[Spot]:
    """Give where one stands at every face that can be reached from the first."""
    spots = [
        Spot(shelf.level, *bay_spot(shelf, face, 1, 0.6)[:2])
        for shelf in plan.shelves
        for face in shelf.faces
    ]
    return [spot for spot in spots if can_reach(graph, spots[0], spot)]


def can_reach(graph: RoutingGraph, start: Spot, goal: Spot) -> bool:
    """Tell whether one gets there without stairs."""
    try:
        find_route(graph, start, goal, "step-free")
    except RoutingError:
        return False
    return True


if __name__ == "__main__":
    main()
