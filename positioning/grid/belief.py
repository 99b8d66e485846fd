"""The belief of where a subject is: a distribution over cells, modes and device offsets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The belief on one level, within a window of its cells.

    Attributes
    ----------
    top, left : int
        Row and column of the window's cell [0, 0].
    mass : (offsets, modes, rows, columns) float32 array
        Probabilities; over all parts of a belief they sum to 1.
    """

    top: int
    left: int
    mass: FloatArray

    @property
    def window(self) -> tuple[slice, slice]:
        """The window's rows and columns in its level."""
        rows, columns = self.mass.shape[2:]
        return slice(self.top, self.top + rows), slice(self.left, self.left + columns)

    def places(self) -> FloatArray:
        """The chance of each cell of the window, (rows, columns)."""
        total: FloatArray = self.mass.sum(axis=(0, 1))
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """Where a subject may be, how it moves and by how much its device is off.

    Attributes
    ----------
    parts : mapping of str to Part
        By level; only levels that are possible at all.
    offsets_db : (offsets,) float32 array
        The device offsets held possible.
    """

    parts: Mapping[str, Part]
    offsets_db: FloatArray


def scale(parts: Mapping[str, Part]) -> tuple[dict[str, Part], float]:
    """Make the masses of all parts sum to 1, and tell what they summed to."""
    total = float(sum(part.mass.sum(dtype=np.float64) for part in parts.values()))
    if not total > 0:
        return dict(parts), 0.0
    factor = np.float32(1 / total)
    scaled = {level: Part(part.top, part.left, part.mass * factor) for level, part in parts.items()}
    return scaled, total


@dataclass(frozen=True, slots=True)
class Cut:
    """What remains of a belief: a run of its offsets, and a window of each part's window."""

    offsets: slice
    windows: Mapping[str, tuple[slice, slice]]


def trim(places: Mapping[str, FloatArray], least: float) -> Cut:
    """Find what may be cut away: cells and offsets that hold hardly anything.

    Parameters
    ----------
    places : mapping of str to (offsets, rows, columns) array
        Chances by level, not all zero.
    least : float
        Between 0 and 1: cells below this share of the greatest chance may go, where no cell
        to keep lies beyond them; so may offsets at either end below a hundred times that.

    Returns
    -------
    Cut
        With at least one cell and one offset.
    """
    chances = sum(each.sum(axis=(1, 2), dtype=np.float64) for each in places.values())
    offsets = _run(chances >= least * 100 * np.max(chances))
    cells = {level: each[offsets].sum(axis=0) for level, each in places.items()}
    floor = least * max(float(each.max(initial=0.0)) for each in cells.values())
    windows = {}
    for level, each in cells.items():
        kept = each > floor
        if kept.any():
            windows[level] = (_run(kept.any(axis=1)), _run(kept.any(axis=0)))
    return Cut(offsets, windows)


def _run(kept: NDArray[np.bool_]) -> slice:
    """From the first to the last that is kept."""
    found = np.flatnonzero(kept)
    return slice(int(found[0]), int(found[-1]) + 1)
