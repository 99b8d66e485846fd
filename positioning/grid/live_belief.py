"""One step of the live tracker's belief: through portals, along the floor, and weighed.

Work and memory are bounded: a belief that is spread over many cells and device offsets drops
its modes of walking until it knows enough to use them again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part
from positioning.grid.live_ground import LiveGround, LiveLevel, LivePortal, Pace
from positioning.grid.live_kernels import (
    add_up,
    bounds_above,
    median_spot,
    misfit,
    move,
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
_LEAST = 1e-4
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
        moves.start_y, moves.taps_y, moves.start_x, moves.taps_x,
    )  # fmt: skip
    return Part(top, left, after)


def _through_portals(ground: LiveGround, parts: Mapping[str, Part], pace: Pace) -> dict[str, Part]:
    """Let some of what is at stairs and lifts change its level."""
    after = dict(parts)
    fresh: set[str] = set()
    for level, part in parts.items():
        for portal in ground.portals[level]:
            rows, columns = _within(part, portal.box_from)
            if rows.start >= rows.stop or columns.start >= columns.stop:
                continue
            leaving = part.mass[:, :, rows, columns].sum(axis=(1, 2, 3))
            if leaving.sum() < _LEAST_AT_PORTAL:
                continue
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


def _within(part: Part, box: tuple[slice, slice]) -> tuple[slice, slice]:
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


def weigh(ground: LiveGround, belief: Belief, look: Look) -> tuple[Belief, float]:
    """Multiply a belief by the likelihood of a look, in place, trim and scale it.

    Returns
    -------
    belief : Belief
    log_evidence : float
        Log of the chance of what was heard, up to a constant of the look.
    """
    totals, logs = {}, {}
    for level, part in belief.parts.items():
        fit, least, width = fit_look(ground, level, part, look, belief.offsets_db)
        totals[level] = weigh_mass(part.mass, fit, least)
        logs[level] = -3 * math.log(least) - width
    top = max(logs[level] for level in logs)
    scales = {level: math.exp(log - top) for level, log in logs.items()}
    whole = sum(totals[level] * scales[level] for level in logs)
    if not (whole > 1e-30 and math.isfinite(whole)):
        return belief, -math.inf
    factors = {level: scale / whole for level, scale in scales.items()}
    return trim(ground, belief, factors), math.log(whole) + top


def fit_look(
    ground: LiveGround,
    level: str,
    part: Part,
    look: Look,
    offsets_db: FloatArray,
    stride: int = 1,
) -> tuple[FloatArray, float, float]:
    """Fit a look to the cells of a window.

    Returns
    -------
    misfit : (offsets, rows, columns) array
        See `positioning.grid.live_kernels.misfit`.
    least : float
        Of it.
    width : float
        Log of the geometric mean of the variances times their number, halved.
    """
    here = ground.levels[level]
    for radio in look.radios.tolist():
        ground.lay(level, radio)
    lasting_db2 = np.float32(ground.noise.lasting_sd_db**2)
    variance_db2 = np.float32(look.repeats) * (here.place_db2[look.radios] + lasting_db2)
    variance_db2 = (variance_db2 + look.packet_db2) / ground.weights[look.radios]
    fit = np.empty((len(offsets_db), *part.mass.shape[2:]), dtype=np.float32)
    least = misfit(
        part.top, part.left, here.patches, here.rarity, here.patch_top, here.patch_left,
        look.radios, look.rssi_dbm, variance_db2, offsets_db, stride, fit,
    )  # fmt: skip
    return fit, least, 0.5 * float(np.log(variance_db2).sum())


def trim(ground: LiveGround, belief: Belief, factors: Mapping[str, float]) -> Belief:
    """Scale a belief's levels in place, cut away what is hardly possible, and bound its size."""
    places, by_offset = {}, {}
    for level, part in belief.parts.items():
        places[level] = np.empty(part.mass.shape[2:], dtype=np.float32)
        by_offset[level] = np.empty(len(part.mass), dtype=np.float32)
        add_up(part.mass, factors[level], places[level], by_offset[level])
    chances = sum(by_offset.values(), np.zeros(len(belief.offsets_db), dtype=np.float32))
    kept = np.flatnonzero(chances >= _LEAST_OFFSET * chances.max())
    chosen = slice(int(kept[0]), int(kept[-1]) + 1)
    most = max(float(each.max()) for each in places.values())
    least = _LEAST
    parts = _cut(belief, places, by_offset, chosen, least * most)
    while _size(parts) > _LARGEST_SIZE and least < 0.1:
        least *= 3
        parts = _cut(belief, places, by_offset, chosen, least * most)
    return _with_modes(ground, Belief(parts, belief.offsets_db[chosen]))


def _cut(
    belief: Belief,
    places: Mapping[str, FloatArray],
    by_offset: Mapping[str, FloatArray],
    chosen: slice,
    floor: float,
) -> dict[str, Part]:
    parts = {}
    for level, part in belief.parts.items():
        if by_offset[level].sum() < _LEAST_LEVEL:
            continue
        y1, y2, x1, x2 = bounds_above(places[level], floor)
        if y1 < y2:
            mass = np.ascontiguousarray(part.mass[chosen, :, y1:y2, x1:x2])
            parts[level] = Part(part.top + y1, part.left + x1, mass)
    return parts


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


def spot_of(part: Part, share: float) -> tuple[float, ...]:
    """Geometric median of a part in cells of its level, as `live_kernels.median_spot`."""
    x, y, *rest = median_spot(part.places(), share)
    return (x + part.left, y + part.top, *rest)
