import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.dot import Dot, move_dot
from positioning.model import Fix

STEP_S = 0.5
STILL, WALKING = 0.01, 0.99


def fix(x_m, y_m, level="1", sd_m=1.5):
    variance = sd_m**2
    return Fix(0.0, "cart", level, x_m, y_m, ((variance, 0.0), (0.0, variance)), 2.45 * sd_m)


def follow(dot: Dot | None, fixes, moving):
    """The dots, one for each fix."""
    dots = []
    for each in fixes:
        dot = move_dot(dot, each, STEP_S, moving)
        dots.append(dot)
    return dots


def rest_at(x_m, y_m):
    """A dot that rests."""
    dot = follow(None, [fix(x_m, y_m)] * 12, STILL)[-1]
    assert dot.resting
    return dot


def apart_m(one, other):
    return math.dist((one.x_m, one.y_m), (other.x_m, other.y_m))


def spread_m(dots):
    return max(apart_m(one, other) for one in dots for other in dots)


PLACES = st.floats(-3.0, 3.0)


@given(st.lists(st.tuples(PLACES, PLACES), min_size=60, max_size=60))
def test_wherever_fixes_jump_the_dot_of_one_who_stands_stays_within_a_hand(jumps):
    dots = follow(rest_at(5.0, 5.0), [fix(5.0 + x_m, 5.0 + y_m) for x_m, y_m in jumps], STILL)
    assert spread_m(dots) <= 0.09 + 1e-9


def test_a_resting_dot_creeps_towards_where_fixes_have_settled():
    dots = follow(rest_at(5.0, 5.0), [fix(7.0, 5.0, sd_m=3.0)] * 120, STILL)
    assert dots[-1].x_m == pytest.approx(5.18, abs=0.01)
    assert dots[-1].y_m == pytest.approx(5.0)


def test_a_dot_that_fixes_exclude_for_long_is_let_go_though_the_subject_stands():
    dots = follow(rest_at(5.0, 5.0), [fix(12.0, 5.0, sd_m=1.0)] * 90, STILL)
    assert apart_m(dots[20], dots[0]) < 0.1
    assert dots[-1].x_m == pytest.approx(12.0, abs=0.6)
    assert dots[-1].resting


def test_it_follows_within_a_second_of_the_news_that_the_subject_walks():
    rest = rest_at(5.0, 5.0)
    walk = [fix(5.0 + 0.5 * k, 5.0) for k in range(1, 12)]
    dots = follow(rest, walk, WALKING)
    assert apart_m(dots[1], rest) > 0.15
    assert abs(dots[-1].x_m - walk[-1].x_m) < 0.7
    assert not dots[-1].resting


def test_a_dot_is_let_go_when_its_subject_is_likelier_to_walk_than_not():
    rest = rest_at(5.0, 5.0)
    assert spread_m([rest, *follow(rest, [fix(5.0, 7.0)] * 8, 0.45)]) < 0.02
    assert follow(rest, [fix(5.0, 7.0)], 0.55)[-1].y_m == pytest.approx(7.0)


def test_a_dot_let_go_in_error_rests_again_after_a_second():
    dots = follow(rest_at(5.0, 5.0), [fix(5.2, 5.0)], WALKING)
    dots += follow(dots[-1], [fix(5.4, 5.0)] * 20, STILL)
    assert [each.resting for each in dots[:3]] == [False, True, True]
    assert spread_m(dots[2:]) < 0.05


def test_it_does_not_rest_on_the_first_fixes():
    dots = follow(None, [fix(5.0, 5.0), *[fix(9.0, 5.0, sd_m=1.0)] * 12], STILL)
    assert dots[-1].resting
    assert dots[-1].x_m == pytest.approx(9.0, abs=0.6)


def test_it_starts_anew_on_another_level():
    dot = move_dot(rest_at(5.0, 5.0), fix(20.0, 9.0, level="2"), STEP_S, STILL)
    assert (dot.level, dot.x_m, dot.y_m, dot.resting) == ("2", 20.0, 9.0, False)


def test_time_cannot_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        move_dot(rest_at(5.0, 5.0), fix(5.0, 5.0), -1.0, STILL)


@given(
    st.lists(
        st.tuples(PLACES, PLACES, st.floats(0.0, 1.0), st.floats(0.0, 5.0), st.floats(0.0, 3.0)),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_comes_the_dot_has_a_place_on_its_level(steps):
    dot = None
    for x_m, y_m, moving, dt_s, sd_m in steps:
        dot = move_dot(dot, fix(x_m, y_m, sd_m=sd_m), dt_s, moving)
        assert math.isfinite(dot.x_m)
        assert math.isfinite(dot.y_m)
        assert dot.level == "1"


@given(st.lists(st.tuples(PLACES, PLACES), min_size=2, max_size=30), st.floats(-50, 50))
def test_it_does_not_matter_where_the_plan_has_its_origin(places, shift_m):
    here = follow(None, [fix(x_m, y_m) for x_m, y_m in places], WALKING)[-1]
    there = follow(None, [fix(x_m + shift_m, y_m) for x_m, y_m in places], WALKING)[-1]
    assert there.x_m == pytest.approx(here.x_m + shift_m, abs=1e-6)
    assert there.y_m == pytest.approx(here.y_m, abs=1e-6)
