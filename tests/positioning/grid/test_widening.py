from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.grid.widening import Reach, Widening

RADII = st.floats(0.01, 200.0)
LAGS = st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0, math.inf])


@given(RADII, RADII, LAGS)
def test_what_the_filter_is_less_sure_of_gets_the_wider_radius(
    one_m: float, other_m: float, lag_s: float
) -> None:
    near_m, far_m = sorted((one_m, other_m))
    widening = Widening()
    assert widening.radius_m(Reach(near_m), lag_s) <= widening.radius_m(Reach(far_m), lag_s)


def test_a_very_sure_live_answer_is_widened_and_a_very_vague_one_narrowed() -> None:
    widening = Widening()
    assert widening.radius_m(Reach(0.8), 0.0) > 0.8
    assert widening.radius_m(Reach(6.0), 0.0) < 6.0


def test_after_a_lag_all_radii_are_off_by_the_same_factor() -> None:
    widening = Widening()
    near_m, far_m = (widening.radius_m(Reach(each), 5.0) for each in (1.0, 6.0))
    assert far_m == pytest.approx(6 * near_m)


@given(RADII)
def test_radii_come_nearer_to_those_of_a_lag_the_longer_it_is(radius_m: float) -> None:
    reach = Reach(radius_m)
    live, soon, settled = (Widening().radius_m(reach, lag_s) for lag_s in (0.0, 1.0, 2.0))
    assert 0.99 * min(live, settled) <= soon <= 1.01 * max(live, settled)


def test_hindsight_is_wider_than_its_belief() -> None:
    assert Widening().radius_m(Reach(1.0), math.inf) > 1.0


def test_who_stands_is_as_far_off_as_the_belief_and_the_stops_of_the_site_expect() -> None:
    radius_m = Widening().standing_radius_m(Reach(9.0, mean_m=2.0), 1.0)
    # Normal errors are within 1.95 of their mean in 95 of 100 cases.
    assert 3.0 < radius_m < 3.91
    assert Widening().standing_radius_m(Reach(3.0, mean_m=2.0), 1.0) == radius_m
    assert Widening().standing_radius_m(Reach(9.0, mean_m=2.0), 1.2) == pytest.approx(
        1.2 * radius_m
    )


def test_a_known_model_is_taken_at_its_word_by_who_stands() -> None:
    assert Widening().standing_radius_m(Reach(0.4, mean_m=0.2), None) == 0.4


def test_only_who_stands_where_stops_were_surveyed_is_told_by_all_of_a_belief() -> None:
    faint, even = Reach(10.0, 9.0, 3.0, mean_m=4.0), Reach(10.0, mean_m=4.0)
    assert Widening().standing_radius_m(faint, None) == Widening().undecided * 3.0
    assert Widening().standing_radius_m(faint, 1.0) == Widening().standing_radius_m(even, 1.0)


def test_a_radius_of_nothing_stays_nothing() -> None:
    assert Widening().radius_m(Reach(0.0, 0.0, 0.0), 0.0) == 0.0


@given(RADII, LAGS)
def test_a_round_normal_belief_is_not_cut(radius_m: float, lag_s: float) -> None:
    normal = Reach(radius_m, 0.481 * radius_m, radius_m)
    widening = Widening()
    assert widening.radius_m(normal, lag_s) == widening.radius_m(Reach(radius_m), lag_s)


@given(RADII, LAGS, st.sampled_from(["half_m", "even_m"]))
def test_far_places_widen_no_more_than_their_share_of_the_belief_tells(
    radius_m: float, lag_s: float, core: str
) -> None:
    near, far = (Reach(each * radius_m, **{core: 0.2 * radius_m}) for each in (1, 10))
    widening = Widening()
    assert widening.radius_m(near, lag_s) == widening.radius_m(far, lag_s)
    assert widening.radius_m(near, lag_s) < widening.radius_m(Reach(radius_m), lag_s)
