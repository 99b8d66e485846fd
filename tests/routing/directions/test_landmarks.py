from dataclasses import replace

from floorplans.model import Fixture, Landmark, Opening, PointOfInterest, Text, Unit
from routing.directions.landmarks import list_doors, list_exits, list_landmarks
from tests.support.plans import rectangle, toy_plan

PLAN = toy_plan()


def kinds(plan, level="1"):
    return {(each.kind, each.id) for each in list_landmarks(plan, level)}


def test_sights_points_and_what_joins_levels_are_landmarks_of_their_level():
    globe = Landmark("globe", Text("Maapallo"), "2", 3.0, 3.0, 6.0)
    plan = replace(PLAN, landmarks=(globe,))
    assert ("landmark", "globe") in kinds(plan, "2")
    assert ("landmark", "globe") not in kinds(plan, "1")
    assert {("stairs", "stairs"), ("lift", "lift")} <= kinds(plan, "1")
    found = next(each for each in list_landmarks(plan, "2") if each.id == "globe")
    assert found.seen_from_m == 6.0


def test_furniture_counts_if_nothing_else_has_its_name():
    sofa = Fixture("sofa", "1", "seat", rectangle(1, 1, 1, 1), Text("Sohva"))
    assert ("fixture", "sofa") in kinds(replace(PLAN, fixtures=(sofa,)))
    point = PointOfInterest("seats", "seats", Text("Sohva"), "1", 1.5, 1.5)
    both = replace(PLAN, fixtures=(sofa,), points_of_interest=(point,))
    assert ("fixture", "sofa") not in kinds(both)
    sight = Landmark("sofa-sight", Text("Sohva"), "1", 1.5, 1.5)
    assert ("fixture", "sofa") not in kinds(replace(PLAN, fixtures=(sofa,), landmarks=(sight,)))


def test_the_doors_of_lifts_are_no_doors_and_passages_neither():
    assert [door.id for door in list_doors(PLAN, "1")] == ["quiet-door-1", "staff-door-1"]
    assert list_doors(PLAN, "2") == []


def test_a_door_belongs_to_the_smallest_room_at_it():
    inner = Unit("booth", "1", "room", Text("Koppi"), rectangle(9, 6, 1, 1))
    door = list_doors(replace(PLAN, units=(*PLAN.units, inner)), "1")[0]
    assert door.room is not None
    assert door.room.id == "booth"
    assert door.middle == (9.0, 6.5)


def test_a_door_in_no_room_has_none():
    gate = Opening("gate", "1", "door", (5.0, 2.0), (6.0, 2.0))
    door = list_doors(replace(PLAN, openings=(gate,)), "1")[0]
    assert door.room is None


def test_lifts_and_stairwells_are_left_through_their_openings():
    middles = [exit_line.centroid.coords[0] for exit_line in list_exits(PLAN, "2")]
    assert [(round(x_m, 2), y_m) for x_m, y_m in middles] == [(9.45, 1.8), (11.25, 1.8)]
