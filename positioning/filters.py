"""Kalman filters over time, on filterpy; no other module imports it.

filterpy takes seconds to import, so it is loaded at the first use. It also accepts arrays
of a wrong shape and goes wrong later, so shapes are checked here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from positioning.model import Fix

FloatArray = NDArray[np.float64]

STATE_SIZE = 5
_MEASURED = np.zeros((3, STATE_SIZE))
_MEASURED[[0, 1, 2], [0, 1, 4]] = 1.0
_DOT_MEASURED = np.eye(2, 4)
# The fixes are smooth already, and a stiffer dot would only lag.
_DOT_ACCELERATION_M_S2 = 2.5
# What was known of the speed before a longer gap says nothing.
_DOT_GAP_S = 3.0
# The spread of fixes that the gain is made for is rounded to this; no fix is nearer than it.
_DOT_ROUNDING_M = 0.25


@dataclass(frozen=True, slots=True)
class MotionModel:
    """How subjects move: nearly constant velocity that is forgotten after a while.

    ``speed_sd_m_s`` is the spread of each velocity component, ``persistence_s`` the time
    after which a walker has turned or stopped (correlation 1/e). The device offset drifts
    by ``offset_drift_db`` in the square root of a second.
    """

    speed_sd_m_s: float = 0.7
    persistence_s: float = 5.0
    offset_drift_db: float = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class FilterState:
    """Belief about (x m, y m, vx m/s, vy m/s, device offset dB) at one time.

    ``started_s`` tells states apart that belong to different runs of the filter.
    """

    time_s: float
    started_s: float
    mean: FloatArray
    covariance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Glide:
    """Mean (x m, y m, vx m/s, vy m/s) of what fixes jump about, (4,)."""

    mean: FloatArray

    @property
    def x_m(self) -> float:
        """East of the plan's origin, metres."""
        return float(self.mean[0])

    @property
    def y_m(self) -> float:
        """North of the plan's origin, metres."""
        return float(self.mean[1])


@lru_cache(maxsize=1)
def _kalman() -> Any:
    from filterpy import kalman

    return kalman


def _check_shape(name: str, array: FloatArray, shape: tuple[int, ...]) -> None:
    if np.shape(array) != shape:
        raise ValueError(f"{name} has the shape {np.shape(array)}; it must be {shape}.")


def transition(motion: MotionModel, dt_s: float) -> tuple[FloatArray, FloatArray]:
    """Transition matrix F and process noise Q of the tracker's state over a time step.

    Velocity is an Ornstein-Uhlenbeck process; with a = exp(-dt / T) and s the speed sd:
    position gains T (1 - a) v, velocity shrinks to a v, and the noise is
    s² [T² (2 dt/T - 3 + 4a - a²), T (1 - a)²; T (1 - a)², 1 - a²] per axis.

    Parameters
    ----------
    motion : MotionModel
        Speed and persistence.
    dt_s : float
        Step, >= 0.

    Returns
    -------
    F, Q : (5, 5) arrays

    References
    ----------
    R. A. Singer, Estimating Optimal Tracking Filter Performance for Manned Maneuvering
    Targets, IEEE Trans. AES 6(4), 1970 (the same idea, for acceleration).
    """
    if dt_s < 0:
        raise ValueError(f"A filter cannot step by {dt_s} s; time must not run backwards.")
    lasting_s = motion.persistence_s
    kept = math.exp(-dt_s / lasting_s)
    variance = motion.speed_sd_m_s**2
    f, q = np.eye(STATE_SIZE), np.zeros((STATE_SIZE, STATE_SIZE))
    for place, speed in ((0, 2), (1, 3)):
        f[place, speed] = lasting_s * (1 - kept)
        f[speed, speed] = kept
        wander = 2 * dt_s / lasting_s - 3 + 4 * kept - kept**2
        q[place, place] = variance * lasting_s**2 * max(wander, 0.0)
        q[place, speed] = q[speed, place] = variance * lasting_s * (1 - kept) ** 2
        q[speed, speed] = variance * (1 - kept**2)
    q[4, 4] = motion.offset_drift_db**2 * dt_s
    return f, q


