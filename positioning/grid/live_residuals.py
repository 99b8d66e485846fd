"""What a track says about the radios: how each is heard above what it should be.

A radio that is wrong pulls the belief to where it seems right. Each radio is therefore judged
by the belief without it: what its packets of the last seconds did to the belief is undone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from positioning.grid.catch import CatchEvidence, note_heard
from positioning.grid.live_ground import REACH_M, LiveLevel
from positioning.grid.live_look import Sums, is_trusted, join_sums
from positioning.grid.live_state import LiveTrack
from positioning.health import Residual
from positioning.model import Fix

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
    here, offsets_db = ground.levels[level], track.belief.offsets_db[:, None, None]
    chances = part.mass.sum(axis=1)
    window = tuple(np.arange(each.start, each.stop) for each in part.window)
    found = []
    for number, (count, total_dbm) in _heard(track).items():
        mean_dbm = total_dbm / count
        lasting_db2 = float(here.place_db2[number]) + ground.noise.lasting_sd_db**2
        sd_db2 = lasting_db2 + ground.noise.packet_sd_db**2 / count
        ground.lay(level, number)
        at = _patch_cells(here, number, *window)
        expected_dbm = here.patches[number][at] + offsets_db
        without = chances
        if is_trusted(ground, number):
            misfit = 1 + (mean_dbm - expected_dbm) ** 2 / (5 * sd_db2)
            without = chances * (here.rarity[number][at] * misfit) ** 3
        without = without / without.sum()
        middle_dbm = float((without * expected_dbm).sum())
        sd_db2 += float((without * (expected_dbm - middle_dbm) ** 2).sum())
        radio = ground.places[number].id
        found.append(Residual(radio, mean_dbm - middle_dbm, sd_db2**0.5, middle_dbm))
    return tuple(found)


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


def _patch_cells(
    here: LiveLevel, number: int, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> tuple[NDArray[np.int64], ...]:
    """Rows and columns of a radio's patch for those of a level; beyond its rim the rim's."""
    most_y, most_x = here.patches.shape[1] - 1, here.patches.shape[2] - 1
    y = np.clip(rows - here.patch_top[number], 0, most_y)
    x = np.clip(columns - here.patch_left[number], 0, most_x)
    return np.ix_(y, x)
