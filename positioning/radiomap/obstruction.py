"""What stands between a radio and a place: shelves and walls on the straight line."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from positioning.grid.space import OBSTACLE_PASS, LevelCells
from positioning.model import SiteRadio

FloatArray = NDArray[np.float64]

# Points of a line for each cell that it may cross.
_POINTS_PER_CELL = 2
_MOST_POINTS = 256
_AT_ONCE = 2_000


def obstruction_of(cells: LevelCells, radio: SiteRadio, xy_m: FloatArray) -> FloatArray:
    """Root of the metres of obstacle between a radio and some places.

    What hinders feet hinders radio. The first metre takes the most: the more is in the way,
    the more of what arrives has come round it, by floor, ceiling and walls.

    Parameters
    ----------
    cells : LevelCells
        Level of the radio; cells outside an outline count as obstacle.
    radio : SiteRadio
    xy_m : (n, 2) array

    Returns
    -------
    (n,) array
        Square root of metres, 0 where the line is free.

    References
    ----------
    J. M. Keenan, A. J. Motley, Radio coverage in buildings, British Telecom Technology
    Journal 8(1), 1990 (loss by what is crossed).
    """
    filled = np.minimum((1 - cells.passing.astype(float)) / (1 - OBSTACLE_PASS), 1.0)
    start_m = np.array([radio.x_m, radio.y_m])
    crossed_m = np.zeros(len(xy_m))
    for first in range(0, len(xy_m), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        crossed_m[some] = _crossed_m(cells, filled, start_m, xy_m[some] - start_m)
    return np.sqrt(crossed_m)


def _crossed_m(
    cells: LevelCells, filled: FloatArray, start_m: FloatArray, away_m: FloatArray
) -> FloatArray:
    """Metres of obstacle on straight lines, (n,), from a point by some displacements (n, 2)."""
    length_m = np.hypot(away_m[:, 0], away_m[:, 1])
    points = math.ceil(_POINTS_PER_CELL * float(length_m.max()) / cells.cell_m)
    points = min(max(points, 1), _MOST_POINTS)
    along = (np.arange(points) + 0.5) / points
    rows, columns = cells.shape
    x_cell = (start_m[0] - cells.origin_m[0] + np.outer(away_m[:, 0], along)) / cells.cell_m
    y_cell = (start_m[1] - cells.origin_m[1] + np.outer(away_m[:, 1], along)) / cells.cell_m
    column = np.clip(x_cell.astype(np.intp), 0, columns - 1)
    row = np.clip(y_cell.astype(np.intp), 0, rows - 1)
    return np.asarray(filled[row, column].mean(axis=1) * length_m)
