"""Gaussian processes for what a radio is heard like: kernel, likelihood, prediction.

References
----------
C. E. Rasmussen, C. K. I. Williams, Gaussian Processes for Machine Learning, 2006, ch. 2, 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize
from scipy.spatial.distance import cdist

FloatArray = NDArray[np.float64]

# Priors of the logarithms, (mean, sd): shadowing indoors is correlated over a few metres
# with a spread of 3 to 8 dB (Rappaport 2002, sec. 4.9); the data outweigh them at once.
_PRIORS = {
    "sd_db": (np.log(4.0), 0.5),
    "length_m": (np.log(4.0), 0.7),
    "nugget_db": (np.log(2.5), 0.5),
    "lasting_db": (np.log(2.0), 0.5),
}
LASTING_S = 2.5


@dataclass(frozen=True, slots=True)
class Kernel:
    """Covariance of the readings of one radio about a trend.

    Attributes
    ----------
    sd_db, length_m : float
        Matérn 3/2 process over the floor.
    nugget_db : float
        What neither place nor time explains: it differs at the next place and pass.
    lasting_db : float
        What lasts for some seconds of one pass.
    """

    sd_db: float = 4.0
    length_m: float = 4.0
    nugget_db: float = 2.5
    lasting_db: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Observations of one radio.

    Attributes
    ----------
    xy_m : (n, 2) array
    basis_db : (n, k) array
        What is unsure of the trend, each column as its effect in standard deviations.
    residual_db : (n,) array
        Reading less trend.
    noise_db2 : (n,) array
        Variance of the packet noise that is left in each.
    time_s : (n,) array or None
        ``None`` where the observations share nothing but their place.
    """

    xy_m: FloatArray
    basis_db: FloatArray
    residual_db: FloatArray
    noise_db2: FloatArray
    time_s: FloatArray | None = None

    def chosen(self, index: NDArray[np.intp]) -> Samples:
        """Some of them."""
        time_s = None if self.time_s is None else self.time_s[index]
        return Samples(
            self.xy_m[index],
            self.basis_db[index],
            self.residual_db[index],
            self.noise_db2[index],
            time_s,
        )


def covariance(
    kernel: Kernel, xy_m: FloatArray, basis_db: FloatArray, to_m: FloatArray, to_db: FloatArray
) -> FloatArray:
    """Covariance of the map at some places, (n,), with the map at others, (m,): (n, m)."""
    scaled = cdist(xy_m, to_m) * (np.sqrt(3) / kernel.length_m)
    smooth = kernel.sd_db**2 * (1 + scaled) * np.exp(-scaled)
    return np.asarray(smooth + basis_db @ to_db.T)


def sample_covariance(kernel: Kernel, samples: Samples) -> FloatArray:
    """Covariance of the observations themselves, (n, n)."""
    matrix = covariance(kernel, samples.xy_m, samples.basis_db, samples.xy_m, samples.basis_db)
    if samples.time_s is not None:
        gap_s = np.abs(np.subtract.outer(samples.time_s, samples.time_s))
        matrix += kernel.lasting_db**2 * np.exp(-gap_s / LASTING_S)
    matrix[np.diag_indices_from(matrix)] += kernel.nugget_db**2 + samples.noise_db2
    return matrix


def log_likelihood(kernel: Kernel, samples: Samples) -> float:
    """Log marginal likelihood of the observations."""
    lower = cholesky(sample_covariance(kernel, samples), lower=True)
    white = solve_triangular(lower, samples.residual_db, lower=True)
    logs = np.log(np.diag(lower)).sum() + len(white) / 2 * np.log(2 * np.pi)
    return float(-0.5 * white @ white - logs)


def fit_kernel(each: Sequence[Samples], start: Kernel) -> Kernel:
    """Find the kernel that all radios share, by likelihood with weak priors.

    Parameters
    ----------
    each : sequence of Samples
        One for each radio.
    start : Kernel
        Where to begin; what it has at zero stays zero.
    """
    names = [name for name in _PRIORS if getattr(start, name) > 0]

    def build(logs: FloatArray) -> Kernel:
        values = {name: float(np.exp(log)) for name, log in zip(names, logs, strict=True)}
        return Kernel(**{"lasting_db": 0.0, **values})

    def cost(logs: FloatArray) -> float:
        kernel = build(logs)
        priors = (_PRIORS[name] for name in names)
        prior = sum(((x - m) / s) ** 2 for x, (m, s) in zip(logs, priors, strict=True)) / 2
        return float(prior) - sum(log_likelihood(kernel, samples) for samples in each)

    first = np.log([getattr(start, name) for name in names])
    limits = [(_PRIORS[name][0] - 2.0, _PRIORS[name][0] + 2.0) for name in names]
    found = minimize(cost, first, method="L-BFGS-B", bounds=limits, options={"maxiter": 25})
    return build(found.x)


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """A radio's process, given its observations."""

    kernel: Kernel
    samples: Samples
    lower: FloatArray
    weights: FloatArray

    def at(self, xy_m: FloatArray, basis_db: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Mean and variance of the smooth map about the trend at some places."""
        cross = covariance(self.kernel, self.samples.xy_m, self.samples.basis_db, xy_m, basis_db)
        white = solve_triangular(self.lower, cross, lower=True)
        own_db2 = self.kernel.sd_db**2 + np.einsum("ij,ij->i", basis_db, basis_db)
        left_db2 = own_db2 - np.einsum("ij,ij->j", white, white)
        return self.weights @ cross, np.maximum(left_db2, 0.01)

    def left_out(self) -> tuple[FloatArray, FloatArray]:
        """Mean and variance of each observation from all others."""
        inverse = cho_solve((self.lower, True), np.eye(len(self.weights)))
        variance = 1 / np.diag(inverse)
        return self.samples.residual_db - self.weights * variance, variance

    def smoothed(self) -> FloatArray:
        """Each observation's own place, from itself and all others: what is there, not noise."""
        mean, variance = self.left_out()
        own = 1 / np.maximum(variance - self.samples.noise_db2, 0.01)
        heard = 1 / self.samples.noise_db2
        return np.asarray((mean * own + self.samples.residual_db * heard) / (own + heard))


def condition(kernel: Kernel, samples: Samples) -> Posterior:
    """Condition a process on a radio's observations."""
    lower = cholesky(sample_covariance(kernel, samples), lower=True)
    return Posterior(kernel, samples, lower, cho_solve((lower, True), samples.residual_db))
