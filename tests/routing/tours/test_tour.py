import math
import random
from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorplans.model import Connector, Stop, Text
from floorplans.walkable import build_walkable
from routing.errors import NoRouteError, OffTheMapError
from routing.graph import build_graph
from routing.model import Spot
from routing.search import GOAL_SNAP_M, NOWHERE, attach, find_route, grow_tree, settle
from routing.tours.costs import walking_costs
from routing.tours.order import visit_nearest
from routing.tours.tour import MOST_STOPS, TooManyStopsError, plan_tour
from tests.support.floors import floor_with_ways, random_point
from tests.support.plans import toy_plan

SEEDS = st.integers(0, 2**32 - 1)
TOY = toy_plan()
WALKABLE = build_walkable(TOY)
GRAPH = build_graph(TOY, WALKABLE)
HALL, QUIET, UPSTAIRS = Spot("1", 2.0, 1.5), Spot("1", 10.5, 6.5), Spot("2", 2.0, 6.0)


def escalator_plan():
    """The toy plan with an escalator up in place of the stairs, and no lift."""
    stops = (Stop("1", 9.45, 0.9), Stop("2", 9.45, 0.9))
    up = Connector("up", "escalator", Text("Liukuportaat"), stops, 2.0, 12.0, False, "up")
    return replace(TOY, connectors=(up,))


def graph_of(plan):
    return build_graph(plan, build_walkable(plan))


def spots(seed, count, levels=("1", "2")):
    draw = random.Random(seed)
    chosen = (draw.choice(levels) for _ in range(count))
    return [Spot(level, *random_point(WALKABLE, level, draw)) for level in chosen]


def plan(stops, graph=GRAPH, **trip):
    return plan_tour(graph, stops, np.random.default_rng(1), **trip)


def order(tour):
    return [visit.stop for visit in tour.visits]


def walked_m(stops, start=None, end=None, profile="walk"):
    ways = [*([start] if start else []), *stops, *([end] if end else [])]
    return sum(find_route(GRAPH, *pair, profile).cost_m for pair in pairwise(ways))


@given(
    SEEDS, st.integers(0, 14), st.booleans(), st.booleans(), st.sampled_from(["walk", "step-free"])
)
@settings(max_examples=40)
def test_each_stop_is_visited_once_from_the_start_to_the_end(
    seed, count, has_start, has_end, profile
):
    stops = [settle(GRAPH.by(profile), each, GOAL_SNAP_M, "stop") for each in spots(seed, count)]
    start, end = HALL if has_start else None, UPSTAIRS if has_end else None
    tour = plan(stops, start=start, end=end, profile=profile)
    assert sorted(order(tour)) == list(range(count))
    assert tour.missed == ()
    at = start
    for visit in tour.visits:
        if at is None:
            assert visit.route is None
        else:
            assert (visit.route.start, visit.route.goal) == (at, stops[visit.stop])
            assert visit.route == find_route(GRAPH, at, stops[visit.stop], profile)
        at = stops[visit.stop]
    if end is None or at is None:
        assert tour.last is None
    else:
        assert (tour.last.start, tour.last.goal) == (at, end)
    assert tour.length_m == pytest.approx(sum(route.length_m for route in tour.routes))
    in_order = [stops[number] for number in order(tour)]
    assert tour.cost_m == pytest.approx(walked_m(in_order, start, end, profile))


@pytest.mark.parametrize("has_end", [False, True])
@pytest.mark.parametrize("has_start", [False, True])
def test_no_order_of_few_stops_is_shorter(has_start, has_end):
    for seed in range(3):
        stops = spots(seed, 6)
        trees = [grow_tree(GRAPH, each) for each in [HALL, *stops]]
        costs_m = walking_costs(GRAPH, [HALL, *stops], trees)
        tour = plan(stops, start=HALL if has_start else None, end=HALL if has_end else None)
        begins, ends = [0] * has_start, [0] * has_end

        def cost_m(stops, costs_m=costs_m, begins=begins, ends=ends):
            round_ = [*begins, *stops, *ends]
            return sum(costs_m[pair] for pair in pairwise(round_))

        best_m = min(map(cost_m, permutations(range(1, 7))))
        assert cost_m([number + 1 for number in order(tour)]) == pytest.approx(best_m)