def start_state(
    time_s: float, mean: FloatArray, covariance: FloatArray, motion: MotionModel
) -> FilterState:
    """Start a filter from a belief about (x, y, offset); the velocity is unknown.

    Raises
    ------
    ValueError
        If an array has a wrong shape.
    """
    _check_shape("mean", mean, (3,))
    _check_shape("covariance", covariance, (3, 3))
    whole = np.zeros((STATE_SIZE, STATE_SIZE))
    whole[np.ix_([0, 1, 4], [0, 1, 4])] = covariance
    whole[[2, 3], [2, 3]] = motion.speed_sd_m_s**2
    return FilterState(time_s, time_s, np.array([mean[0], mean[1], 0.0, 0.0, mean[2]]), whole)


def predict_state(state: FilterState, time_s: float, motion: MotionModel) -> FilterState:
    """Carry a state forward in time.

    Raises
    ------
    ValueError
        If the state has a wrong shape or ``time_s`` is before it.
    """
    _check_shape("mean", state.mean, (STATE_SIZE,))
    _check_shape("covariance", state.covariance, (STATE_SIZE, STATE_SIZE))
    f, q = transition(motion, time_s - state.time_s)
    mean, covariance = _kalman().predict(state.mean, state.covariance, F=f, Q=q)
    return FilterState(time_s, state.started_s, mean, covariance)


def update_state(
    state: FilterState, measured: FloatArray, measured_covariance: FloatArray
) -> FilterState:
    """Take in a measurement of (x m, y m, offset dB).

    Raises
    ------
    ValueError
        If an array has a wrong shape.
    """
    _check_shape("measured", measured, (3,))
    _check_shape("measured_covariance", measured_covariance, (3, 3))
    mean, covariance = _kalman().update(
        state.mean, state.covariance, measured, measured_covariance, H=_MEASURED
    )
    return FilterState(state.time_s, state.started_s, mean, (covariance + covariance.T) / 2)


def smooth_states(states: Sequence[FilterState], motion: MotionModel) -> tuple[FilterState, ...]:
    """Improve states by what was heard after them (Rauch-Tung-Striebel smoother).

    Parameters
    ----------
    states : sequence of FilterState
        States after their updates, of one run of the filter, in order of time.
    motion : MotionModel
        The one the filter ran with.

    Returns
    -------
    tuple of FilterState
        As many, at the same times.

    References
    ----------
    H. E. Rauch, F. Tung, C. T. Striebel, Maximum Likelihood Estimates of Linear Dynamic
    Systems, AIAA Journal 3(8), 1965.
    """
    if len(states) < 2:
        return tuple(states)
    steps = [transition(motion, after.time_s - before.time_s) for before, after in pairwise(states)]
    means, covariances, _, _ = _kalman().rts_smoother(
        np.array([state.mean for state in states]),
        np.array([state.covariance for state in states]),
        [f for f, _ in steps],
        [q for _, q in steps],
    )
    return tuple(
        FilterState(state.time_s, state.started_s, mean, covariance)
        for state, mean, covariance in zip(states, means, covariances, strict=True)
    )


def start_glide(fix: Fix) -> Glide:
    """Begin at a fix, standing."""
    return Glide(np.array([fix.x_m, fix.y_m, 0.0, 0.0]))


