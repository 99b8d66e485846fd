"""How likely a scan hears a radio, by how strong it is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

FloatArray = NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_SHARES = _WEIGHTS / _WEIGHTS.sum()
# No scan is so sure that a miss proves anything.
_GREATEST = 0.999


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """Logistic detection curve.

    Attributes
    ----------
    greatest : float
        Share of scans that hear even a strong radio.
    middle_dbm : (devices,) array
        Where half of that is heard, as strength of a device without an offset.
    width_db : float
        How wide the curve is.
    """

    greatest: float
    middle_dbm: FloatArray
    width_db: float

    def share(self, level_dbm: FloatArray, middle_dbm: FloatArray | float) -> FloatArray:
        """Chance that a scan hears a radio of a strength."""
        return np.asarray(self.greatest * expit((level_dbm - middle_dbm) / self.width_db))

    def log_misses(self, level_dbm: FloatArray, missed: FloatArray) -> FloatArray:
        """Log-likelihood of strengths, (n, m), from the scans of each device that missed them.

        ``missed`` is (n, devices).
        """
        total = np.zeros(level_dbm.shape)
        for device, middle_dbm in enumerate(self.middle_dbm):
            total += missed[:, device, None] * np.log1p(-self.share(level_dbm, middle_dbm))
        return total

    def expected_share(self, mean_dbm: FloatArray, sd_db: FloatArray) -> FloatArray:
        """Chance that a scan of a typical device hears it where strength is uncertain."""
        nodes = mean_dbm[..., None] + sd_db[..., None] * _NODES
        return np.asarray(self.share(nodes, float(np.median(self.middle_dbm))) @ _SHARES)


def fit_detection(
    level_dbm: FloatArray,
    device: NDArray[np.intp],
    heard: FloatArray,
    scans: FloatArray,
    devices: int,
) -> Detection:
    """Fit the curve to how often radios of known strength were heard.

    Parameters
    ----------
    level_dbm, device, heard, scans : (n,) arrays
        For each place, radio and device: the strength there, whose it is, in how many of
        how many scans it was heard.
    devices : int
        How many devices there are.
    """
    heard = np.minimum(heard, scans)
    middle = float(np.average(level_dbm, weights=np.maximum(heard, 1e-9))) - 10.0

    def unpack(values: FloatArray) -> Detection:
        return Detection(
            min(float(expit(values[0])), _GREATEST), values[2:], float(np.exp(values[1]))
        )

    def cost(values: FloatArray) -> float:
        curve = unpack(values)
        share = np.clip(curve.share(level_dbm, curve.middle_dbm[device]), 1e-6, 1 - 1e-6)
        log = heard * np.log(share) + (scans - heard) * np.log1p(-share)
        prior = (values[1] - np.log(3.0)) ** 2 + np.sum((values[2:] - values[2:].mean()) ** 2) / 50
        return float(prior - log.sum())

    start = np.concatenate([[2.0, np.log(3.0)], np.full(devices, middle)])
    return unpack(minimize(cost, start, method="L-BFGS-B").x)
