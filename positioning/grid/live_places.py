"""Places told by something else than radios: weighed with a belief, or believed instead of it.

Who tells a place may be wrong about it (a book was carried off, a finger missed the map), and
the belief may be lost. Both chances are held against each other: a label that was scanned wins
over a belief that excludes it, one tap far from strong radio evidence does not, two do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part
from positioning.grid.live_belief import drift_only
from positioning.grid.live_ground import LiveGround
from positioning.grid.live_start import device_offsets
from positioning.grid.relay import spread_over_cells

FloatArray = NDArray[np.float32]
# On one level: row and column of the first cell, and the chance of each.
Patch = tuple[int, int, FloatArray]

# How often a belief is about somewhere else than the subject.
LOST_CHANCE = 0.02
_SURE = 0.98
_LEAST_PART = 0.005
_LARGEST_MIXED = 160_000


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its normal error; ``share`` tells how likely among several it is."""

    level: str
    x_m: float
    y_m: float
    sigma_m: float
    share: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A belief with a told place in it.

    ``lost_chance`` is how likely it is that the belief before was about somewhere else, and
    ``is_new`` whether nothing of that is left.
    """

    belief: Belief
    lost_chance: float
    is_new: bool


def weigh_spots(
    ground: LiveGround,
    belief: Belief | None,
    spots: Sequence[Spot],
    doubt: float,
    offset: tuple[float, float],
) -> Weighed:
    """Combine a belief with a place told.

    Parameters
    ----------
    ground : LiveGround
        With the modes of the belief.
    belief : Belief or None
        So far; ``None`` where nothing is known.
    spots : sequence of Spot
        One, or several of which one is right; all on levels of the ground.
    doubt : float
        How often such a source is wrong about where a subject is, between 0 and 1.
    offset : (float, float)
        Mean and standard deviation of the device offset, dB, for a new belief.
    """
    patches = _patches(ground, spots)
    if belief is None:
        return Weighed(_believed(ground, patches, offset), 1.0, is_new=True)
    cells = sum(float((each.cells.passing > 0).sum()) for each in ground.levels.values())
    anywhere = np.float32(doubt / cells)
    parts = {
        level: _multiplied(part, patches.get(level), np.float32(1 - doubt), anywhere)
        for level, part in belief.parts.items()
    }
    agreeing = sum(float(part.mass.sum(dtype=np.float64)) for part in parts.values())
    lost = LOST_CHANCE / cells
    lost_chance = lost / (lost + (1 - LOST_CHANCE) * agreeing)
    if lost_chance > _SURE:
        return Weighed(_believed(ground, patches, offset), lost_chance, is_new=True)
    kept = Belief(_scaled(parts, (1 - lost_chance) / agreeing), belief.offsets_db)
    if lost_chance < _LEAST_PART:
        return Weighed(kept, lost_chance, is_new=False)
    return Weighed(_with(ground, kept, patches, lost_chance), lost_chance, is_new=False)


def _patches(ground: LiveGround, spots: Sequence[Spot]) -> dict[str, Patch]:
    """Chance of each cell by what is told, all together 1."""
    whole = sum(each.share for each in spots)
    found: dict[str, Patch] = {}
    for each in spots:
        here = ground.levels[each.level]
        top, left, shares = spread_over_cells(here, each.x_m, each.y_m, each.sigma_m)
        patch = (top, left, shares * np.float32(each.share / whole))
        before = found.get(each.level)
        found[each.level] = patch if before is None else _joined(before, patch)
    return found


def _joined(one: Patch, other: Patch) -> Patch:
    top, left, rows, columns = _hull((*one[:2], *one[2].shape), (*other[:2], *other[2].shape))
    joined = np.zeros((rows, columns), dtype=np.float32)
    for y, x, shares in (one, other):
        y, x = y - top, x - left
        joined[y : y + shares.shape[0], x : x + shares.shape[1]] += shares
    return top, left, joined


def _hull(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """First row and column, rows and columns of the window about two windows."""
    top, left = min(one[0], other[0]), min(one[1], other[1])
    bottom = max(one[0] + one[2], other[0] + other[2])
    right = max(one[1] + one[3], other[1] + other[3])
    return top, left, bottom - top, right - left


def _believed(
    ground: LiveGround, patches: Mapping[str, Patch], offset: tuple[float, float]
) -> Belief:
    """Believe what is told, and know nothing of the device."""
    offsets_db, chances = device_offsets(*offset)
    weights = ground.walking.weights
    prior = chances[:, None, None, None] * weights[None, :, None, None]
    return Belief(
        {
            level: Part(top, left, (prior * shares).astype(np.float32))
            for level, (top, left, shares) in patches.items()
        },
        offsets_db,
    )


def _multiplied(part: Part, patch: Patch | None, right: np.float32, wrong: np.float32) -> Part:
    """Multiply a part by how likely the place is told from each of its cells."""
    rows, columns = part.mass.shape[2:]
    chance = np.full((rows, columns), wrong, dtype=np.float32)
    if patch is not None:
        top, left, shares = patch
        y1, x1 = max(top, part.top), max(left, part.left)
        y2 = min(top + shares.shape[0], part.top + rows)
        x2 = min(left + shares.shape[1], part.left + columns)
        if y1 < y2 and x1 < x2:
            chance[y1 - part.top : y2 - part.top, x1 - part.left : x2 - part.left] += (
                right * shares[y1 - top : y2 - top, x1 - left : x2 - left]
            )
    return Part(part.top, part.left, part.mass * chance)


def _scaled(parts: Mapping[str, Part], factor: float) -> dict[str, Part]:
    return {
        level: Part(part.top, part.left, part.mass * np.float32(factor))
        for level, part in parts.items()
    }


def _with(ground: LiveGround, belief: Belief, patches: Mapping[str, Patch], share: float) -> Belief:
    """Add what is told to a belief, with the device as it is known by now."""
    if _size_with(belief, patches) > _LARGEST_MIXED:
        belief = drift_only(belief)
    modes = next(iter(belief.parts.values())).mass.shape[1]
    weights = ground.walking.weights if modes > 1 else np.ones(1, dtype=np.float32)
    chances = sum(part.mass.sum(axis=(1, 2, 3)) for part in belief.parts.values())
    chances = chances / max(float(np.sum(chances)), 1e-30)
    prior = np.float32(share) * chances[:, None, None, None] * weights[None, :, None, None]
    parts = dict(belief.parts)
    for level, (top, left, shares) in patches.items():
        told = Part(top, left, (prior * shares).astype(np.float32))
        parts[level] = _sum(parts[level], told) if level in parts else told
    return Belief(parts, belief.offsets_db)


def _size_with(belief: Belief, patches: Mapping[str, Patch]) -> int:
    states = math.prod(next(iter(belief.parts.values())).mass.shape[:2])
    cells = 0
    for level in {*belief.parts, *patches}:
        part, patch = belief.parts.get(level), patches.get(level)
        windows = [] if part is None else [(part.top, part.left, *part.mass.shape[2:])]
        windows += [] if patch is None else [(*patch[:2], *patch[2].shape)]
        _, _, rows, columns = _hull(windows[0], windows[-1])
        cells += rows * columns
    return states * cells


def _sum(one: Part, other: Part) -> Part:
    windows = [(each.top, each.left, *each.mass.shape[2:]) for each in (one, other)]
    top, left, rows, columns = _hull(windows[0], windows[1])
    mass = np.zeros((*one.mass.shape[:2], rows, columns), dtype=np.float32)
    for each in (one, other):
        y, x = each.top - top, each.left - left
        mass[:, :, y : y + each.mass.shape[2], x : x + each.mass.shape[3]] += each.mass
    return Part(top, left, mass)
