from dataclasses import replace

from floorplans.model import Opening, Unit
from routing.directions.bends import split_at_turns
from routing.directions.stages import Stages
from routing.directions.surroundings import Surroundings
from tests.support.plans import rectangle, toy_plan
from tests.support.rows import shelf_row

PLAN = toy_plan()
ROOMS = tuple(
    Unit(f"room-{n}", "1", "room", PLAN.units[0].name, rectangle(12.0, 4.0 + 5 * n, 4.0, 5.0))
    for n in range(3)
)
DOORS = tuple(
    Opening(f"door-{n}", "1", "door", (12.0, 6.0 + 5 * n), (12.0, 7.0 + 5 * n)) for n in range(3)
)
HALL = replace(shelf_row(4), units=ROOMS, openings=DOORS)


def stages(plan, *points):
    return Stages(points, split_at_turns(points), Surroundings(plan, "1"))


def test_a_part_of_a_leg_has_its_corners_and_ends():
    leg = stages(HALL, (0.0, 0.0), (4.0, 0.0), (4.0, 3.0))
    assert leg.way(1.0, 5.5) == ((1.0, 0.0), (4.0, 0.0), (4.0, 1.5))
    assert leg.way(-1.0, 99.0) == ((0.0, 0.0), (4.0, 0.0), (4.0, 3.0))
    assert leg.way(2.0, 2.0) == ((2.0, 0.0), (2.0, 0.0))


def test_the_doors_beside_the_way_are_counted_up_to_the_one_that_it_goes_through():
    second = stages(HALL, (11.0, 1.0), (11.0, 11.5), (14.0, 11.5))
    params = dict(second.door(1, *(second.stretches[1].from_m, second.stretches[1].to_m)))
    assert params == {"door": "door-1", "door_way": "in", "room": "room-1", "door_nth": 2}


def test_a_door_that_is_alone_is_not_counted():
    plan = replace(HALL, units=ROOMS[:1], openings=DOORS[:1])
    only = stages(plan, (11.0, 1.0), (11.0, 6.5), (14.0, 6.5))
    params = dict(only.door(1, only.stretches[1].from_m, only.stretches[1].to_m))
    assert params == {"door": "door-0", "door_way": "in", "room": "room-0"}


def test_who_leaves_a_room_goes_out_of_its_door():
    out = stages(HALL, (14.0, 11.5), (9.0, 11.5))
    assert dict(out.door(0, 0.0, 5.0)) == {"door": "door-1", "door_way": "out"}


def test_a_long_way_after_a_door_is_told_apart_from_it():
    out = stages(HALL, (14.0, 11.5), (8.0, 11.5))
    assert out.cuts_m(0) == [0.0, 2.5, 6.0]
    assert stages(HALL, (1.0, 1.0), (1.0, 21.0)).cuts_m(0) == [0.0, 10.0, 20.0]
    assert stages(HALL, (1.0, 1.0), (1.0, 16.0)).cuts_m(0) == [0.0, 15.0]


def test_a_turn_into_an_aisle_is_as_sharp_as_the_aisle_is():
    """The way cuts the corner, so its own bend is less than a right angle."""
    cut = stages(HALL, (1.5, 1.0), (2.3, 5.7), (4.5, 6.2))
    assert abs(cut.stretches[1].turn_deg) < 70.0
    turn = cut.turn(1)
    assert abs(turn.turn_deg) > 75.0
    assert dict(turn.into)["nth"] == 2


def test_after_a_door_nobody_is_told_to_count_aisles():
    plan = replace(
        HALL,
        units=(replace(ROOMS[0], outline=rectangle(0.0, 0.0, 2.6, 2.0)),),
        openings=(Opening("out", "1", "door", (1.0, 2.0), (2.0, 2.0)),),
    )
    leg = stages(plan, (1.5, 1.0), (1.5, 6.0), (4.5, 6.0))
    assert dict(leg.turn(1).into)["into"] == "between"


def test_turns_at_a_cross_aisle_are_told_by_the_aisles_before_them():
    past = stages(HALL, (1.5, 1.0), (1.5, 12.0), (9.0, 12.0))
    assert dict(past.turn(1).at) == {"at": "aisles", "aisles": 3}
