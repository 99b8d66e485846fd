import math
import random
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from floorplans.closures import Closed, closed_at
from floorplans.model import (
    Closure,
    Fixture,
    Hours,
    Opening,
    OpenSpan,
    PointOfInterest,
    Text,
)
from floorplans.walkable import build_walkable
from routing.errors import NoRouteError, OffTheMapError
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from routing.ways import Ways
from tests.support.floors import floor_with_ways, random_point, stays_walkable
from tests.support.plans import rectangle, toy_plan

TOY = toy_plan()
HALL, QUIET, UPSTAIRS = Spot("1", 2.0, 1.5), Spot("1", 10.5, 6.5), Spot("2", 2.0, 6.0)
OPEN = Closed()
BROKEN_LIFT = Closure(
    "lift-2026", Text("Hissi on rikki"), ends_at="2026-12-01T08:00", connectors=("lift",)
)


def ways_of(plan):
    return Ways(plan, build_walkable(plan))


def find(plan, start, goal, profile="walk", at="2026-11-23T12:00"):
    closed = closed_at(plan, datetime.fromisoformat(at))
    return ways_of(plan).find(start, (goal,), profile, closed)[1]


def test_a_lift_that_is_out_of_order_is_not_taken_and_the_reason_says_until_when():
    plan = replace(TOY, closures=(BROKEN_LIFT,))
    with pytest.raises(NoRouteError, match="connector lift is closed until 2026-12-01") as caught:
        find(plan, HALL, UPSTAIRS, "step-free")
    assert caught.value.why.why == "closed"
    assert [(each.kind, each.id) for each in caught.value.why.blocks] == [("connector", "lift")]
    assert find(plan, HALL, UPSTAIRS).legs[0].connector == "stairs"
    late = find(plan, HALL, UPSTAIRS, "step-free", at="2026-12-01T08:00")
    assert late.legs[0].connector == "lift"


@pytest.mark.parametrize(
    ("closure", "kind"),
    [
        (Closure("c", Text("Remontti"), openings=("quiet-door-1",)), "opening"),
        (Closure("c", Text("Remontti"), units=("quiet-1",)), "unit"),
        (Closure("c", Text("Vesi"), level="1", outline=rectangle(8.9, 5.8, 0.6, 1.4)), "area"),
    ],
)
def test_what_a_closure_blocks_is_named_with_how_near_one_gets(closure, kind):
    with pytest.raises(NoRouteError, match="closed; ask the staff") as caught:
        find(replace(TOY, closures=(closure,)), HALL, QUIET)
    why = caught.value.why
    assert [each.kind for each in why.blocks] == [kind]
    assert why.left_m == pytest.approx(
        math.dist((why.nearest.x_m, why.nearest.y_m), (QUIET.x_m, QUIET.y_m))
    )
    assert 1.0 < why.left_m < 3.0


def test_a_door_is_shut_outside_its_hours():
    mornings = Hours((OpenSpan(1, "08:00", "12:00"),))
    openings = tuple(
        replace(each, hours=mornings) if each.id == "quiet-door-1" else each
        for each in TOY.openings
    )
    plan = replace(TOY, openings=openings)
    assert find(plan, HALL, QUIET, at="2026-11-23T11:59").legs
    with pytest.raises(NoRouteError) as caught:
        find(plan, HALL, QUIET, at="2026-11-23T12:00")
    assert [(each.id, each.closure) for each in caught.value.why.blocks] == [("quiet-door-1", "")]


def test_a_one_way_door_is_passed_one_way_only():
    # From (9, 6) to (9, 7) the hall is on the left: one may go in, not out.
    openings = tuple(
        replace(each, one_way=True) if each.id == "quiet-door-1" else each for each in TOY.openings
    )
    way_in = replace(TOY, openings=openings)
    assert find(way_in, HALL, QUIET).length_m == pytest.approx(
        find(TOY, HALL, QUIET).length_m, abs=0.5
    )
    with pytest.raises(NoRouteError):
        find(way_in, QUIET, HALL)
    way_out = Opening("out", "1", "door", (11.8, 5.0), (10.8, 5.0), one_way=True)
    turned = replace(way_out, start=way_out.end, end=way_out.start)
    both = replace(TOY, openings=(*openings, turned))
    other = replace(TOY, openings=(*openings, way_out))
    led_out = [
        plan for plan in (both, other) if _leads(plan, QUIET, HALL) and _leads(plan, HALL, QUIET)
    ]
    assert len(led_out) == 1
    route = find(led_out[0], QUIET, HALL)
    assert any(LineString(leg.points).distance(Point(11.3, 5.0)) < 0.1 for leg in route.legs)
    assert route.length_m != pytest.approx(find(led_out[0], HALL, QUIET).length_m, abs=0.1)


