"""One step of the live tracker's belief: through portals, along the floor, and weighed.

Work and memory are bounded: a belief that is spread over many cells and device offsets drops
its modes of walking until it knows enough to use them again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part
from positioning.grid.live_ground import Box, LiveGround, LiveLevel, LivePortal, Pace
from positioning.grid.live_kernels import (
    bounds_above,
    cut_out,
    misfit,
    move,
    sum_within,
    weigh_mass,
)
from positioning.grid.live_look import Look

FloatArray = NDArray[np.float32]

# A walking belief of up to so many numbers is made from a drifting one; a greater one drifts.
_WALKING_SIZE = 40_000
_DRIFTING_FROM_SIZE = 120_000
# Steps tell modes apart that nothing else does: where there are some, more room is worth it.
_STEPPING_SIZE = 80_000
_OPENING_FROM_SIZE = 160_000
_LARGEST_SIZE = 200_000
_LEAST = 1e-3
_LEAST_OFFSET = 0.02
_LEAST_LEVEL = 1e-5
_LEAST_AT_PORTAL = 1e-3


def predict(ground: LiveGround, belief: Belief) -> Belief:
    """Move a belief by one step, on its levels and from one to another."""
    modes = next(iter(belief.parts.values())).mass.shape[1]
    pace = ground.walking if modes > 1 else ground.drifting
    parts = {
        level: _move_part(ground.levels[level], part, pace)
        for level, part in _through_portals(ground, belief.parts, pace).items()
    }
    return Belief(parts, belief.offsets_db)


def _move_part(here: LiveLevel, part: Part, pace: Pace) -> Part:
    mass, moves = part.mass, pace.moves
    rows, columns = here.cells.shape
    top, left = max(part.top - moves.reach, 0), max(part.left - moves.reach, 0)
    bottom = min(part.top + mass.shape[2] + moves.reach, rows)
    right = min(part.left + mass.shape[3] + moves.reach, columns)
    after = np.empty((*mass.shape[:2], bottom - top, right - left), dtype=np.float32)
    shares, shares_top, shares_left = here.entry_shares(pace, part.window)
    move(
        mass, part.top, part.left, pace.changes, here.cells.passing,
        shares, part.top - shares_top, part.left - shares_left, after, top, left,
        moves.reach, moves.start_y, moves.taps_y, moves.start_x, moves.taps_x,
    )  # fmt: skip
    return Part(top, left, after)


def _through_portals(ground: LiveGround, parts: Mapping[str, Part], pace: Pace) -> dict[str, Part]:
    """Let some of what is at stairs and lifts change its level."""
    after = dict(parts)
    fresh: set[str] = set()
    for level, part in parts.items():
        for portal in ground.portals[level]:
            if not _meet(part, portal.box_from):
                continue
            y, x = _within(part, portal.box_from)
            if sum_within(part.mass, y.start, y.stop, x.start, x.stop) < _LEAST_AT_PORTAL:
                continue
            leaving = part.mass[:, :, y, x].sum(axis=(1, 2, 3))
            if level not in fresh:
                after[level] = Part(after[level].top, after[level].left, after[level].mass.copy())
                fresh.add(level)
            rows, columns = _within(after[level], portal.box_from)
            after[level].mass[:, :, rows, columns] *= 1 - portal.share
            _arrive(after, fresh, portal, portal.share * leaving, pace)
    return after


def _arrive(
    parts: dict[str, Part], fresh: set[str], portal: LivePortal, arriving: FloatArray, pace: Pace
) -> None:
    """Spread what arrives over the open cells about a portal's end."""
    level, (y, x) = portal.to_level, portal.box_to
    part = parts.get(level)
    if part is None:
        shape = (len(arriving), len(pace.weights), *portal.spread.shape)
        part = Part(y.start, x.start, np.zeros(shape, dtype=np.float32))
    part = _widened(part, y, x, always=level not in fresh)
    fresh.add(level)
    rows, columns = _within(part, (y, x))
    part.mass[:, :, rows, columns] += (
        arriving[:, None, None, None] * pace.weights[None, :, None, None] * portal.spread
    )
    parts[level] = part


