import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.filters import (
    FilterState,
    MotionModel,
    glide,
    predict_state,
    smooth_states,
    start_glide,
    start_state,
    transition,
    update_state,
)
from positioning.model import Fix

MOTION = MotionModel()
NOISE = np.diag([4.0, 4.0, 1.0])


def _start():
    return start_state(0.0, np.zeros(3), np.diag([9.0, 9.0, 4.0]), MOTION)


def _fix(time_s, x_m, y_m, level="1", sd_m=1.5):
    return Fix(time_s, "s", level, x_m, y_m, ((sd_m**2, 0.0), (0.0, sd_m**2)), 2.45 * sd_m)


def _walk(seed, steps=80):
    rng = np.random.default_rng(seed)
    states, truth = [_start()], [(0.0, 0.0)]
    for step in range(1, steps):
        place = (0.5 * step * 0.6, 0.0)
        measured = np.array([*rng.normal(place, 2.0), 0.0])
        states.append(update_state(predict_state(states[-1], 0.5 * step, MOTION), measured, NOISE))
        truth.append(place)
    return states, np.array(truth)


@pytest.mark.parametrize("name", ["measured", "measured_covariance"])
def test_a_wrong_shape_is_refused_by_name(name):
    arrays = {"measured": np.zeros(3), "measured_covariance": NOISE}
    arrays[name] = np.zeros((3, 1))
    with pytest.raises(ValueError, match=rf"{name} has the shape \(3, 1\)"):
        update_state(_start(), **arrays)


def test_a_column_state_is_refused():
    state = FilterState(0.0, 0.0, np.zeros((5, 1)), np.eye(5))
    with pytest.raises(ValueError, match="mean has the shape"):
        predict_state(state, 1.0, MOTION)


def test_a_start_of_a_wrong_shape_is_refused():
    with pytest.raises(ValueError, match="mean has the shape"):
        start_state(0.0, np.zeros(2), np.eye(3), MOTION)


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        predict_state(_start(), -0.1, MOTION)


@given(st.floats(0.05, 10), st.floats(0.05, 10))
def test_two_steps_are_one_long_step(first_s, second_s):
    f1, q1 = transition(MOTION, first_s)
    f2, q2 = transition(MOTION, second_s)
    f, q = transition(MOTION, first_s + second_s)
    assert f2 @ f1 == pytest.approx(f, abs=1e-9)
    assert f2 @ q1 @ f2.T + q2 == pytest.approx(q, abs=1e-9)


@given(st.integers(0, 1000))
def test_the_covariance_stays_symmetric_and_positive_definite(seed):
    for state in _walk(seed, steps=15)[0]:
        assert np.allclose(state.covariance, state.covariance.T)
        assert np.linalg.eigvalsh(state.covariance).min() > 0


def test_without_measurements_certainty_only_shrinks():
    spreads = [np.trace(predict_state(_start(), time_s, MOTION).covariance) for time_s in range(9)]
    assert spreads == sorted(spreads)


def test_smoothing_halves_the_error_of_a_walk():
    states, truth = _walk(1)
    smooth = smooth_states(states, MOTION)
    before = np.array([state.mean[:2] for state in states]) - truth
    after = np.array([state.mean[:2] for state in smooth]) - truth
    assert np.hypot(*after.T).mean() < 0.7 * np.hypot(*before.T).mean()
    assert [state.time_s for state in smooth] == [state.time_s for state in states]


def test_the_last_state_is_smooth_already():
    states, _ = _walk(2)
    assert smooth_states(states, MOTION)[-1].mean == pytest.approx(states[-1].mean)


def test_a_glide_takes_the_jumps_out_of_fixes():
    rng = np.random.default_rng(1)
    fixes = [_fix(0.5 * k, *rng.normal(0.0, 1.0, 2)) for k in range(200)]
    state, places = start_glide(fixes[0]), []
    for fix in fixes[1:]:
        state = glide(state, fix, 0.5)
        places.append(state.mean[:2])
    jumps_m = np.hypot(*np.diff([(fix.x_m, fix.y_m) for fix in fixes], axis=0).T)
    assert np.hypot(*np.diff(places, axis=0).T).mean() < 0.5 * jumps_m.mean()


def test_a_glide_keeps_up_with_a_walker():
    state = start_glide(_fix(0.0, 0.0, 2.0))
    for step in range(1, 60):
        state = glide(state, _fix(step * 0.5, 0.6 * step, 2.0), 0.5)
    assert math.hypot(state.mean[0] - 0.6 * 59, state.mean[1] - 2.0) < 0.1
    assert state.mean[2] == pytest.approx(1.2, abs=0.05)


def test_a_glide_begins_anew_after_a_gap_and_stays_where_no_time_has_passed():
    state = start_glide(_fix(0.0, 0.0, 0.0))
    for step in range(1, 20):
        state = glide(state, _fix(step * 0.5, 0.6 * step, 0.0), 0.5)
    assert glide(state, _fix(10.0, 50.0, 0.0), 0.0) is state
    assert glide(state, _fix(20.0, 5.0, 3.0), 10.0).mean.tolist() == [5.0, 3.0, 0.0, 0.0]


@given(st.floats(1e-6, 3.0), st.floats(0.0, 100.0))
def test_a_glide_goes_towards_each_fix_and_not_beyond(dt_s, sd_m):
    after = glide(start_glide(_fix(0.0, 1.0, 1.0)), _fix(dt_s, 4.0, 1.0, sd_m=sd_m), dt_s)
    assert 1.0 <= after.x_m <= 4.0
    assert after.y_m == pytest.approx(1.0)


def test_a_glide_takes_only_whole_covariances_and_time_that_goes_on():
    state = start_glide(_fix(0.0, 0.0, 0.0))
    with pytest.raises(ValueError, match="shape"):
        glide(state, replace(_fix(0.5, 0.0, 0.0), covariance_m2=((1.0, 0.0),)), 0.5)
    with pytest.raises(ValueError, match="backwards"):
        glide(state, _fix(0.5, 0.0, 0.0), -0.5)


def test_filterpy_is_not_loaded_before_it_is_needed():
    code = "import sys, positioning.tracking; sys.exit('filterpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
