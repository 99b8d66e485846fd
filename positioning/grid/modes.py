"""How subjects move: each mode is one way to be under way, with its displacement per step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

_TAIL_SDS = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """The displacements of all modes in one step, along each axis in cells.

    Attributes
    ----------
    start_y, start_x : (modes,) int64 array
        Displacement of the first tap.
    taps_y, taps_x : (modes, taps) float32 array
        Weights of the taps; each row sums to 1.
    reach : int
        The farthest that any mode goes, in cells.
    """

    start_y: IntArray
    taps_y: FloatArray
    start_x: IntArray
    taps_x: FloatArray
    reach: int


@dataclass(frozen=True, slots=True)
class WalkModel:
    """How people walk when nothing but radios tells of it.

    One mode drifts without direction; the others walk with one of ``headings`` directions at
    one of ``speeds_m_s``.

    Attributes
    ----------
    drift_m : float
        Spread of the mode without direction, metres per root second and axis.
    headings : int
        Number of directions.
    speeds_m_s : tuple of float
        Speeds of those who walk.
    turn_rate : float
        How often a second a walker turns to a neighbouring direction.
    speed_rate : float
        How often a second a walker takes another speed.
    restart_rate : float
        How often a second a mode is drawn anew.
    spread_m : float
        Spread of a walker about the mode's displacement, metres per root second and axis.
    drift_share : float
        Share of the mode without direction when a mode is drawn.
    """

    drift_m: float = 1.0
    headings: int = 12
    speeds_m_s: tuple[float, ...] = (0.35, 0.8, 1.25)
    turn_rate: float = 0.3
    speed_rate: float = 0.03
    restart_rate: float = 0.05
    spread_m: float = 0.15
    drift_share: float = 0.3

    @property
    def modes(self) -> int:
        """Number of modes."""
        return 1 + self.headings * len(self.speeds_m_s)

    def weights(self) -> FloatArray:
        """How often each mode is drawn, (modes,)."""
        walkers = self.modes - 1
        share = self.drift_share if walkers else 1.0
        weights = np.full(self.modes, (1 - share) / max(walkers, 1))
        weights[0] = share
        return weights.astype(np.float32)


@lru_cache(maxsize=64)
def mode_changes(model: WalkModel, duration_s: float) -> FloatArray:
    """Chance of each mode after a time, by the mode before: (after, before)."""
    speeds, headings = len(model.speeds_m_s), model.headings
    stay_speed = math.exp(-model.speed_rate * duration_s)
    change = np.full((speeds, speeds), (1 - stay_speed) / max(speeds - 1, 1))
    np.fill_diagonal(change, stay_speed if speeds > 1 else 1.0)
    turn = _circulant_turns(headings, model.turn_rate * duration_s)
    walking = np.kron(change, turn)
    matrix = np.zeros((model.modes, model.modes))
    matrix[0, 0] = 1.0
    matrix[1:, 1:] = walking
    restart = 1 - math.exp(-model.restart_rate * duration_s)
    mixed = (1 - restart) * matrix + restart * model.weights()[:, None]
    return np.ascontiguousarray(mixed, dtype=np.float32)


def _circulant_turns(headings: int, turns: float) -> NDArray[np.float64]:
    """Chance of each heading after a Poisson number of turns by one step to either side."""
    if headings < 2:
        return np.ones((headings, headings))
    angle = 2 * np.pi * np.arange(headings) / headings
    row = np.fft.ifft(np.exp(turns * (np.cos(angle) - 1))).real
    return np.array([np.roll(row, shift) for shift in range(headings)]).T


@lru_cache(maxsize=256)
def walk_moves(model: WalkModel, duration_s: float, cell_m: float) -> Moves:
    """Displacements of a walk model's modes in one step."""
    root_s = math.sqrt(duration_s)
    shifts, spreads = [(0.0, 0.0)], [model.drift_m * root_s]
    for speed_m_s in model.speeds_m_s:
        for heading in range(model.headings):
            angle = 2 * math.pi * heading / model.headings
            way_m = speed_m_s * duration_s
            shifts.append((way_m * math.cos(angle), way_m * math.sin(angle)))
            spreads.append(model.spread_m * root_s)
    return make_moves(np.array(shifts), np.array(spreads), cell_m)


def make_moves(
    shifts_m: NDArray[np.float64], spreads_m: NDArray[np.float64], cell_m: float
) -> Moves:
    """Turn displacements (modes, 2: x and y) and their spreads (modes,) into taps."""
    x = [
        _taps(shift / cell_m, sd / cell_m)
        for shift, sd in zip(shifts_m[:, 0], spreads_m, strict=True)
    ]
    y = [
        _taps(shift / cell_m, sd / cell_m)
        for shift, sd in zip(shifts_m[:, 1], spreads_m, strict=True)
    ]
    start_x, taps_x = _stack(x)
    start_y, taps_y = _stack(y)
    ends = [
        int(np.max(np.abs(np.concatenate([start, start + taps.shape[1] - 1]))))
        for start, taps in ((start_x, taps_x), (start_y, taps_y))
    ]
    return Moves(start_y, taps_y, start_x, taps_x, max(ends))


def _taps(shift: float, sd: float) -> tuple[int, NDArray[np.float64]]:
    """Weights on whole cells with a given mean, and a given spread where it can be had.

    Linear interpolation between two cells has a variance of its own, f (1 − f); the normal
    distribution that is folded in brings the rest.
    """
    whole = math.floor(shift)
    part = shift - whole
    linear = np.array([1 - part, part])
    rest = math.sqrt(max(sd**2 - part * (1 - part), 0.0))
    if rest < 0.2:
        return whole, linear
    half = max(1, math.ceil(_TAIL_SDS * rest))
    normal = np.exp(-0.5 * (np.arange(-half, half + 1) / rest) ** 2)
    taps = np.convolve(linear, normal / normal.sum())
    return whole - half, taps


def _stack(kernels: list[tuple[int, NDArray[np.float64]]]) -> tuple[IntArray, FloatArray]:
    width = max(len(taps) for _, taps in kernels)
    stacked = np.zeros((len(kernels), width), dtype=np.float32)
    for row, (_, taps) in enumerate(kernels):
        stacked[row, : len(taps)] = taps
    return np.array([start for start, _ in kernels], dtype=np.int64), stacked
