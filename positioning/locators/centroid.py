"""Weighted centroid: the mean of the radios heard, the stronger the heavier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positioning.locators.base import Estimate, FloatArray, Prior, Readings, check_heard

_SPREAD_FLOOR_M = 1.5


def centroid_m(readings: Readings) -> FloatArray:
    """Centroid of the radios, weighted by received field strength (10 ** (dB / 20))."""
    strength_db = readings.rssi_dbm - readings.power_dbm
    weights = 10 ** ((strength_db - strength_db.max()) / 20)
    centre: FloatArray = weights @ readings.xy_m / weights.sum()
    return centre


@dataclass(frozen=True, slots=True)
class WeightedCentroid:
    """The centroid as a locator: no model, no offset, crude but never lost.

    References
    ----------
    J. Blumenthal et al., Weighted Centroid Localization in Zigbee-based Sensor Networks,
    IEEE WISP 2007.
    """

    def locate(self, readings: Readings, exponent: float, prior: Prior) -> Estimate:
        """Estimate the position; the offset stays as the prior has it."""
        check_heard(readings)
        centre = centroid_m(readings)
        spread = np.sqrt(((readings.xy_m - centre) ** 2).sum(axis=1).mean() / 2)
        variance_m2 = max(float(spread), _SPREAD_FLOOR_M) ** 2 / np.sqrt(len(readings.rssi_dbm))
        measured = np.array([centre[0], centre[1], prior.mean[2]])
        wide = np.diag([variance_m2, variance_m2, 1e6])
        gain = prior.covariance @ np.linalg.inv(prior.covariance + wide)
        covariance = gain @ wide
        return Estimate(
            mean=prior.mean + gain @ (measured - prior.mean),
            covariance=(covariance + covariance.T) / 2,
            measured=measured,
            measured_covariance=wide,
        )
