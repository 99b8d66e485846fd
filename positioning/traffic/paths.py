"""Paths drawn from all that is possible given what was heard: filter forward, sample backward.

References
----------
S. Godsill, A. Doucet, M. West, Monte Carlo Smoothing for Nonlinear Time Series, JASA 99,
2004.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part
from positioning.grid.filter import Motion
from positioning.grid.forward import Ground, Step, first_step, next_step, walk_motion
from positioning.grid.likelihood import Look
from positioning.grid.space import LevelCells
from positioning.traffic.tours import STEP_S, Tour

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One way that a subject may have gone.

    Attributes
    ----------
    offset_db : float
        Of its device.
    xy_m : (steps, 2) array
    """

    offset_db: float
    xy_m: FloatArray


def draw_paths(
    ground: Ground, tour: Tour, count: int, generator: np.random.Generator
) -> list[Path]:
    """Draw paths of a tour from their joint distribution given all its looks."""
    steps = _forward(ground, tour)
    return [_draw(ground, steps, generator) for _ in range(count)]


def _forward(ground: Ground, tour: Tour) -> list[Step]:
    noise = ground.radio_map.noise
    modes = ground.settings.walk.weights()
    motion = walk_motion(ground, STEP_S)
    repeats = max(1.0, ground.settings.memory_s / STEP_S)
    steps: list[Step] = []
    for number, look in enumerate(tour.looks):
        readings = {radio: heard.reading for radio, heard in look.items()}
        seen = Look(readings, min(number + 1, repeats), noise.missing_weight if look else 0.0)
        time_s = number * STEP_S
        if steps:
            steps.append(next_step(ground, steps[-1], time_s, seen, motion))
        else:
            steps.append(first_step(ground, time_s, seen, tour.device_model, (tour.level,), modes))
    return steps


@dataclass(slots=True)
class _State:
    level: str
    offset_db: float
    mode: int
    row: int
    column: int


def _draw(ground: Ground, steps: Sequence[Step], generator: np.random.Generator) -> Path:
    state = _draw_state(steps[-1].belief, generator)
    cells = ground.space.levels[state.level]
    x_m, y_m = cells.centres_m()
    xy_m = np.empty((len(steps), 2))
    xy_m[-1] = x_m[state.column], y_m[state.row]
    for index in range(len(steps) - 2, -1, -1):
        motion = steps[index + 1].motion
        assert motion is not None
        state = _draw_before(steps[index].belief, state, motion, cells, generator)
        xy_m[index] = x_m[state.column], y_m[state.row]
    return Path(state.offset_db, xy_m)


def _draw_state(belief: Belief, generator: np.random.Generator) -> _State:
    levels = sorted(belief.parts)
    chances = np.array([belief.parts[level].mass.sum(dtype=np.float64) for level in levels])
    level = levels[_pick(chances, generator)]
    part = belief.parts[level]
    chosen = np.unravel_index(_pick(part.mass, generator), part.mass.shape)
    offset, mode, row, column = (int(each) for each in chosen)
    return _State(level, float(belief.offsets_db[offset]), mode, part.top + row, part.left + column)


def _draw_before(
    belief: Belief, after: _State, motion: Motion, cells: LevelCells, generator: np.random.Generator
) -> _State:
    """Draw the state before a step from what it was believed to be and where the step ended."""
    part = belief.parts[after.level]
    moves = motion.moves
    assert moves is not None
    offset = int(np.argmin(np.abs(belief.offsets_db - np.float32(after.offset_db))))
    taps_y, taps_x = moves.taps_y[after.mode], moves.taps_x[after.mode]
    shift_y, shift_x = int(moves.start_y[after.mode]), int(moves.start_x[after.mode])
    rows = after.row - shift_y - np.arange(len(taps_y)) - part.top
    columns = after.column - shift_x - np.arange(len(taps_x)) - part.left
    height, width = part.mass.shape[2:]
    in_y, in_x = (rows >= 0) & (rows < height), (columns >= 0) & (columns < width)
    rows, taps_y = rows[in_y], taps_y[in_y]
    columns, taps_x = columns[in_x], taps_x[in_x]
    before = part.mass[offset]
    change = np.ones(1, dtype=np.float32)
    if motion.changes is not None:
        change = motion.changes[after.mode]
    came = before[:, rows[:, None], columns] * taps_y[:, None] * taps_x
    came = came * change[:, None, None] * cells.passing[after.row, after.column]
    stayed = _stayed(part, offset, after, change, _entry(cells, after, motion))
    both = np.concatenate([came.ravel(), stayed])
    if not both.sum() > 0:
        return _State(after.level, after.offset_db, after.mode, after.row, after.column)
    chosen = _pick(both, generator)
    if chosen >= came.size:
        return _State(after.level, after.offset_db, chosen - came.size, after.row, after.column)
    mode, row, column = (int(each) for each in np.unravel_index(chosen, came.shape))
    return _State(
        after.level,
        after.offset_db,
        mode,
        part.top + int(rows[row]),
        part.left + int(columns[column]),
    )


def _stayed(
    part: Part, offset: int, after: _State, change: NDArray[np.float32], entry: float
) -> NDArray[np.float32]:
    """Chance of each mode before, had the subject been kept where it is."""
    row, column = after.row - part.top, after.column - part.left
    height, width = part.mass.shape[2:]
    if not (0 <= row < height and 0 <= column < width):
        return np.zeros(part.mass.shape[1], dtype=np.float32)
    kept: NDArray[np.float32] = part.mass[offset, :, row, column] * change * (1 - entry)
    return kept


def _entry(cells: LevelCells, at: _State, motion: Motion) -> float:
    """How much of what leaves a cell in a mode is let in where it goes."""
    assert motion.moves is not None
    moves = motion.moves
    taps_y, taps_x = moves.taps_y[at.mode], moves.taps_x[at.mode]
    rows = at.row + int(moves.start_y[at.mode]) + np.arange(len(taps_y))
    columns = at.column + int(moves.start_x[at.mode]) + np.arange(len(taps_x))
    height, width = cells.shape
    in_y, in_x = (rows >= 0) & (rows < height), (columns >= 0) & (columns < width)
    block = cells.passing[np.ix_(rows[in_y], columns[in_x])]
    return float(taps_y[in_y] @ block @ taps_x[in_x])


def _pick(chances: NDArray[np.floating], generator: np.random.Generator) -> int:
    total = np.cumsum(chances.ravel(), dtype=np.float64)
    return int(min(np.searchsorted(total, generator.random() * total[-1], "right"), total.size - 1))
