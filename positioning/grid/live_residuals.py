"""What a track says about the radios: how each is heard above what it should be.

A radio that is wrong pulls the belief to where it seems right. Each radio is therefore judged
by the belief without it: what its packets of the last seconds did to the belief is undone.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from floorplans.compiled import compiled
from positioning.grid.catch import CatchEvidence, note_heard
from positioning.grid.live_ground import REACH_M
from positioning.grid.live_look import Sums, is_trusted, join_sums
from positioning.grid.live_state import LiveTrack
from positioning.health import Residual
from positioning.model import Fix

FloatArray = NDArray[np.float32]

# Radios beyond this say nothing of how far radios are caught, however many there are.
_NEAR_M = 2 * REACH_M


def residuals_of(track: LiveTrack) -> tuple[Residual, ...]:
    """Compare the last steps' packets with what is expected where the other radios say.

    Parameters
    ----------
    track : LiveTrack
        Advanced; once a second is plenty.

    Returns
    -------
    tuple of Residual
        One for each radio heard of late; the standard deviation is that of packets,
        shadowing, the map and the subject's position.
    """
    level = track.level
    if level is None or track.belief is None:
        return ()
    ground, part = track.ground, track.belief.parts[level]
    here, chances = ground.levels[level], part.mass.sum(axis=1)
    found = []
    for number, (count, total_dbm) in _heard(track).items():
        mean_dbm = total_dbm / count
        lasting_db2 = float(here.place_db2[number]) + ground.noise.lasting_sd_db**2
        sd_db2 = lasting_db2 + ground.noise.packet_sd_db**2 / count
        ground.lay(level, number)
        top, left = part.top - here.patch_top.item(number), part.left - here.patch_left.item(number)
        middle_dbm, spread_db2 = expect_without(
            chances, top, left,
            here.patches[number], here.rarity[number], track.belief.offsets_db,
            mean_dbm, sd_db2 if is_trusted(ground, number) else 0.0,
        )  # fmt: skip
        radio = ground.places[number].id
        sd_db = math.sqrt(sd_db2 + spread_db2)
        found.append(Residual(radio, mean_dbm - middle_dbm, sd_db, middle_dbm))
    return tuple(found)


@compiled
def expect_without(
    chances: FloatArray,
    top: int,
    left: int,
    patch: FloatArray,
    rarity: FloatArray,
    offsets_db: FloatArray,
    heard_dbm: float,
    sd_db2: float,
) -> tuple[float, float]:
    """Give what is expected of a radio, and its variance, by a belief that did not hear it.

    ``chances`` are (offsets, rows, columns), their first cell at ``top`` and ``left`` of the
    radio's patch; beyond its rim the rim's. ``sd_db2`` is 0 of a radio that had no say.
    """
    offsets, rows, columns = chances.shape
    whole, total_dbm, squares_db2, is_undone = 0.0, 0.0, 0.0, sd_db2 > 0.0
    for k in range(offsets):
        for j in range(rows):
            y = min(max(top + j, 0), patch.shape[0] - 1)
            for i in range(columns):
                x = min(max(left + i, 0), patch.shape[1] - 1)
                # About what was heard, lest squares of great numbers hide their difference.
                away_db = float(patch[y, x]) + float(offsets_db[k]) - heard_dbm
                chance = float(chances[k, j, i])
                if is_undone:
                    undone = float(rarity[y, x]) * (1.0 + away_db * away_db / (5.0 * sd_db2))
                    chance *= undone * undone * undone
                whole += chance
                total_dbm += chance * away_db
                squares_db2 += chance * away_db * away_db
    mean_db = total_dbm / whole
    return heard_dbm + mean_db, max(squares_db2 / whole - mean_db * mean_db, 0.0)


def note_catch(evidence: CatchEvidence, track: LiveTrack, fix: Fix) -> CatchEvidence:
    """Note which radios of its level a subject heard of late, and from where.

    Parameters
    ----------
    evidence : CatchEvidence
        So far.
    track : LiveTrack
        Advanced; once a second is plenty.
    fix : Fix
        Its newest one.
    """
    distances_m = track.ground.distances_m(fix.level, fix.x_m, fix.y_m)
    near = np.flatnonzero(distances_m < _NEAR_M)
    heard = np.flatnonzero(np.isin(near, list(_heard(track))))
    return note_heard(evidence, distances_m[near], heard) if len(heard) else evidence


def _heard(track: LiveTrack) -> Sums:
    """What the last steps heard of the radios of the last one; of all where that heard none."""
    joined = join_sums(track.recent)
    newest = track.recent[-1] if track.recent else {}
    return {number: joined[number] for number in newest or joined}
