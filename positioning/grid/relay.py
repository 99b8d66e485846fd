"""Beliefs laid out anew: about a known spot, or on the cells of another version of a plan."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part
from positioning.grid.live_ground import LiveGround, LiveLevel
from positioning.grid.space import LevelCells

FloatArray = NDArray[np.float32]

_TAIL_SDS = 4.0


def spread_over_cells(
    here: LiveLevel, x_m: float, y_m: float, sigma_m: float
) -> tuple[int, int, FloatArray]:
    """Share of a normal distribution in each cell about its middle, those that can be entered.

    Returns
    -------
    top, left : int
        Row and column of the first cell.
    shares : (rows, columns) float32 array
        Sum to 1.
    """
    cells, reach_m = here.cells, _TAIL_SDS * sigma_m
    y1, x1 = cells.cell_at(x_m - reach_m, y_m - reach_m)
    y2, x2 = cells.cell_at(x_m + reach_m, y_m + reach_m)
    x = cells.origin_m[0] + np.arange(x1, x2 + 2, dtype=np.float64) * cells.cell_m
    y = cells.origin_m[1] + np.arange(y1, y2 + 2, dtype=np.float64) * cells.cell_m
    across, along = _shares(x, x_m, sigma_m), _shares(y, y_m, sigma_m)
    shares = along[:, None] * across[None, :]
    # Where nobody can be is left out, but what is beside a shelf or a wall is there all the same.
    chosen = shares * (cells.passing[y1 : y2 + 1, x1 : x2 + 1] > 0)
    if chosen.sum() < 1e-6:
        chosen = np.maximum(shares, 1e-12)
    return y1, x1, (chosen / chosen.sum()).astype(np.float32)


def _shares(ends_m: NDArray[np.float64], middle_m: float, sigma_m: float) -> NDArray[np.float64]:
    """Share of a normal distribution between each end and the next."""
    scale_m = sigma_m * math.sqrt(2)
    return np.diff([math.erf((end_m - middle_m) / scale_m) / 2 for end_m in ends_m.tolist()])


def lay_anew(belief: Belief, before: LiveGround, ground: LiveGround) -> Belief | None:
    """Lay a belief on the cells of another version of the plan, at the same places.

    Returns
    -------
    Belief or None
        ``None`` where nothing of it is left.
    """
    parts = {}
    for level, part in belief.parts.items():
        if level in ground.levels:
            laid = _lay_part(part, before.levels[level].cells, ground.levels[level].cells)
            if laid is not None:
                parts[level] = laid
    total = sum(float(part.mass.sum()) for part in parts.values())
    if not total > 0:
        return None
    scaled = {
        level: Part(part.top, part.left, (part.mass / np.float32(total)).astype(np.float32))
        for level, part in parts.items()
    }
    return Belief(scaled, belief.offsets_db)


def _lay_part(part: Part, old: LevelCells, new: LevelCells) -> Part | None:
    """Move a window by whole cells; what falls on cells that cannot be entered is lost."""
    down = round((old.origin_m[1] - new.origin_m[1]) / new.cell_m)
    beside = round((old.origin_m[0] - new.origin_m[0]) / new.cell_m)
    top, left = part.top + down, part.left + beside
    rows, columns = part.mass.shape[2:]
    y1, x1 = max(top, 0), max(left, 0)
    y2, x2 = min(top + rows, new.shape[0]), min(left + columns, new.shape[1])
    if y1 >= y2 or x1 >= x2:
        return None
    mass = part.mass[:, :, y1 - top : y2 - top, x1 - left : x2 - left]
    return Part(y1, x1, np.ascontiguousarray(mass * new.passing[y1:y2, x1:x2]))
