import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.model import Plan, Point
from kiosk_ui.svg.frame import level_view, rounded_path, to_svg
from kiosk_ui.svg.writer import DrawingError
from tests.support.svg import path_points

metres = st.integers(-5000, 5000).map(lambda centimetres: centimetres / 100)
points = st.lists(st.tuples(metres, metres), min_size=2, max_size=8)


def test_north_is_up() -> None:
    assert to_svg(3.0, 2.0) == (3.0, -2.0)


def test_the_view_holds_the_level_with_a_margin(plan: Plan) -> None:
    view = level_view(plan.get_level("1"))
    assert view.box == pytest.approx((-0.6, -8.6, 13.2, 9.2))


def test_zooms_grow(plan: Plan) -> None:
    narrow, wide, near = level_view(plan.get_level("1")).zoom_scales_px_per_m
    assert narrow < wide <= near


@given(points)
def test_a_rounded_line_has_the_points_of_the_line(line: list[Point]) -> None:
    assert path_points(rounded_path(line)) == [to_svg(*point) for point in line]


def test_a_curve_takes_at_most_half_of_a_side() -> None:
    assert rounded_path([(0, 0), (0.4, 0), (0.4, 3)]) == "M0 0L0.2 0Q0.4 0 0.4 -0.5L0.4 -3"


def test_a_line_with_a_point_that_is_not_finite_is_refused() -> None:
    with pytest.raises(DrawingError, match="check the plan"):
        rounded_path([(0.0, 0.0), (math.nan, 1.0)])