@given(SEEDS, st.integers(10, 30))
@settings(max_examples=15)
def test_a_tour_costs_no_more_than_going_to_the_nearest_stop_each_time(seed, count):
    stops = spots(seed, count)
    trees = [grow_tree(GRAPH, each) for each in [HALL, *stops]]
    costs_m = walking_costs(GRAPH, [HALL, *stops], trees)
    ours, nearest = [1 + each for each in order(plan(stops, start=HALL, end=HALL))], visit_nearest
    lengths_m = [
        sum(costs_m[pair] for pair in pairwise([0, *each, 0]))
        for each in (ours, nearest(costs_m).tolist())
    ]
    assert lengths_m[0] <= lengths_m[1] + 1e-6


@pytest.mark.parametrize("profile", ["walk", "step-free", "quiet", "staff"])
@pytest.mark.parametrize("make", [toy_plan, escalator_plan])
def test_costs_between_stops_are_those_of_the_routes(make, profile):
    graph = graph_of(make())
    ways = graph.by(profile)
    trees = []
    for seed in range(16):
        try:
            trees.append(grow_tree(graph, spots(seed, 1)[0], profile))
        except OffTheMapError:
            continue
    goals = [tree.goal for tree in trees]
    costs_m = walking_costs(graph, goals, trees)
    for row_m, start in zip(costs_m, goals, strict=True):
        for cost_m, tree in zip(row_m, trees, strict=True):
            via, wanted_m = attach(ways, tree, start.level, start.x_m, start.y_m)
            assert cost_m == pytest.approx(wanted_m)
            assert math.isinf(cost_m) == (via == NOWHERE)


@given(SEEDS)
@settings(max_examples=20)
def test_costs_are_those_of_the_routes_on_any_floor(seed):
    draw = random.Random(seed)
    floor, walkable = floor_with_ways(seed)
    graph = build_graph(floor, walkable)
    goals = [Spot("1", *random_point(walkable, "1", draw)) for _ in range(6)]
    trees = [grow_tree(graph, each) for each in goals]
    costs_m = walking_costs(graph, goals, trees)
    wanted_m = [
        [attach(graph, tree, "1", each.x_m, each.y_m)[1] for tree in trees] for each in goals
    ]
    assert costs_m == pytest.approx(np.array(wanted_m))


def test_an_escalator_up_is_taken_once_all_on_the_lower_level_is_fetched():
    graph = graph_of(escalator_plan())
    for count in (6, 24):
        stops = spots(5, count)
        tour = plan(stops, graph, start=HALL)
        levels = [stops[number].level for number in order(tour)]
        assert levels == sorted(levels)
        assert len(set(levels)) == 2
        assert tour.missed == ()


def test_what_is_up_an_escalator_is_missed_where_one_has_to_come_back():
    stops = [QUIET, UPSTAIRS, Spot("2", 9.0, 6.0), Spot("1", 1.0, 4.0)]
    tour = plan(stops, graph_of(escalator_plan()), start=HALL, end=HALL)
    assert sorted(order(tour)) == [0, 3]
    assert [(each.stop, each.why, each.like) for each in tour.missed] == [
        (1, "no-way", 1),
        (2, "no-way", 1),
    ]