def test_what_leads_the_other_way_only_is_the_reason():
    lift = next(each for each in TOY.connectors if each.kind == "lift")
    down = replace(lift, id="down", kind="escalator", direction="down", step_free=False)
    moving = replace(TOY, connectors=(down,))
    assert find(moving, UPSTAIRS, HALL).legs
    with pytest.raises(NoRouteError, match="connector down leads the other way only") as caught:
        find(moving, HALL, UPSTAIRS)
    assert caught.value.why.why == "one-way"
    assert [each.id for each in caught.value.why.blocks] == ["down"]
    openings = tuple(
        replace(each, one_way=True) if each.id == "quiet-door-1" else each for each in TOY.openings
    )
    with pytest.raises(NoRouteError, match="opening quiet-door-1 leads the other way") as caught:
        find(replace(TOY, openings=openings), QUIET, HALL)
    assert [each.id for each in caught.value.why.blocks] == ["quiet-door-1"]
    with pytest.raises(NoRouteError) as caught:
        find(replace(TOY, connectors=()), HALL, UPSTAIRS)
    assert caught.value.why.why == "cut-off"


def _leads(plan, start, goal):
    try:
        find(plan, start, goal)
    except NoRouteError:
        return False
    return True


def test_the_nearest_of_several_goals_is_taken_and_one_that_is_cut_off_is_passed_over():
    plan = replace(TOY, closures=(Closure("c", Text("Remontti"), units=("quiet-1",)),))
    goals = (QUIET, UPSTAIRS, Spot("1", 3.0, 4.0))
    closed = closed_at(plan, datetime(2026, 11, 23, 12))
    best, route = ways_of(plan).find(HALL, goals, "walk", closed)
    assert best == 2
    assert route.goal == goals[2]


def test_staff_go_through_their_own_doors():
    goal = Spot("1", 1.0, 7.0)
    with pytest.raises(NoRouteError, match="Only staff") as caught:
        find(TOY, HALL, goal)
    assert caught.value.why.why == "staff"
    assert find(TOY, HALL, goal, "staff").length_m > 4


@pytest.mark.parametrize("profile", ["step-free", "pushchair"])
def test_wheels_keep_off_stairs(profile):
    assert find(TOY, HALL, UPSTAIRS, profile).legs[0].connector == "lift"
    no_lift = replace(TOY, connectors=tuple(c for c in TOY.connectors if c.kind == "stairs"))
    with pytest.raises(NoRouteError, match="lift or ramp") as caught:
        find(no_lift, HALL, UPSTAIRS, profile)
    assert caught.value.why.why == "steps"


def test_a_door_that_is_too_narrow_for_wheels_is_said_to_be():
    narrow = tuple(
        replace(each, end=(9.0, 6.7)) if each.id == "quiet-door-1" else each
        for each in TOY.openings
    )
    plan = replace(TOY, openings=narrow)
    assert find(plan, HALL, QUIET).legs
    with pytest.raises(NoRouteError, match=r"0\.90 m wide.*too narrow") as caught:
        find(plan, HALL, QUIET, "step-free")
    assert caught.value.why.why == "narrow"


def test_a_quiet_way_keeps_out_of_busy_places_where_it_can():
    desk = PointOfInterest("desk", "service_desk", Text("Neuvonta"), "1", 4.5, 1.2)
    plan = replace(TOY, points_of_interest=(desk,))
    start, goal = Spot("1", 0.6, 4.0), Spot("1", 8.2, 4.0)
    busy = Point(desk.x_m, desk.y_m).buffer(4.0)
    through = {
        profile: sum(
            LineString(leg.points).intersection(busy).length
            for leg in find(plan, start, goal, profile).legs
        )
        for profile in ("walk", "quiet")
    }
    assert through["quiet"] < through["walk"] - 1.0
    assert find(plan, start, goal, "quiet").length_m >= find(plan, start, goal).length_m


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_every_profile_stays_where_it_fits(seed):
    draw = random.Random(seed)
    plan, walkable = floor_with_ways(seed)
    graph = build_graph(plan, walkable)
    for profile in ("step-free", "pushchair", "staff", "quiet"):
        space = graph.by(profile).walkable
        start, goal = (Spot("1", *random_point(space, "1", draw)) for _ in range(2))
        try:
            route = find_route(graph, start, goal, profile)
        except NoRouteError:
            continue
        assert stays_walkable(space, "1", route.legs[0].points)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_a_way_is_never_shorter_with_more_in_the_way(seed):
    draw = random.Random(seed)
    plan, walkable = floor_with_ways(seed)
    fuller = replace(plan, fixtures=(*plan.fixtures, *floor_with_ways(seed + 1)[0].fixtures[:2]))
    space = build_walkable(fuller)
    if space.area("1").is_empty:
        return
    start, goal = (Spot("1", *random_point(space, "1", draw)) for _ in range(2))
    usual = build_graph(plan, walkable, turn_cost_m=0.0)
    with_more = build_graph(fuller, space, turn_cost_m=0.0)
    try:
        longer_m = find_route(with_more, start, goal).length_m
    except NoRouteError:
        return
    assert longer_m >= find_route(usual, start, goal).length_m - 1e-6


