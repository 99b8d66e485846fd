"""Places where a radio was missed in some or all scans, as soft upper limits of its strength.

What a miss says of the strength there is no normal distribution; it is replaced by the
normal one that gives the same mean and variance together with what all other places say.

References
----------
T. P. Minka, Expectation Propagation for approximate Bayesian inference, UAI 2001.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from positioning.radiomap.cells import NO_NEWS_DB2
from positioning.radiomap.process import Kernel, Samples, condition

FloatArray = NDArray[np.float64]

_ROUNDS = 3
_GRID_SDS = np.linspace(-5.0, 5.0, 41)


def soften(
    kernel: Kernel,
    samples: Samples,
    trend_dbm: FloatArray,
    log_misses: Callable[[FloatArray], FloatArray],
) -> Samples:
    """Give samples in which the misses are part of the observations.

    Parameters
    ----------
    kernel : Kernel
        Of the radio.
    samples : Samples
        What was heard; where nothing was, the noise is that of no news.
    trend_dbm : (n,) array
        The trend that the residuals are about.
    log_misses : callable
        Levels in dBm, (n, m) → log-likelihood of each place's misses, (n, m).

    Returns
    -------
    Samples
        With other residuals and noise.
    """
    heard_precision = 1 / samples.noise_db2
    current = samples
    for _ in range(_ROUNDS):
        mean, variance = condition(kernel, current).left_out()
        own = np.maximum(variance - current.noise_db2, 0.01)
        # Together with what was heard there, but without the misses.
        precision = 1 / own + heard_precision
        middle = (mean / own + samples.residual_db * heard_precision) / precision
        spread = np.sqrt(1 / precision)
        nodes = middle[:, None] + spread[:, None] * _GRID_SDS
        log = log_misses(nodes + trend_dbm[:, None]) - 0.5 * _GRID_SDS**2
        weight = np.exp(log - log.max(axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        tilted = (weight * nodes).sum(axis=1)
        tilted_db2 = (weight * (nodes - tilted[:, None]) ** 2).sum(axis=1)
        site = np.maximum(1 / tilted_db2 - 1 / own, 1 / NO_NEWS_DB2)
        residual = (tilted * (site + 1 / own) - mean / own) / site
        current = Samples(samples.xy_m, samples.basis_db, residual, 1 / site, samples.time_s)
    return current
