"""The inner loops of the live tracker: few and fused, for hundreds of subjects at once.

Windows, axes and types are as in `positioning.grid.kernels`; layers are patches of a level,
each with the row and column of its cell [0, 0].
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from floorplans.compiled import compiled

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
    reach: int,
    start_y: IntArray,
    taps_y: FloatArray,
    start_x: IntArray,
    taps_x: FloatArray,
) -> None:
    """Change modes and move a belief by one step: what is not let in stays where it was.

    Like `positioning.grid.kernels.spread` after a change of modes, but ``shares`` (modes,
    rows, columns) may be wider: the belief's first cell is theirs at ``shares_top`` and
    ``shares_left``. No tap lies farther than ``reach`` cells, and ``after`` holds all that is
    within reach on the level.
    """
    offsets, modes, rows, columns = before.shape
    after_rows, after_columns = after.shape[2:]
    # With a margin on all sides each tap is one shift of a flat array, long enough for
    # vectors; rows of twenty cells are not.
    width = columns + 2 * reach
    laid_size, middle = rows * width, reach * width
    laid = np.zeros((offsets, modes, laid_size), dtype=np.float32)
    for k in range(offsets):
        for m in range(modes):
            for j in range(rows):
                at = np.uintp(j * width + reach)
                for i in range(np.uintp(columns)):
                    laid[k, m, at + i] = before[k, m, j, i]
    down, right = after_top - top + reach, after_left - left + reach
    open_to = np.zeros(laid_size + 2 * middle, dtype=np.float32)
    for j in range(after_rows):
        at, x = np.uintp((down + j) * width + right), np.uintp(after_left)
        for i in range(np.uintp(after_columns)):
            open_to[at + i] = passing[after_top + j, x + i]
    stays, source = np.zeros(laid_size, dtype=np.float32), np.empty(laid_size, dtype=np.float32)
    beside = np.empty(laid_size, dtype=np.float32)
    spread = np.empty(laid_size + 2 * middle, dtype=np.float32)
    for m in range(modes):
        for j in range(rows):
            at, x = np.uintp(j * width + reach), np.uintp(shares_left)
            for i in range(np.uintp(columns)):
                stays[at + i] = 1 - shares[m, shares_top + j, x + i]
        # Modes that this one comes from, and once more with no chance to make threes of them.
        likely = np.flatnonzero(changes[m] > 1e-5)
        origins = np.zeros(3 * ((len(likely) + 2) // 3), dtype=np.int64)
        chances = np.zeros(len(origins), dtype=np.float32)
        origins[: len(likely)] = likely
        chances[: len(likely)] = changes[m][likely]
        for k in range(offsets):
            source[:] = 0.0
            # Three at a time: the sum is then loaded and stored a third as often.
            for n in range(0, len(origins), 3):
                a, b, d = origins[n], origins[n + 1], origins[n + 2]
                of_a, of_b, of_d = laid[k, a], laid[k, b], laid[k, d]
                by_a, by_b, by_d = chances[n], chances[n + 1], chances[n + 2]
                for c in range(laid_size):
                    source[c] += by_a * of_a[c] + by_b * of_b[c] + by_d * of_d[c]
            beside[:] = 0.0
            for tap in range(taps_x.shape[1]):
                weight = taps_x[m, tap]
                if weight > 0.0:
                    shift = start_x[m] + tap
                    those = source[max(0, -shift) : laid_size - max(0, shift)]
                    there = beside[max(0, shift) : laid_size - max(0, -shift)]
                    for c in range(len(those)):
                        there[c] += weight * those[c]
            spread[:] = 0.0
            for tap in range(taps_y.shape[1]):
                weight = taps_y[m, tap]
                if weight > 0.0:
                    shift = middle + (start_y[m] + tap) * width
                    there = spread[shift : shift + laid_size]
                    for c in range(laid_size):
                        there[c] += weight * beside[c]
            for c in range(laid_size + 2 * middle):
                spread[c] *= open_to[c]
            there = spread[middle : middle + laid_size]
            for c in range(laid_size):
                there[c] += source[c] * stays[c]
            for j in range(after_rows):
                at = np.uintp((down + j) * width + right)
                for i in range(np.uintp(after_columns)):
                    after[k, m, j, i] = spread[at + i]


@compiled
def misfit(
    top: int,
    left: int,
    stride: int,
    patches: FloatArray,
    rarity: FloatArray,
    patch_top: IntArray,
    patch_left: IntArray,
    place_db2: FloatArray,
    weights: FloatArray,
    heard: IntArray,
    rssi_dbm: FloatArray,
    packet_db2: FloatArray,
    lasting_db2: float,
    repeats: float,
    offsets_db: FloatArray,
    total: FloatArray,
) -> tuple[float, float]:
    """How badly a look fits each cell: the product of 1 + gap² / (5 variance), to the third.

    With five degrees of freedom Student's t is this product to the power of −3; ``total``
    (offsets, rows, columns) gets the product itself, of at most 16 radios lest it overflow,
    for every ``stride``-th row and column. ``rarity`` are patches that multiply it: how rare
    a packet of that radio is in each cell.

    Of the variance, ``place_db2`` (all radios) and ``lasting_db2`` are shared by so many looks
    in a row as ``repeats``, and ``packet_db2`` is not; a radio's ``weights`` divides it. A look
    that repeats what others say counts as a part of one, in its tails and in its width: else a
    level where radios are surer wins by widths that every look adds anew.

    Returns
    -------
    least : float
        Of ``total``.
    width : float
        Half the log of the product of the variances, as it counts.
    """
    offsets, rows, columns = total.shape
    patch_rows, patch_columns = patches.shape[1:]
    radios = len(heard)
    tails = total.reshape(offsets, rows * columns)
    tails[:] = 1.0
    shared, once = 0.0, 0.0
    for n in range(radios):
        lasting = place_db2[heard[n]] + lasting_db2
        shared += (repeats * lasting + packet_db2[n]) / weights[heard[n]]
        once += (lasting + packet_db2[n]) / weights[heard[n]]
    looks = max(shared / once, 1.0)
    logs, scales = 0.0, np.empty(radios, dtype=np.float32)
    for n in range(radios):
        lasting = place_db2[heard[n]] + lasting_db2
        variance = (repeats * lasting + packet_db2[n]) / weights[heard[n]] / looks
        logs += math.log(variance)
        scales[n] = 1.0 / (5.0 * variance)
    least, power = np.float32(np.inf), np.float32(1.0 / looks)
    # So many rows at a time that they stay in the nearest cache for all radios and offsets.
    block = max(1, 512 // columns)
    expected = np.empty(block * columns, dtype=np.float32)
    rare = np.empty(block * columns, dtype=np.float32)
    for first_row in range(0, rows, block):
        rows_here = min(block, rows - first_row)
        first, cells = first_row * columns, rows_here * columns
        rare[:] = 1.0
        for n in range(radios):
            r = heard[n]
            x0 = left - patch_left[r]
            is_inside = stride == 1 and x0 >= 0 and x0 + columns <= patch_columns
            for j in range(rows_here):
                y = top + (first_row + j) * stride - patch_top[r]
                y, c = min(max(y, 0), patch_rows - 1), j * columns
                mean, rarely = expected[c : c + columns], rare[c : c + columns]
                if is_inside:
                    means = patches[r, y, x0 : x0 + columns]
                    rarities = rarity[r, y, x0 : x0 + columns]
                    for i in range(columns):
                        mean[i] = means[i]
                        rarely[i] *= rarities[i]
                else:
                    for i in range(columns):
                        x = min(max(x0 + i * stride, 0), patch_columns - 1)
                        mean[i] = patches[r, y, x]
                        rarely[i] *= rarity[r, y, x]
            scale = scales[n]
            for k in range(offsets):
                rssi = rssi_dbm[n] - offsets_db[k]
                tail = tails[k, first : first + cells]
                for c in range(cells):
                    gap = rssi - expected[c]
                    tail[c] *= np.float32(1.0) + gap * gap * scale
        for k in range(offsets):
            tail = tails[k, first : first + cells]
            if looks > 1.0:
                # Powers of a float, in vectors, by the logarithm and exponential to base 2 of
                # its bits: within 1e-5, in a sixth of the time of the library's.
                bits = tail.view(np.int32)
                for c in range(cells):
                    whole = np.float32((bits[c] >> 23) - 127)
                    bits[c] = (bits[c] & 0x7FFFFF) | 0x3F800000
                    m = tail[c] - np.float32(1.0)
                    log2 = np.float32(0.12179700) - np.float32(0.02584144) * m
                    log2 = np.float32(-0.27790423) + m * log2
                    log2 = np.float32(0.45754919) + m * log2
                    log2 = np.float32(-0.71814525) + m * log2
                    log2 = np.float32(1.44254494) + m * log2
                    up = power * (whole + m * log2)
                    whole = np.floor(up)
                    m = up - whole
                    exp2 = np.float32(0.00961813) + np.float32(0.00150438) * m
                    exp2 = np.float32(0.05550411) + m * exp2
                    exp2 = np.float32(0.24022651) + m * exp2
                    exp2 = np.float32(0.69314697) + m * exp2
                    bits[c] = (np.int32(whole) + 127) << 23
                    tail[c] *= np.float32(1.0) + m * exp2
            for c in range(cells):
                tail[c] *= rare[c]
                least = min(least, tail[c])
    return float(least), 0.5 * logs / looks


@compiled
def weigh_mass(
    mass: FloatArray, total: FloatArray, least: float, places: FloatArray, by_offset: FloatArray
) -> tuple[float, float]:
    """Weigh a belief by (least / misfit)³, without changing it.

    ``total`` becomes these weights; ``places`` (rows, columns) and ``by_offset`` (offsets,)
    get the sums of the weighed belief. Returns its sum and the greatest of ``places``.
    """
    offsets, modes, rows, columns = mass.shape
    cells = rows * columns
    flat, weights = mass.reshape(offsets, modes, cells), total.reshape(offsets, cells)
    sums = places.reshape(cells)
    sums[:] = 0.0
    every_mode = np.empty(cells, dtype=np.float32)
    whole, most = 0.0, np.float32(0.0)
    for k in range(offsets):
        every_mode[:] = 0.0
        for m in range(modes):
            mode = flat[k, m]
            for c in range(cells):
                every_mode[c] += mode[c]
        of_offset, weight = np.float32(0.0), weights[k]
        for c in range(cells):
            share = np.float32(least) / weight[c]
            weight[c] = share * share * share
            weighed = every_mode[c] * weight[c]
            sums[c] += weighed
            of_offset += weighed
        by_offset[k] = of_offset
        whole += float(of_offset)
    for c in range(cells):
        most = max(most, sums[c])
    return whole, float(most)


@compiled
def cut_out(
    mass: FloatArray,
    weights: FloatArray,
    factor: float,
    first_offset: int,
    top: int,
    left: int,
    after: FloatArray,
) -> None:
    """Copy a window of a belief and a run of its offsets, weighed and scaled."""
    offsets, modes, rows, columns = after.shape
    scaled = np.empty(columns, dtype=np.float32)
    for k in range(offsets):
        for j in range(rows):
            weight = weights[first_offset + k, top + j, left : left + columns]
            for i in range(columns):
                scaled[i] = np.float32(factor) * weight[i]
            for m in range(modes):
                before = mass[first_offset + k, m, top + j, left : left + columns]
                there = after[k, m, j]
                for i in range(columns):
                    there[i] = before[i] * scaled[i]


@compiled
def sum_within(mass: FloatArray, top: int, bottom: int, left: int, right: int) -> float:
    """Sum a belief over a box of its cells."""
    offsets, modes = mass.shape[:2]
    total = np.float32(0.0)
    for k in range(offsets):
        for m in range(modes):
            for j in range(top, bottom):
                for i in range(left, right):
                    total += mass[k, m, j, i]
    return float(total)


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
