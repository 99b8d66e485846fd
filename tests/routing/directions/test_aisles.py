import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.directions.aisles import Aisles, are_one_row, count_alike
from tests.support.rows import FIRST_Y_M, PITCH_M, shelf_row


def numbers(mouths):
    return [tuple(sorted(int(each.removeprefix("s")) for each in m.aisle)) for m in mouths]


def passed(aisles, way, side):
    return [each.mouth for each in aisles.list_passed(way, side)]


def test_aisles_are_counted_along_the_ends_of_shelves_in_the_order_of_the_way():
    aisles = Aisles(shelf_row(5), "1")
    northwards = ((1.5, 1.0), (1.5, 30.0))
    assert numbers(passed(aisles, northwards, -1)) == [(1, 2), (2, 3), (3, 4), (4, 5)]
    southwards = northwards[::-1]
    assert numbers(passed(aisles, southwards, 1)) == [(4, 5), (3, 4), (2, 3), (1, 2)]
    assert passed(aisles, northwards, 1) == []


@given(st.integers(2, 8), st.integers(0, 7), st.booleans())
def test_as_many_aisles_are_passed_as_lie_between_start_and_end(count, start, from_east):
    aisles = Aisles(shelf_row(count), "1")
    x_m, side = (7.5, 1) if from_east else (1.5, -1)
    start_m = FIRST_Y_M + start * PITCH_M
    found = passed(aisles, ((x_m, start_m), (x_m, 30.0)), side)
    assert numbers(found) == [(n, n + 1) for n in range(start + 1, count)]


def test_an_aisle_beside_the_start_does_not_count_nor_one_that_is_far():
    aisles = Aisles(shelf_row(3), "1")
    assert numbers(passed(aisles, ((1.5, 4.4), (1.5, 30.0)), -1)) == [(2, 3)]
    assert passed(aisles, ((-4.5, 1.0), (-4.5, 30.0)), -1) == []


@pytest.mark.parametrize(
    ("pitch_m", "widths"), [(0.7, []), (1.1, []), (1.3, [False]), (2.9, [True]), (3.6, [])]
)
def test_a_gap_that_nobody_walks_in_is_no_aisle_and_a_wide_one_may_be_one(pitch_m, widths):
    found = passed(Aisles(shelf_row(2, pitch_m), "1"), ((1.5, 1.0), (1.5, 30.0)), -1)
    assert [each.is_wide for each in found] == widths
    assert are_one_row(found) is not any(widths)


def test_a_shelf_between_two_others_makes_two_aisles_and_not_three():
    plan = shelf_row(3, 1.4)
    assert numbers(passed(Aisles(plan, "1"), ((1.5, 1.0), (1.5, 9.0)), -1)) == [(1, 2), (2, 3)]


def test_shelves_that_are_not_parallel_or_not_straight_make_no_aisle():
    one, other = shelf_row(2).shelves
    for changed in (replace(other, angle_deg=30.0), replace(other, shape="round")):
        plan = replace(shelf_row(2), shelves=(one, changed))
        assert passed(Aisles(plan, "1"), ((1.5, 1.0), (1.5, 30.0)), -1) == []


def test_a_way_enters_the_aisle_whose_mouth_it_goes_through():
    aisles = Aisles(shelf_row(4), "1")
    entered = aisles.find_entered(((1.5, 6.0), (4.5, 6.0)))
    assert numbers([entered]) == [(2, 3)]
    assert math.isclose(entered.inward_deg, 0.0, abs_tol=1e-9)
    assert aisles.find_entered(((1.5, 6.0), (4.5, 6.0)), within_m=1.0) is None
    assert aisles.find_entered(((4.5, 6.0), (1.5, 6.0))) is None, "it leaves it"


def test_who_cuts_the_corner_of_a_mouth_does_not_enter():
    aisles = Aisles(shelf_row(2), "1")
    assert aisles.find_entered(((2.5, 1.0), (2.8, 4.0), (2.5, 9.0))) is None


def test_a_level_without_shelves_and_a_way_of_no_length_have_no_aisles():
    empty = Aisles(replace(shelf_row(2), shelves=()), "1")
    assert passed(empty, ((1.0, 1.0), (1.0, 9.0)), 1) == []
    assert empty.find_entered(((1.0, 1.0), (1.0, 9.0))) is None
    assert passed(Aisles(shelf_row(2), "1"), ((1.5, 4.0), (1.5, 4.0)), -1) == []


def test_mouths_in_line_are_one_row_and_others_are_not():
    near, far = Aisles(shelf_row(4), "1"), Aisles(shelf_row(9), "1")
    row = passed(near, ((1.5, 1.0), (1.5, 30.0)), -1)
    assert are_one_row(row)
    assert are_one_row(row[:1])
    assert are_one_row([])
    assert not are_one_row([row[0], *passed(far, ((1.5, 1.0), (1.5, 30.0)), -1)[5:]])
    opposite = passed(near, ((7.5, 1.0), (7.5, 30.0)), 1)
    assert not are_one_row([row[0], opposite[1]])
    shifted = [row[0], replace(row[1], x_m=row[1].x_m + 1.5), row[2]]
    assert not are_one_row(shifted)


def test_nobody_is_told_a_count_that_others_would_make_differently():
    aisles = Aisles(shelf_row(4), "1")
    along = count_alike(aisles.list_passed(((1.5, 1.0), (1.5, 30.0)), -1))
    assert along is not None
    assert numbers(along) == [(1, 2), (2, 3), (3, 4)]
    for y_m in (3.5, 4.2):
        beside_one = aisles.list_passed(((1.5, y_m), (1.5, 30.0)), -1)
        assert count_alike(beside_one) is None
    out_of_an_aisle = count_alike(beside_one, is_after_aisle=True)
    assert out_of_an_aisle is not None
    assert numbers(out_of_an_aisle) == [(2, 3), (3, 4)]
    askew = aisles.list_passed(((-1.5, 1.0), (1.5, 6.5)), -1)
    assert [each.is_near for each in askew] == [True, True]
    assert count_alike(askew) is None
    coming_nearer = aisles.list_passed(((-5.0, 1.0), (1.5, 9.0)), -1)
    assert count_alike(coming_nearer) is None
    only_far = aisles.list_passed(((-3.5, 1.0), (-3.5, 30.0)), -1)
    assert only_far
    assert count_alike(only_far) == []
