"""How residuals scatter and for how long: variances that stay near physics without evidence."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from positioning.traffic.records import NORMAL_FREEDOM
from positioning.traffic.rows import Rows
from positioning.traffic.tours import STEP_S

FloatArray = NDArray[np.float64]

_PLACE_PRIOR = (5.0, 30.0)
_PACKET_PRIOR = (3.0, 30.0)
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


def place_variance_db2(
    residual_db: FloatArray, rows: Rows, packet_db2: float, before_db2: float, shared: FloatArray
) -> float:
    """Variance of what stays at a place: by moments of clipped residuals.

    Parameters
    ----------
    residual_db : (n,) array
        Of each row.
    rows : Rows
        Gives packets and shares.
    packet_db2 : float
        Variance of single packets.
    before_db2 : float
        A first guess, from which the clipping starts.
    shared : (n,) array
        From `shared_draws`.

    Returns
    -------
    float
        Variance, dB².
    """
    count = float((rows.share / shared).sum())
    scatter_db2 = packet_db2 / rows.packets
    place_db2 = before_db2
    for _ in range(_CLIP_ROUNDS):
        variance = place_db2 + scatter_db2
        limit = _CLIP_SDS * np.sqrt(variance)
        clipped = np.clip(residual_db, -limit, limit)
        moment = float(np.average(clipped**2 - scatter_db2, weights=variance**-2.0))
        place_db2 = shrunk(max(moment, 0.0), count, _PLACE_PRIOR)
    return place_db2


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


def lasting_s(rows: Rows, residual_db: FloatArray, place_db2: float) -> float:
    """Integral of the residuals' autocorrelation over both directions of time, seconds.

    The mean of a noise that lasts, taken over a time T, has the variance of one draw times
    this integral over T.
    """
    order = np.lexsort((rows.step, rows.radio, rows.path))
    path, radio, step = rows.path[order], rows.radio[order], rows.step[order]
    residual = residual_db[order]
    products, counts = np.zeros(_LAGS + 1), np.zeros(_LAGS + 1)
    for shift in range(1, min(_LAGS + 1, len(order))):
        same = (path[shift:] == path[:-shift]) & (radio[shift:] == radio[:-shift])
        lag = step[shift:] - step[:-shift]
        near = same & (lag <= _LAGS)
        value = residual[shift:] * residual[:-shift]
        products += np.bincount(lag[near], value[near], minlength=_LAGS + 1)
        counts += np.bincount(lag[near], minlength=_LAGS + 1)
    covariance = products / np.maximum(counts, 1)
    total = place_db2
    for each in covariance[1:]:
        if each < _LEAST_CORRELATION * place_db2:
            break
        total += 2 * min(float(each), place_db2)
    prior_s, weight_db2 = _MEMORY_PRIOR
    return (STEP_S * total + prior_s * weight_db2) / (place_db2 + weight_db2)
