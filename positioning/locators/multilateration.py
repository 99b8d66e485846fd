"""Robust log-distance multilateration with an unknown device offset."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from positioning.locators.base import Estimate, FloatArray, Prior, Readings, check_heard
from positioning.locators.centroid import centroid_m
from positioning.pathloss import MIN_DISTANCE_M

# A direction of which the readings say nothing gets this sd (m and dB) as a measurement.
_BLIND_SD = 1000.0
_CONVERGED = 0.02


@dataclass(frozen=True, slots=True)
class Multilateration:
    """Maximum a posteriori position under log-distance path loss with Student-t noise.

    Gauss-Newton with iteratively re-weighted least squares, from several starts at once:
    the prior's mean, the weighted centroid and the strongest radio. Of the ends the most
    probable wins.

    Attributes
    ----------
    degrees_of_freedom : float
        Of the Student-t noise; small values trust outliers less.
    rounds : int
        Most Gauss-Newton steps.
    step_limit : float
        Longest step, in metres and dB together.

    References
    ----------
    N. Patwari et al., Relative Location Estimation in Wireless Sensor Networks, IEEE
    Trans. Signal Processing 51(8), 2003 (model and information matrix).
    K. L. Lange, R. J. A. Little, J. M. G. Taylor, Robust Statistical Modeling Using the t
    Distribution, JASA 84, 1989 (weights).
    """

    degrees_of_freedom: float = 5.0
    rounds: int = 15
    step_limit: float = 4.0

    def locate(self, readings: Readings, exponent: float, prior: Prior) -> Estimate:
        """Estimate position and device offset; see `Locator.locate`."""
        check_heard(readings)
        precision = np.asarray(np.linalg.inv(prior.covariance), dtype=np.float64)
        points = _starts(readings, prior)
        for _ in range(self.rounds):
            information, gradient, _ = self._linearise(readings, exponent, points)
            pull = gradient - (points - prior.mean) @ precision
            steps = np.linalg.solve(information + precision, pull[:, :, None])[:, :, 0]
            lengths = np.sqrt((steps**2).sum(axis=1))
            points = points + steps * np.minimum(1.0, self.step_limit / (lengths + 1e-12))[:, None]
            if lengths.max() < _CONVERGED:
                break
        information, gradient, cost = self._linearise(readings, exponent, points)
        away = points - prior.mean
        best = int(np.argmin(cost + ((away @ precision) * away).sum(axis=1) / 2))
        return _estimate(points[best], information[best], gradient[best], precision)

    def _linearise(
        self, readings: Readings, exponent: float, points: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Information (s, 3, 3), gradient (s, 3) and cost (s,) of the readings at s points.

        r_i = A_i + o - 10 n log10 d_i has the derivative -(10 n / ln 10)(p - b_i) / d_i² by
        position and 1 by offset; a Student-t reading weighs (v + 1) / (v + r²/s²).
        """
        freedom = self.degrees_of_freedom
        away = points[:, None, :2] - readings.xy_m
        distance2 = np.maximum((away**2).sum(axis=2) + readings.gap_m**2, MIN_DISTANCE_M**2)
        expected = readings.power_dbm + points[:, 2:] - 5 * exponent * np.log10(distance2)
        residual = readings.rssi_dbm - expected
        square = residual**2 / readings.variance_db2
        weight = (freedom + 1) / (freedom + square) / readings.variance_db2
        slope = np.empty((*residual.shape, 3))
        slope[:, :, :2] = away * (-10 * exponent / math.log(10) / distance2)[:, :, None]
        slope[:, :, 2] = 1.0
        weighted = (slope * weight[:, :, None]).transpose(0, 2, 1)
        gradient = (weighted @ residual[:, :, None])[:, :, 0]
        cost = (freedom + 1) / 2 * np.log1p(square / freedom).sum(axis=1)
        return weighted @ slope, gradient, cost


def _starts(readings: Readings, prior: Prior) -> FloatArray:
    offset_db = prior.mean[2]
    strongest = readings.xy_m[np.argmax(readings.rssi_dbm - readings.power_dbm)]
    return np.array(
        [prior.mean, [*centroid_m(readings), offset_db], [strongest[0], strongest[1], offset_db]]
    )


def _estimate(
    point: FloatArray, information: FloatArray, gradient: FloatArray, precision: FloatArray
) -> Estimate:
    covariance = np.linalg.inv(information + precision)
    measured_covariance = np.linalg.inv(information + np.eye(3) / _BLIND_SD**2)
    return Estimate(
        mean=point,
        covariance=(covariance + covariance.T) / 2,
        measured=point + measured_covariance @ gradient,
        measured_covariance=(measured_covariance + measured_covariance.T) / 2,
    )
