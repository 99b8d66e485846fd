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
    greatest : (devices,) array
        Share of scans that hear even a strong radio: some phones listen half of the time.
    middle_dbm : (devices,) array
        Where half of that is heard, as strength of a device without an offset.
    width_db : float
        How wide the curve is.
    """

    greatest: FloatArray
    middle_dbm: FloatArray
    width_db: float

    def share(self, level_dbm: FloatArray, device: NDArray[np.intp] | int) -> FloatArray:
        """Chance that a device's scan hears a radio of a strength."""
        steep = expit((level_dbm - self.middle_dbm[device]) / self.width_db)
        return np.asarray(self.greatest[device] * steep)

    def log_misses(self, level_dbm: FloatArray, missed: FloatArray) -> FloatArray:
        """Log-likelihood of strengths, (n, m), from the scans of each device that missed them.

        ``missed`` is (n, devices).
        """
        total = np.zeros(level_dbm.shape)
        for device in range(len(self.middle_dbm)):
            total += missed[:, device, None] * np.log1p(-self.share(level_dbm, device))
        return total

    def expected_shares(self, mean_dbm: FloatArray, sd_db: FloatArray) -> list[FloatArray]:
        """Chance that a scan of each device hears it where strength is uncertain."""
        nodes = mean_dbm[..., None] + sd_db[..., None] * _NODES
        return [self.share(nodes, device) @ _SHARES for device in range(len(self.middle_dbm))]


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
        greatest = np.minimum(expit(values[1 + devices :]), _GREATEST)
        return Detection(greatest, values[1 : 1 + devices], float(np.exp(values[0])))

    def cost(values: FloatArray) -> float:
        curve = unpack(values)
        share = np.clip(curve.share(level_dbm, device), 1e-6, 1 - 1e-6)
        log = heard * np.log(share) + (scans - heard) * np.log1p(-share)
        middles, greatest = values[1 : 1 + devices], values[1 + devices :]
        prior = (values[0] - np.log(3.0)) ** 2 + np.sum((middles - middles.mean()) ** 2) / 50
        prior += np.sum((greatest - greatest.mean()) ** 2) / 2
        return float(prior - log.sum())

    start = np.concatenate([[np.log(3.0)], np.full(devices, middle), np.full(devices, 2.0)])
    return unpack(minimize(cost, start, method="L-BFGS-B").x)
