"""Ways on seeded floors with turned blocks, round shelves and doors, beside two references."""

import random
import warnings
from functools import cache

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from benchmarks.floors import make_floor
from benchmarks.mixed_floors import LEVEL, make_mixed_floor
from benchmarks.reference_ways import ExtremityWays, UnprunedWays, astar_length_m
from floorplans.walkable import build_walkable
from routing.errors import NoRouteError
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from tests.support.floors import random_point

QUERIES = 25
RELATIVE = 1e-6
GRAZING_M = 2e-4


@cache
def floor(seed):
    plan = make_floor(100) if seed == "rows" else make_mixed_floor(seed)
    walkable = build_walkable(plan)
    return walkable, build_graph(plan, walkable, turn_cost_m=0.0)


def queries(walkable, seed):
    draw = random.Random(seed)
    for _ in range(QUERIES):
        yield random_point(walkable, LEVEL, draw), random_point(walkable, LEVEL, draw)


def length_m(graph, start, goal):
    try:
        return find_route(graph, Spot(LEVEL, *start), Spot(LEVEL, *goal)).length_m
    except NoRouteError:
        return float("inf")


@pytest.mark.parametrize("seed", [*range(4), "rows"])
def test_ways_are_as_short_as_over_all_corners_there_are(seed):
    walkable, graph = floor(seed)
    reference = UnprunedWays(walkable.area(LEVEL))
    bent = 0
    for start, goal in queries(walkable, seed):
        expected_m = reference.length_m(start, goal)
        assert length_m(graph, start, goal) == pytest.approx(expected_m, rel=RELATIVE)
        bent += expected_m > LineString((start, goal)).length * (1 + 1e-9)
    assert bent > QUERIES / 3


@pytest.mark.parametrize("seed", [0, 3])
def test_ways_are_as_short_as_those_of_extremitypathfinder(seed):
    walkable, graph = floor(seed)
    part = max(walkable.area(LEVEL).geoms, key=lambda each: each.area)
    shapely.prepare(part)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = ExtremityWays(part)
    compared = 0
    for start, goal in queries(walkable, seed):
        if shapely.intersects_xy(part, *start) and shapely.intersects_xy(part, *goal):
            expected_m = reference.length_m(start, goal)
            assert length_m(graph, start, goal) == pytest.approx(expected_m, rel=RELATIVE)
            compared += 1
    assert compared > QUERIES / 2


@pytest.mark.parametrize("seed", range(4, 8))
def test_no_way_crosses_a_shelf_or_wall(seed):
    walkable, graph = floor(seed)
    space = walkable.area(LEVEL).buffer(GRAZING_M, join_style="mitre")
    for start, goal in queries(walkable, seed):
        try:
            route = find_route(graph, Spot(LEVEL, *start), Spot(LEVEL, *goal))
        except NoRouteError:
            continue
        assert space.covers(LineString(route.legs[0].points))


@pytest.mark.parametrize("seed", [1, "rows"])
def test_a_tree_gives_the_lengths_that_a_search_for_each_query_gives(seed):
    walkable, graph = floor(seed)
    for start, goal in queries(walkable, seed):
        found_m = length_m(graph, start, goal)
        if found_m < float("inf"):
            assert astar_length_m(graph, LEVEL, start, goal) == pytest.approx(found_m, rel=1e-9)


@given(st.integers(0, 3), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_ways_are_as_long_back_and_never_shorter_over_a_third_place(number, seed):
    walkable, graph = floor(number)
    draw = random.Random(seed)
    one, other, third = (random_point(walkable, LEVEL, draw) for _ in range(3))
    direct_m = length_m(graph, one, third)
    assert length_m(graph, third, one) == pytest.approx(direct_m, rel=1e-9)
    detour_m = length_m(graph, one, other) + length_m(graph, other, third)
    assert direct_m <= detour_m * (1 + 1e-9)
