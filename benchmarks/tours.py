"""How long tours are beside those of OR-tools and python-tsp: ``python -m benchmarks.tours``.

All get the same costs. OR-tools goes on with guided local search, python-tsp with 2-opt and with
simulated annealing, each as long as it is given; the shortest of them counts.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import mean, median

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from python_tsp.heuristics import solve_tsp_local_search, solve_tsp_simulated_annealing

from api.plans import load_plan
from benchmarks.floors import make_floor
from benchmarks.tables import markdown, name_machine
from floorplans.geometry import bay_spot
from floorplans.model import Plan
from floorplans.walkable import build_walkable
from routing.errors import RoutingError
from routing.graph import RoutingGraph, build_graph
from routing.model import Spot
from routing.search import GoalTree, grow_tree
from routing.sight.walls import Floats
from routing.tours.choice import choose_stops
from routing.tours.costs import walking_costs
from routing.tours.order import order_round
from routing.tours.tour import plan_tour
from routing.warming import warm_up

SEED = 20
MILLIMETRES = 1000
LISTS = {10: 6, 30: 6, 60: 6, 100: 4, 300: 4}
QUICK_LISTS = {10: 2, 30: 1}
PEERS_S = {10: 1.0, 30: 3.0, 60: 5.0, 100: 10.0, 300: 30.0}
QUICK_S = 0.2
CHOICE = 3
CHOICES = {6: 20, 30: 10, 100: 3}
QUICK_CHOICES = {4: 2}
MOST_TRIED = 6
STAND_OFF_M = 0.6


@dataclass(frozen=True, slots=True)
class Figures:
    """What one list gave: lengths and times of ours and of the others, by their names."""

    ours_m: float
    whole_s: float
    order_s: float
    peers_m: dict[str, float]

    @property
    def ratio(self) -> float:
        """Our length divided by the shortest of the others."""
        return self.ours_m / min(self.peers_m.values())


def main(arguments: Sequence[str] | None = None) -> None:
    """Print lengths and times for each plan and number of stops."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tours", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few short lists, short searches")
    quick = parser.parse_args(arguments).quick
    print(f"{name_machine()}; seed {SEED}\n")
    warm_up()
    rows = []
    for plan in (load_plan("demo"), make_floor(100 if quick else 400)):
        graph = build_graph(plan, build_walkable(plan))
        for stops, lists in (QUICK_LISTS if quick else LISTS).items():
            peers_s = QUICK_S if quick else PEERS_S[stops]
            figures = list(measure(plan, graph, stops, lists, peers_s))
            rows.append(row(f"{plan.id}, {stops}", peers_s, figures))
    head = ("plan, stops", "lists", "ours, m", "OR-tools", "python-tsp", "ours / best", "worst")
    print(markdown((*head, "order, s", "whole, s", "others, s each"), rows))
    print("\nWhere each of three bays will do, the bays are chosen with the order:\n")
    head = ("plan, items", "lists", "beside the best choice", "worst", "beside the first bays", "s")
    plan = load_plan("demo")
    graph = build_graph(plan, build_walkable(plan))
    lists = QUICK_CHOICES if quick else CHOICES
    print(markdown(head, [choice_row(plan, graph, *each) for each in lists.items()]))


def row(name: str, peers_s: float, lists: Sequence[Figures]) -> tuple[object, ...]:
    """Sum up the lists of one length; the others' lengths are told as ratios to ours."""
    beside = [mean(each.peers_m[name] / each.ours_m for each in lists) for name in PEERS]
    return (
        name,
        len(lists),
        f"{mean(each.ours_m for each in lists):.1f}",
        *(f"{ratio:.4f}" for ratio in beside),
        f"{mean(each.ratio for each in lists):.4f}",
        f"{max(each.ratio for each in lists):.4f}",
        f"{median(each.order_s for each in lists):.3f}",
        f"{median(each.whole_s for each in lists):.3f}",
        f"{peers_s:g}",
    )


def measure(
    plan: Plan, graph: RoutingGraph, stops: int, lists: int, peers_s: float
) -> Iterator[Figures]:
    """Plan tours of random bays: from the kiosk and back, or to wherever they end."""
    draw = random.Random(SEED + stops)
    kiosk = plan.kiosks[0]
    start = Spot(kiosk.level, kiosk.x_m, kiosk.y_m)
    for number in range(lists):
        trees = draw_stops(plan, graph, start, stops, draw)
        end = start if number % 2 == 0 else None
        spots = [tree.goal for tree in trees]
        plan_tour(graph, spots[:2], np.random.default_rng(SEED), start=start, end=end)
        began_s = time.perf_counter()
        tour = plan_tour(graph, spots, np.random.default_rng(SEED), start=start, end=end)
        whole_s = time.perf_counter() - began_s
        costs_m = costs_of(graph, trees, start, returns=end is not None)
        began_s = time.perf_counter()
        order_round(costs_m, np.random.default_rng(SEED))
        order_s = time.perf_counter() - began_s
        yield Figures(
            length_m(costs_m, [0, *(visit.stop + 1 for visit in tour.visits)]),
            whole_s,
            order_s,
            {name: length_m(costs_m, solve(costs_m, peers_s)) for name, solve in PEERS.items()},
        )


