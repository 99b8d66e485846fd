"""Walls of a level in a grid of cells, so that a line meets only those near it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Grid = tuple[Floats, Indices, Indices, Floats]

LEAST_CELL_M = 0.5
CELLS_PER_WALL = 4
MARGIN_M = 1e-5
"""How far a wall reaches into the cells beside it: more than rounding can move a line."""


@dataclass(frozen=True, slots=True)
class Walls:
    """Edges that block the view, and in which cells of a grid they lie.

    Attributes
    ----------
    edges_m : Floats
        Ends of the edges: x, y, x, y, shape (edges, 4).
    first : Indices
        Where the edges of each cell begin in ``cells``, shape (columns · rows + 1,); cells
        come column by column.
    cells : Indices
        Numbers of edges, by cell.
    frame : Floats
        West and south end of the grid and the side of its cells in metres, then its columns
        and rows, shape (5,).
    """

    edges_m: Floats
    first: Indices
    cells: Indices
    frame: Floats


def build_walls(edges_m: Floats) -> Walls:
    """Sort edges into a grid of about four cells for each.

    Parameters
    ----------
    edges_m : Floats
        Ends of the edges, shape (edges, 4).
    """
    if not len(edges_m):
        frame = np.array([0.0, 0.0, 1.0, 1.0, 1.0])
        return Walls(edges_m, np.zeros(2, np.int64), np.zeros(0, np.int64), frame)
    points_m = edges_m.reshape(-1, 2)
    low_m, high_m = points_m.min(axis=0) - MARGIN_M, points_m.max(axis=0) + MARGIN_M
    wide_m, deep_m = (high_m - low_m).tolist()
    cell_m = max(math.sqrt(wide_m * deep_m / (CELLS_PER_WALL * len(edges_m))), LEAST_CELL_M)
    columns, rows = max(math.ceil(wide_m / cell_m), 1), max(math.ceil(deep_m / cell_m), 1)
    numbers, at = _cover(edges_m, low_m, cell_m, (columns, rows))
    order = np.argsort(at, kind="stable")
    first = np.zeros(columns * rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(at, minlength=columns * rows), out=first[1:])
    frame = np.array([*low_m, cell_m, columns, rows])
    return Walls(edges_m, first, numbers[order], frame)


def _cover(
    edges_m: Floats, low_m: Floats, cell_m: float, shape: tuple[int, int]
) -> tuple[Indices, Indices]:
    """Give pairs of an edge and a cell that it may touch, each once."""
    pieces = np.maximum(np.ceil(_lengths_m(edges_m) / cell_m).astype(np.int64), 1)
    numbers = np.repeat(np.arange(len(edges_m)), pieces)
    part = np.arange(len(numbers)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    starts_m, steps_m = edges_m[:, :2], (edges_m[:, 2:] - edges_m[:, :2]) / pieces[:, None]
    ones_m = starts_m[numbers] + steps_m[numbers] * part[:, None]
    others_m = ones_m + steps_m[numbers]
    last = np.array(shape) - 1
    lows = np.clip(_cells(np.minimum(ones_m, others_m) - MARGIN_M, low_m, cell_m), 0, last)
    highs = np.clip(_cells(np.maximum(ones_m, others_m) + MARGIN_M, low_m, cell_m), 0, last)
    # A piece is no longer than a cell, so that it touches two columns and two rows at most,
    # or three where its margin reaches over an edge.
    found = [
        np.column_stack((numbers, column * shape[1] + row))[
            (column <= highs[:, 0]) & (row <= highs[:, 1])
        ]
        for right in range(3)
        for up in range(3)
        for column, row in ((lows[:, 0] + right, lows[:, 1] + up),)
    ]
    pairs = np.unique(np.concatenate(found), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _cells(points_m: Floats, low_m: Floats, cell_m: float) -> Indices:
    return np.asarray(np.floor((points_m - low_m) / cell_m), dtype=np.int64)


def _lengths_m(edges_m: Floats) -> Floats:
    return np.asarray(np.hypot(*(edges_m[:, 2:] - edges_m[:, :2]).T), dtype=np.float64)
