"""How much of each cell an area covers."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

FloatArray = NDArray[np.float64]

_LINES_PER_CELL = 5


def cover_share(
    area: BaseGeometry, origin_m: tuple[float, float], cell_m: float, shape: tuple[int, int]
) -> FloatArray:
    """Share of each cell that lies within an area.

    Each row of cells is cut by a few lines along x; along a line the share is exact.

    Parameters
    ----------
    area : shapely geometry
        Polygons, with holes or without; rings must not overlap.
    origin_m : (float, float)
        Lower left corner of cell [0, 0].
    cell_m : float
        Side of a cell.
    shape : (int, int)
        Rows (along y) and columns (along x).

    Returns
    -------
    (rows, columns) array
        0 to 1.

    Examples
    --------
    >>> cover_share(shapely.box(0, 0, 1.5, 1), (0.0, 0.0), 1.0, (1, 3)).tolist()
    [[1.0, 0.5, 0.0]]
    """
    rows, columns = shape
    lines, x = _crossings(area, origin_m, cell_m, rows)
    along = np.clip(x, 0.0, columns)
    # Of all that lies east of a crossing, the area's parity changes: +1, -1, +1, …
    signs = np.where(np.arange(len(along)) % 2 == 0, 1.0, -1.0)
    cell = np.minimum(along.astype(np.intp), columns - 1)
    inside = along - cell
    change = np.zeros((rows, columns + 1))
    at = lines // _LINES_PER_CELL
    np.add.at(change, (at, cell), signs * (1 - inside))
    np.add.at(change, (at, cell + 1), signs * inside)
    share: FloatArray = np.cumsum(change[:, :columns], axis=1) / _LINES_PER_CELL
    return np.clip(share, 0.0, 1.0)


def _crossings(
    area: BaseGeometry, origin_m: tuple[float, float], cell_m: float, rows: int
) -> tuple[NDArray[np.intp], FloatArray]:
    """Where the rings cross the lines: line numbers and x in cells, in order."""
    starts, ends = _edges(area)
    starts, ends = ((each - origin_m) / cell_m for each in (starts, ends))
    y1, y2 = (each[:, 1] * _LINES_PER_CELL - 0.5 for each in (starts, ends))
    low, high = np.minimum(y1, y2), np.maximum(y1, y2)
    first = np.maximum(np.ceil(low), 0).astype(np.intp)
    last = np.minimum(np.ceil(high), rows * _LINES_PER_CELL).astype(np.intp)
    counts = np.maximum(last - first, 0)
    edge = np.repeat(np.arange(len(counts)), counts)
    lines = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    share = (lines - y1[edge]) / (y2[edge] - y1[edge])
    x = starts[edge, 0] + share * (ends[edge, 0] - starts[edge, 0])
    order = np.lexsort((x, lines))
    return lines[order], x[order]


def _edges(area: BaseGeometry) -> tuple[FloatArray, FloatArray]:
    """Start and end of every edge of every ring, (edges, 2) each."""
    rings = shapely.get_rings(shapely.get_parts(area))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    return points[:-1][within], points[1:][within]