def test_what_cannot_be_reached_or_stood_at_is_missed_with_the_reason():
    closed_room = Spot("1", 0.5, 7.6)
    nowhere = Spot("1", 40.0, 2.0)
    plan_without_lift = replace(TOY, connectors=TOY.connectors[:1])
    stops = [UPSTAIRS, QUIET, nowhere, Spot("2", 9.0, 6.0), closed_room]
    tour = plan(stops, graph_of(plan_without_lift), start=HALL, profile="step-free")
    assert order(tour) == [1]
    assert {each.stop: (each.why, each.like) for each in tour.missed} == {
        0: ("no-way", 0),
        2: ("off-the-map", 2),
        3: ("no-way", 0),
        4: ("off-the-map", 4),
    }


def test_a_tour_that_may_begin_anywhere_goes_where_most_stops_are():
    graph = graph_of(replace(TOY, connectors=()))
    stops = [UPSTAIRS, QUIET, HALL, Spot("2", 9.0, 6.0), Spot("1", 1.0, 4.0)]
    tour = plan(stops, graph)
    assert sorted(order(tour)) == [1, 2, 4]
    assert [each.stop for each in tour.missed] == [0, 3]
    assert sorted(order(plan(stops, graph, end=UPSTAIRS))) == [0, 3]


def test_a_free_end_is_never_farther_than_the_way_back():
    stops = spots(8, 8)
    there, back = plan(stops, start=HALL), plan(stops, start=HALL, end=HALL)
    anywhere = plan(stops)
    assert anywhere.cost_m <= there.cost_m <= back.cost_m
    assert there.last is None
    assert back.last.goal == back.visits[0].route.start == HALL


def test_a_start_beside_walkable_space_is_moved_and_is_the_end_as_well():
    inside_a_shelf = Spot("1", 4.5, 3.1)
    tour = plan([QUIET], start=inside_a_shelf, end=inside_a_shelf)
    assert WALKABLE.contains("1", tour.routes[0].start.x_m, tour.routes[0].start.y_m)
    assert tour.last.goal == tour.routes[0].start


def test_stops_at_one_spot_are_visited_one_after_the_other():
    stops = [QUIET, UPSTAIRS, QUIET, HALL, QUIET]
    at = [stops[number] for number in order(plan(stops, start=HALL))]
    assert at == [HALL, QUIET, QUIET, QUIET, UPSTAIRS]


def test_a_tour_without_stops_leads_from_the_start_to_the_end():
    assert plan([], start=HALL, end=UPSTAIRS).last == find_route(GRAPH, HALL, UPSTAIRS)
    assert plan([]).routes == plan([], start=HALL).routes == ()
    assert plan([], end=HALL).length_m == 0.0


def test_the_same_draws_give_the_same_tour():
    stops = spots(9, 30)
    assert plan(stops, start=HALL) == plan(stops, start=HALL)


def test_the_most_stops_are_named_where_there_are_more():
    with pytest.raises(TooManyStopsError, match="at most 1,000 stops and these are 1,001; split"):
        plan([HALL] * (MOST_STOPS + 1))
    assert len(plan([HALL] * 50).visits) == 50


@pytest.mark.parametrize(
    ("trip", "error", "words"),
    [
        ({"start": Spot("1", math.nan, 1.0)}, OffTheMapError, "start has no position"),
        ({"start": Spot("9", 1.0, 1.0)}, OffTheMapError, 'level "9", which the plan does not have'),
        ({"start": Spot("1", 90.0, 1.0)}, OffTheMapError, "more than 3 m from where one can walk"),
        ({"end": Spot("1", 90.0, 1.0)}, OffTheMapError, "goal"),
        ({"end": Spot("1", 1.0, math.inf)}, OffTheMapError, "goal has no position"),
    ],
)
def test_a_start_or_end_that_is_none_is_named(trip, error, words):
    with pytest.raises(error, match=words):
        plan([HALL, QUIET], **trip)


def test_a_start_that_no_way_joins_with_the_end_is_said():
    with pytest.raises(NoRouteError, match="No way"):
        plan([HALL], graph_of(replace(TOY, connectors=())), start=HALL, end=UPSTAIRS)
