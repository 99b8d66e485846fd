"""Outlines of lines and arcs in few bytes."""

import random
import re

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from benchmarks.mixed_floors import make_mixed_floor
from floorplans.geometry import shelf_outline
from floorplans.walkable import build_walkable
from kiosk_ui.svg.outlines import circle_path, outline_path
from routing.graph import build_graph
from routing.reach import draw_reach
from tests.support.floors import random_point
from tests.support.outlines import read_outline

PLAN = make_mixed_floor(0)
GRAPH = build_graph(PLAN, build_walkable(PLAN))
SHELVES = shapely.union_all([Polygon(shelf_outline(each)) for each in PLAN.shelves])

OFF_M = 0.17
FOOT_M = 0.3


@pytest.mark.parametrize("area", [shapely.box(2, 1, 4, 3), shapely.box(-4, -1, 4, 3)])
def test_a_rectangle_comes_back_as_it_was(area: Polygon) -> None:
    assert read_outline(outline_path(area)).equals(area)


def test_what_an_area_goes_round_is_left_out() -> None:
    area = shapely.box(1, 1, 5, 4).difference(shapely.box(2, 2, 3, 2.5))
    path = outline_path(area)
    assert path.count("M") == path.count("z") == 2
    assert read_outline(path).equals(area)


def test_nothing_is_written_of_nothing() -> None:
    assert outline_path(Polygon()) == ""


def test_steps_of_one_kind_share_their_letter() -> None:
    area = Polygon([(0, 0), (1, 1), (3, 2), (2, 4), (0, 3)])
    path = outline_path(area)
    assert path.count("l") == 1
    assert read_outline(path).equals(area)


@given(st.floats(-500.0, 500.0), st.floats(-500.0, 500.0), st.floats(0.1, 30.0))
def test_a_circle_is_two_arcs(x_m: float, y_m: float, radius_m: float) -> None:
    path = circle_path(x_m, y_m, radius_m)
    assert path.count("a") == 2
    assert len(path) < 60
    whole = Point(x_m, y_m).buffer(radius_m, quad_segs=32)
    assert shapely.hausdorff_distance(read_outline(path), whole) < OFF_M


@given(
    st.lists(
        st.tuples(st.floats(0.0, 20.0), st.floats(0.0, 20.0), st.floats(0.5, 6.0)),
        min_size=1,
        max_size=5,
    )
)
def test_circles_grown_together_come_back_but_for_a_hand(
    circles: list[tuple[float, float, float]],
) -> None:
    parts = [Point(x_m, y_m).buffer(radius_m) for x_m, y_m, radius_m in circles]
    area = shapely.union_all(parts).buffer(0.3)
    drawn = read_outline(outline_path(area))
    assert drawn.within(area.buffer(OFF_M))
    assert area.within(drawn.buffer(OFF_M))


def test_arcs_are_written_where_they_are_shorter_than_lines() -> None:
    path = outline_path(Point(0, 0).buffer(8, quad_segs=32))
    assert len(re.findall(r"8\d 8\d 0 0 [01]", path)) == 3
    assert not re.search("[hvl]", path)
    small = outline_path(shapely.box(0, 0, 4, 4).buffer(0.2))
    assert "a" not in small


@given(st.integers(0, 10_000), st.floats(0.3, 8.0))
@settings(max_examples=60, deadline=None)
def test_where_one_can_walk_to_comes_back_but_for_a_foot_and_out_of_shelves(
    seed: int, radius_m: float
) -> None:
    here = random_point(GRAPH.walkable, "1", random.Random(seed))
    reach = draw_reach(GRAPH, "1", *here, radius_m)
    drawn = read_outline(outline_path(reach))
    assert drawn.within(reach.buffer(FOOT_M))
    assert reach.within(drawn.buffer(FOOT_M))
    assert not drawn.intersects(SHELVES.buffer(-0.03))
