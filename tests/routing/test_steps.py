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
from routing.bends import split_at_turns, turn_between_deg
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from routing.steps import build_guide, describe
from tests.support.floors import random_point
from tests.support.plans import rectangle, toy_plan

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
    assert keys(steps) == ["step.start.behind", "step.right.between", "step.arrive.right"]
    assert dict(steps[1].params) == {"shelf_1": "s1", "shelf_2": "s2"}
    assert dict(steps[2].params) == {
        "shelf": "s1",
        "face": "1A",
        "first_bay": 3,
        "last_bay": 4,
        "side": "right",
        "facing_deg": 270.0,
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
    assert keys(steps_between(start, Spot("1", 1.0, 5.0))) == [key, "step.arrive"]


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
        assert change.params == (("level", level),)


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
