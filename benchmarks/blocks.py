"""A large floor with its ways, built block by block in seconds instead of ten minutes.

Lines of sight longer than a block are missing, which lead no dot.
"""

from __future__ import annotations

from itertools import product
from unittest.mock import patch

import numpy as np

from api.branches import Branch, build_branch
from benchmarks.floors import make_floor
from routing.visibility import Flags, Floats, Indices, Sight, Walls, corner_pairs

BLOCK_M = (60.0, 40.0)


def build_large(shelves: int) -> Branch:
    """Build a floor with its ways, block by block."""
    branch = build_branch(make_floor(shelves))
    with patch("routing.graph.corner_pairs", pairs_in_blocks):
        branch.ways.build()
    return branch


def pairs_in_blocks(sight: Sight) -> tuple[Indices, Floats]:
    """Pairs of corners that see each other, where a block holds both; blocks overlap by half."""
    found, lengths_m = [np.empty((0, 2), dtype=np.int64)], [np.empty(0)]
    low_m, high_m = sight.corners_m.min(axis=0), sight.corners_m.max(axis=0)
    starts = (np.arange(a, b, side / 2) for a, b, side in zip(low_m, high_m, BLOCK_M, strict=True))
    for corner in product(*starts):
        box_m = np.array(corner), np.array(corner) + BLOCK_M
        corners = np.flatnonzero(_within(sight.corners_m, sight.corners_m, box_m))
        walls = sight.walls
        near = _within(walls.starts_m.T, walls.ends_m.T, box_m)
        some = Walls(
            np.ascontiguousarray(walls.starts_m[:, near]),
            np.ascontiguousarray(walls.ends_m[:, near]),
            np.ascontiguousarray(walls.normals[:, near]),
            walls.offsets[near],
        )
        pairs, pairs_m = corner_pairs(
            Sight(some, sight.corners_m[corners], sight.before[corners], sight.after[corners])
        )
        found.append(corners[pairs])
        lengths_m.append(pairs_m)
    pairs, first = np.unique(np.concatenate(found), axis=0, return_index=True)
    return pairs, np.concatenate(lengths_m)[first]


def _within(starts_m: Floats, ends_m: Floats, box_m: tuple[Floats, Floats]) -> Flags:
    """Tell which lines' bounding boxes meet a box."""
    low_m, high_m = np.minimum(starts_m, ends_m), np.maximum(starts_m, ends_m)
    return np.asarray(((low_m <= box_m[1]) & (high_m >= box_m[0])).all(axis=1), dtype=np.bool_)
