"""One step of the Bayes filter: predict, weigh, trim; and the same backward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part, trim
from positioning.grid.kernels import entry_share, mix_modes, spread, spread_back
from positioning.grid.modes import Moves
from positioning.grid.space import LevelCells, Space

FloatArray = NDArray[np.float32]
Likelihoods = Mapping[str, FloatArray]

# Where fewer of the modes can become each other than this, only those are gone through.
_SPARSE_SHARE = 0.3
# A mode goes for an offset where its best cell has less than this of what a cell must have.
_FAINT = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """What may happen in one step: modes change, then each moves.

    Attributes
    ----------
    changes : (modes, modes before) float32 array or None
        Chance of each mode (rows) by the mode before (columns); ``None`` if none changes.
        A belief may so be given more modes, or fewer.
    moves : Moves or None
        Displacements; ``None`` where a subject stands.
    """

    changes: FloatArray | None
    moves: Moves | None


def predict(belief: Belief, space: Space, motion: Motion) -> Belief:
    """Move a belief by one step.

    Returns
    -------
    Belief
        Scaled as before: nothing is lost, what cannot move stays.
    """
    parts = {
        level: _predict_part(part, space.levels[level], motion)
        for level, part in belief.parts.items()
    }
    return Belief(parts, belief.offsets_db)


def _predict_part(part: Part, cells: LevelCells, motion: Motion) -> Part:
    mass = _change_modes(part.mass, motion.changes)
    moves = motion.moves
    if moves is None:
        return Part(part.top, part.left, mass)
    rows, columns = cells.shape
    top, left = max(part.top - moves.reach, 0), max(part.left - moves.reach, 0)
    bottom = min(part.top + mass.shape[2] + moves.reach, rows)
    right = min(part.left + mass.shape[3] + moves.reach, columns)
    after = np.empty((*mass.shape[:2], bottom - top, right - left), dtype=np.float32)
    shares = _entry_shares(part, cells, moves)
    spread(
        mass, part.top, part.left, cells.passing, after, top, left, shares,
        moves.start_y, moves.taps_y, moves.start_x, moves.taps_x,
    )  # fmt: skip
    return Part(top, left, after)


def _entry_shares(part: Part, cells: LevelCells, moves: Moves) -> FloatArray:
    modes, (rows, columns) = len(moves.start_x), part.mass.shape[2:]
    top, left = part.top - moves.reach, part.left - moves.reach
    bottom, right = part.top + rows + moves.reach, part.left + columns + moves.reach
    if top >= 0 and left >= 0 and bottom <= cells.shape[0] and right <= cells.shape[1]:
        around = cells.passing[top:bottom, left:right]
        if around.min() == around.max():
            return np.full((modes, rows, columns), around[0, 0], dtype=np.float32)
    shares = np.empty((modes, rows, columns), dtype=np.float32)
    for mode, share in enumerate(shares):
        entry_share(
            cells.passing, part.top, part.left, share,
            moves.start_y[mode], moves.taps_y[mode], moves.start_x[mode], moves.taps_x[mode],
        )  # fmt: skip
    return shares


def _change_modes(mass: FloatArray, changes: FloatArray | None) -> FloatArray:
    if changes is None:
        return mass
    flat = mass.reshape(*mass.shape[:2], -1)
    if np.count_nonzero(changes) > _SPARSE_SHARE * changes.size:
        changed: FloatArray = np.matmul(changes, flat)
    else:
        changed = np.empty((len(flat), len(changes), flat.shape[2]), dtype=np.float32)
        mix_modes(changes, np.ascontiguousarray(flat), changed)
    return changed.reshape(len(mass), len(changes), *mass.shape[2:])


def weigh(belief: Belief, likelihoods: Likelihoods, least: float) -> tuple[Belief, float]:
    """Multiply a belief by the likelihood of what was heard, trim and scale it.

    Parameters
    ----------
    belief : Belief
        Predicted.
    likelihoods : mapping of str to (offsets, rows, columns) array
        Log-likelihood on the window of each part.
    least : float
        Cells below this share of the greatest chance may be cut away.

    Returns
    -------
    belief : Belief
        Scaled.
    log_evidence : float
        Log of the chance of what was heard; −inf where the belief cannot explain it at all.
    """
    top = max(float(each.max()) for each in likelihoods.values())
    factors = {level: np.exp(each - np.float32(top)) for level, each in likelihoods.items()}
    places = {level: part.mass.sum(axis=1) * factors[level] for level, part in belief.parts.items()}
    total = float(sum(each.sum(dtype=np.float64) for each in places.values()))
    if not total > 0:
        return belief, -np.inf
    cut = trim(places, least)
    kept = sum(
        float(places[level][cut.offsets][:, y, x].sum(dtype=np.float64))
        for level, (y, x) in cut.windows.items()
    )
    scale_by = np.float32(1 / kept)
    parts = {}
    for level, (y, x) in cut.windows.items():
        part = belief.parts[level]
        factor = factors[level][cut.offsets, y, x] * scale_by
        mass = part.mass[cut.offsets, :, y, x] * factor[:, None]
        mass[mass.max(axis=(2, 3)) < _FAINT * least * mass.max(initial=0.0)] = 0.0
        parts[level] = Part(part.top + y.start, part.left + x.start, mass)
    return Belief(parts, belief.offsets_db[cut.offsets]), float(np.log(total)) + top


def predict_back(worth: Belief, before: Belief, space: Space, motion: Motion) -> Belief:
    """Carry the worth of the states after a step back to the states before it.

    Parameters
    ----------
    worth : Belief
        For each state after the step, how likely all that was heard from then on is; states
        outside its windows are worth nothing.
    before : Belief
        The belief before the step; gives the windows and offsets wanted.
    space, motion
        Of the step.

    Returns
    -------
    Belief
        On the windows and offsets of ``before``, scaled to a greatest worth of 1.
    """
    kept = np.searchsorted(before.offsets_db, worth.offsets_db)
    parts = {}
    for level, part in before.parts.items():
        mass = np.zeros_like(part.mass)
        after = worth.parts.get(level)
        if after is not None:
            mass[kept] = _back_part(after, part, space.levels[level], motion)
        parts[level] = Part(part.top, part.left, mass)
    greatest = max(float(part.mass.max(initial=0.0)) for part in parts.values()) or 1.0
    factor = np.float32(1 / greatest)
    return Belief(
        {level: Part(p.top, p.left, p.mass * factor) for level, p in parts.items()},
        before.offsets_db,
    )


def _back_part(worth: Part, before: Part, cells: LevelCells, motion: Motion) -> FloatArray:
    moves = motion.moves
    shape = (*worth.mass.shape[:2], *before.mass.shape[2:])
    if moves is None:
        wide = _on_window(worth, before.top, before.left, before.mass.shape[2:])
        return _change_modes(wide, None if motion.changes is None else motion.changes.T)
    rows, columns = cells.shape
    top, left = max(before.top - moves.reach, 0), max(before.left - moves.reach, 0)
    bottom = min(before.top + shape[2] + moves.reach, rows)
    right = min(before.left + shape[3] + moves.reach, columns)
    wide = _on_window(worth, top, left, (bottom - top, right - left))
    back = np.empty(shape, dtype=np.float32)
    spread_back(
        wide, top, left, cells.passing, back, before.top, before.left,
        _entry_shares(before, cells, moves),
        moves.start_y, moves.taps_y, moves.start_x, moves.taps_x,
    )  # fmt: skip
    return _change_modes(back, None if motion.changes is None else motion.changes.T)


def _on_window(part: Part, top: int, left: int, shape: tuple[int, ...]) -> FloatArray:
    """Lay a part on another window that may be wider or narrower; zero where it is not known."""
    rows, columns = shape
    wide = np.zeros((*part.mass.shape[:2], rows, columns), dtype=np.float32)
    y1, x1 = max(part.top, top), max(part.left, left)
    y2 = min(part.top + part.mass.shape[2], top + rows)
    x2 = min(part.left + part.mass.shape[3], left + columns)
    if y1 < y2 and x1 < x2:
        wide[:, :, y1 - top : y2 - top, x1 - left : x2 - left] = part.mass[
            :, :, y1 - part.top : y2 - part.top, x1 - part.left : x2 - part.left
        ]
    return wide
