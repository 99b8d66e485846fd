"""The inner loops of the live tracker: few and fused, for hundreds of subjects at once.

Windows, axes and types are as in `positioning.grid.kernels`; layers are patches of a level,
each with the row and column of its cell [0, 0].
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from positioning.grid.compiled import compiled

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@compiled
def move(
    before: FloatArray,
    top: int,
    left: int,
    changes: FloatArray,
    passing: FloatArray,
    shares: FloatArray,
    shares_top: int,
    shares_left: int,
    after: FloatArray,
    after_top: int,
    after_left: int,
    start_y: IntArray,
    taps_y: FloatArray,
    start_x: IntArray,
    taps_x: FloatArray,
) -> None:
    """Change modes and move a belief by one step: what is not let in stays where it was.

    Like `positioning.grid.kernels.spread` after a change of modes, but ``shares`` (modes,
    rows, columns) may be wider: the belief's first cell is theirs at ``shares_top`` and
    ``shares_left``.
    """
    offsets, modes, rows, columns = before.shape
    after_rows, after_columns = after.shape[2:]
    source = np.empty((rows, columns), dtype=np.float32)
    beside = np.empty((rows, after_columns), dtype=np.float32)
    down, right = top - after_top, left - after_left
    after[:] = 0.0
    for k in range(offsets):
        for m in range(modes):
            target = after[k, m]
            source[:] = 0.0
            for other in range(modes):
                chance = changes[m, other]
                if chance > 1e-5:
                    for j in range(rows):
                        for i in range(columns):
                            source[j, i] += chance * before[k, other, j, i]
            beside[:] = 0.0
            for tap in range(taps_x.shape[1]):
                weight = taps_x[m, tap]
                if weight > 0.0:
                    x0 = right + start_x[m] + tap
                    first, last = max(0, -x0), min(columns, after_columns - x0)
                    for j in range(rows):
                        for i in range(first, last):
                            beside[j, x0 + i] += weight * source[j, i]
            for tap in range(taps_y.shape[1]):
                weight = taps_y[m, tap]
                if weight > 0.0:
                    y0 = down + start_y[m] + tap
                    for j in range(max(0, -y0), min(rows, after_rows - y0)):
                        for i in range(after_columns):
                            target[y0 + j, i] += weight * beside[j, i]
            for j in range(after_rows):
                for i in range(after_columns):
                    target[j, i] *= passing[after_top + j, after_left + i]
            for j in range(rows):
                for i in range(columns):
                    target[down + j, right + i] += source[j, i] * (
                        1 - shares[m, shares_top + j, shares_left + i]
                    )


@compiled
def misfit(
    top: int,
    left: int,
    patches: FloatArray,
    caught: FloatArray,
    patch_top: IntArray,
    patch_left: IntArray,
    heard: IntArray,
    rssi_dbm: FloatArray,
    variance_db2: FloatArray,
    offsets_db: FloatArray,
    stride: int,
    total: FloatArray,
) -> float:
    """How badly a look fits each cell: the product of 1 + gap² / (5 variance), to the third.

    With five degrees of freedom Student's t is this product to the power of −3; ``total``
    (offsets, rows, columns) gets the product itself, of at most 16 radios lest it overflow,
    for every ``stride``-th row and column. ``caught`` are patches that multiply it: how rare
    a packet of that radio is in each cell. Returns the least of it.
    """
    offsets, rows, columns = total.shape
    patch_rows, patch_columns = patches.shape[1:]
    total[:] = 1.0
    expected = np.empty(columns, dtype=np.float32)
    rarity = np.empty(columns, dtype=np.float32)
    for n in range(len(heard)):
        r = heard[n]
        scale = np.float32(1.0) / (np.float32(5.0) * variance_db2[n])
        for j in range(rows):
            y = min(max(top + j * stride - patch_top[r], 0), patch_rows - 1)
            for i in range(columns):
                x = min(max(left + i * stride - patch_left[r], 0), patch_columns - 1)
                expected[i] = patches[r, y, x]
                rarity[i] = caught[r, y, x]
            for k in range(offsets):
                rssi = rssi_dbm[n] - offsets_db[k]
                for i in range(columns):
                    gap = rssi - expected[i]
                    total[k, j, i] *= rarity[i] * (np.float32(1.0) + gap * gap * scale)
    least = np.float32(np.inf)
    for k in range(offsets):
        for j in range(rows):
            for i in range(columns):
                least = min(least, total[k, j, i])
    return float(least)


@compiled
def weigh_mass(mass: FloatArray, total: FloatArray, least: float) -> float:
    """Multiply a belief by (least / misfit)³ in place; returns its sum."""
    offsets, modes, rows, columns = mass.shape
    weight = np.empty(columns, dtype=np.float32)
    whole = 0.0
    for k in range(offsets):
        for j in range(rows):
            for i in range(columns):
                share = np.float32(least) / total[k, j, i]
                weight[i] = share * share * share
            for m in range(modes):
                sum_of_row = np.float32(0.0)
                for i in range(columns):
                    mass[k, m, j, i] *= weight[i]
                    sum_of_row += mass[k, m, j, i]
                whole += float(sum_of_row)
    return whole


@compiled
def add_up(mass: FloatArray, factor: float, places: FloatArray, by_offset: FloatArray) -> None:
    """Scale a belief in place; sum it over offsets and modes, and over all but offsets."""
    offsets, modes, rows, columns = mass.shape
    places[:] = 0.0
    by_offset[:] = 0.0
    scale = np.float32(factor)
    for k in range(offsets):
        for m in range(modes):
            for j in range(rows):
                sum_of_row = np.float32(0.0)
                for i in range(columns):
                    value = mass[k, m, j, i] * scale
                    mass[k, m, j, i] = value
                    places[j, i] += value
                    sum_of_row += value
                by_offset[k] += sum_of_row


@compiled
def bounds_above(places: FloatArray, floor: float) -> tuple[int, int, int, int]:
    """First and last row and column (each last one excluded) of the cells above a floor."""
    rows, columns = places.shape
    y1, y2, x1, x2 = rows, 0, columns, 0
    for j in range(rows):
        for i in range(columns):
            if places[j, i] > floor:
                y1, y2 = min(y1, j), max(y2, j + 1)
                x1, x2 = min(x1, i), max(x2, i + 1)
    return y1, y2, x1, x2


@compiled
def median_spot(
    places: FloatArray, share: float
) -> tuple[float, float, float, float, float, float]:
    """Geometric median of the cells, in cells from the middle of [0, 0].

    Returns x, y, the radius about it that holds a share of the belief, and the second
    moments xx, yy, xy about it.
    """
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
    bins = np.zeros(4 * (rows + columns) + 2)
    xx, yy, xy = 0.0, 0.0, 0.0
    for j in range(rows):
        for i in range(columns):
            value = places[j, i]
            dx, dy = i - px, j - py
            xx += value * dx * dx
            yy += value * dy * dy
            xy += value * dx * dy
            bins[int(4 * math.sqrt(dx * dx + dy * dy))] += value
    held, bin_of = 0.0, 0
    while held + bins[bin_of] < share * whole and bin_of < len(bins) - 1:
        held += bins[bin_of]
        bin_of += 1
    rest = (share * whole - held) / bins[bin_of] if bins[bin_of] > 0 else 0.0
    return px, py, (bin_of + rest) / 4, xx / whole, yy / whole, xy / whole
