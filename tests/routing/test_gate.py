import math
import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon

from floorplans.geometry import shelf_outline
from floorplans.walkable import build_walkable
from routing.gate import BEHIND_S, LEVEL_WAIT_S, PORTAL_WAIT_S, SPEED_M_S, WAIT_S, GateState, step
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from tests.support.floors import random_point, stays_walkable
from tests.support.plans import toy_plan

PLAN = toy_plan()
WALKABLE = build_walkable(PLAN)
GRAPH = build_graph(PLAN, WALKABLE)
SHELVES = [Polygon(shelf_outline(shelf)) for shelf in PLAN.shelves if shelf.level == "1"]
TICK_S = 0.2
WALK_M_S = 1.2


def walk_over_level_1(seed, seconds):
    """Positions of somebody who walks from place to place, five a second."""
    draw = random.Random(seed)
    here = random_point(WALKABLE, "1", draw)
    while True:
        goal = random_point(WALKABLE, "1", draw)
        way = LineString(find_route(GRAPH, Spot("1", *here), Spot("1", *goal)).legs[0].points)
        for tick in range(int(way.length / (WALK_M_S * TICK_S))):
            point = way.interpolate(tick * WALK_M_S * TICK_S)
            yield point.x, point.y
            seconds -= TICK_S
            if seconds <= 0:
                return
        here = goal


def crosses_a_shelf(one, other):
    line = LineString((one, other))
    return any(line.crosses(shelf) for shelf in SHELVES)


def noisy_walk(seed):
    truth = list(walk_over_level_1(seed, 120.0))
    fixes = truth + np.random.default_rng(seed).normal(0.0, 1.0, (len(truth), 2))
    return truth, fixes.tolist()


def show_dots(fixes):
    state = None
    for x_m, y_m in fixes:
        state = step(GRAPH, state, "1", x_m, y_m, 2.5, TICK_S)
        yield state.x_m, state.y_m


@pytest.mark.parametrize("seed", range(4))
def test_the_dot_never_jumps_through_a_shelf_nor_stands_in_one(seed):
    _, fixes = noisy_walk(seed)
    dots = list(show_dots(fixes))
    assert not any(crosses_a_shelf(one, other) for one, other in pairwise(dots))
    assert all(stays_walkable(WALKABLE, "1", between) for between in pairwise(dots))


def test_the_same_walk_snapped_to_the_nearest_free_point_does_jump():
    _, fixes = noisy_walk(0)
    snapped = [WALKABLE.nearest("1", *fix) for fix in fixes]
    assert any(crosses_a_shelf(one, other) for one, other in pairwise(snapped))


@pytest.mark.parametrize("seed", range(4))
def test_the_dot_is_no_further_from_the_truth_than_the_fixes(seed):
    truth, fixes = noisy_walk(seed)
    dots = np.array(list(show_dots(fixes)))
    fix_errors_m = np.hypot(*(np.array(fixes) - truth).T)
    dot_errors_m = np.hypot(*(dots - truth).T)
    assert np.median(dot_errors_m) <= np.median(fix_errors_m)


def test_the_dot_is_no_faster_than_a_brisk_walk_while_it_keeps_up():
    state = step(GRAPH, None, "1", 1.0, 3.0, 1.0, TICK_S)
    seen = [state]
    for _ in range(10):
        seen.append(step(GRAPH, seen[-1], "1", 1.0, 4.9, 1.0, TICK_S))
    for one, other in pairwise(seen):
        assert math.dist((one.x_m, one.y_m), (other.x_m, other.y_m)) <= SPEED_M_S * TICK_S + 1e-9
    assert (seen[-1].x_m, seen[-1].y_m) == pytest.approx((1.0, 4.9), abs=0.1)


def test_a_dot_that_lags_by_metres_hurries():
    goal = Spot("1", 9.0, 5.0)
    state = step(GRAPH, None, "1", 1.0, 2.0, 4.0, TICK_S)
    length_m = find_route(GRAPH, Spot("1", state.x_m, state.y_m), goal).length_m
    for _ in range(round(2.0 / TICK_S)):
        before = state
        state = step(GRAPH, state, "1", goal.x_m, goal.y_m, 4.0, TICK_S)
        assert stays_walkable(WALKABLE, "1", ((before.x_m, before.y_m), (state.x_m, state.y_m)))
    assert length_m > 8.0
    assert find_route(GRAPH, Spot("1", state.x_m, state.y_m), goal).length_m < 0.3 * length_m


@given(
    st.lists(st.tuples(st.floats(0.0, 12.0), st.floats(0.0, 8.0), st.floats(0.1, 9.0)), min_size=2),
)
def test_wherever_fixes_jump_the_dot_hurries_by_no_more_than_their_uncertainty(fixes):
    state = None
    for x_m, y_m, radius_m in fixes:
        before, state = state, step(GRAPH, state, "1", x_m, y_m, radius_m, TICK_S)
        if before is not None and state.called_s == before.called_s == 0.0:
            gone_m = math.dist((before.x_m, before.y_m), (state.x_m, state.y_m))
            assert gone_m <= (SPEED_M_S + radius_m / BEHIND_S) * TICK_S + 1e-9


