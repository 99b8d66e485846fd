"""What is seen from a point: rays against walls."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from routing.rays import TURN_RAD, see

WALL = np.array([[1.0, -1.0, 1.0, 1.0]])
NUMBERS = st.floats(-5.0, 5.0)
WALLS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=8)


def test_with_no_walls_a_whole_circle_is_seen():
    ends_m = see(1.0, 2.0, 3.0, -math.pi, TURN_RAD, np.empty((0, 4)))
    assert np.hypot(*(ends_m - (1.0, 2.0)).T) == pytest.approx(3.0)
    assert Polygon(ends_m).area == pytest.approx(math.pi * 9.0, rel=5e-3)


def test_a_wall_hides_what_is_behind_it_and_nothing_else():
    seen = Polygon(see(0.0, 0.0, 3.0, -math.pi, TURN_RAD, WALL))
    assert seen.contains(Point(0.99, 0.0))
    assert not seen.contains(Point(1.01, 0.0))
    assert seen.contains(Point(1.4, 1.45))
    assert not seen.contains(Point(1.45, 1.4))
    assert seen.contains(Point(-2.9, 0.0))


def test_only_the_directions_that_are_asked_for_are_looked_in():
    ends_m = see(0.0, 0.0, 2.0, 0.0, math.pi / 2, WALL)
    assert (ends_m >= -1e-9).all()
    assert ends_m[0] == pytest.approx([1.0, 0.0])
    assert ends_m[-1] == pytest.approx([0.0, 2.0])


def test_no_ray_slips_through_between_two_walls_of_a_corner():
    room = np.array([(1, -1, 1, 1), (1, 1, -1, 1), (-1, 1, -1, -1), (-1, -1, 1, -1)], dtype=float)
    ends_m = see(0.0, 0.0, 9.0, -math.pi, TURN_RAD, room)
    assert np.abs(ends_m).max() <= 1.0 + 1e-6
    assert Polygon(ends_m).area == pytest.approx(4.0, rel=1e-4)


@given(WALLS, st.floats(0.1, 6.0), st.floats(-math.pi, math.pi), st.floats(0.1, TURN_RAD))
@settings(deadline=None)
def test_without_a_compiler_the_same_is_seen(walls, within_m, from_rad, turn_rad):
    edges_m = np.array(walls, dtype=float).reshape(-1, 4)
    arguments = 0.1, -0.2, within_m, from_rad, turn_rad, edges_m
    assert np.allclose(see(*arguments), see.function(*arguments), atol=1e-9)
