import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorplans.geometry import bay_spot
from floorplans.model import Fixture, PointOfInterest, Text
from floorplans.shelving import build_shelf_index, locate
from floorplans.walkable import build_walkable
from routing.directions.bends import split_at_turns, turn_between_deg
from routing.directions.steps import build_guide, describe
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from tests.support.floors import random_point
from tests.support.plans import rectangle, toy_plan
from tests.support.rows import FIRST_Y_M, PITCH_M, shelf_row

PLAN = toy_plan()
WALKABLE = build_walkable(PLAN)
GRAPH = build_graph(PLAN, WALKABLE)
INDEX = build_shelf_index(PLAN)
ENTRANCE = Spot("1", 1.2, 0.5)
KIOSK = Spot("1", 2.0, 1.5, 270.0)


def steps_to(call_number, start=ENTRANCE, plan=PLAN):
    place = locate(INDEX, call_number)[0]
    route = find_route(GRAPH, start, Spot(place.level, place.x_m, place.y_m))
    return describe(route, build_guide(plan), place)


def steps_between(start, goal, plan=PLAN):
    return describe(find_route(GRAPH, start, goal), build_guide(plan), None)


def keys(steps):
    return [step.key for step in steps]


def test_the_way_to_a_shelf_is_told_as_a_person_would():
    steps = steps_to("84.2 TOL", KIOSK)
    assert keys(steps) == ["step.start.behind", "step.right", "step.arrive.right"]
    assert dict(steps[1].params) == {
        "clock": 3,
        "into": "aisle",
        "nth": 1,
        "shelf_1": "s1",
        "shelf_2": "s2",
    }
    assert dict(steps[2].params) == {
        "shelf": "s1",
        "face": "1A",
        "first_bay": 3,
        "last_bay": 4,
        "side": "right",
        "clock": 3,
        "facing_deg": 270.0,
        "call_number": "84.2 TOL",
    }


@pytest.mark.parametrize(
    ("heading_deg", "key"),
    [
        (90.0, "step.start.ahead"),
        (180.0, "step.start.right"),
        (0.0, "step.start.left"),
        (270.0, "step.start.behind"),
    ],
)
def test_the_start_is_relative_to_where_one_looks(heading_deg, key):
    start = Spot("1", 1.0, 2.0, heading_deg)
    assert keys(steps_between(start, Spot("1", 1.0, 5.0)))[:-1] == [key]


def test_without_a_heading_the_start_names_what_is_ahead():
    first = steps_between(Spot("1", 1.0, 1.6), Spot("1", 3.5, 1.7))[0]
    assert first.key == "step.start.towards"
    assert dict(first.params)["landmark_kind"] == "service_desk"


def test_without_anything_ahead_the_start_only_has_a_distance():
    first = steps_between(Spot("1", 1.0, 5.0), Spot("1", 1.0, 2.0))[0]
    assert (first.key, first.distance_m) == ("step.start", 3.0)


def test_a_desk_beside_the_way_is_named():
    first = steps_between(Spot("1", 0.6, 1.7, 0.0), Spot("1", 8.0, 2.2))[0]
    assert ("past", "desk") in first.params


def test_a_desk_behind_a_shelf_is_not_named():
    first = steps_between(Spot("1", 2.5, 4.0, 0.0), Spot("1", 6.5, 4.0))[0]
    assert "past" not in dict(first.params)


def test_named_furniture_is_a_landmark_but_nameless_is_not():
    rug = Fixture("rug", "1", "furniture", rectangle(4.0, 6.6, 0.4, 0.4), Text("Matto"))
    way = Spot("1", 2.4, 6.1, 0.0), Spot("1", 7.5, 6.1)
    named = steps_between(*way, plan=replace(PLAN, fixtures=(rug,)))
    assert ("past", "rug") in named[0].params
    nameless = steps_between(*way, plan=replace(PLAN, fixtures=(replace(rug, name=None),)))
    assert "past" not in dict(nameless[0].params)


def test_the_nearest_of_two_landmarks_is_named():
    near = PointOfInterest("near", "printer", Text("Tulostin"), "1", 4.6, 1.9)
    plan = replace(PLAN, points_of_interest=(*PLAN.points_of_interest, near))
    first = steps_between(Spot("1", 0.6, 1.7, 0.0), Spot("1", 8.0, 2.2), plan)[0]
    assert ("past", "near") in first.params


def test_a_door_on_the_way_is_named():
    steps = steps_between(ENTRANCE, Spot("1", 11.0, 7.0))
    assert ("door", "quiet-door-1") in steps[-2].params


def test_stairs_and_lift_say_where_they_lead():
    up = find_route(GRAPH, ENTRANCE, Spot("2", 2.0, 6.0))
    down = find_route(GRAPH, Spot("2", 2.0, 6.0), ENTRANCE)
    lift = find_route(GRAPH, ENTRANCE, Spot("2", 2.0, 6.0), "step-free")
    for route, key, level in (
        (up, "step.stairs.up", "2"),
        (down, "step.stairs.down", "1"),
        (lift, "step.lift", "2"),
    ):
        change = next(each for each in describe(route, build_guide(PLAN), None) if each.key == key)
        assert dict(change.params)["level"] == level


