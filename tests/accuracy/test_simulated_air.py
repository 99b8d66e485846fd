"""Accuracy in the simulated air: always runs, and says at once when a change costs metres."""

import math

import numpy as np
import pytest

from positioning.tracking import advance, start_track
from tests.support.halls import hear_all, make_hall, stroll

ROUND = [("1", 3, 3), ("1", 21, 3), ("1", 21, 15), ("1", 3, 15), ("1", 3, 3)]
UPSTAIRS = [("1", 3, 3), ("1", 12, 9), ("2", 12, 9), ("2", 21, 15), ("2", 3, 15)]


def _locate(site, walk, seed):
    track = start_track(site, "walker")
    fixes = advance(track, hear_all(site, walk, seed), walk[-1].time_s)[1]
    true = {moment.time_s: moment for moment in walk}
    return [(fix, true[fix.time_s]) for fix in fixes]


@pytest.fixture(scope="module")
def pairs():
    site, walk = make_hall(2), stroll(ROUND, pause_s=5)
    return [pair for seed in range(10) for pair in _locate(site, walk, seed)]


def test_half_of_the_fixes_are_within_two_metres_and_a_half(pairs):
    errors_m = [math.hypot(fix.x_m - at.x_m, fix.y_m - at.y_m) for fix, at in pairs]
    assert np.median(errors_m) < 2.5
    assert np.percentile(errors_m, 95) < 6.5


def test_the_radius_is_honest(pairs):
    inside = [
        math.hypot(fix.x_m - at.x_m, fix.y_m - at.y_m) <= fix.radius_95_m for fix, at in pairs
    ]
    assert 0.88 <= np.mean(inside) <= 0.995


def test_the_level_is_right_but_for_some_seconds_on_the_stairs():
    site, walk = make_hall(2), stroll(UPSTAIRS, pause_s=2)
    pairs = [pair for seed in range(6) for pair in _locate(site, walk, seed)]
    assert np.mean([fix.level == at.level for fix, at in pairs]) > 0.88