def glide(state: Glide, fix: Fix, dt_s: float) -> Glide:
    """Take the jumps out of fixes: one step of a constant-velocity Kalman filter.

    It has the gain that such a filter settles at, with fixes of this spread so far apart.

    Parameters
    ----------
    state : Glide
        So far.
    fix : Fix
        The newest fix, on the same level.
    dt_s : float
        Seconds since the fix before, >= 0.

    Returns
    -------
    Glide
        At the time of the fix.

    Raises
    ------
    ValueError
        If ``dt_s`` is negative or the state or the fix has a wrong shape.
    """
    _check_shape("mean", state.mean, (4,))
    if [len(row) for row in fix.covariance_m2] != [2, 2]:
        raise ValueError(f"covariance_m2 has shape {np.shape(fix.covariance_m2)}, not (2, 2).")
    if dt_s < 0:
        raise ValueError(f"A filter cannot step by {dt_s} s; time must not run backwards.")
    if dt_s == 0:
        return state
    if dt_s > _DOT_GAP_S:
        return start_glide(fix)
    (xx, _), (_, yy) = fix.covariance_m2
    sd_m = math.sqrt((xx + yy) / 2)
    f, gain = _dot_gain(dt_s, max(round(sd_m / _DOT_ROUNDING_M), 1) * _DOT_ROUNDING_M)
    kalman = _kalman()
    mean = kalman.predict_steadystate(state.mean, F=f)
    measured = np.array([fix.x_m, fix.y_m])
    return Glide(kalman.update_steadystate(mean, measured, gain, H=_DOT_MEASURED))


@lru_cache(maxsize=256)
def _dot_gain(dt_s: float, sd_m: float) -> tuple[FloatArray, FloatArray]:
    """Transition, (4, 4), and settled gain, (4, 2), for fixes of one spread.

    P. R. Kalata, The Tracking Index: A Generalized Parameter for α-β and α-β-γ Target
    Trackers, IEEE Transactions on Aerospace and Electronic Systems 20(2), 1984.
    """
    f = np.eye(4)
    f[[0, 1], [2, 3]] = dt_s
    index = _DOT_ACCELERATION_M_S2 * dt_s**2 / sd_m
    rest = (4 + index - math.sqrt(index * (8 + index))) / 4
    alpha, beta = 1 - rest**2, 2 * (1 - rest) ** 2
    return f, np.vstack((alpha * np.eye(2), beta / dt_s * np.eye(2)))


_LEVEL_MEASURED = np.eye(1, 2)
_LEVEL_SD_DB = 6.0
_LEVEL_WANDER_DB2_S = 1.0 / 3600.0
_DRIFT_SD_DB_S = 1.0 / 86400.0


@dataclass(frozen=True, slots=True, eq=False)
class LevelState:
    """Belief about (level dB, drift dB/s) of something that should stay at 0."""

    time_s: float
    mean: FloatArray
    covariance: FloatArray

    @property
    def level_db(self) -> float:
        """The level, dB."""
        return float(self.mean[0])

    @property
    def level_sd_db(self) -> float:
        """Standard deviation of the level, dB."""
        return math.sqrt(float(self.covariance[0, 0]))


def follow_level(
    state: LevelState | None, time_s: float, measured_db: float, variance_db2: float
) -> LevelState:
    """Follow the level of a radio and its slow drift by one look at it.

    The level wanders by 1 dB in the square root of an hour, the drift is one of batteries
    and seasons: 1 dB a day.

    Parameters
    ----------
    state : LevelState or None
        So far; ``None`` to begin about a level of 0.
    time_s : float
        When; a time before the state's counts as its own.
    measured_db : float
        The level as seen, dB.
    variance_db2 : float
        Of the look, dB², > 0.

    Returns
    -------
    LevelState
        After it.

    Raises
    ------
    ValueError
        If the variance is not positive.
    """
    if not variance_db2 > 0:
        raise ValueError(f"The variance is {variance_db2} dB²; it must be positive.")
    if state is None:
        prior = np.diag([_LEVEL_SD_DB**2, _DRIFT_SD_DB_S**2])
        state = LevelState(time_s, np.zeros(2), prior)
    dt_s = max(time_s - state.time_s, 0.0)
    f = np.array([[1.0, dt_s], [0.0, 1.0]])
    q = np.diag([_LEVEL_WANDER_DB2_S * dt_s, 0.0])
    mean, covariance = _kalman().predict(state.mean, state.covariance, F=f, Q=q)
    mean, covariance = _kalman().update(
        mean, covariance, np.array([measured_db]), np.array([[variance_db2]]), H=_LEVEL_MEASURED
    )
    return LevelState(state.time_s + dt_s, mean, (covariance + covariance.T) / 2)
