"""From a belief to a fix: the point that is nearest to all, and the radius about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Part
from positioning.grid.space import LevelCells
from positioning.grid.widening import Reach

FloatArray = NDArray[np.float64]

_ROUNDS = 12
_NEAR_CELLS = 0.3
# A cell's mass is spread over it as 3 × 3 points, where cells are few enough to be felt.
_SPREAD = np.array([-1, 0, 1]) / 3
_FEW_CELLS = 400
# Holds 95 % of a round normal belief whose entropy is 0: sqrt(2 ln 20) of its sds, and that is
# log(2 π e sd²).
_EVEN_M = math.sqrt(math.log(20) / (math.pi * math.e))


@dataclass(frozen=True, slots=True)
class Spot:
    """The point estimate of one level's belief, and how far it reaches about that."""

    x_m: float
    y_m: float
    reach: Reach
    covariance_m2: tuple[tuple[float, float], tuple[float, float]]

    @property
    def radius_m(self) -> float:
        """Holds 95 % of the belief."""
        return self.reach.radius_m


def summarise(part: Part, places: NDArray[np.float32], cells: LevelCells) -> Spot:
    """Geometric median of a belief over cells, and how far it reaches about that.

    Parameters
    ----------
    part : Part
        Gives the window.
    places : (rows, columns) array
        Chance of each cell of the window, not all zero.
    cells : LevelCells
        Of the level.

    Returns
    -------
    Spot

    References
    ----------
    E. Weiszfeld, Sur le point pour lequel la somme des distances de n points donnés est
    minimum, Tohoku Mathematical Journal 43, 1937.
    """
    x_m, y_m = cells.centres_m()
    rows, columns = part.window
    x, y = np.meshgrid(x_m[columns], y_m[rows])
    taken = places > 1e-5 * places.max()
    x, y = x[taken], y[taken]
    chance = places[taken].astype(np.float64)
    chance /= chance.sum()
    px, py = float(chance @ x), float(chance @ y)
    least_m = _NEAR_CELLS * cells.cell_m
    for _ in range(_ROUNDS):
        pull = chance / np.maximum(np.hypot(x - px, y - py), least_m)
        pull /= pull.sum()
        px, py = float(pull @ x), float(pull @ y)
    dx, dy = x - px, y - py
    away_m, mass = _distances_m(dx, dy, chance, cells.cell_m)
    # Each point holds its mass to either side of its distance.
    held = np.cumsum(mass) - mass / 2
    half_m, radius_m = (float(each) for each in np.interp((0.5, 0.95), held, away_m))
    entropy = -float(chance @ np.log(chance))
    even_m = _EVEN_M * cells.cell_m * math.exp(entropy / 2)
    reach = Reach(radius_m, half_m, even_m, float(mass @ away_m))
    cell_m2 = cells.cell_m**2 / 12
    xx, yy, xy = (float(chance @ each) for each in (dx * dx, dy * dy, dx * dy))
    return Spot(px, py, reach, ((xx + cell_m2, xy), (xy, yy + cell_m2)))


def _distances_m(
    dx_m: FloatArray, dy_m: FloatArray, chance: FloatArray, cell_m: float
) -> tuple[FloatArray, FloatArray]:
    """How far from a point the mass is, in that order, each cell's mass spread over it."""
    if len(chance) > _FEW_CELLS:
        away_m, mass = np.hypot(dx_m, dy_m), chance
    else:
        east, north = np.meshgrid(_SPREAD * cell_m, _SPREAD * cell_m)
        away_m = np.hypot(dx_m[:, None] + east.ravel(), dy_m[:, None] + north.ravel()).ravel()
        mass = np.repeat(chance / east.size, east.size)
    order = np.argsort(away_m)
    return away_m[order], mass[order]
