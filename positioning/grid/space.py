"""The cells of a site: where a subject can be, and how easily it gets there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from positioning.model import Occupancy, Site, SiteLevel

FloatArray = NDArray[np.float32]

# Drawn obstacles are coarse and tags are carried over furniture, so they hinder, not forbid.
OBSTACLE_PASS = 0.3
# Outlines are coarse too: half a metre beyond them is unlikely, the rest impossible.
OUTSIDE_PASS = 0.1
OUTSIDE_REACH_M = 0.5
# Without an outline a level reaches this far beyond everything known of it.
UNBOUNDED_MARGIN_M = 8.0

CELL_SIZES_M = (0.25, 0.5, 1.0)
MOST_CELLS = 16_000


@dataclass(frozen=True, slots=True, eq=False)
class LevelCells:
    """One level as square cells.

    Attributes
    ----------
    level : str
        Its id.
    origin_m : (float, float)
        Lower left corner of cell [0, 0].
    cell_m : float
        Side of a cell.
    passing : (rows, columns) float32 array
        How easily a subject enters a cell: 1 where it walks freely, 0 where it cannot be.
        Row iy and column ix lie at y and x.
    """

    level: str
    origin_m: tuple[float, float]
    cell_m: float
    passing: FloatArray

    @property
    def shape(self) -> tuple[int, int]:
        """Rows (along y) and columns (along x)."""
        rows, columns = self.passing.shape
        return rows, columns

    def centres_m(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The x of each column and the y of each row, at the cells' middles."""
        rows, columns = self.shape
        x_m = self.origin_m[0] + np.linspace(0.5, columns - 0.5, columns) * self.cell_m
        y_m = self.origin_m[1] + np.linspace(0.5, rows - 0.5, rows) * self.cell_m
        return np.asarray(x_m), np.asarray(y_m)

    def cell_at(self, x_m: float, y_m: float) -> tuple[int, int]:
        """Row and column of the cell that holds a point, or of the nearest one."""
        rows, columns = self.shape
        column = math.floor((x_m - self.origin_m[0]) / self.cell_m)
        row = math.floor((y_m - self.origin_m[1]) / self.cell_m)
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)


@dataclass(frozen=True, slots=True)
class Portal:
    """Stairs or a lift between two levels, with the time that a change takes."""

    from_level: str
    from_m: tuple[float, float]
    to_level: str
    to_m: tuple[float, float]
    duration_s: float = 12.0


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """The cells of all levels, and what joins the levels."""

    levels: Mapping[str, LevelCells]
    portals: tuple[Portal, ...] = ()

    @property
    def cell_m(self) -> float:
        """Side of the cells, the same on all levels."""
        return next(iter(self.levels.values())).cell_m


def space_of_site(site: Site, cell_m: float | None = None) -> Space:
    """Lay cells over a site: its outlines, obstacles and occupancy.

    Parameters
    ----------
    site : Site
        A level without an outline reaches some metres beyond its radios and obstacles; one
        about which nothing at all is known is left out.
    cell_m : float, optional
        Side of a cell; the finest of `CELL_SIZES_M` that keeps each level below
        `MOST_CELLS` if it is not given.

    Returns
    -------
    Space
        Without portals: a recording does not tell where the stairs are.
    """
    bounds = {level.id: _bounds(site, level) for level in site.levels}
    known = {level: box for level, box in bounds.items() if box is not None}
    if cell_m is None:
        greatest_m2 = max(((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in known.values()), default=0)
        fits = [size for size in CELL_SIZES_M if greatest_m2 / size**2 <= MOST_CELLS]
        cell_m = fits[0] if fits else CELL_SIZES_M[-1]
    return Space(
        {
            level.id: _level_cells(site, level, known[level.id], cell_m)
            for level in site.levels
            if level.id in known
        }
    )


Box = tuple[float, float, float, float]


def _bounds(site: Site, level: SiteLevel) -> Box | None:
    margin_m = OUTSIDE_REACH_M if level.outline else UNBOUNDED_MARGIN_M
    points: list[tuple[float, float]] = list(level.outline or ())
    if not points:
        points = [(each.x_m, each.y_m) for each in site.radios if each.level == level.id]
        points += [p for each in site.obstacles if each.level == level.id for p in each.outline]
    if not points:
        return None
    x_m, y_m = zip(*points, strict=True)
    return min(x_m) - margin_m, min(y_m) - margin_m, max(x_m) + margin_m, max(y_m) + margin_m


def _level_cells(site: Site, level: SiteLevel, box: Box, cell_m: float) -> LevelCells:
    x1, y1, x2, y2 = box
    rows, columns = math.ceil((y2 - y1) / cell_m), math.ceil((x2 - x1) / cell_m)
    cells = LevelCells(level.id, (x1, y1), cell_m, np.ones((rows, columns), dtype=np.float32))
    x_m, y_m = np.meshgrid(*cells.centres_m())
    passing = cells.passing
    if level.outline:
        polygon = _polygon(level.outline)
        away_m = shapely.distance(polygon, shapely.points(x_m, y_m))
        passing[away_m > 0] = OUTSIDE_PASS
        passing[away_m > OUTSIDE_REACH_M] = 0.0
    blocked = drawn_cells(site, cells)
    passing[blocked] = np.minimum(passing[blocked], OBSTACLE_PASS)
    for occupancy in (each for each in site.occupancy if each.level == level.id):
        share = _occupied_share(occupancy, x_m, y_m, cell_m)
        passing *= (1 - (1 - OBSTACLE_PASS) * share).astype(np.float32)
    return cells


def drawn_cells(site: Site, cells: LevelCells) -> NDArray[np.bool_]:
    """Tell which cells of a level lie in obstacles that are drawn one by one.

    Returns
    -------
    (rows, columns) bool array
    """
    drawn = [_polygon(each.outline) for each in site.obstacles if each.level == cells.level]
    x_m, y_m = np.meshgrid(*cells.centres_m())
    return np.asarray(shapely.contains_xy(shapely.union_all(drawn), x_m, y_m))


def _polygon(outline: Sequence[tuple[float, float]]) -> BaseGeometry:
    polygon: BaseGeometry = shapely.make_valid(Polygon(outline))
    return polygon


def _occupied_share(
    occupancy: Occupancy, x_m: NDArray[np.float64], y_m: NDArray[np.float64], cell_m: float
) -> NDArray[np.float64]:
    """How much of each cell is occupied, by 3 × 3 samples; free beyond the raster."""
    share = np.zeros(x_m.shape)
    columns, rows = occupancy.occupied.shape
    for east in (-cell_m / 3, 0.0, cell_m / 3):
        for north in (-cell_m / 3, 0.0, cell_m / 3):
            ix = np.floor((x_m + east - occupancy.origin_m[0]) / occupancy.cell_m).astype(int)
            iy = np.floor((y_m + north - occupancy.origin_m[1]) / occupancy.cell_m).astype(int)
            within = (ix >= 0) & (ix < columns) & (iy >= 0) & (iy < rows)
            share[within] += occupancy.occupied[ix[within], iy[within]]
    return share / 9
