import math
import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon

from benchmarks.mixed_floors import make_mixed_floor
from floorplans.errors import PlanReferenceError
from floorplans.geometry import shelf_outline
from floorplans.walkable import build_walkable
from routing.gate import (
    LEVEL_WAIT_S,
    PORTAL_WAIT_S,
    SPEED_M_S,
    UNSURE_S,
    WAIT_S,
    GateState,
    step,
)
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from tests.support.floors import floor_plan, random_point, stays_walkable
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
    for tick in range(1, 10):
        fix_y_m = 3.0 + min(tick * SPEED_M_S * TICK_S, 1.9)
        seen.append(step(GRAPH, seen[-1], "1", 1.0, fix_y_m, 1.0, TICK_S))
    for one, other in pairwise(seen):
        assert math.dist(one.place, other.place) <= SPEED_M_S * TICK_S + 1e-9
    assert seen[-1].place == pytest.approx((1.0, 4.9), abs=0.1)


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
            assert gone_m <= (SPEED_M_S + radius_m / UNSURE_S) * TICK_S + 1e-9


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


def make_graph(plan):
    return build_graph(plan, build_walkable(plan))


FLOORS = [
    *(make_graph(floor_plan(seed, obstacles=12)) for seed in range(6)),
    *(make_graph(make_mixed_floor(seed)) for seed in range(2)),
]
PLACES = st.tuples(st.floats(-5.0, 50.0), st.floats(-5.0, 35.0))
FIXES = st.tuples(PLACES, st.floats(0.0, 20.0), st.floats(0.0, 3.0))
FLOOR_NUMBERS = st.integers(0, len(FLOORS) - 1)


def stand(graph, place, **more):
    return GateState("1", *graph.walkable.nearest("1", *place), 1.0, **more)


def room_of(graph, place):
    """Which of the parts of a level that no way joins a place is in."""
    parts = shapely.get_parts(graph.walkable.area("1"))
    return int(np.argmin(shapely.distance(parts, shapely.Point(place))))


@given(FLOOR_NUMBERS, PLACES, st.floats(0.0, 2.0), st.lists(FIXES, min_size=1, max_size=12))
@settings(deadline=None)
def test_from_any_state_on_any_floor_each_step_is_straight_walkable_and_no_faster_than_allowed(
    floor, place, told_s, fixes
):
    graph = FLOORS[floor]
    state = stand(graph, place, told_s=told_s)
    for (x_m, y_m), radius_m, dt_s in fixes:
        before, state = state, step(graph, state, "1", x_m, y_m, radius_m, dt_s)
        if room_of(graph, before.place) == room_of(graph, state.place):
            assert stays_walkable(graph.walkable, "1", (before.place, state.place))
            most_m = (SPEED_M_S + radius_m / UNSURE_S) * dt_s
            assert math.dist(before.place, state.place) <= most_m + 1e-6
        else:
            assert before.called_s + dt_s >= WAIT_S
        assert graph.walkable.contains("1", *state.place)


@given(FLOOR_NUMBERS, PLACES, PLACES, st.floats(0.0, 20.0))
@settings(max_examples=60, deadline=None)
def test_the_dot_comes_to_a_fix_that_stays(floor, place, fix, radius_m):
    graph = FLOORS[floor]
    state = stand(graph, place)
    for _ in range(round(90.0 / TICK_S)):
        state = step(graph, state, "1", *fix, radius_m, TICK_S)
    assert state.place == pytest.approx(graph.walkable.nearest("1", *fix), abs=1e-6)
    assert step(graph, state, "1", *fix, radius_m, TICK_S).place == state.place


@given(PLACES, PLACES)
@settings(max_examples=30, deadline=None)
def test_an_island_is_not_gone_to_before_fixes_have_insisted(place, fix):
    plan = replace(PLAN, openings=tuple(e for e in PLAN.openings if e.id != "quiet-door-1"))
    graph = ISLANDS.setdefault("graph", make_graph(plan))
    state = stand(graph, place)
    called = room_of(graph, fix) != room_of(graph, state.place)
    for _ in range(round(WAIT_S / TICK_S) - 1):
        before, state = state, step(graph, state, "1", *fix, 1.0, TICK_S)
        assert room_of(graph, state.place) == room_of(graph, before.place)
        assert not called or state.place == before.place