def test_of_ways_that_are_nearly_as_long_the_one_with_fewer_turns_is_taken():
    simpler = 0
    for seed in range(60):
        draw = random.Random(seed)
        plan, walkable = floor_with_ways(seed)
        start, goal = (Spot("1", *random_point(walkable, "1", draw)) for _ in range(2))
        try:
            plain, told = (
                find_route(build_graph(plan, walkable, turn_cost_m), start, goal)
                for turn_cost_m in (0.0, 0.3)
            )
        except NoRouteError:
            continue
        saved = len(plain.legs[0].points) - len(told.legs[0].points)
        assert -1e-9 <= told.length_m - plain.length_m <= 0.3 * saved + 1e-9
        simpler += saved > 0
    assert simpler


def test_a_start_far_outside_is_refused_and_one_beside_the_way_is_moved_there():
    with pytest.raises(OffTheMapError, match="The start"):
        find(TOY, Spot("1", 40.0, 1.0), HALL)
    assert find(TOY, Spot("1", -1.0, 1.5), HALL).start.x_m > 0


def shelf_in_the_staff_room():
    return Spot("1", 1.0, 6.15)


def test_nobody_is_led_to_the_other_side_of_a_locked_rooms_wall():
    with pytest.raises(NoRouteError, match="Only staff"):
        find(TOY, HALL, shelf_in_the_staff_room())
    closed = replace(TOY, closures=(Closure("c", Text("Remontti"), units=("quiet-1",)),))
    with pytest.raises(NoRouteError, match="unit quiet-1 is closed"):
        find(closed, HALL, Spot("1", 9.4, 6.5))


def test_a_one_way_door_with_something_behind_it_is_not_passed():
    openings = tuple(
        replace(each, one_way=True) if each.id == "quiet-door-1" else each for each in TOY.openings
    )
    plan = replace(TOY, openings=openings)
    assert find(plan, HALL, QUIET).legs
    blocked = Fixture("wall", "1", "wall", rectangle(9.1, 5.0, 0.25, 3.0))
    with pytest.raises(NoRouteError):
        find(replace(plan, fixtures=(*plan.fixtures, blocked)), HALL, QUIET)


def test_of_one_id_for_two_one_way_doors_the_last_counts():
    twice = Opening("twice", "1", "door", (9.0, 6.0), (9.0, 7.0), one_way=True)
    others = tuple(each for each in TOY.openings if each.id != "quiet-door-1")
    there = replace(twice, start=(9.5, 5.0), end=(10.5, 5.0))
    assert find(replace(TOY, openings=(*others, there, twice)), HALL, QUIET).legs


@pytest.mark.parametrize("kind", ["stairs", "escalator"])
def test_stairs_are_not_step_free_whatever_a_plan_says(kind):
    told = tuple(
        replace(each, kind=kind, step_free=True) for each in TOY.connectors if each.kind == "stairs"
    )
    with pytest.raises(NoRouteError) as caught:
        find(replace(TOY, connectors=told), HALL, UPSTAIRS, "step-free")
    assert caught.value.why.why == "steps"


def test_what_opens_first_is_what_the_reason_names():
    stairs = Closure("s", Text("Remontti"), ends_at="2029-01-01T00:00", connectors=("stairs",))
    again = replace(BROKEN_LIFT, id="lift-again")
    plan = replace(TOY, closures=(stairs, BROKEN_LIFT, again))
    with pytest.raises(NoRouteError, match="connector lift is closed until 2026-12-01") as caught:
        find(plan, HALL, UPSTAIRS)
    assert [each.id for each in caught.value.why.blocks] == ["lift"]


def test_who_stands_in_what_is_closed_is_told_so():
    closure = Closure("c", Text("Remontti"), level="1", outline=rectangle(0.0, 0.0, 12.0, 8.0))
    with pytest.raises(NoRouteError, match="area c is closed"):
        find(replace(TOY, closures=(closure,)), HALL, QUIET)


def test_what_holds_now_stays_built_however_many_other_times_are_asked_for():
    closures = tuple(
        Closure(f"c{number}", Text("Remontti"), level="1", outline=rectangle(number, 4, 0.3, 0.3))
        for number in range(5)
    )
    ways = ways_of(replace(TOY, closures=closures))
    now, soon, *others = (Closed(frozenset({each.id})) for each in closures)
    ways.prepare(now)
    ways.prepare(soon)
    built = ways.at(now), ways.at(soon)
    for other in (*others, *others):
        ways.at(other)
    assert (ways.at(now), ways.at(soon)) == built
