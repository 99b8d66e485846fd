import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorplans.model import Fixture, Opening, Plan
from floorplans.walkable import build_walkable
from routing.errors import NoRouteError, OffTheMapError
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route, grow_tree, route_from
from tests.support.floors import (
    brute_force_length_m,
    floor_with_ways,
    random_point,
    stays_walkable,
)
from tests.support.plans import toy_plan

SEEDS = st.integers(0, 2**32 - 1)
TOY = toy_plan()
TOY_WALKABLE = build_walkable(TOY)
TOY_GRAPH = build_graph(TOY, TOY_WALKABLE, turn_cost_m=0.0)


def toy_spot(draw, level=None):
    level = level or draw.choice(("1", "2"))
    return Spot(level, *random_point(TOY_WALKABLE, level, draw))


@given(SEEDS)
@settings(max_examples=60)
def test_a_route_never_crosses_a_wall_or_shelf(seed):
    draw = random.Random(seed)
    profile = draw.choice(("walk", "step-free"))
    route = find_route(TOY_GRAPH, toy_spot(draw), toy_spot(draw), profile)
    for leg in route.legs:
        assert stays_walkable(TOY_WALKABLE, leg.level, leg.points)


@given(SEEDS)
@settings(max_examples=40)
def test_routes_are_as_short_as_a_brute_force_search_finds(seed):
    draw = random.Random(seed)
    plan, walkable = floor_with_ways(seed)
    graph = build_graph(plan, walkable, turn_cost_m=0.0)
    start, goal = (random_point(walkable, "1", draw) for _ in range(2))
    shortest_m = brute_force_length_m(walkable, "1", start, goal)
    if math.isinf(shortest_m):
        with pytest.raises(NoRouteError):
            find_route(graph, Spot("1", *start), Spot("1", *goal))
        return
    route = find_route(graph, Spot("1", *start), Spot("1", *goal))
    assert route.length_m == pytest.approx(shortest_m, abs=0.005)
    assert stays_walkable(walkable, "1", route.legs[0].points)


@given(SEEDS)
@settings(max_examples=60)
def test_a_route_is_at_least_the_straight_distance_and_as_long_both_ways(seed):
    draw = random.Random(seed)
    start, goal = toy_spot(draw, "1"), toy_spot(draw, "1")
    there, back = find_route(TOY_GRAPH, start, goal), find_route(TOY_GRAPH, goal, start)
    assert there.length_m >= math.dist((start.x_m, start.y_m), (goal.x_m, goal.y_m)) - 1e-9
    assert there.length_m == pytest.approx(back.length_m)


@given(SEEDS)
@settings(max_examples=60)
def test_a_detour_never_costs_less_than_the_route(seed):
    draw = random.Random(seed)
    one, other, third = (toy_spot(draw) for _ in range(3))
    direct = find_route(TOY_GRAPH, one, third).cost_m
    detour = find_route(TOY_GRAPH, one, other).cost_m + find_route(TOY_GRAPH, other, third).cost_m
    assert direct <= detour + 1e-6


@given(SEEDS)
@settings(max_examples=40)
def test_the_parts_of_a_route_add_up(seed):
    draw = random.Random(seed)
    start, goal = toy_spot(draw), toy_spot(draw)
    route = find_route(TOY_GRAPH, start, goal)
    assert route.legs[0].points[0] == (start.x_m, start.y_m)
    assert route.legs[-1].points[-1] == (goal.x_m, goal.y_m)
    assert route.length_m == pytest.approx(sum(leg.length_m for leg in route.legs))
    costs = {each.id: each.entry_cost_m + each.level_cost_m for each in TOY.connectors}
    extra_m = sum(costs[leg.connector] for leg in route.legs if leg.connector)
    assert route.cost_m == pytest.approx(route.length_m + extra_m)
    assert all(len(leg.points) >= 2 for leg in route.legs)


def test_stairs_lead_up_on_foot_and_the_lift_without_steps():
    start, goal = Spot("1", 2.0, 1.5), Spot("2", 2.0, 6.0)
    assert find_route(TOY_GRAPH, start, goal).legs[0].connector == "stairs"
    assert find_route(TOY_GRAPH, start, goal, "step-free").legs[0].connector == "lift"


def test_a_route_is_found_from_every_point_with_one_tree():
    tree = grow_tree(TOY_GRAPH, Spot("2", 2.0, 6.0))
    draw = random.Random(3)
    for _ in range(20):
        start = toy_spot(draw)
        assert route_from(TOY_GRAPH, tree, start) == find_route(TOY_GRAPH, start, tree.goal)


def test_a_start_inside_a_shelf_is_moved_beside_it():
    route = find_route(TOY_GRAPH, Spot("1", 4.5, 3.1, 90.0), Spot("1", 1.0, 4.0))
    assert TOY_WALKABLE.contains("1", route.start.x_m, route.start.y_m)
    assert route.start.y_m == pytest.approx(3.6, abs=0.01)
    assert route.start.heading_deg == 90.0


def test_a_route_to_where_one_stands_has_no_length():
    here = Spot("1", 2.0, 1.5)
    assert find_route(TOY_GRAPH, here, here).length_m == 0.0


