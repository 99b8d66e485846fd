"""Ways beside those of others, in one run: ``python -m benchmarks.routing [--quick]``.

Floors of 100, 400 and 1,600 shelves, ways between random faces. *First position* attaches a
start to the tree of a face, *moving* does so again half a metre on, *with its tree* grows the
tree first. All others search anew for each query, on our graph but for extremitypathfinder,
which has `PREPARE_S` seconds to prepare one of its own.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import random
import resource
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry import LineString, Polygon

from benchmarks.floors import LEVEL, SIZES, make_floor
from benchmarks.reference_ways import ExtremityWays, astar_length_m, dijkstra_length_m
from benchmarks.tables import markdown, name_machine
from floorplans.geometry import bay_spot
from floorplans.model import Plan
from floorplans.walkable import Walkable, build_walkable
from routing import warming
from routing.graph import RoutingGraph, build_graph
from routing.model import Spot
from routing.search import NOWHERE, GoalTree, attach, grow_tree, route_from

SEED = 20
GOALS = 10
QUERIES = 200
SLOW_QUERIES = 20
PREPARE_S = 100.0
STRIDE_M = 0.5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Query:
    """From a start to one of the goals."""

    start: Point
    goal: int


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor with its ways, and what is asked of them."""

    walkable: Walkable
    graph: RoutingGraph
    walkable_s: float
    graph_s: float
    goals: tuple[Spot, ...]
    queries: tuple[Query, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.routing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 shelves and few queries")
    args = parser.parse_args(arguments)
    print(f"{name_machine()}; seed {SEED}\n")
    warm_up()
    for shelves in SIZES[:1] if args.quick else SIZES:
        floor = prepare(make_floor(shelves), QUERIES // 10 if args.quick else QUERIES)
        print(describe(shelves, floor))
        print(markdown(HEAD, table(floor, SLOW_QUERIES // 10 if args.quick else SLOW_QUERIES)))
        print(flush=True)


def warm_up() -> None:
    """Load what is compiled."""
    warming.warm_up()
    floor = prepare(make_floor(100), 5)
    for name, measure in METHODS:
        if name != "extremitypathfinder":
            measure(floor, floor.queries)


def prepare(plan: Plan, queries: int) -> Floor:
    """Build a floor's ways, and draw queries between faces that a way joins."""
    began_s = time.perf_counter()
    walkable = build_walkable(plan)
    walkable_s = time.perf_counter() - began_s
    began_s = time.perf_counter()
    graph = build_graph(plan, walkable, turn_cost_m=0.0)
    graph_s = time.perf_counter() - began_s
    draw = random.Random(SEED)
    goals = tuple(draw_spot(plan, draw) for _ in range(GOALS))
    drawn = []
    while len(drawn) < queries:
        spot = draw_spot(plan, draw)
        drawn.append(Query((spot.x_m, spot.y_m), draw.randrange(GOALS)))
    return Floor(walkable, graph, walkable_s, graph_s, goals, tuple(drawn))


def draw_spot(plan: Plan, draw: random.Random) -> Spot:
    """Draw where one stands before a bay."""
    shelf = draw.choice(plan.shelves)
    face = draw.choice(shelf.faces)
    return Spot(shelf.level, *bay_spot(shelf, face, draw.randint(1, len(face.bays)), 0.6)[:2])


def describe(shelves: int, floor: Floor) -> str:
    """Say what a floor took to prepare."""
    graph = floor.graph
    tree = grow_tree(graph, floor.goals[0])
    graph_mb = 1e-6 * sum(
        array.nbytes
        for matrix in (graph.walks, graph.costs)
        for array in (matrix.data, matrix.indices, matrix.indptr)
    )
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{shelves} shelves: walkable space {floor.walkable_s:.2f} s, graph {floor.graph_s:.2f} s "
        f"with {len(graph.nodes)} nodes and {graph.network.number_of_edges()} edges in "
        f"{graph_mb:.1f} MB; a tree takes {tree.size_bytes / 1000:.0f} kB, the process "
        f"{peak_mb:.0f} MB at most\n"
    )


HEAD = ("method", "p50, µs", "p99, µs", "A* per query takes × as long", "longest / ours")


def table(floor: Floor, slow: int) -> Iterator[tuple[str, ...]]:
    """Measure each method; lengths are held against ours."""
    found = {
        name: measure(floor, floor.queries if name in OURS else floor.queries[:slow])
        for name, measure in METHODS
    }
    ours_m = {query: length_m for query, (_, length_m) in found[OURS[0]] or ()}
    astar_s = np.median([took_s for _, (took_s, _) in found["networkx A*"] or ()])
    for name, timed in found.items():
        if timed is None:
            yield name, "–", "–", "–", f"not prepared in {PREPARE_S:g} s"
            continue
        times_s = [took_s for _, (took_s, _) in timed]
        p50_us, p99_us = 1e6 * np.percentile(times_s, (50, 99))
        ratios = [length_m / ours_m[query] for query, (_, length_m) in timed if query in ours_m]
        yield (
            name,
            f"{p50_us:.3g}",
            f"{p99_us:.3g}",
            f"{1e6 * astar_s / p50_us:.3g}",
            f"{max(ratios):.7f}",
        )


Timed = list[tuple[Query, tuple[float, float]]]


def first_positions(floor: Floor, queries: Sequence[Query]) -> Timed:
    """Attach starts to trees that are ready."""
    trees = [grow_tree(floor.graph, goal) for goal in floor.goals]

    def ask(query: Query) -> float:
        return attach(floor.graph, trees[query.goal], LEVEL, *query.start)[1]

    return time_each(queries, ask)


def moving(floor: Floor, queries: Sequence[Query]) -> Timed:
    """Attach a subject again who has gone on along her way."""
    trees = [grow_tree(floor.graph, goal) for goal in floor.goals]
    found: Timed = []
    for query in queries:
        tree = trees[query.goal]
        via, points = NOWHERE, list(walk(floor.graph, tree, query.start))
        for point in points[:20]:
            began_s = time.perf_counter()
            via, length_m = attach(floor.graph, tree, LEVEL, *point, via)
            found.append((Query(point, query.goal), (time.perf_counter() - began_s, length_m)))
    return found


def walk(graph: RoutingGraph, tree: GoalTree, start: Point) -> Iterator[Point]:
    """Points along the way, half a metre apart."""
    route = route_from(graph, tree, Spot(LEVEL, *start))
    line = LineString(route.legs[0].points)
    for at_m in np.arange(0.0, line.length, STRIDE_M):
        point = line.interpolate(at_m)
        if graph.walkable.contains(LEVEL, point.x, point.y):
            yield point.x, point.y


def with_trees(floor: Floor, queries: Sequence[Query]) -> Timed:
    """Grow the tree for each query."""

    def ask(query: Query) -> float:
        tree = grow_tree(floor.graph, floor.goals[query.goal])
        return attach(floor.graph, tree, LEVEL, *query.start)[1]

    return time_each(queries, ask)


def astar(floor: Floor, queries: Sequence[Query]) -> Timed:
    """Search by networkx."""
    return time_each(queries, lambda q: astar_length_m(floor.graph, LEVEL, *ends(floor, q)))


def one_dijkstra(floor: Floor, queries: Sequence[Query]) -> Timed:
    """Search by scipy."""
    return time_each(queries, lambda q: dijkstra_length_m(floor.graph, LEVEL, *ends(floor, q)))


def extremity(floor: Floor, queries: Sequence[Query]) -> Timed | None:
    """Search by extremitypathfinder, prepared in a process that is ended when it takes too long."""
    part = max(floor.walkable.area(LEVEL).geoms, key=lambda each: each.area)
    asked = [ends(floor, query) for query in queries]
    mine, theirs = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.Process(target=_extremity, args=(part, asked, theirs))
    worker.start()
    try:
        if not mine.poll(PREPARE_S) or mine.recv() != "prepared":
            return None
        return list(zip(queries, mine.recv(), strict=True))
    finally:
        worker.kill()
        worker.join()


def _extremity(part: Polygon, asked: list[tuple[Point, Point]], pipe: object) -> None:
    warnings.simplefilter("ignore")
    ways = ExtremityWays(part)
    pipe.send("prepared")
    answers = []
    for start, goal in asked:
        began_s = time.perf_counter()
        length_m = ways.length_m(start, goal)
        answers.append((time.perf_counter() - began_s, length_m))
    pipe.send(answers)


def ends(floor: Floor, query: Query) -> tuple[Point, Point]:
    """Start and goal of a query."""
    goal = floor.goals[query.goal]
    return query.start, (goal.x_m, goal.y_m)


def time_each(queries: Sequence[Query], ask: Callable[[Query], float]) -> Timed:
    """Time each query; those that no way joins are left out."""
    found: Timed = []
    for query in queries:
        began_s = time.perf_counter()
        length_m = ask(query)
        took_s = time.perf_counter() - began_s
        if math.isfinite(length_m):
            found.append((query, (took_s, length_m)))
    return found


METHODS: tuple[tuple[str, Callable[[Floor, Sequence[Query]], Timed | None]], ...] = (
    ("ours, first position", first_positions),
    ("ours, moving", moving),
    ("ours, with its tree", with_trees),
    ("networkx A*", astar),
    ("scipy Dijkstra", one_dijkstra),
    ("extremitypathfinder", extremity),
)
OURS = ("ours, first position", "ours, moving", "ours, with its tree")


if __name__ == "__main__":
    main()
