import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from positioning.grid.cover import cover_share

SHAPE = (8, 9)
LENGTHS = st.floats(0.0, 5.0)


@given(LENGTHS, LENGTHS, LENGTHS, LENGTHS)
def test_the_shares_of_a_box_add_up_to_its_width_on_every_row_it_fills(x1, y1, width, height):
    share = cover_share(box(x1, y1, x1 + width, y1 + height), (0.0, 0.0), 0.5, (20, 20))
    full = [row for row in range(20) if y1 <= row * 0.5 and (row + 1) * 0.5 <= y1 + height]
    for row in full:
        inside_m = min(x1 + width, 10.0) - x1
        assert share[row].sum() * 0.5 == pytest.approx(inside_m, abs=1e-6)
    assert share.min() >= 0
    assert share.max() <= 1


def test_round_areas_with_holes_are_covered_to_a_few_hundredths():
    ring = Point(2.0, 2.1).buffer(1.7, 32).difference(Point(2.3, 2.0).buffer(0.8, 32))
    share = cover_share(ring, (-0.1, 0.2), 0.5, SHAPE)
    for row, column in np.ndindex(*SHAPE):
        x_m, y_m = -0.1 + 0.5 * column, 0.2 + 0.5 * row
        exact = ring.intersection(box(x_m, y_m, x_m + 0.5, y_m + 0.5)).area / 0.25
        assert share[row, column] == pytest.approx(exact, abs=0.11)
    covered = ring.intersection(box(-0.1, 0.2, 4.4, 4.2)).area
    assert share.sum() * 0.25 == pytest.approx(covered, rel=0.01)


def test_several_areas_cover_what_each_does():
    two = MultiPolygon([box(0, 0, 1, 1), box(2, 1, 3, 2)])
    share = cover_share(two, (0.0, 0.0), 1.0, (2, 3))
    assert share.tolist() == [[1, 0, 0], [0, 0, 1]]


def test_an_area_that_is_nowhere_near_covers_nothing():
    assert cover_share(box(50, 50, 60, 60), (0.0, 0.0), 1.0, (3, 4)).sum() == 0
    assert cover_share(box(-9, 0, -5, 3), (0.0, 0.0), 1.0, (3, 4)).sum() == 0
    assert cover_share(Polygon(), (0.0, 0.0), 1.0, (3, 4)).sum() == 0


def test_what_reaches_beyond_the_cells_on_all_sides_covers_them_all():
    assert cover_share(box(-9, -9, 9, 9), (0.0, 0.0), 1.0, (3, 4)).min() == 1


def test_a_slanted_edge_halves_the_cells_that_it_crosses():
    triangle = shapely.Polygon([(0, 0), (4, 0), (0, 4)])
    share = cover_share(triangle, (0.0, 0.0), 1.0, (4, 4))
    assert [math.isclose(share[k, 3 - k], 0.5, abs_tol=0.01) for k in range(4)] == [True] * 4
