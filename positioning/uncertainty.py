"""The radius that holds the truth 95 times in 100."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from positioning.model import Covariance

FloatArray = NDArray[np.float64]

_OUTSIDE = 0.05
_BISECTIONS = 40


def radius_95_m(covariance_m2: Covariance) -> float:
    """Radius of the circle about a fix that holds 95 % of its normal distribution.

    Parameters
    ----------
    covariance_m2 : 2 × 2 tuple of float
        Symmetric positive covariance of (x, y), m².

    Returns
    -------
    float
        Radius in metres: between 1.96 and 2.45 times the greater standard deviation.

    Examples
    --------
    >>> round(radius_95_m(((1.0, 0.0), (0.0, 1.0))), 2)
    2.45
    >>> round(radius_95_m(((4.0, 0.0), (0.0, 0.0))), 2)
    3.92
    """
    (xx, xy), (_, yy) = covariance_m2
    middle, half = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    greater, smaller = middle + half, max(middle - half, 0.0)
    if greater <= 0:
        return 0.0
    ratios, factors = _factors()
    return float(np.interp(math.sqrt(smaller / greater), ratios, factors)) * math.sqrt(greater)


@lru_cache(maxsize=1)
def _factors() -> tuple[FloatArray, FloatArray]:
    """Radius over the greater sd, for ratios of the two standard deviations from 0 to 1.

    In polar coordinates of the whitened plane the share outside radius r is the mean over
    the angle of exp(-r² / 2g), with g = cos² + ratio² sin².
    """
    ratios = np.linspace(0.0, 1.0, 101)
    angles = (np.arange(1440) + 0.5) * (math.pi / 2880)
    spread = np.cos(angles) ** 2 + np.outer(ratios, np.sin(angles)) ** 2
    low, high = np.full(len(ratios), 1.5), np.full(len(ratios), 3.0)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        outside = np.exp(-(middle[:, None] ** 2) / (2 * spread)).mean(axis=1)
        low = np.where(outside > _OUTSIDE, middle, low)
        high = np.where(outside > _OUTSIDE, high, middle)
    return ratios, (low + high) / 2