def choice_row(plan: Plan, graph: RoutingGraph, items: int, lists: int) -> tuple[object, ...]:
    """Compare choices of bays with the best ones, if they are few, and with the first ones."""
    draw = random.Random(SEED + items)
    kiosk = plan.kiosks[0]
    start = Spot(kiosk.level, kiosk.x_m, kiosk.y_m)
    beside_best, beside_first, times_s = [], [], []
    for _ in range(lists):
        trees = draw_stops(plan, graph, start, items * CHOICE, draw)
        costs_m = costs_of(graph, trees, start, returns=True)
        groups = [tuple(range(1 + n * CHOICE, 1 + (n + 1) * CHOICE)) for n in range(items)]
        began_s = time.perf_counter()
        chosen = choose_stops(costs_m, groups, np.random.default_rng(SEED))
        times_s.append(time.perf_counter() - began_s)
        ours_m = round_m(costs_m, chosen)
        beside_first.append(ours_m / round_m(costs_m, {group[0] for group in groups}))
        if items <= MOST_TRIED:
            best_m = min(round_m(costs_m, set(each)) for each in product(*groups))
            beside_best.append(ours_m / best_m)
    return (
        f"{plan.id}, {items}",
        lists,
        f"{mean(beside_best):.4f}" if beside_best else "–",
        f"{max(beside_best):.4f}" if beside_best else "–",
        f"{mean(beside_first):.4f}",
        f"{median(times_s):.3f}",
    )


def round_m(costs_m: Floats, stops: Collection[int]) -> float:
    """Say what a round over some of the stops costs."""
    nodes = np.array([0, *sorted(stops)])
    order = order_round(costs_m[np.ix_(nodes, nodes)], np.random.default_rng(SEED))
    return length_m(costs_m, [0, *nodes[order].tolist()])


def draw_stops(
    plan: Plan, graph: RoutingGraph, start: Spot, stops: int, draw: random.Random
) -> list[GoalTree]:
    """Draw bays to which a way leads from the start."""
    bays = [
        (shelf, face, number)
        for shelf in plan.shelves
        for face in shelf.faces
        for number in range(1, len(face.bays) + 1)
    ]
    trees: list[GoalTree] = []
    while len(trees) < stops:
        shelf, face, number = bays.pop(draw.randrange(len(bays)))
        x_m, y_m, _ = bay_spot(shelf, face, number, STAND_OFF_M)
        try:
            tree = grow_tree(graph, Spot(shelf.level, x_m, y_m))
        except RoutingError:
            continue
        if np.isfinite(walking_costs(graph, [start], [tree])).all():
            trees.append(tree)
    return trees


def costs_of(
    graph: RoutingGraph, trees: Sequence[GoalTree], start: Spot, *, returns: bool
) -> Floats:
    """Costs with the start and end as node 0; it costs nothing to end where nobody returns."""
    home = grow_tree(graph, start)
    spots = [home.goal, *(tree.goal for tree in trees)]
    costs_m = walking_costs(graph, spots, [home, *trees])
    np.fill_diagonal(costs_m, 0.0)
    if not returns:
        costs_m[:, 0] = 0.0
    return costs_m


def length_m(costs_m: Floats, order: Sequence[int]) -> float:
    """Sum up what a round costs that begins with node 0."""
    round_ = np.array([*order, 0])
    return float(costs_m[round_[:-1], round_[1:]].sum())


def or_tools(costs_m: Floats, limit_s: float) -> list[int]:
    """Order by OR-tools' guided local search, from the cheapest arcs."""
    manager = pywrapcp.RoutingIndexManager(len(costs_m), 1, 0)
    model = pywrapcp.RoutingModel(manager)
    whole = (costs_m * MILLIMETRES).round().astype(int).tolist()
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(whole))
    settings = pywrapcp.DefaultRoutingSearchParameters()
    settings.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    settings.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    settings.time_limit.FromMilliseconds(round(limit_s * 1000))
    found = model.SolveWithParameters(settings)
    order, index = [], model.Start(0)
    while not model.IsEnd(index):
        order.append(manager.IndexToNode(index))
        index = found.Value(model.NextVar(index))
    return order


def python_tsp(costs_m: Floats, limit_s: float) -> list[int]:
    """Order by python-tsp: the better of 2-opt and simulated annealing, half the time each."""
    random.seed(SEED)
    np.random.seed(SEED)
    orders = [
        solve(costs_m, max_processing_time=limit_s / 2)[0]
        for solve in (solve_tsp_local_search, solve_tsp_simulated_annealing)
    ]
    return min(orders, key=lambda order: length_m(costs_m, order))


PEERS: dict[str, Callable[[Floats, float], list[int]]] = {
    "OR-tools": or_tools,
    "python-tsp": python_tsp,
}


if __name__ == "__main__":
    main()
