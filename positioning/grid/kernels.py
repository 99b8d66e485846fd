"""The inner loops of the filter, compiled.

Everything here works on windows of a level: arrays whose cell [0, 0] lies at a given row and
column of the level. Arrays are float32, C-contiguous; beliefs have the axes
(offset, mode, row, column).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from floorplans.compiled import compiled

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@compiled
def entry_share(
    passing: FloatArray,
    top: int,
    left: int,
    share: FloatArray,
    start_y: int,
    taps_y: FloatArray,
    start_x: int,
    taps_x: FloatArray,
) -> None:
    """How much of what leaves each cell of a window is let into where it goes, into ``share``."""
    rows, columns = share.shape
    level_rows, level_columns = passing.shape
    beside = np.zeros((rows + len(taps_y) - 1, columns), dtype=np.float32)
    for j in range(beside.shape[0]):
        y = top + j + start_y
        if 0 <= y < level_rows:
            for tap in range(len(taps_x)):
                x0 = left + start_x + tap
                for i in range(max(0, -x0), min(columns, level_columns - x0)):
                    beside[j, i] += taps_x[tap] * passing[y, x0 + i]
    share[:] = 0.0
    for tap in range(len(taps_y)):
        for j in range(rows):
            for i in range(columns):
                share[j, i] += taps_y[tap] * beside[j + tap, i]


@compiled
def mix_modes(changes: FloatArray, before: FloatArray, after: FloatArray) -> None:
    """Change modes: (modes, modes before) times (offsets, modes before, cells), where not zero."""
    offsets, modes_before, cells = before.shape
    for k in range(offsets):
        for m in range(changes.shape[0]):
            target = after[k, m]
            target[:] = 0.0
            for n in range(modes_before):
                chance = changes[m, n]
                if chance > 0.0:
                    source = before[k, n]
                    for i in range(cells):
                        target[i] += chance * source[i]


@compiled
def spread(
    before: FloatArray,
    top: int,
    left: int,
    passing: FloatArray,
    after: FloatArray,
    after_top: int,
    after_left: int,
    shares: FloatArray,
    start_y: IntArray,
    taps_y: FloatArray,
    start_x: IntArray,
    taps_x: FloatArray,
) -> None:
    """Move a belief by one step: what is not let in stays where it was.

    ``taps_y`` and ``taps_x`` are (modes, taps): the weights of each mode's displacement along
    the axes, beginning at ``start_y`` and ``start_x`` cells. ``shares`` is (modes, rows,
    columns), from `entry_share`, on the window of ``before``.
    """
    offsets, modes, rows, columns = before.shape
    after_rows, after_columns = after.shape[2:]
    beside = np.zeros((rows, after_columns), dtype=np.float32)
    down, right = top - after_top, left - after_left
    after[:] = 0.0
    for k in range(offsets):
        for m in range(modes):
            source = before[k, m]
            target = after[k, m]
            # Only what lies between the first and the last that is not zero has to be moved.
            y1, y2, x1, x2 = rows, 0, columns, 0
            for j in range(rows):
                for i in range(columns):
                    if source[j, i] > 0.0:
                        y1, y2 = min(y1, j), j + 1
                        x1, x2 = min(x1, i), max(x2, i + 1)
            if y1 >= y2:
                continue
            beside[y1:y2] = 0.0
            for tap in range(taps_x.shape[1]):
                weight = taps_x[m, tap]
                if weight > 0.0:
                    x0 = right + start_x[m] + tap
                    first, last = max(x1, -x0), min(x2, after_columns - x0)
                    for j in range(y1, y2):
                        for i in range(first, last):
                            beside[j, x0 + i] += weight * source[j, i]
            left_end = max(min(x1 + right + start_x[m], after_columns), 0)
            right_end = min(x2 + right + start_x[m] + taps_x.shape[1], after_columns)
            for tap in range(taps_y.shape[1]):
                weight = taps_y[m, tap]
                if weight > 0.0:
                    y0 = down + start_y[m] + tap
                    for j in range(max(y1, -y0), min(y2, after_rows - y0)):
                        for i in range(left_end, right_end):
                            target[y0 + j, i] += weight * beside[j, i]
            upper = max(y1 + down + start_y[m], 0)
            lower = min(y2 + down + start_y[m] + taps_y.shape[1], after_rows)
            for j in range(upper, lower):
                for i in range(left_end, right_end):
                    target[j, i] *= passing[after_top + j, after_left + i]
            for j in range(y1, y2):
                for i in range(x1, x2):
                    target[down + j, right + i] += source[j, i] * (1 - shares[m, j, i])


@compiled
def spread_back(
    after: FloatArray,
    after_top: int,
    after_left: int,
    passing: FloatArray,
    before: FloatArray,
    top: int,
    left: int,
    shares: FloatArray,
    start_y: IntArray,
    taps_y: FloatArray,
    start_x: IntArray,
    taps_x: FloatArray,
) -> None:
    """The transpose of `spread`: what each cell of before is worth, from what after is worth."""
    offsets, modes, rows, columns = before.shape
    after_rows, after_columns = after.shape[2:]
    let_in = np.empty((after_rows, after_columns), dtype=np.float32)
    beside = np.empty((rows, after_columns), dtype=np.float32)
    down, right = top - after_top, left - after_left
    for k in range(offsets):
        for m in range(modes):
            source = after[k, m]
            target = before[k, m]
            for j in range(after_rows):
                for i in range(after_columns):
                    let_in[j, i] = source[j, i] * passing[after_top + j, after_left + i]
            beside[:] = 0.0
            for tap in range(taps_y.shape[1]):
                weight = taps_y[m, tap]
                if weight > 0.0:
                    y0 = down + start_y[m] + tap
                    for j in range(max(0, -y0), min(rows, after_rows - y0)):
                        for i in range(after_columns):
                            beside[j, i] += weight * let_in[y0 + j, i]
            for j in range(rows):
                for i in range(columns):
                    target[j, i] = source[down + j, right + i] * (1 - shares[m, j, i])
            for tap in range(taps_x.shape[1]):
                weight = taps_x[m, tap]
                if weight > 0.0:
                    x0 = right + start_x[m] + tap
                    first, last = max(0, -x0), min(columns, after_columns - x0)
                    for j in range(rows):
                        for i in range(first, last):
                            target[j, i] += weight * beside[j, x0 + i]


@compiled
def log_likelihood(
    mean_dbm: FloatArray,
    variance_db2: FloatArray,
    rssi_dbm: FloatArray,
    offsets_db: FloatArray,
    freedom: float,
    total: FloatArray,
) -> None:
    """Add the Student-t log-likelihood of one reading per radio to ``total``.

    ``mean_dbm`` and ``variance_db2`` are (radios, rows, columns), ``rssi_dbm`` is (radios,),
    ``offsets_db`` is (offsets,) and ``total`` is (offsets, rows, columns).
    """
    radios, rows, columns = mean_dbm.shape
    power = -(freedom + 1) / 2
    for k in range(len(offsets_db)):
        for j in range(rows):
            for i in range(columns):
                tails, widths = 1.0, 1.0
                for r in range(radios):
                    variance = np.float64(variance_db2[r, j, i])
                    gap = np.float64(rssi_dbm[r] - offsets_db[k] - mean_dbm[r, j, i])
                    tails *= 1 + gap * gap / (freedom * variance)
                    widths *= variance
                    if tails > 1e200 or widths > 1e200:
                        total[k, j, i] += power * np.log(tails) - np.log(widths) / 2
                        tails, widths = 1.0, 1.0
                total[k, j, i] += power * np.log(tails) - np.log(widths) / 2