ISLANDS = {}


NONSENSE = [
    (math.nan, 3.0, 1.0),
    (1.0, math.nan, 1.0),
    (math.inf, 3.0, 1.0),
    (1.0, -math.inf, 1.0),
    (1e300, 3.0, 1.0),
    (1.0, 3.0, math.nan),
    (1.0, 3.0, math.inf),
    (1.0, 3.0, -0.1),
]


@pytest.mark.parametrize("fix", NONSENSE)
def test_a_fix_that_tells_nothing_leaves_the_dot_where_it_is(fix):
    state = step(GRAPH, None, "1", 1.0, 3.0, 1.0, TICK_S)
    assert step(GRAPH, state, "1", *fix, TICK_S) == state
    assert step(GRAPH, state, "2", *fix, TICK_S) == state


@pytest.mark.parametrize("fix", NONSENSE)
def test_no_dot_begins_with_a_fix_that_tells_nothing(fix):
    with pytest.raises(ValueError, match="No dot can begin at"):
        step(GRAPH, None, "1", *fix, TICK_S)


@pytest.mark.parametrize("dt_s", [0.0, -1.0, -math.inf, math.nan])
def test_in_no_time_the_dot_does_not_move_and_nobody_has_insisted(dt_s):
    state = step(GRAPH, None, "1", 1.0, 3.0, 1.0, TICK_S)
    assert step(GRAPH, state, "1", 1.0, 4.9, 1.0, dt_s).place == state.place
    called = step(GRAPH, state, "2", 1.0, 3.0, 1.0, dt_s)
    assert (called.level, called.called_s) == ("1", 0.0)


def test_in_any_time_the_dot_walks_no_farther_than_straight_to_where_it_sees():
    state = step(GRAPH, None, "1", 4.5, 3.7, 1.0, TICK_S)
    state = step(GRAPH, state, "1", 4.5, 2.3, 1.0, math.inf)
    assert stays_walkable(WALKABLE, "1", ((4.5, 3.7), state.place))


def test_a_fix_on_a_level_that_is_not_there_is_refused():
    state = step(GRAPH, None, "1", 1.0, 3.0, 1.0, TICK_S)
    with pytest.raises(PlanReferenceError, match="levels: 1, 2"):
        step(GRAPH, state, "9", 1.0, 3.0, 1.0, TICK_S)


def test_a_dot_on_a_level_that_a_newer_plan_lacks_begins_anew():
    state = GateState("attic", 1.0, 3.0, 1.0)
    assert step(GRAPH, state, "1", 5.0, 2.0, 1.0, TICK_S).place == (5.0, 2.0)


def test_a_dot_that_a_newer_plan_has_put_a_shelf_on_goes_on_beside_it():
    state = GateState("1", 4.5, 3.1, 1.0)
    assert not WALKABLE.contains("1", *state.place)
    state = step(GRAPH, state, "1", 4.5, 3.9, 1.0, TICK_S)
    assert WALKABLE.contains("1", *state.place)
    assert math.dist(state.place, (4.5, 3.1)) < 1.5


def test_one_stray_fix_behind_a_shelf_does_not_lead_the_dot_away():
    state = step(GRAPH, None, "1", 4.5, 3.9, 2.5, TICK_S)
    state = step(GRAPH, state, "1", 4.5, 2.3, 2.5, TICK_S)
    assert state.told_s > 0
    assert state.x_m == pytest.approx(4.5, abs=0.01)
    assert state.y_m < 3.9
    state = step(GRAPH, state, "1", 4.5, 3.9, 2.5, TICK_S)
    assert state.x_m == pytest.approx(4.5, abs=0.01)


def test_the_surer_fixes_are_the_sooner_the_dot_goes_round_the_shelf():
    def ticks_until_it_turns(radius_m):
        state, ticks = step(GRAPH, None, "1", 4.5, 3.9, radius_m, TICK_S), 0
        while abs(state.x_m - 4.5) < 0.05:
            state = step(GRAPH, state, "1", 4.5, 2.3, radius_m, TICK_S)
            ticks += 1
        return ticks

    waits = [ticks_until_it_turns(radius_m) for radius_m in (0.5, 2.0, 4.0, 12.0)]
    assert waits == sorted(set(waits))
    assert waits[0] <= 3
    assert waits[-1] * TICK_S <= 16.0
