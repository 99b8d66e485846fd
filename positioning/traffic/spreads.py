"""How residuals scatter and for how long: variances that stay near physics without evidence."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from positioning.traffic.records import NORMAL_FREEDOM
from positioning.traffic.rows import Rows
from positioning.traffic.tours import STEP_S

FloatArray = NDArray[np.float64]

_PLACE_PRIOR = (5.0, 30.0)
_PACKET_PRIOR = (3.0, 30.0)
_LEAST_PLACE_DB2 = 0.25
# Mean and spread, m²: radios hang some decimetres from where they are said to, and antennas
# and those who carry them are no points.
_NEAR_PRIOR_M2 = (0.1, 0.7)
# Seconds that what lasts lasts, and the dB² of place variance that this guess counts for.
_MEMORY_PRIOR = (2.5, 1.0)
_FREEDOMS = (3.0, 5.0, 8.0, 15.0, NORMAL_FREEDOM)
_LAGS = 12
_LEAST_CORRELATION = 0.1
_CLIP_SDS = 3.0
_CLIP_ROUNDS = 3


def shrunk(variance: float, count: float, prior: tuple[float, float]) -> float:
    """A variance of so many observations, drawn to a prior: (sd, observations it counts for).

    Examples
    --------
    >>> shrunk(9.0, 10.0, (1.0, 10.0))
    5.0
    """
    sd, weight = prior
    return (variance * count + sd**2 * weight) / (count + weight)


def packet_variance_db2(rows: Rows) -> float:
    """Variance of single packets at one place and moment."""
    return shrunk(rows.packet_db2, rows.packet_freedom, _PACKET_PRIOR)


def shared_draws(rows: Rows, memory_s: float) -> FloatArray:
    """How many rows share each row's draw of what stays at a place, or lasts in time, (n,)."""
    squares, place = np.unique(rows.square, axis=0, return_inverse=True)
    key = place.ravel() * len(rows.radios) + rows.radio
    count = np.bincount(key, minlength=len(squares) * len(rows.radios)) * rows.share
    draws: FloatArray = np.maximum(count[key], max(memory_s / STEP_S, 1.0))
    return draws


def lasting_variances(
    residual_db: FloatArray,
    rows: Rows,
    slope_db_m: FloatArray,
    packet_db2: float,
    before: tuple[float, float],
    shared: FloatArray,
) -> tuple[float, float]:
    """Variances of what stays at a place, in level and in range: by moments of clipped residuals.

    Parameters
    ----------
    residual_db : (n,) array
        Of each row.
    rows : Rows
        Gives packets and shares.
    slope_db_m : (n,) array
        How fast the RSSI falls with range where each row was heard.
    packet_db2 : float
        Variance of single packets.
    before : (float, float)
        A first guess, from which the clipping starts.
    shared : (n,) array
        From `shared_draws`.

    Returns
    -------
    place_db2 : float
        Of what is alike at all distances, dB².
    near_m2 : float
        Of what is alike in metres of range, m².
    """
    scatter_db2 = packet_db2 / rows.packets
    place_db2, near_m2 = before
    prior = np.array([_PLACE_PRIOR[0] ** 2, _NEAR_PRIOR_M2[0]])
    own = np.array([_PLACE_PRIOR[1] / (2 * prior[0] ** 2), _NEAR_PRIOR_M2[1] ** -2.0])
    terms = np.stack([np.ones(len(residual_db)), slope_db_m**2])
    for _ in range(_CLIP_ROUNDS):
        variance = place_db2 + near_m2 * terms[1] + scatter_db2
        limit = _CLIP_SDS * np.sqrt(variance)
        clipped = np.clip(residual_db, -limit, limit)
        # A squared residual has twice its variance squared as its own.
        sure = rows.share / shared / (2 * variance**2)
        information = (sure * terms) @ terms.T
        moment = (sure * terms) @ (clipped**2 - scatter_db2)
        information += np.diag(own)
        root = np.linalg.cholesky(information)
        found = nnls(root.T, np.linalg.solve(root, moment + own * prior))[0]
        place_db2, near_m2 = max(float(found[0]), _LEAST_PLACE_DB2), float(found[1])
    return place_db2, near_m2


def likeliest_freedom(residual_db: FloatArray, variance_db2: FloatArray) -> float:
    """Degrees of freedom of Student's t that make residuals of a known variance likeliest."""
    squares = residual_db**2 / variance_db2
    scores = []
    for freedom in _FREEDOMS:
        constant = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)
        constant -= 0.5 * math.log(freedom - 2)
        logs = np.log1p(squares / (freedom - 2))
        scores.append(constant - (freedom + 1) / 2 * float(logs.mean()))
    return _FREEDOMS[int(np.argmax(scores))]


def lasting_s(rows: Rows, residual_db: FloatArray, lasting_db2: FloatArray) -> float:
    """Integral of the residuals' autocorrelation over both directions of time, seconds.

    The mean of a noise that lasts, taken over a time T, has the variance of one draw times
    this integral over T. Residuals are averaged over the paths of a tour: how those differ
    from each other is not what lasted.
    """
    place_db2 = float(lasting_db2.mean())
    scaled_db = residual_db * np.sqrt(place_db2 / lasting_db2)
    tour = rows.path // round(1 / rows.share)
    keys = np.stack([tour, rows.radio, rows.step])
    (tour, radio, step), place = np.unique(keys, axis=1, return_inverse=True)
    residual = np.bincount(place.ravel(), scaled_db) / np.bincount(place.ravel())
    products, counts = np.zeros(_LAGS + 1), np.zeros(_LAGS + 1)
    for shift in range(1, min(_LAGS + 1, len(step))):
        same = (tour[shift:] == tour[:-shift]) & (radio[shift:] == radio[:-shift])
        lag = step[shift:] - step[:-shift]
        near = same & (lag <= _LAGS)
        value = residual[shift:] * residual[:-shift]
        products += np.bincount(lag[near], value[near], minlength=_LAGS + 1)
        counts += np.bincount(lag[near], minlength=_LAGS + 1)
    covariance = products / np.maximum(counts, 1)
    # What is gone within a step is not told from what packets scatter.
    least_db2 = max(float(covariance[1]), 0.0)
    total = least_db2
    for each in covariance[1:]:
        if not each > _LEAST_CORRELATION * least_db2:
            break
        total += 2 * min(float(each), least_db2)
    prior_s, weight_db2 = _MEMORY_PRIOR
    return (STEP_S * total + prior_s * weight_db2) / (least_db2 + weight_db2)