def test_a_place_where_one_stands_is_here():
    place = locate(INDEX, "84.2 TOL")[0]
    here = Spot(place.level, place.x_m, place.y_m)
    steps = describe(find_route(GRAPH, here, here), build_guide(PLAN), place)
    assert keys(steps) == ["step.arrive.here"]
    facing = replace(here, heading_deg=place.facing_deg)
    steps = describe(find_route(GRAPH, facing, facing), build_guide(PLAN), place)
    assert keys(steps) == ["step.arrive.ahead"]


@pytest.mark.parametrize("shelf", [each for each in PLAN.shelves if each.shape == "straight"])
def test_along_an_aisle_every_face_is_on_the_side_where_it_stands(shelf):
    place = locate(INDEX, "84.2 TOL")[0]
    for face in shelf.faces:
        x_m, y_m, facing_deg = bay_spot(shelf, face, 3, 0.6)
        left_end = bay_spot(shelf, face, 1, 0.6)
        right_end = bay_spot(shelf, face, 4, 0.6)
        there = place._replace(shelf=shelf.id, face=face.id, facing_deg=facing_deg)
        for end, side in ((left_end, "left"), (right_end, "right")):
            route = find_route(
                GRAPH, Spot(shelf.level, end[0], end[1]), Spot(shelf.level, x_m, y_m)
            )
            arrival = describe(route, build_guide(PLAN), there)[-1]
            assert arrival.key == f"step.arrive.{side}"
            assert dict(arrival.params)["face"] == face.id


def test_a_known_board_is_named():
    arrival = steps_to("L84.2 HAA")[-1]
    assert dict(arrival.params)["first_board"] == 2


@given(st.integers(2, 6), st.data())
@settings(max_examples=40, deadline=None)
def test_who_walks_along_a_row_is_told_to_turn_into_the_aisle_that_it_is(count, data):
    plan = shelf_row(count)
    graph, guide = build_graph(plan, build_walkable(plan)), build_guide(plan)
    aisle = data.draw(st.integers(1, count - 1))
    first = data.draw(st.integers(0, aisle - 1))
    start = Spot("1", 2.0, FIRST_Y_M + first * PITCH_M - 0.6)
    goal = Spot("1", 4.5, FIRST_Y_M + (aisle - 0.5) * PITCH_M)
    turn = next(
        each
        for each in describe(find_route(graph, start, goal), guide, None)
        if each.kind == "right"
    )
    params = dict(turn.params)
    is_far_enough_to_count = aisle - first > 1
    assert params.get("nth") == (aisle - first if is_far_enough_to_count else None)
    assert {params["shelf_1"], params["shelf_2"]} == {f"s{aisle}", f"s{aisle + 1}"}


def test_more_aisles_than_one_counts_are_told_by_their_shelves():
    plan = shelf_row(9)
    graph, guide = build_graph(plan, build_walkable(plan)), build_guide(plan)
    goal = Spot("1", 4.5, FIRST_Y_M + 7.5 * PITCH_M)
    steps = describe(find_route(graph, Spot("1", 2.0, 1.0), goal), guide, None)
    params = dict(next(each.params for each in steps if each.kind == "right"))
    assert params["into"] == "between"
    assert (params["shelf_1"], params["shelf_2"]) == ("s8", "s9")


def test_at_the_end_of_an_aisle_one_is_told_so():
    plan = shelf_row(3)
    graph, guide = build_graph(plan, build_walkable(plan)), build_guide(plan)
    steps = describe(find_route(graph, Spot("1", 4.5, 4.0), Spot("1", 1.0, 1.0)), guide, None)
    assert ("at", "end") in next(each.params for each in steps if each.kind == "left")


def steps_along_a_hall(*beside_m):
    things = [
        PointOfInterest(f"desk-{y_m}", "service_desk", Text(f"Neuvonta {y_m}"), "1", 8.5, y_m)
        for y_m in beside_m
    ]
    plan = replace(shelf_row(2), points_of_interest=tuple(things))
    graph, guide = build_graph(plan, build_walkable(plan)), build_guide(plan)
    return describe(find_route(graph, Spot("1", 10.0, 1.0), Spot("1", 10.0, 39.0)), guide, None)


def test_long_stretches_are_told_in_parts_of_about_ten_metres_that_end_at_something():
    first, *steps, _ = steps_along_a_hall(6.0, 16.0, 26.0, 34.0)
    assert first.key == "step.start.past"
    assert [each.key for each in steps] == ["step.on"] * 2
    assert all("past" in dict(each.params) for each in steps)
    assert all(8.0 <= each.distance_m <= 12.0 for each in steps)
    assert [each.y_m for each in steps] == sorted(each.y_m for each in steps)


