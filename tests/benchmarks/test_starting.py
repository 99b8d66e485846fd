import math

import numpy as np
import pytest

from api.branches import build_branch
from api.plans import load_plan
from benchmarks.starting import (
    curve_of_habits,
    curve_of_stillness,
    fading_of,
    rows_of,
    tell_apart,
    watch,
)
from positioning.simulate import AirModel

MODEL = AirModel()


@pytest.fixture(scope="module")
def branch():
    return build_branch(load_plan("demo"))


@pytest.fixture(scope="module")
def stands(branch):
    return [watch(branch, number) for number in range(3)]


def test_only_packets_that_have_come_are_known(stands):
    for stand in stands:
        for at_s, come in stand.steps:
            assert all(each.time_s <= stand.began_s + at_s for each in come)


def test_both_tests_tell_one_who_walks_from_one_who_stands(branch, stands):
    for stand in stands:
        for curve in (curve_of_habits(stand, MODEL), curve_of_stillness(branch, stand)):
            standing = [score for at_s, score in curve if -25.0 < at_s <= 0.0]
            walking = [score for at_s, score in curve if at_s >= 4.5]
            assert np.mean(standing) < -1.0
            assert np.mean(walking) > np.mean(standing) + 3.0


def test_who_knows_every_place_can_tell_within_two_seconds(branch, stands):
    assert 2.0 < np.mean([tell_apart(branch, stand, MODEL) for stand in stands]) < 10.0


def test_packets_at_one_place_are_alike_for_some_seconds():
    covariance = fading_of(np.array([0.0, 0.5, 20.0]), MODEL)
    assert covariance[0, 0] == pytest.approx(MODEL.noise_sd_db**2 + 1 / 12)
    assert covariance[0, 1] > 0.9 * MODEL.noise_sd_db**2 / 2
    assert covariance[0, 2] == pytest.approx(0.0, abs=1e-6)


def test_a_score_counts_from_when_she_walks_on(stands):
    stand = stands[0]
    curve = [(-6.0, 1.0), (-0.2, 2.0), (0.5, 1.5), (1.0, 3.0)]
    assert rows_of("x", [stand], [curve])[0] == ("x", "2 %", "1.00 / 1.00", "100 %")
    never = rows_of("x", [stand], [curve[:3]])[0]
    assert never == ("x", "2 %", f"{math.inf} / {math.inf}", "0 %")
