from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.grid.widening import Widening

RADII = st.floats(0.01, 200.0)
LAGS = st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0, math.inf])


@given(RADII, RADII, LAGS)
def test_what_the_filter_is_less_sure_of_gets_the_wider_radius(
    one_m: float, other_m: float, lag_s: float
) -> None:
    near_m, far_m = sorted((one_m, other_m))
    widening = Widening()
    assert widening.radius_m(near_m, lag_s) <= widening.radius_m(far_m, lag_s)
    for is_surveyed in (False, True):
        near, far = (widening.standing_radius_m(each, is_surveyed) for each in (near_m, far_m))
        assert near <= far


def test_a_very_sure_live_answer_is_widened_and_a_very_vague_one_narrowed() -> None:
    widening = Widening()
    assert widening.radius_m(0.8, 0.0) > 0.8
    assert widening.radius_m(6.0, 0.0) < 6.0


def test_after_a_lag_the_filter_is_taken_at_its_word() -> None:
    assert Widening().radius_m(0.8, 5.0) == pytest.approx(0.8)


def test_hindsight_is_wider_than_its_belief() -> None:
    assert Widening().radius_m(1.0, math.inf) > 1.0


def test_looking_on_for_ever_does_not_make_a_surveyed_map_exact() -> None:
    assert Widening().standing_radius_m(0.0, is_surveyed=True) > 1.0


def test_a_known_model_is_taken_at_its_word_by_who_stands() -> None:
    assert Widening().standing_radius_m(0.4, is_surveyed=False) == 0.4


def test_a_radius_of_nothing_stays_nothing() -> None:
    assert Widening().radius_m(0.0, 0.0) == 0.0
