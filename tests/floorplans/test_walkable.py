from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from floorplans.errors import PlanReferenceError
from floorplans.geometry import shelf_outline
from floorplans.model import Fixture, Level, Opening, Plan, Text
from floorplans.walkable import build_walkable
from tests.support.plan_strategies import plans
from tests.support.plans import double_shelf, rectangle, toy_plan

WALKABLE = build_walkable(toy_plan())


def part_count(plan, **options) -> int:
    return len(build_walkable(plan, **options).area("1").geoms)


@settings(max_examples=50)
@given(
    st.floats(2, 10),
    st.floats(2, 6),
    st.floats(0, 360),
    st.sampled_from(["straight", "round"]),
    st.sampled_from([0.0, 0.3, 0.6]),
)
def test_walkable_space_keeps_the_clearance_to_every_shelf(x_m, y_m, angle_deg, shape, clearance_m):
    shelf = replace(double_shelf("9", x_m, y_m), angle_deg=angle_deg, shape=shape)
    plan = replace(toy_plan(), shelves=(*toy_plan().shelves, shelf))
    walkable = build_walkable(plan, clearance_m)
    for each in plan.shelves:
        outline = Polygon(shelf_outline(each))
        assert walkable.area(each.level).distance(outline) >= clearance_m - 0.002
        assert walkable.area(each.level).intersection(outline).area < 1e-3


@pytest.mark.parametrize(
    ("x_m", "y_m", "free"),
    [
        (4.5, 4.0, True),  # between the shelves
        (4.5, 3.0, False),  # in a shelf
        (4.5, 3.55, False),  # nearer than the clearance
        (4.5, 3.6, True),  # on the edge
        (9.05, 6.5, True),  # in the door of the quiet room
        (9.05, 7.2, False),  # in its wall
        (5.0, 1.0, False),  # in the desk
        (1.0, 7.0, False),  # in the staff room
        (1.4, 0.05, True),  # in the entrance
        (11.9, 4.0, False),  # at the outer wall
        (50.0, 50.0, False),
    ],
)
def test_a_point_is_walkable_where_a_person_fits(x_m, y_m, free):
    assert WALKABLE.contains("1", x_m, y_m) is free


def test_the_staff_walk_through_their_own_doors():
    staff = build_walkable(toy_plan(), staff=True)
    assert staff.contains("1", 1.0, 7.0)
    assert staff.contains("1", 1.0, 6.0)


def test_stops_of_stairs_and_lift_are_walkable():
    stops = [stop for connector in toy_plan().connectors for stop in connector.stops]
    assert all(WALKABLE.contains(stop.level, stop.x_m, stop.y_m) for stop in stops)


def test_a_door_is_narrower_by_the_clearance_on_both_sides():
    door = shapely.LineString([(9.0, 5.5), (9.0, 7.5)])
    assert WALKABLE.area("1").intersection(door).length == pytest.approx(0.4, abs=2e-3)


@pytest.mark.parametrize(("width_m", "parts"), [(0.58, 2), (0.599, 2), (0.6, 1), (0.62, 1)])
def test_a_door_narrower_than_twice_the_clearance_stays_shut(width_m, parts):
    plan = toy_plan()
    openings = tuple(
        replace(each, end=(9.0, 6.0 + width_m)) if each.id == "quiet-door-1" else each
        for each in plan.openings
    )
    assert part_count(replace(plan, openings=openings)) == parts


@pytest.mark.parametrize("x_m", [0.0, 0.1, 0.7, 1234.3])
@pytest.mark.parametrize("clearance_m", [0.3, 0.4, 0.45])
def test_an_aisle_exactly_as_wide_as_one_is_lets_through(x_m, clearance_m):
    tables = (
        Fixture("one", "1", "table", rectangle(x_m, 3.0, 4.0, 1.0)),
        Fixture("other", "1", "table", rectangle(x_m + 4.0 + 2 * clearance_m, 3.0, 9.0, 1.0)),
    )
    level = Level("1", 0, Text("1. kerros"), rectangle(x_m, 0.0, 10.0, 8.0))
    plan = Plan("hall", Text("Sali"), "text", (level,), fixtures=tables)
    assert len(build_walkable(plan, clearance_m).area("1").geoms) == 1


def test_an_opening_drawn_beside_its_wall_still_cuts_it():
    plan = toy_plan()
    beside = Opening("quiet-door-1", "1", "door", (8.9, 6.0), (8.9, 7.0))
    openings = tuple(beside if each.id == beside.id else each for each in plan.openings)
    assert part_count(replace(plan, openings=openings)) == 1


def test_rings_are_oriented_and_corners_few():
    for level in WALKABLE.levels:
        area = WALKABLE.area(level)
        assert area.is_valid
        assert all(part.exterior.is_ccw for part in area.geoms)
        assert not any(hole.is_ccw for part in area.geoms for hole in part.interiors)
        assert shapely.get_num_coordinates(area) < 60


def test_the_nearest_point_is_the_point_itself_or_on_the_edge():
    assert WALKABLE.nearest("1", 4.5, 4.0) == (4.5, 4.0)
    assert WALKABLE.nearest("1", 4.5, 3.2) == pytest.approx((4.5, 3.6), abs=1e-3)


@given(st.floats(-20, 30), st.floats(-20, 30))
def test_the_nearest_point_is_always_walkable(x_m, y_m):
    assert WALKABLE.contains("2", *WALKABLE.nearest("2", x_m, y_m))


def test_a_level_that_is_not_there_is_named():
    with pytest.raises(PlanReferenceError, match='no level "K"; levels: 1, 2'):
        WALKABLE.area("K")


def test_a_level_without_room_says_so():
    plan = toy_plan()
    level = replace(plan.levels[0], outline=rectangle(0, 0, 0.5, 0.5))
    walkable = build_walkable(replace(plan, levels=(level,)))
    with pytest.raises(PlanReferenceError, match='Level "1" has no walkable space'):
        walkable.nearest("1", 0.2, 0.2)


@settings(max_examples=60)
@given(plans)
def test_any_outlines_give_valid_space_within_their_level(plan):
    walkable = build_walkable(plan)
    assert all(walkable.area(level).is_valid for level in walkable.levels)