def test_to_go_on_is_not_told_again_where_nothing_is_there_to_tell_it_by():
    assert [each.distance_m for each in steps_along_a_hall()] == [38.0, 0.0]
    assert [each.distance_m for each in steps_along_a_hall(25.0)] == [28.0, 10.0, 0.0]


def test_a_way_that_is_not_walked_says_so_in_every_step():
    route = find_route(GRAPH, ENTRANCE, Spot("2", 2.0, 6.0), "step-free")
    steps = describe(route, build_guide(PLAN), None)
    assert all(("moves", 1) in each.params for each in steps)
    assert ("leave", "lift") in steps[[each.kind for each in steps].index("lift") + 1].params


@pytest.mark.parametrize(
    ("goal", "key"),
    [((2.0, 2.6), "step.start.left"), ((11.5, 3.0), "step.start.right"), ((9.5, 7.0), None)],
)
def test_who_comes_out_of_a_stairwell_turns_from_where_it_opens_to(goal, key):
    steps = steps_between(ENTRANCE, Spot("2", *goal))
    after = steps[[each.kind for each in steps].index("stairs") + 1]
    assert ("leave", "stairs") in after.params
    assert after.key == (key or "step.start.ahead")


def test_what_is_sought_and_which_way_to_face_are_told_at_the_end():
    place = locate(INDEX, "84.2 TOL")[0]
    route = find_route(GRAPH, ENTRANCE, Spot(place.level, place.x_m, place.y_m))
    arrival = describe(route, build_guide(PLAN), place, "Hobitti")[-1]
    params = dict(arrival.params)
    assert (params["title"], params["call_number"]) == ("Hobitti", "84.2 TOL")
    assert params["facing_deg"] == place.facing_deg


def test_who_arrives_at_a_point_of_interest_is_told_which_it_is():
    desk = PLAN.points_of_interest[0]
    end = steps_between(ENTRANCE, Spot(desk.level, desk.x_m, desk.y_m))[-1]
    assert end.key == "step.arrive.at"
    assert dict(end.params) == {"landmark_kind": desk.kind, "landmark": desk.id}


@pytest.mark.parametrize(
    ("goal", "key", "params"),
    [
        (Spot("1", 11.0, 7.0), "step.arrive.in", {"room": "quiet-1"}),
        (Spot("1", 1.0, 5.0), "step.arrive.at", {"landmark_kind": "shelf", "landmark": "s2"}),
    ],
    ids=["a room", "a shelf"],
)
def test_who_arrives_elsewhere_is_told_the_room_or_what_is_near(goal, key, params):
    end = steps_between(ENTRANCE, goal)[-1]
    assert (end.key, dict(end.params)) == (key, params)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_metres_are_whole_and_add_up_to_the_route(seed):
    draw = random.Random(seed)
    one, other = draw.choice(("1", "2")), draw.choice(("1", "2"))
    start = Spot(one, *random_point(WALKABLE, one, draw), draw.choice((None, draw.uniform(0, 360))))
    goal = Spot(other, *random_point(WALKABLE, other, draw))
    route = find_route(GRAPH, start, goal)
    steps = describe(route, build_guide(PLAN), None)
    assert sum(step.distance_m for step in steps) == round(route.length_m)
    assert all(step.distance_m == int(step.distance_m) >= 0 for step in steps)
    assert all(step.distance_m >= 1 for step in steps if step.kind in ("start", "straight"))
    assert steps[-1].kind == "arrive"


@pytest.mark.parametrize(
    ("points", "turns_deg"),
    [
        (((0, 0), (5, 0), (5, 4)), [90]),
        (((0, 0), (5, 0), (5, -4)), [-90]),
        (((0, 0), (5, 0), (10, 2)), []),  # a slight bend is no turn
        (((0, 0), (5, 0), (6, 1), (6, 5)), [90]),  # two close ones are one turn
        (((0, 0), (5, 0), (5, 0.8), (10, 0.8)), []),  # a side step
        (((0, 0), (5, 0), (5, 3), (10, 3)), [90, -90]),
        (((0, 0), (5, 0), (5, 1.2), (0, 1.2)), [180]),  # round the end of a shelf
        (((0, 0), (0.3, 0), (0.3, 5)), []),  # the first half metre
        (((1, 1), (1, 1)), []),
    ],
)
def test_turns_are_those_that_a_person_notices(points, turns_deg):
    stretches = split_at_turns(points)
    assert [round(each.turn_deg) for each in stretches[1:]] == turns_deg
    for before, after in pairwise(stretches):
        assert before.to_m == after.from_m
        assert before.points[-1] == after.points[0]
    assert {point for each in stretches for point in each.points} == set(points)


@pytest.mark.parametrize(
    ("from_deg", "to_deg", "turn_deg"),
    [(0, 90, 90), (90, 0, -90), (350, 20, 30), (10, 340, -30), (0, 180, 180), (-170, 170, -20)],
)
def test_turns_are_the_short_way_round(from_deg, to_deg, turn_deg):
    assert turn_between_deg(from_deg, to_deg) == turn_deg
