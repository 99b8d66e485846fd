"""What every locator takes and gives.

A locator is a pure function from the readings of one moment and a prior to an estimate of
(x, y, device offset). How estimates join over time is the tracker's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Mean RSSI of each radio heard, one entry per radio.

    Attributes
    ----------
    xy_m : (n, 2) array
        Horizontal positions of the radios.
    gap_m : (n,) array
        Vertical distances between radios and subject.
    power_dbm : (n,) array
        RSSI expected at 1 m from each radio.
    rssi_dbm : (n,) array
        What was heard.
    variance_db2 : (n,) array
        Variance of each reading about the model: packet noise and shadowing.
    """

    xy_m: FloatArray
    gap_m: FloatArray
    power_dbm: FloatArray
    rssi_dbm: FloatArray
    variance_db2: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """What is believed of (x m, y m, offset dB) before the readings, as a normal distribution."""

    mean: FloatArray
    covariance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """What is believed of (x m, y m, offset dB) after the readings.

    ``measured`` and ``measured_covariance`` are what the readings alone say, as a
    measurement that a Kalman filter can take without counting the prior twice.
    """

    mean: FloatArray
    covariance: FloatArray
    measured: FloatArray
    measured_covariance: FloatArray


class Locator(Protocol):
    """One way of turning readings into a position."""

    def locate(self, readings: Readings, exponent: float, prior: Prior) -> Estimate:
        """Estimate position and device offset.

        Parameters
        ----------
        readings : Readings
            At least one reading.
        exponent : float
            Path-loss exponent, > 0.
        prior : Prior
            Positive definite; wide where nothing is known.

        Returns
        -------
        Estimate
            With symmetric positive definite covariances.

        Raises
        ------
        ValueError
            If there is no reading.
        """
        ...


def check_heard(readings: Readings) -> None:
    """Refuse empty readings.

    Raises
    ------
    ValueError
        If there is no reading.
    """
    if not len(readings.rssi_dbm):
        raise ValueError("There is no reading to locate with; ask only once a radio is heard.")
