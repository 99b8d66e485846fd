"""What fixes tell for a place beyond a detour, and where a dot waits meanwhile."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.mixed_floors import make_mixed_floor
from floorplans.walkable import build_walkable
from routing.detours import LEAST_TELLING, MOST_TOLD_S, RADII_PER_SD, hear_out, nearest_seen
from routing.graph import build_graph
from tests.support.floors import random_point, stays_walkable
from tests.support.plans import toy_plan

TOY = toy_plan()
TOY_GRAPH = build_graph(TOY, build_walkable(TOY))
MIXED = make_mixed_floor(0)
MIXED_GRAPH = build_graph(MIXED, build_walkable(MIXED))
HERE, THERE = (0.0, 0.0), (3.0, 0.0)


def test_what_a_fix_tells_is_the_logarithm_of_how_much_likelier_it_is_there():
    fix, sd_m = (2.5, 0.4), 1.5
    density = [math.exp(-(math.dist(fix, place) ** 2) / (2 * sd_m**2)) for place in (HERE, THERE)]
    told_s = hear_out(0.1, fix, HERE, THERE, sd_m * RADII_PER_SD, 0.2)
    assert told_s == pytest.approx(0.1 + 0.2 * math.log(density[1] / density[0]))


def test_a_fix_between_both_tells_the_least_and_a_sure_one_no_more_than_the_most():
    between, beyond = (1.5, 0.0), (9.0, 0.0)
    assert hear_out(0.0, between, HERE, THERE, 2.0, 1.0) == LEAST_TELLING
    assert hear_out(0.0, beyond, HERE, THERE, 0.0, 60.0) == MOST_TOLD_S


def test_one_who_faces_a_shelf_is_led_along_it():
    point = nearest_seen(TOY_GRAPH, "1", (3.5, 3.9), (5.0, 2.3))
    assert point == pytest.approx((5.0, 3.65), abs=0.06)


def test_one_who_is_as_near_as_can_be_seen_stays():
    assert nearest_seen(TOY_GRAPH, "1", (1.0, 3.0), (1.0, 3.0)) == (1.0, 3.0)


@given(st.integers(0, 10_000), st.tuples(st.floats(-5.0, 45.0), st.floats(-5.0, 33.0)))
@settings(max_examples=60, deadline=None)
def test_it_is_walkable_seen_and_no_farther_from_the_fix(seed, fix):
    here = random_point(MIXED_GRAPH.walkable, "1", random.Random(seed))
    point = nearest_seen(MIXED_GRAPH, "1", here, fix)
    assert MIXED_GRAPH.walkable.contains("1", *point)
    assert stays_walkable(MIXED_GRAPH.walkable, "1", (here, point))
    assert math.dist(point, fix) <= math.dist(here, fix) + 1e-3
