"""Counting how often outlines meet, before anything is done with them."""

import math
import random

import shapely

from floorplans.crowding import MOST_CROSSINGS, MOST_EDGES, is_crowded
from tests.support.plans import rectangle


def star(corners, seed):
    """Give a ring through random places."""
    chance = random.Random(seed)
    return tuple((chance.uniform(0, 50), chance.uniform(0, 50)) for _ in range(corners))


def strips(count):
    """Give strips across and strips along, each across all of the others."""
    across = [rectangle(0, each, count, 0.3) for each in range(count)]
    return across + [rectangle(each, 0, 0.3, count) for each in range(count)]


def test_rooms_side_by_side_are_not_crowded():
    assert not is_crowded(rectangle(x, y, 1, 1) for x in range(200) for y in range(100))


def test_long_shelves_in_close_rows_are_not_crowded_however_they_are_turned():
    rows = []
    for row in range(1600):
        turned = shapely.affinity.rotate(shapely.box(0, row, 30, row + 0.8), 45, origin=(0, 0))
        rows.append(tuple(turned.exterior.coords[:-1]))
    assert not is_crowded(rows)


def test_one_ring_of_many_corners_is_not_crowded():
    turns = [math.tau * corner / 10_000 for corner in range(10_000)]
    assert not is_crowded([tuple((math.cos(turn), math.sin(turn)) for turn in turns)])


def test_things_on_one_spot_strips_across_each_other_and_a_scribble_are_crowded():
    assert is_crowded([rectangle(0, 0, 1, 1)] * 400)
    assert is_crowded([rectangle(0, 0, 1, 1)] * 20_000)
    assert is_crowded([star(1000, seed=1)])
    assert is_crowded([star(10_000, seed=1)])


def test_lines_whose_extents_cover_each_other_are_too_much_to_compare():
    assert is_crowded([((0.0, each * 1e-3), (90.0, 90 + each * 1e-3)) for each in range(5000)])


def test_more_edges_than_a_building_has_are_crowded_wherever_they_are():
    assert is_crowded([star(10_000, seed=1)] * (MOST_EDGES // 10_000 + 1))


def test_nothing_drawn_is_not_crowded():
    assert not is_crowded([])
    assert not is_crowded([()])


def test_crossings_are_counted_exactly():
    """Each of n strips crosses each of n others with two edges, and each crossing has two sides."""
    most = math.isqrt(MOST_CROSSINGS // 8)
    assert not is_crowded(strips(most))
    assert is_crowded(strips(most + 1))


def test_edges_that_only_touch_do_not_cross():
    comb = [rectangle(0, 0, 300, 1), *(rectangle(each, 1, 0.5, 5) for each in range(300))]
    assert not is_crowded(comb * 3)