@pytest.mark.parametrize(
    ("spot", "words"),
    [
        (Spot("1", 40.0, 1.0), "more than 3 m from where one can walk; the nearest .* 28.3 m off"),
        (Spot("1", -1000.0, 1.0), "1000.3 m off"),
        (Spot("9", 2.0, 1.5), 'level "9", which the plan does not have; its levels: 1, 2'),
        (Spot("1", math.nan, 1.5), "no position; give x and y in metres"),
    ],
)
def test_a_start_off_the_map_is_named_with_the_next_step(spot, words):
    with pytest.raises(OffTheMapError, match=words):
        find_route(TOY_GRAPH, spot, Spot("1", 2.0, 1.5))


def test_an_unknown_profile_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r'no profile "fly"; profiles: walk, step-free'):
        find_route(TOY_GRAPH, Spot("1", 2.0, 1.5), Spot("1", 1.0, 4.0), "fly")


def test_a_plan_without_a_place_to_walk_leads_nowhere():
    covered = tuple(Fixture(each.id, each.id, "table", each.outline) for each in TOY.levels)
    for plan in (replace(TOY, fixtures=covered), replace(TOY, levels=())):
        graph = build_graph(plan, build_walkable(plan))
        with pytest.raises(OffTheMapError, match=r"Nobody can walk|its levels: none"):
            find_route(graph, Spot("1", 2.0, 1.5), Spot("1", 1.0, 4.0))


def test_a_goal_in_a_closed_room_is_off_the_map():
    with pytest.raises(OffTheMapError, match="The goal"):
        find_route(TOY_GRAPH, Spot("1", 2.0, 1.5), Spot("1", 0.5, 7.6))


def test_a_room_without_a_door_is_cut_off():
    doors = tuple(each for each in TOY.openings if each.id != "quiet-door-1")
    plan = replace(TOY, openings=doors)
    graph = build_graph(plan, build_walkable(plan))
    with pytest.raises(NoRouteError, match=r"level 1, 2\.0, 1\.5 to level 1, 10\.5, 6\.5; .*doors"):
        find_route(graph, Spot("1", 2.0, 1.5), Spot("1", 10.5, 6.5))


def test_a_level_without_a_lift_is_cut_off_without_steps():
    stairs = tuple(each for each in TOY.connectors if not each.step_free)
    plan = replace(TOY, connectors=stairs)
    graph = build_graph(plan, build_walkable(plan))
    assert find_route(graph, Spot("1", 2.0, 1.5), Spot("2", 2.0, 6.0))
    with pytest.raises(NoRouteError, match="levels 1 and 2 need a lift"):
        find_route(graph, Spot("1", 2.0, 1.5), Spot("2", 2.0, 6.0), "step-free")


def test_stairs_that_end_in_a_wall_are_not_used():
    wall = tuple(replace(each, stops=each.stops[:1]) for each in TOY.connectors)
    far = tuple(
        replace(each, stops=(*each.stops, replace(each.stops[0], level="2", x_m=99.0)))
        for each in wall
    )
    plan = replace(TOY, connectors=far)
    graph = build_graph(plan, build_walkable(plan))
    with pytest.raises(NoRouteError, match="stairs or a lift"):
        find_route(graph, Spot("1", 2.0, 1.5), Spot("2", 2.0, 6.0))


def test_a_new_door_shortens_a_route():
    back_door = Opening("back", "1", "door", (9.0, 5.1), (9.0, 5.9))
    plan = replace(TOY, openings=(*TOY.openings, back_door))
    graph = build_graph(plan, build_walkable(plan))
    start, goal = Spot("1", 8.0, 3.0), Spot("1", 10.0, 5.5)
    assert find_route(graph, start, goal).length_m < find_route(TOY_GRAPH, start, goal).length_m


@pytest.mark.parametrize("x_m", [1e300, -1e300, 1e8])
def test_a_spot_beyond_any_building_is_off_the_map(x_m):
    there, beyond = Spot("1", 6.0, 1.0), Spot("1", x_m, 0.0)
    with pytest.raises(OffTheMapError, match="The start is beyond any building"):
        find_route(TOY_GRAPH, beyond, there)
    with pytest.raises(OffTheMapError, match="The goal is beyond any building"):
        find_route(TOY_GRAPH, there, beyond)


def with_escalator(direction: str) -> Plan:
    """The toy plan with an escalator in place of its stairs."""
    stairs, lift = TOY.connectors
    escalator = replace(stairs, kind="escalator", direction=direction)
    return replace(TOY, connectors=(escalator, lift))


@pytest.mark.parametrize(("direction", "levels"), [("up", ("1", "2")), ("down", ("2", "1"))])
def test_an_escalator_is_ridden_the_way_it_runs(direction, levels):
    graph = build_graph(with_escalator(direction), TOY_WALKABLE)
    spots = [Spot(level, 6.0, 1.9) for level in levels]
    there, back = find_route(graph, *spots), find_route(graph, *spots[::-1])
    assert (there.legs[0].connector, back.legs[0].connector) == ("stairs", "lift")
    assert there.cost_m < back.cost_m


def test_a_start_is_never_moved_through_the_wall_of_its_room():
    """The office of the staff is x 0 to 2, y 6 to 8, a quiet room x 9 to 12, y 5 to 8."""
    hall = Spot("1", 2.0, 1.5)
    for office in (Spot("1", 1.0, 7.1), Spot("1", 1.9, 7.9)):
        with pytest.raises(OffTheMapError, match="in a room that is closed, or where"):
            find_route(TOY_GRAPH, office, hall)
    beside_the_wall = find_route(TOY_GRAPH, Spot("1", 9.05, 7.5), hall).start
    assert beside_the_wall.x_m > 9.2
