import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from floorplans.errors import PlanReferenceError
from floorplans.geometry import (
    bay_edge,
    bay_outline,
    bay_spot,
    bays_outline,
    face_length_m,
    face_normal_deg,
    shelf_outline,
)
from floorplans.model import Face, Shelf
from tests.support.plans import double_shelf, make_bays, toy_plan

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


def corner(turn_deg: float, faces: str = "front back", **fields: object) -> Shelf:
    """Give an L of 3 m and 2 m, 0.6 m deep, whose bend lies at the origin."""
    made = tuple(Face(side, side, side, make_bays(2)) for side in faces.split())
    shelf = Shelf("s9", "9", "1", 0.0, 0.0, 3.0, 0.6, 0.0, 1.8, made, "corner")
    return replace(shelf, wing_m=2.0, turn_deg=turn_deg, **fields)


def curved(turn_deg: float, angle_deg: float = 0.0) -> Shelf:
    """Give an arc of 4 m, 0.6 m deep, whose middle lies at the origin."""
    faces = (
        Face("9A", "9A", "front", make_bays(3)),
        Face("9B", "9B", "back", make_bays(3)),
    )
    shelf = Shelf("s9", "9", "1", 0.0, 0.0, 4.0, 0.6, angle_deg, 1.8, faces, "curved")
    return replace(shelf, turn_deg=turn_deg)


bent_shelves = st.one_of(
    st.builds(corner, st.sampled_from([90.0, -90.0, 60.0, -45.0]), angle_deg=st.floats(-400, 400)),
    st.builds(curved, st.sampled_from([90.0, -90.0, 180.0, 10.0]), st.floats(-400, 400)),
)


def test_the_inner_face_of_a_corner_is_shorter_than_the_outer_one():
    shelf = corner(90.0)
    inner, outer = shelf.faces
    assert face_length_m(shelf, inner) == pytest.approx(4.4)
    assert face_length_m(shelf, outer) == pytest.approx(5.6)
    assert Polygon(shelf_outline(shelf)).area == pytest.approx(3.0)


def test_an_l_turns_left_where_its_turn_is_positive():
    assert Polygon(shelf_outline(corner(90.0))).bounds == pytest.approx((-3.0, -0.3, 0.3, 2.0))
    assert Polygon(shelf_outline(corner(-90.0))).bounds == pytest.approx((-3.0, -2.0, 0.3, 0.3))


def test_an_arc_has_the_length_and_the_depth_of_its_shelf():
    area_m2 = Polygon(shelf_outline(curved(90.0))).area
    assert area_m2 == pytest.approx(4.0 * 0.6, rel=0.01)
    inner, outer = curved(90.0).faces
    assert face_length_m(curved(90.0), outer) - face_length_m(curved(90.0), inner) == pytest.approx(
        0.6 * math.pi / 2
    )


def test_a_curve_that_hardly_turns_is_straight():
    straight = replace(curved(90.0), shape="straight", turn_deg=0.0)
    for turn_deg in (0.0, -1e-7, 5e-324, 1e-5):
        outline = shelf_outline(curved(turn_deg))
        assert Polygon(outline).symmetric_difference(Polygon(shelf_outline(straight))).area < 1e-5


@given(bent_shelves, st.sampled_from([0, 1]))
def test_bays_of_a_bent_shelf_lie_on_it_beside_each_other_and_outlines_run_anticlockwise(
    shelf, side
):
    face = shelf.faces[side]
    outline = Polygon(shelf_outline(shelf))
    bays = [Polygon(bay_outline(shelf, face, bay.number)) for bay in face.bays]
    assert outline.exterior.is_ccw
    assert all(bay.is_valid and bay.exterior.is_ccw for bay in bays)
    assert all(bay.difference(outline).area < 0.02 for bay in bays)
    assert all(one.intersection(other).area < 0.01 for one, other in pairwise(bays))


@given(bent_shelves, st.sampled_from([0, 1]), st.sampled_from([1, 2]))
def test_who_stands_in_front_of_a_bay_of_a_bent_shelf_looks_at_it(shelf, side, bay):
    face = shelf.faces[side]
    x_m, y_m, facing_deg = bay_spot(shelf, face, bay, 0.25)
    ahead_rad = math.radians(facing_deg)
    seen = Point(x_m + 0.35 * math.cos(ahead_rad), y_m + 0.35 * math.sin(ahead_rad))
    assert not Polygon(shelf_outline(shelf)).contains(Point(x_m, y_m))
    assert Polygon(bay_outline(shelf, face, bay)).buffer(0.02).contains(seen)
    looks_away_deg = face_normal_deg(shelf, face, bay) - facing_deg
    assert math.cos(math.radians(looks_away_deg)) == pytest.approx(-1.0)


@given(bent_shelves, st.sampled_from([0, 1]))
def test_a_bays_left_edge_runs_through_the_corners_of_its_outline(shelf, side):
    face = shelf.faces[side]
    back, front = bay_edge(shelf, face, 2)
    ring = Polygon(bay_outline(shelf, face, 2)).exterior
    assert ring.distance(Point(back)) < 0.01
    assert ring.distance(Point(front)) < 0.01


def test_a_mobile_shelf_is_stood_at_where_its_axis_points_to():
    shelf = replace(double_shelf("9", 4.0, 4.0), mounting="mobile")
    for face in shelf.faces:
        assert bay_spot(shelf, face, 1, 0.6) == pytest.approx((6.4, 4.0, 180.0))


def test_a_low_shelf_can_be_looked_over():
    assert replace(double_shelf("9", 4.0, 4.0), height_m=1.2).is_low
    assert not double_shelf("9", 4.0, 4.0).is_low
