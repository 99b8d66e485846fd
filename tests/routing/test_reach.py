"""Where one can walk to within a distance, against shortest ways by brute force."""

import math
import random
from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from benchmarks.mixed_floors import make_mixed_floor
from floorplans.errors import PlanReferenceError
from floorplans.geometry import shelf_outline
from floorplans.walkable import build_walkable
from routing.graph import build_graph
from routing.reach import FARTHEST_M, draw_reach, find_reach
from tests.support.floors import brute_force_length_m, floor_with_ways, random_point
from tests.support.plans import toy_plan

TOY = toy_plan()
TOY_GRAPH = build_graph(TOY, build_walkable(TOY))
MIXED = [make_mixed_floor(seed) for seed in range(2)]
MIXED_GRAPHS = [build_graph(plan, build_walkable(plan)) for plan in MIXED]
CLOSE_M = 0.06
"""Arcs are drawn as lines, and corners with a hand's breadth left are not gone round."""


@pytest.mark.parametrize("seed", range(8))
def test_what_is_within_reach_is_what_a_shortest_way_leads_to(seed):
    plan, walkable = floor_with_ways(seed)
    graph, draw = build_graph(plan, walkable), random.Random(seed)
    here, within_m = random_point(walkable, "1", draw), draw.uniform(1.0, 9.0)
    ball = find_reach(graph, "1", *here, within_m)
    sides = set()
    for _ in range(40):
        there = random_point(walkable, "1", draw)
        left_m = within_m - brute_force_length_m(walkable, "1", here, there)
        if abs(left_m) > CLOSE_M:
            assert ball.buffer(1e-3).contains(Point(there)) == (left_m > 0), (here, there, left_m)
            sides.add(left_m > 0)
    assert sides == {True, False} or within_m > 7.0


@given(st.integers(0, 10_000), st.integers(0, 1), st.just(0.0) | st.floats(0.01, 6.0))
@settings(max_examples=60, deadline=None)
def test_nothing_that_is_drawn_is_in_a_shelf_or_farther_than_the_distance(seed, floor, within_m):
    graph, plan = MIXED_GRAPHS[floor], MIXED[floor]
    here = random_point(graph.walkable, "1", random.Random(seed))
    area = draw_reach(graph, "1", *here, within_m)
    assert area.is_valid
    assert area.geom_type == "Polygon"
    assert area.is_empty == (within_m < 1e-9)
    assert area.difference(Point(here).buffer(within_m + 1e-3, quad_segs=64)).is_empty
    shelves = shapely.union_all([Polygon(shelf_outline(each)) for each in plan.shelves])
    assert not shapely.intersects(area, shelves)
    assert area.is_empty or area.contains(Point(here))


@given(st.integers(0, 10_000), st.floats(0.4, 5.0), st.floats(0.2, 2.0))
@settings(max_examples=40, deadline=None)
def test_a_longer_walk_reaches_all_that_a_shorter_one_does(seed, within_m, more_m):
    graph = MIXED_GRAPHS[0]
    here = random_point(graph.walkable, "1", random.Random(seed))
    near = find_reach(graph, "1", *here, within_m)
    far = find_reach(graph, "1", *here, within_m + more_m)
    assert near.within(far.buffer(CLOSE_M))


def test_in_the_open_it_is_the_whole_circle():
    graph = build_graph(*floor_without_furniture())
    area = draw_reach(graph, "1", 7.0, 5.0, 3.0)
    assert shapely.hausdorff_distance(area, Point(7.0, 5.0).buffer(3.0)) < 0.02
    ball = find_reach(graph, "1", 7.0, 5.0, 3.0)
    assert ball.area == pytest.approx(math.pi * 9.0, rel=5e-3)


def floor_without_furniture():
    plan, _ = floor_with_ways(0)
    empty = replace(plan, fixtures=())
    return empty, build_walkable(empty)


def test_an_aisle_is_filled_and_the_next_one_is_not_reached_through_the_shelf():
    near = draw_reach(TOY_GRAPH, "1", 4.5, 2.3, 1.2)
    beyond = Point(4.5, 3.8)
    assert Point(4.5, 2.3).distance(beyond) < 2.5
    assert not draw_reach(TOY_GRAPH, "1", 4.5, 2.3, 2.5).contains(beyond)
    assert draw_reach(TOY_GRAPH, "1", 4.5, 2.3, 7.0).contains(beyond)
    shelf = next(Polygon(shelf_outline(each)) for each in TOY.shelves if each.level == "1")
    assert 0 < near.distance(shelf) < 0.2


def test_a_place_in_a_shelf_is_moved_to_where_one_can_stand():
    ball = find_reach(TOY_GRAPH, "1", 4.5, 3.1, 1.0)
    assert ball.area > 0.5
    assert ball.within(TOY_GRAPH.walkable.area("1").buffer(1e-3))


def test_no_distance_reaches_the_place_itself_and_draws_nothing():
    assert find_reach(TOY_GRAPH, "1", 1.0, 3.0, 0.0) == Point(1.0, 3.0)
    assert draw_reach(TOY_GRAPH, "1", 1.0, 3.0, 0.0).is_empty


def test_less_than_the_clearance_is_a_small_circle():
    area = draw_reach(TOY_GRAPH, "1", 1.0, 3.0, 0.25)
    assert area.within(Point(1.0, 3.0).buffer(0.25))
    assert not area.is_empty


def test_a_very_long_distance_is_cut_short():
    far = find_reach(TOY_GRAPH, "1", 1.0, 3.0, 1e9)
    assert far.equals(find_reach(TOY_GRAPH, "1", 1.0, 3.0, FARTHEST_M))


def test_a_level_without_a_place_to_walk_has_nothing_within_reach():
    covered = replace(TOY.fixtures[0], id="all", outline=TOY.levels[0].outline)
    plan = replace(TOY, fixtures=(*TOY.fixtures, covered))
    graph = build_graph(plan, build_walkable(plan))
    assert draw_reach(graph, "1", 3.0, 2.0, 2.0).is_empty


@pytest.mark.parametrize(
    "numbers",
    [(math.nan, 1.0, 1.0), (1.0, math.inf, 1.0), (1.0, 1.0, math.nan), (1.0, 1.0, -1.0)],
)
def test_what_is_no_place_and_no_distance_is_refused(numbers):
    with pytest.raises(ValueError, match="give finite metres"):
        find_reach(TOY_GRAPH, "1", *numbers)


def test_an_unknown_level_is_refused_with_those_there_are():
    with pytest.raises(PlanReferenceError, match="levels: 1, 2"):
        find_reach(TOY_GRAPH, "9", 1.0, 1.0, 1.0)