def _meet(part: Part, box: Box) -> bool:
    """Tell whether a box of the level has cells within a part's window."""
    rows, columns = part.mass.shape[2:]
    y, x = box
    return bool(
        y.start < part.top + rows
        and y.stop > part.top
        and x.start < part.left + columns
        and x.stop > part.left
    )


def _within(part: Part, box: Box) -> Box:
    """A box of the level as rows and columns of a part's window; empty if it lies outside."""
    rows, columns = part.mass.shape[2:]
    y, x = box
    return (
        slice(max(y.start - part.top, 0), max(min(y.stop - part.top, rows), 0)),
        slice(max(x.start - part.left, 0), max(min(x.stop - part.left, columns), 0)),
    )


def _widened(part: Part, y: slice, x: slice, always: bool) -> Part:
    """Widen a part's window to hold a box; a copy where it must not be changed in place."""
    rows, columns = part.mass.shape[2:]
    top, left = min(part.top, y.start), min(part.left, x.start)
    bottom, right = max(part.top + rows, y.stop), max(part.left + columns, x.stop)
    if (bottom - top, right - left) == (rows, columns):
        return Part(top, left, part.mass.copy()) if always else part
    mass = np.zeros((*part.mass.shape[:2], bottom - top, right - left), dtype=np.float32)
    down, beside = part.top - top, part.left - left
    mass[:, :, down : down + rows, beside : beside + columns] = part.mass
    return Part(top, left, mass)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How a look fits one part of a belief.

    Attributes
    ----------
    weights : (offsets, rows, columns) float32 array
        Likelihood of the look, at most 1.
    places, by_offset : (rows, columns) and (offsets,) float32 arrays
        Sums of the weighed part over offsets and modes, and over all but offsets.
    total, most : float
        The sum of the weighed part, and the greatest of ``places``.
    log : float
        Log of what 1 stands for in all these, up to a constant of the look.
    width : float
        What of that is the look's own: half the log of its variances.
    """

    weights: FloatArray
    places: FloatArray
    by_offset: FloatArray
    total: float
    most: float
    log: float
    width: float


def weigh(ground: LiveGround, belief: Belief, look: Look) -> tuple[Belief, float]:
    """Multiply a belief by the likelihood of a look, cut away what is hardly possible, scale it.

    Returns
    -------
    belief : Belief
        The one before if the look is not possible anywhere.
    log_evidence : float
        Log of the chance of what was heard, up to a constant of the look.
    """
    fits = {
        level: fit_look(ground, level, part, look, belief.offsets_db)
        for level, part in belief.parts.items()
    }
    top = max(fit.log for fit in fits.values())
    scales = {level: math.exp(fit.log - top) for level, fit in fits.items()}
    whole = sum(fit.total * scales[level] for level, fit in fits.items())
    if not (whole > 1e-30 and math.isfinite(whole)):
        return belief, -math.inf
    factors = {level: scale / whole for level, scale in scales.items()}
    return _cut(ground, belief, fits, factors), math.log(whole) + top


def fit_look(
    ground: LiveGround,
    level: str,
    part: Part,
    look: Look,
    offsets_db: FloatArray,
    stride: int = 1,
) -> Fit:
    """Fit a look to a part of a belief, on every ``stride``-th cell of the level."""
    here = ground.levels[level]
    heard = look.radios.tolist()
    if not here.laid.issuperset(heard):
        for radio in heard:
            ground.lay(level, radio)
    weights = np.empty((len(offsets_db), *part.mass.shape[2:]), dtype=np.float32)
    least, width = misfit(
        part.top, part.left, stride, here.patches, here.rarity, here.patch_top, here.patch_left,
        here.place_db2, ground.weights, look.radios, look.rssi_dbm, look.packet_db2,
        ground.noise.lasting_sd_db**2, look.repeats, offsets_db, weights,
    )  # fmt: skip
    return _weigh(part, weights, least, width)


def _weigh(part: Part, weights: FloatArray, least: float, width: float) -> Fit:
    places = np.empty(part.mass.shape[2:], dtype=np.float32)
    by_offset = np.empty(len(part.mass), dtype=np.float32)
    total, most = weigh_mass(part.mass, weights, least, places, by_offset)
    return Fit(weights, places, by_offset, total, most, -3 * math.log(least) - width, width)


def trim(ground: LiveGround, belief: Belief) -> Belief:
    """Cut away what is hardly possible, and bound a belief's size."""
    fits = {
        level: _weigh(part, np.ones((len(part.mass), *part.mass.shape[2:]), np.float32), 1.0, 0.0)
        for level, part in belief.parts.items()
    }
    return _cut(ground, belief, fits, dict.fromkeys(fits, 1.0))


