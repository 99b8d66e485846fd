"""Motion told by steps: each mode is one heading bias and one scale of the steps.

The phone's compass and the way it is carried turn all headings of a bout by the same unknown
angle, and a walker's steps are all longer or shorter than estimated by the same factor. Both
are states of the filter: a mode that turns and stretches the steps wrongly runs into walls
and away from what the radios say.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from positioning.grid.filter import Motion
from positioning.grid.modes import make_moves
from positioning.motion.records import StepEvent

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class GuideModel:
    """How far steps are to be trusted.

    Attributes
    ----------
    scales : tuple of float
        Factors on the lengths of steps.
    scale_sd : float
        Their spread between walkers.
    known_biases, unknown_biases : int
        How many biases are tried where their spread is known, and where it is not.
    bias_reach_sds : float
        How far known biases reach.
    bias_drift_rad : float
        How a bias changes, per root second.
    drift_m : float
        Spread of a subject about its steps, metres per root second and axis.
    """

    scales: tuple[float, ...] = (0.9, 1.0, 1.1)
    scale_sd: float = 0.07
    known_biases: int = 13
    unknown_biases: int = 24
    bias_reach_sds: float = 3.0
    bias_drift_rad: float = 0.015
    drift_m: float = 0.6

    def biases_rad(self, bias_sd_rad: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Biases to try in a bout, and their prior chances."""
        reach_rad = self.bias_reach_sds * bias_sd_rad
        if reach_rad >= math.pi:
            biases = 2 * math.pi * np.arange(self.unknown_biases) / self.unknown_biases - math.pi
            chances = np.exp(-0.5 * (biases / bias_sd_rad) ** 2)
        else:
            biases = np.linspace(-reach_rad, reach_rad, self.known_biases)
            chances = np.exp(-0.5 * (biases / bias_sd_rad) ** 2)
        return biases, np.asarray(chances / chances.sum())

    def variance_m2(self, steps: Sequence[StepEvent], duration_s: float) -> float:
        """Spread of a subject about its steps, by axis."""
        variance_m2 = self.drift_m**2 * duration_s
        for step in steps:
            if step.heading_rad is None:
                variance_m2 += step.length_m**2 / 2
            else:
                across_m = step.length_m * step.heading_sd_rad
                variance_m2 += (step.length_sd_m**2 + across_m**2) / 2
        return variance_m2


@dataclass(frozen=True, slots=True)
class Guide:
    """The modes of a track with steps: every bias with every scale."""

    model: GuideModel
    bias_sd_rad: float

    def weights(self) -> FloatArray:
        """Prior chance of each mode, (modes,)."""
        _, biases = self.model.biases_rad(self.bias_sd_rad)
        return np.outer(biases, self._scale_chances()).ravel().astype(np.float32)

    def _scale_chances(self) -> NDArray[np.float64]:
        gaps = (np.array(self.model.scales) - 1) / self.model.scale_sd
        chances = np.exp(-0.5 * gaps**2)
        return np.asarray(chances / chances.sum())

    def motion(
        self,
        steps: Sequence[StepEvent],
        duration_s: float,
        cell_m: float,
        before: Guide | None,
    ) -> Motion:
        """Tell what the steps of a time mean for each mode.

        Parameters
        ----------
        steps : sequence of StepEvent
            Of this time, possibly none: then the subject stands.
        duration_s : float
            The time, > 0; how it ran does not matter, so that steps can be gone backward.
        cell_m : float
            Side of the cells.
        before : Guide or None
            Whose modes the belief has; this one where the bout goes on. ``None`` where it
            has a single mode.
        """
        changes = _drift(self, duration_s) if before is self else _drawn_anew(self, before)
        biases, _ = self.model.biases_rad(self.bias_sd_rad)
        scales = np.array(self.model.scales)
        shifts = (np.exp(1j * biases)[:, None] * scales[None, :] * way_of(steps)).ravel()
        spread_m = math.sqrt(self.model.variance_m2(steps, duration_s))
        shifts_m = np.stack([shifts.real, shifts.imag], axis=1)
        return Motion(changes, make_moves(shifts_m, np.full(len(shifts), spread_m), cell_m))


def opening_motion(
    model: GuideModel, steps: Sequence[StepEvent], gone_m: complex, duration_s: float, cell_m: float
) -> Motion:
    """Move a single mode by steps whose bias and scale are not followed yet.

    Parameters
    ----------
    model : GuideModel
    steps : sequence of StepEvent
        Of this time.
    gone_m : complex
        The way before, east and north: its error and that of these steps are one.
    duration_s, cell_m : float
    """
    variance_m2 = model.variance_m2(steps, duration_s)
    way = way_of(steps)
    if way:
        sd_rad = steps[-1].bias_sd_rad
        grown_m2 = max(abs(gone_m + way) ** 2 - abs(gone_m) ** 2, abs(way) ** 2)
        variance_m2 += grown_m2 * (1 - math.exp(-(sd_rad**2)) + model.scale_sd**2) / 2
        way *= math.exp(-(sd_rad**2) / 2)
    shift_m = np.array([[way.real, way.imag]])
    return Motion(None, make_moves(shift_m, np.array([math.sqrt(variance_m2)]), cell_m))


def way_of(steps: Sequence[StepEvent]) -> complex:
    """East and north of all steps whose direction is told, metres."""
    told = [step for step in steps if step.heading_rad is not None]
    return sum((step.length_m * cmath.exp(1j * (step.heading_rad or 0.0)) for step in told), 0j)


@lru_cache(maxsize=256)
def _drift(guide: Guide, duration_s: float) -> FloatArray:
    """How biases and scales change within a bout."""
    biases, _ = guide.model.biases_rad(guide.bias_sd_rad)
    drift_rad = guide.model.bias_drift_rad * math.sqrt(duration_s)
    of_bias = _diffusion(len(biases), (drift_rad / (biases[1] - biases[0])) ** 2)
    scales = np.eye(len(guide.model.scales))
    return np.ascontiguousarray(np.kron(of_bias, scales), dtype=np.float32)


@lru_cache(maxsize=256)
def _drawn_anew(guide: Guide, before: Guide | None) -> FloatArray:
    """A new bias; the scale is the walker's and stays."""
    if before is None:
        return np.ascontiguousarray(guide.weights()[:, None])
    _, chances = guide.model.biases_rad(guide.bias_sd_rad)
    old, _ = before.model.biases_rad(before.bias_sd_rad)
    of_bias = np.repeat(chances[:, None], len(old), axis=1)
    scales = np.eye(len(guide.model.scales))
    return np.ascontiguousarray(np.kron(of_bias, scales), dtype=np.float32)


def _diffusion(count: int, variance: float) -> NDArray[np.float64]:
    """Random walk on a row of values with the given variance in one step, kept at its ends."""
    side = min(variance / 2, 0.25)
    matrix = np.eye(count) * (1 - 2 * side)
    matrix += side * (np.eye(count, k=1) + np.eye(count, k=-1))
    matrix[0, 0] += side
    matrix[-1, -1] += side
    return matrix
