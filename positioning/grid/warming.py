"""Everything that the live tracker compiles, loaded ahead on a toy site."""

from __future__ import annotations

import numpy as np

from positioning.grid.live_fix import radius_about
from positioning.grid.live_ground import make_ground
from positioning.grid.live_residuals import residuals_of
from positioning.grid.live_track import advance, start_track
from positioning.grid.space import LevelCells, Space
from positioning.hygiene import Screen, screen
from positioning.model import Sighting, Site, SiteLevel, SiteRadio

_SIDE_CELLS = 8


def warm_up() -> None:
    """Screen and track somebody for two seconds: this compiles it all, or loads it from disk."""
    radio = SiteRadio("r", "1", 2.0, 2.0)
    site = Site("toy", (SiteLevel("1", 0),), (radio,))
    passing = np.ones((_SIDE_CELLS, _SIDE_CELLS), dtype=np.float32)
    ground = make_ground(site, Space({"1": LevelCells("1", (0.0, 0.0), 0.5, passing)}))
    sent = [Sighting(0.1 * number, "w", "r", -65.0) for number in range(20)]
    _, heard, _ = screen(Screen(), sent, 2.0, ground.radios)
    track, fixes = advance(start_track(ground, "w"), heard, 2.0)
    radius_about(track, fixes[-1], 0.0, 0.0)
    residuals_of(track)
