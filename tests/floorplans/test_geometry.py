import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from floorplans.errors import PlanReferenceError
from floorplans.geometry import (
    bay_outline,
    bay_spot,
    bays_outline,
    face_normal_deg,
    shelf_outline,
)
from tests.support.plans import double_shelf, toy_plan

ROUND = toy_plan().shelves[3]
turned_shelves = st.builds(
    lambda angle_deg, x_m: replace(double_shelf("9", x_m, 4.0), angle_deg=angle_deg),
    st.floats(-400, 400),
    st.floats(-50, 50),
)


def left_of(facing_deg: float) -> tuple[float, float]:
    turned_rad = math.radians(facing_deg + 90)
    return math.cos(turned_rad), math.sin(turned_rad)


@given(turned_shelves, st.sampled_from([0, 1]))
def test_bay_1_is_at_the_left_for_who_faces_the_face(shelf, side):
    face = shelf.faces[side]
    spots = [bay_spot(shelf, face, bay.number, 0.6) for bay in face.bays]
    left_x, left_y = left_of(spots[0][2])
    along_left = [x_m * left_x + y_m * left_y for x_m, y_m, _ in spots]
    assert along_left == sorted(along_left, reverse=True)
    assert along_left[0] - along_left[-1] == pytest.approx(2.7)


@given(turned_shelves, st.sampled_from([0, 1]), st.sampled_from([1, 2, 3, 4]))
def test_who_stands_in_front_of_a_bay_looks_at_it(shelf, side, bay):
    face = shelf.faces[side]
    x_m, y_m, facing_deg = bay_spot(shelf, face, bay, 0.6)
    outline = Polygon(bay_outline(shelf, face, bay))
    ahead_rad = math.radians(facing_deg)
    seen = Point(x_m + 0.7 * math.cos(ahead_rad), y_m + 0.7 * math.sin(ahead_rad))
    assert outline.distance(Point(x_m, y_m)) == pytest.approx(0.6)
    assert outline.contains(seen)


def test_the_front_looks_to_the_left_of_the_shelfs_direction_and_the_back_to_the_right():
    shelf = replace(double_shelf("9", 0.0, 0.0), angle_deg=300.0)
    front, back = shelf.faces
    assert face_normal_deg(shelf, front) == pytest.approx(30.0)
    assert face_normal_deg(shelf, back) == pytest.approx(210.0)


def test_front_bays_of_an_eastward_shelf_run_from_east_to_west():
    shelf = double_shelf("9", 10.0, 5.0)
    front, back = shelf.faces
    assert bay_spot(shelf, front, 1, 0.7) == pytest.approx((11.35, 6.0, 270.0))
    assert bay_spot(shelf, back, 1, 0.7) == pytest.approx((8.65, 4.0, 90.0))


@given(turned_shelves)
def test_the_bays_of_both_faces_fill_the_shelf_without_overlap(shelf):
    bays = [
        Polygon(bay_outline(shelf, face, bay.number)) for face in shelf.faces for bay in face.bays
    ]
    whole = Polygon(shelf_outline(shelf))
    assert sum(bay.area for bay in bays) == pytest.approx(whole.area)
    assert all(bay.difference(whole.buffer(1e-9)).is_empty for bay in bays)


def test_a_single_face_takes_the_whole_depth():
    shelf = toy_plan().shelves[2]
    outline = Polygon(bays_outline(shelf, shelf.faces[0], 1, 4))
    assert outline.equals_exact(Polygon(shelf_outline(shelf)), 1e-9, normalize=True)


def test_bays_narrower_than_the_shelf_leave_end_panels():
    shelf = replace(double_shelf("9", 0.0, 0.0), length_m=3.8)
    outline = Polygon(bays_outline(shelf, shelf.faces[0], 1, 4))
    assert outline.bounds == pytest.approx((-1.8, 0.0, 1.8, 0.3))


@given(turned_shelves)
def test_outlines_run_anticlockwise(shelf):
    rings = [shelf_outline(shelf), *(bays_outline(shelf, face, 2, 3) for face in shelf.faces)]
    assert all(Polygon(ring).exterior.is_ccw for ring in rings)


def test_round_bays_go_to_the_right_round_the_shelf():
    face = ROUND.faces[0]
    x_m, y_m, facing_deg = bay_spot(ROUND, face, 1, 0.6)
    next_x_m, next_y_m, _ = bay_spot(ROUND, face, 2, 0.6)
    left_x, left_y = left_of(facing_deg)
    assert (next_x_m - x_m) * left_x + (next_y_m - y_m) * left_y < 0
    assert math.dist((x_m, y_m), (ROUND.x_m, ROUND.y_m)) == pytest.approx(1.2)


def test_round_bays_together_are_the_whole_shelf():
    face = ROUND.faces[0]
    parts = [Polygon(bay_outline(ROUND, face, bay.number)) for bay in face.bays]
    assert all(part.exterior.is_ccw for part in parts)
    assert sum(part.area for part in parts) == pytest.approx(Polygon(shelf_outline(ROUND)).area)
    assert bays_outline(ROUND, face, 1, 6) == shelf_outline(ROUND)
    assert len(shelf_outline(ROUND)) == 24


@pytest.mark.parametrize(("first_bay", "last_bay"), [(0, 1), (1, 5), (3, 2)])
def test_bays_that_are_not_there_are_named(first_bay, last_bay):
    shelf = double_shelf("9", 0.0, 0.0)
    with pytest.raises(PlanReferenceError, match=r'Face "9A" has no bay.*its bays: 1 to 4'):
        bays_outline(shelf, shelf.faces[0], first_bay, last_bay)
