"""Staying inside a level's outline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """The polygon of a level, as arrays of its edges (n × 2, metres)."""

    starts_m: FloatArray
    ends_m: FloatArray

    def contains(self, x_m: float, y_m: float) -> bool:
        """Tell whether a point lies inside (even-odd rule)."""
        (x1, y1), (x2, y2) = self.starts_m.T, self.ends_m.T
        straddles = (y1 > y_m) != (y2 > y_m)
        rise = np.where(straddles, y2 - y1, 1.0)
        crossing = x1 + (y_m - y1) * (x2 - x1) / rise
        return bool(np.count_nonzero(straddles & (x_m < crossing)) % 2)

    def nearest(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Move a point that lies outside to the nearest point of the outline."""
        if self.contains(x_m, y_m):
            return x_m, y_m
        point = np.array([x_m, y_m])
        along = self.ends_m - self.starts_m
        length2 = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip(((point - self.starts_m) * along).sum(axis=1) / length2, 0.0, 1.0)
        feet = self.starts_m + share[:, None] * along
        best = feet[np.argmin(((feet - point) ** 2).sum(axis=1))]
        return float(best[0]), float(best[1])


def make_area(outline: tuple[tuple[float, float], ...]) -> Area:
    """Prepare an outline of at least three corners.

    Raises
    ------
    ValueError
        If the outline has fewer than three corners.

    Examples
    --------
    >>> square = make_area(((0, 0), (4, 0), (4, 4), (0, 4)))
    >>> square.nearest(6.0, 1.0)
    (4.0, 1.0)
    """
    if len(outline) < 3:
        raise ValueError(f"An outline needs three corners; this one has {len(outline)}.")
    starts = np.array(outline, dtype=float)
    return Area(starts_m=starts, ends_m=np.roll(starts, -1, axis=0))
