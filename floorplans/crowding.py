"""Outlines that meet so often that nobody gets through with them.

Joining or comparing outlines takes the more time and memory the more of their edges cross: two
combs of a few thousand teeth have millions of crossings. Who gets outlines from strangers counts
first, which is fast whatever they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from floorplans.model import Ring

MOST_EDGES = 200_000
MOST_CROSSINGS = 50_000
"""A plan has a few, where doors lie across walls; a hundred strips over a hundred others have
40,000, each counted from both sides."""

MOST_MEETINGS = 50_000
MOST_MEETINGS_OF_EDGE = 20
"""So many more for each edge: in a grid of equal rooms one touches 15 others."""

MOST_COMPARED = 5_000_000
COMPARED_AT_ONCE = 500_000
LEAST_AT_ONCE = 8

Edges = NDArray[np.float64]


def is_crowded(rings: Iterable[Ring]) -> bool:
    """Tell whether rings have too many edges, or edges that meet too often.

    Parameters
    ----------
    rings : Iterable[Ring]
        Rings of a level, without their closing points, in any unit; two points are a line.

    Returns
    -------
    bool
        True with more than `MOST_EDGES` edges or `MOST_CROSSINGS` crossings, with more than
        `MOST_MEETINGS` and `MOST_MEETINGS_OF_EDGE` for each edge, or where that takes more than
        `MOST_COMPARED` comparisons of edges whose extents meet.

    Examples
    --------
    >>> square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    >>> is_crowded([square]), is_crowded([square] * 1000)
    (False, True)
    """
    drawn = [ring for ring in rings if ring]
    if not drawn:
        return False
    if sum(map(len, drawn)) > MOST_EDGES:
        return True
    edges = _edges(drawn)
    lines = np.asarray(shapely.linestrings(edges))
    tree = shapely.STRtree(lines)
    compared = meetings = crossings = 0
    most_meetings = MOST_MEETINGS + MOST_MEETINGS_OF_EDGE * len(lines)
    at_once = max(COMPARED_AT_ONCE // len(lines), LEAST_AT_ONCE)
    for start in range(0, len(lines), at_once):
        one, other = tree.query(lines[start : start + at_once])
        compared += len(one)
        if compared > MOST_COMPARED:
            return True
        side = np.maximum(
            _side(edges[start + one], edges[other]), _side(edges[other], edges[start + one])
        )
        meetings += int((side <= 0.0).sum())
        crossings += int((side < 0.0).sum())
        if meetings > most_meetings or crossings > MOST_CROSSINGS:
            return True
    return False


def _edges(rings: Sequence[Ring]) -> Edges:
    """Give the ends of rings' edges, of shape (corners of all, 2 ends, 2 coordinates)."""
    corners = np.array([corner for ring in rings for corner in ring], dtype=float)
    after = np.cumsum([len(ring) for ring in rings])
    following = np.arange(1, len(corners) + 1)
    following[after - 1] = [0, *after[:-1]]
    return np.stack([corners, corners[following]], axis=1)


def _side(lines: Edges, edges: Edges) -> NDArray[np.float64]:
    """Tell of each edge how it lies to a line: 1 beside it, -1 across it, 0 with an end on it."""
    (along_x, along_y), offsets = (lines[:, 1] - lines[:, 0]).T, edges - lines[:, :1]
    sides = along_x[:, None] * offsets[:, :, 1] - along_y[:, None] * offsets[:, :, 0]
    return np.asarray(np.sign(sides).prod(axis=1))
