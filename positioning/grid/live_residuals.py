"""What a track says about the radios: how each is heard above what it should be."""

from __future__ import annotations

import numpy as np

from positioning.grid.live_state import LiveTrack
from positioning.health import Residual


def residuals_of(track: LiveTrack) -> tuple[Residual, ...]:
    """Compare the last step's packets with what is expected where the subject is.

    Parameters
    ----------
    track : LiveTrack
        Advanced; once a second is plenty.

    Returns
    -------
    tuple of Residual
        One for each radio heard in the last step; the standard deviation is that of packets,
        shadowing, the map and the subject's position.
    """
    level = track.level
    if level is None or track.belief is None or not track.recent or not track.recent[-1]:
        return ()
    ground, here = track.ground, track.ground.levels[level]
    part, noise = track.belief.parts[level], track.ground.noise
    places = part.places()
    places = places / places.sum()
    by_offset = part.mass.sum(axis=(1, 2, 3))
    offset_db = float(by_offset @ track.belief.offsets_db / by_offset.sum())
    rows, columns = (np.arange(each.start, each.stop) for each in part.window)
    found = []
    for number, (count, total_dbm) in track.recent[-1].items():
        ground.lay(level, number)
        patch = here.patches[number]
        y = np.clip(rows - here.patch_top[number], 0, patch.shape[0] - 1)
        x = np.clip(columns - here.patch_left[number], 0, patch.shape[1] - 1)
        expected_dbm = patch[np.ix_(y, x)]
        mean_dbm = float((places * expected_dbm).sum())
        spread_db2 = float((places * (expected_dbm - mean_dbm) ** 2).sum())
        lasting_db2 = float(here.place_db2[number]) + noise.lasting_sd_db**2
        variance_db2 = spread_db2 + lasting_db2 + noise.packet_sd_db**2 / count
        residual_db = total_dbm / count - offset_db - mean_dbm
        radio = ground.places[number].id
        found.append(Residual(radio, residual_db, variance_db2**0.5, mean_dbm + offset_db))
    return tuple(found)