def _cut(
    ground: LiveGround, belief: Belief, fits: Mapping[str, Fit], factors: Mapping[str, float]
) -> Belief:
    """Weigh and scale what is worth keeping of a belief."""
    by_level = [
        [factors[level] * chance for chance in fit.by_offset.tolist()]
        for level, fit in fits.items()
    ]
    chances = [sum(each) for each in zip(*by_level, strict=True)]
    kept = [k for k, each in enumerate(chances) if each >= _LEAST_OFFSET * max(chances)]
    chosen = slice(kept[0], kept[-1] + 1)
    most, least = max(fit.most * factors[level] for level, fit in fits.items()), _LEAST
    windows = _windows(fits, factors, least * most)
    states = (chosen.stop - chosen.start) * next(iter(belief.parts.values())).mass.shape[1]
    while states * _cells(windows) > _LARGEST_SIZE and least < 0.1:
        least *= 3
        windows = _windows(fits, factors, least * most)
    parts = {}
    for level, (y1, y2, x1, x2) in windows.items():
        part, fit = belief.parts[level], fits[level]
        shape = (chosen.stop - chosen.start, part.mass.shape[1], y2 - y1, x2 - x1)
        mass = np.empty(shape, dtype=np.float32)
        cut_out(part.mass, fit.weights, factors[level], chosen.start, y1, x1, mass)
        parts[level] = Part(part.top + y1, part.left + x1, mass)
    return _with_modes(ground, Belief(parts, belief.offsets_db[chosen]))


def _windows(
    fits: Mapping[str, Fit], factors: Mapping[str, float], floor: float
) -> dict[str, tuple[int, int, int, int]]:
    """Find where the levels that are possible at all are above a floor: rows and columns."""
    windows = {}
    for level, fit in fits.items():
        if fit.total * factors[level] >= _LEAST_LEVEL:
            window = bounds_above(fit.places, floor / factors[level])
            if window[0] < window[1]:
                windows[level] = window
    return windows


def _cells(windows: Mapping[str, tuple[int, int, int, int]]) -> int:
    return sum((y2 - y1) * (x2 - x1) for y1, y2, x1, x2 in windows.values())


def _size(parts: Mapping[str, Part]) -> int:
    return sum(part.mass.size for part in parts.values())


def _with_modes(ground: LiveGround, belief: Belief) -> Belief:
    """Tell modes of walking apart where there is room for them, and only there."""
    modes = next(iter(belief.parts.values())).mass.shape[1]
    size = _size(belief.parts)
    weights, lasts = ground.walking.weights, ground.walking.lasts
    if modes == 1 and size * len(weights) <= (_WALKING_SIZE if lasts else _STEPPING_SIZE):
        parts = {
            level: Part(part.top, part.left, part.mass * weights[:, None, None])
            for level, part in belief.parts.items()
        }
        return Belief(parts, belief.offsets_db)
    if modes > 1 and size > (_DRIFTING_FROM_SIZE if lasts else _OPENING_FROM_SIZE):
        return drift_only(belief)
    return belief


def drift_only(belief: Belief) -> Belief:
    """Forget how a subject walks."""
    parts = {
        level: Part(part.top, part.left, part.mass.sum(axis=1, keepdims=True))
        for level, part in belief.parts.items()
    }
    return Belief(parts, belief.offsets_db)


def chances_of_levels(belief: Belief) -> dict[str, float]:
    """How likely each level is."""
    return {level: float(part.mass.sum()) for level, part in belief.parts.items()}
