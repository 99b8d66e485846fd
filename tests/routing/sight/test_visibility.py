import random

import numpy as np
import pytest
from shapely import affinity
from shapely.geometry import MultiPolygon, Point, Polygon, box
from shapely.geometry.polygon import orient

from routing.sight import plain
from routing.sight.visibility import are_clear, build_sight, corner_pairs, visible_points
from tests.support.compiling import let_be_ready

ROOM_WITH_BLOCK = box(0, 0, 10, 10).difference(box(4, 4, 6, 6))


def see_corners(sight, x_m, y_m):
    return visible_points(sight, sight.corners, x_m, y_m)


def is_clear(area, start, end):
    return bool(are_clear(build_sight(area), np.array([start]), np.array([end]))[0])


@pytest.mark.parametrize(
    ("start", "end", "clear"),
    [
        ((1, 1), (9, 1), True),
        ((1, 5), (9, 5), False),
        ((4, 0), (4, 10), True),  # along a wall of the block
        ((0, 0), (0, 10), True),  # along a wall of the room
        ((4, 4), (6, 6), False),  # across the block, from corner to corner
        ((1, 1), (9, 9), False),  # through two corners and the block
        ((2, 6), (6, 2), True),  # touches one corner
        ((4, 4), (4, 6), True),  # the block's own edge
        ((3, 5), (3, 5), True),  # no way at all
        ((5, 1), (5, 12), False),  # out of the room
    ],
)
def test_lines_may_graze_walls_but_never_go_through(start, end, clear):
    assert is_clear(ROOM_WITH_BLOCK, start, end) is clear
    assert is_clear(ROOM_WITH_BLOCK, end, start) is clear


def test_ways_bend_only_at_corners_of_obstacles():
    corners = {tuple(corner) for corner in build_sight(ROOM_WITH_BLOCK).corners_m.tolist()}
    assert corners == {(4, 4), (4, 6), (6, 4), (6, 6)}


def test_the_way_round_of_rings_makes_no_difference():
    for sign in (1.0, -1.0):
        sight = build_sight(orient(ROOM_WITH_BLOCK, sign))
        assert len(sight.corners_m) == 4
        assert len(corner_pairs(sight)[0]) == 4


def test_only_tangent_pairs_of_corners_are_joined():
    two_blocks = box(0, 0, 20, 10).difference(box(4, 4, 6, 6)).difference(box(12, 4, 14, 6))
    sight = build_sight(two_blocks)
    pairs, lengths_m = corner_pairs(sight)
    joined = {
        frozenset((tuple(sight.corners_m[one]), tuple(sight.corners_m[other])))
        for one, other in pairs
    }
    assert frozenset(((6, 4), (12, 4))) in joined
    assert frozenset(((6, 6), (12, 4))) in joined  # crosses over between the blocks
    assert frozenset(((4, 4), (12, 6))) not in joined  # points into the first block
    assert sorted(lengths_m)[0] == pytest.approx(2.0)


def test_a_point_sees_the_corners_that_it_can_bend_round():
    corners, distances_m = see_corners(build_sight(ROOM_WITH_BLOCK), 1.0, 5.0)
    assert len(corners) == 2
    assert distances_m == pytest.approx([10**0.5, 10**0.5])


def test_a_corner_sees_itself_and_its_neighbours():
    _, distances_m = see_corners(build_sight(ROOM_WITH_BLOCK), 4.0, 4.0)
    assert sorted(distances_m) == pytest.approx([0.0, 2.0, 2.0])


@pytest.mark.parametrize("area", [Polygon(), MultiPolygon()])
def test_an_empty_level_has_nothing_to_see(area):
    sight = build_sight(area)
    assert len(corner_pairs(sight)[0]) == 0
    assert len(see_corners(sight, 1.0, 1.0)[0]) == 0


def scattered_area(seed):
    """Give a floor of 30 m with turned blocks, round ones among them, some of which meet."""
    draw = random.Random(seed)
    area = box(0, 0, 30, 30)
    for _ in range(25):
        x_m, y_m = draw.uniform(0, 30), draw.uniform(0, 30)
        block = affinity.rotate(
            box(x_m, y_m, x_m + draw.uniform(0.2, 6), y_m + draw.uniform(0.2, 2)),
            draw.choice((0, 0, draw.uniform(0, 180))),
        )
        area = area.difference(Point(x_m, y_m).buffer(1, 3) if draw.random() < 0.2 else block)
    return area


@pytest.mark.parametrize("seed", range(6))
def test_with_and_without_a_compiler_the_same_is_seen(monkeypatch, seed):
    sight = build_sight(scattered_area(seed))
    rng = np.random.default_rng(seed)
    starts, ends = rng.uniform(-2, 32, (2, 3000, 2))
    # A way often runs along a wall, or from corner to corner: there rounding might decide.
    some = rng.integers(0, len(sight.corners), (2, 3000))
    starts[::2], ends[::3] = sight.corners_m[some[0, ::2]], sight.corners_m[some[1, ::3]]
    answers = []
    for is_ready in (True, False):
        let_be_ready(monkeypatch, is_ready)
        answers.append(
            (
                are_clear(sight, starts, ends).tolist(),
                [see_corners(sight, *point)[0].tolist() for point in starts[:50]],
                corner_pairs(sight)[0].tolist(),
            )
        )
    compiled, plain = answers
    assert compiled == plain
    assert 100 < sum(compiled[0]) < 2900
    assert len(compiled[2]) > 100


@pytest.mark.parametrize("lean_m", [0.0, 1e-12, 3e-7])
def test_lines_along_the_borders_of_cells_are_tested_like_all_others(monkeypatch, lean_m):
    let_be_ready(monkeypatch, True)
    sight = build_sight(scattered_area(0))
    west_m, _, cell_m, columns, _ = sight.walls.frame
    borders_m = west_m + cell_m * np.arange(1, columns)
    rng = np.random.default_rng(0)
    starts = np.column_stack((borders_m, rng.uniform(0, 30, len(borders_m))))
    ends = np.column_stack((borders_m + lean_m, rng.uniform(0, 30, len(borders_m))))
    clear = are_clear(sight, starts, ends)
    assert clear.tolist() == plain.are_clear(sight.walls.edges_m, starts, ends).tolist()
    assert 0 < clear.sum() < len(clear)


def test_many_lines_are_tested_in_batches_with_the_same_answer(monkeypatch):
    edges = build_sight(ROOM_WITH_BLOCK).walls.edges_m
    rng = np.random.default_rng(5)
    starts, ends = rng.uniform(0, 10, (200, 2)), rng.uniform(0, 10, (200, 2))
    at_once = plain.are_clear(edges, starts, ends)
    monkeypatch.setattr(plain, "CELLS_PER_BATCH", 7 * len(edges))
    assert (plain.are_clear(edges, starts, ends) == at_once).all()
    assert 0 < at_once.sum() < 200
