"""From a live belief to a fix, and to the radius of a dot that is shown elsewhere."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from floorplans.compiled import compiled
from positioning.grid.live_state import LiveTrack
from positioning.model import Fix

FloatArray = NDArray[np.float32]

_SHARE = 0.95


def fix_of(track: LiveTrack, time_s: float) -> Fix | None:
    """Answer with the geometric median of a track's belief on its likeliest level.

    Parameters
    ----------
    track : LiveTrack
        As it is at ``time_s``.
    time_s : float
        When.

    Returns
    -------
    Fix or None
        ``None`` if nothing is known.
    """
    level = track.level
    if level is None or track.belief is None:
        return None
    part, cells = track.belief.parts[level], track.ground.levels[level].cells
    column, row, radius, xx, yy, xy = median_spot(part.mass, _SHARE)
    size_m = cells.cell_m
    x_m = cells.origin_m[0] + (part.left + column + 0.5) * size_m
    y_m = cells.origin_m[1] + (part.top + row + 0.5) * size_m
    area_m2, within_m2 = (track.widening * size_m) ** 2, size_m**2 / 12
    covariance = (
        (xx * area_m2 + within_m2, xy * area_m2),
        (xy * area_m2, yy * area_m2 + within_m2),
    )
    return Fix(time_s, track.subject, level, x_m, y_m, covariance, _radius_m(track, radius, size_m))


def radius_about(track: LiveTrack, fix: Fix, x_m: float, y_m: float) -> float:
    """Radius about a place beside a fix that holds the truth 95 times in 100.

    Parameters
    ----------
    track : LiveTrack
        As it was when it gave the fix.
    fix : Fix
        Its newest.
    x_m, y_m : float
        A place on the fix's level, such as that of a dot which lags behind, metres.

    Returns
    -------
    float
        Metres; the fix's own radius at the fix, and nowhere less.
    """
    part = None if track.belief is None else track.belief.parts.get(fix.level)
    if part is None:
        return fix.radius_95_m
    cells = track.ground.levels[fix.level].cells
    column = (x_m - cells.origin_m[0]) / cells.cell_m - 0.5 - part.left
    row = (y_m - cells.origin_m[1]) / cells.cell_m - 0.5 - part.top
    radius = spot_radius(part.mass, column, row, _SHARE)
    return max(fix.radius_95_m, _radius_m(track, radius, cells.cell_m))


def _radius_m(track: LiveTrack, radius: float, cell_m: float) -> float:
    return math.hypot(track.widening * radius * cell_m, cell_m / 2)


@compiled
def _sum_places(mass: FloatArray) -> FloatArray:
    offsets, modes, rows, columns = mass.shape
    places = np.zeros((rows, columns), dtype=np.float32)
    flat, sums = mass.reshape(offsets * modes, rows * columns), places.reshape(rows * columns)
    for k in range(offsets * modes):
        part = flat[k]
        for c in range(rows * columns):
            sums[c] += part[c]
    return places


@compiled
def _radius_holding(places: FloatArray, x: float, y: float, share: float) -> float:
    rows, columns = places.shape
    farthest = math.hypot(max(x, columns - x), max(y, rows - y))
    bins, whole = np.zeros(int(4 * farthest) + 2), 0.0
    for j in range(rows):
        for i in range(columns):
            dx, dy = i - x, j - y
            bins[int(4 * math.sqrt(dx * dx + dy * dy))] += places[j, i]
            whole += places[j, i]
    held, bin_of = 0.0, 0
    while held + bins[bin_of] < share * whole and bin_of < len(bins) - 1:
        held += bins[bin_of]
        bin_of += 1
    rest = (share * whole - held) / bins[bin_of] if bins[bin_of] > 0 else 0.0
    return (bin_of + rest) / 4


@compiled
def spot_radius(mass: FloatArray, x: float, y: float, share: float) -> float:
    """Radius about a place that holds a share of a belief, in cells from the middle of [0, 0]."""
    return _radius_holding(_sum_places(mass), x, y, share)


@compiled
def median_spot(mass: FloatArray, share: float) -> tuple[float, float, float, float, float, float]:
    """Geometric median of a belief's cells, in cells from the middle of [0, 0].

    Returns x, y, the radius about it that holds a share of the belief, and the second
    moments xx, yy, xy about it.
    """
    places = _sum_places(mass)
    rows, columns = places.shape
    whole, px, py, most = 0.0, 0.0, 0.0, 0.0
    for j in range(rows):
        for i in range(columns):
            value = places[j, i]
            whole += value
            px += i * value
            py += j * value
            most = max(most, value)
    px, py = px / whole, py / whole
    for _ in range(10):
        pull, x, y = 0.0, 0.0, 0.0
        for j in range(rows):
            for i in range(columns):
                value = places[j, i]
                if value > 1e-4 * most:
                    away2 = (i - px) * (i - px) + (j - py) * (j - py)
                    weight = value / math.sqrt(max(away2, 0.09))
                    pull += weight
                    x += i * weight
                    y += j * weight
        px, py = x / pull, y / pull
    xx, yy, xy = 0.0, 0.0, 0.0
    for j in range(rows):
        for i in range(columns):
            value = places[j, i]
            dx, dy = i - px, j - py
            xx += value * dx * dx
            yy += value * dy * dy
            xy += value * dx * dy
    radius = _radius_holding(places, px, py, share)
    return px, py, radius, xx / whole, yy / whole, xy / whole