def test_the_dot_goes_round_the_end_of_a_shelf_to_the_other_side():
    state = step(GRAPH, None, "1", 4.5, 3.7, 1.0, TICK_S)
    seen = [state]
    for _ in range(60):
        seen.append(step(GRAPH, seen[-1], "1", 4.5, 2.3, 1.0, TICK_S))
    assert (seen[-1].x_m, seen[-1].y_m) == pytest.approx((4.5, 2.35), abs=0.1)
    assert any(not 2.7 < each.x_m < 6.3 for each in seen)


def test_the_first_dot_is_where_the_fix_is_moved_out_of_furniture():
    state = step(GRAPH, None, "1", 4.5, 3.1, 1.0, TICK_S)
    assert (state.level, state.x_m) == ("1", 4.5)
    assert WALKABLE.contains("1", state.x_m, state.y_m)


def test_beside_the_stairs_the_dot_changes_level_soon():
    state = step(GRAPH, None, "1", 9.4, 2.2, 1.0, TICK_S)
    ticks = 0
    while state.level == "1":
        state = step(GRAPH, state, "2", 9.4, 2.2, 1.0, TICK_S)
        ticks += 1
    assert ticks * TICK_S == pytest.approx(PORTAL_WAIT_S)
    assert (state.x_m, state.y_m) == pytest.approx((9.45, 0.9))


def test_a_dot_that_lags_behind_changes_level_soon_if_fixes_come_out_of_the_lift():
    state = step(GRAPH, None, "1", 1.0, 3.0, 1.0, TICK_S)
    for _ in range(round(PORTAL_WAIT_S / TICK_S)):
        assert state.level == "1"
        state = step(GRAPH, state, "2", 9.4, 2.2, 1.0, TICK_S)
    assert state.level == "2"
    assert (state.x_m, state.y_m) == pytest.approx((9.45, 0.9))


def test_far_from_the_stairs_a_short_mistake_does_not_change_the_level():
    state = step(GRAPH, None, "1", 1.0, 3.0, 1.0, TICK_S)
    for _ in range(3):
        for _ in range(round(LEVEL_WAIT_S / TICK_S) - 1):
            state = step(GRAPH, state, "2", 1.0, 3.0, 1.0, TICK_S)
        assert state.level == "1"
        state = step(GRAPH, state, "1", 1.0, 3.0, 1.0, TICK_S)
    assert state == GateState("1", 1.0, 3.0, 1.0)


def test_far_from_the_stairs_insisting_fixes_change_the_level():
    state, ticks = step(GRAPH, None, "1", 1.0, 3.0, 1.0, TICK_S), 0
    while state.level == "1":
        state = step(GRAPH, state, "2", 1.0, 3.0, 1.0, TICK_S)
        ticks += 1
    assert ticks * TICK_S == pytest.approx(LEVEL_WAIT_S, abs=TICK_S + 1e-9)
    assert (state.level, state.x_m, state.y_m) == ("2", 1.0, 3.0)


@given(*(st.floats(0.0, 12.0), st.floats(0.0, 8.0)) * 2, st.floats(0.1, 9.0))
def test_wherever_dot_and_fixes_are_it_is_on_their_level_after_two_seconds(
    x_m, y_m, fix_x_m, fix_y_m, radius_m
):
    state = step(GRAPH, None, "1", x_m, y_m, radius_m, TICK_S)
    for _ in range(round(LEVEL_WAIT_S / TICK_S) + 1):
        state = step(GRAPH, state, "2", fix_x_m, fix_y_m, radius_m, TICK_S)
    assert state.level == "2"
    assert WALKABLE.contains("2", state.x_m, state.y_m)


def test_a_room_that_no_way_leads_to_is_entered_only_when_fixes_insist():
    doors = tuple(each for each in PLAN.openings if each.id != "quiet-door-1")
    plan = replace(PLAN, openings=doors)
    graph = build_graph(plan, build_walkable(plan))
    state = step(graph, None, "1", 8.0, 6.5, 1.0, TICK_S)
    for _ in range(round(WAIT_S / TICK_S)):
        assert (state.x_m, state.y_m) == (8.0, 6.5)
        state = step(graph, state, "1", 10.5, 6.5, 1.0, TICK_S)
    assert (state.x_m, state.y_m) == (10.5, 6.5)


def test_where_a_plan_leaves_nowhere_to_walk_the_dot_follows_the_fixes():
    covered = replace(PLAN.fixtures[0], id="all", outline=PLAN.levels[0].outline)
    plan = replace(PLAN, fixtures=(*PLAN.fixtures, covered))
    graph = build_graph(plan, build_walkable(plan))
    state = step(graph, None, "1", 3.0, 2.0, 2.0, 0.0)
    state = step(graph, state, "1", 5.0, 2.0, 2.0, TICK_S)
    assert (state.level, state.x_m, state.y_m) == ("1", 5.0, 2.0)
