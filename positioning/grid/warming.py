"""Everything that the live tracker compiles, loaded ahead on a toy site."""

from __future__ import annotations

import numpy as np

from positioning.grid.live_ground import make_ground
from positioning.grid.live_track import advance, start_track
from positioning.grid.space import LevelCells, Space
from positioning.model import Sighting, Site, SiteLevel, SiteRadio

_SIDE_CELLS = 8


def warm_up() -> None:
    """Track somebody for two seconds: this compiles the filter, or loads it from disk."""
    radio = SiteRadio("r", "1", 2.0, 2.0)
    site = Site("toy", (SiteLevel("1", 0),), (radio,))
    passing = np.ones((_SIDE_CELLS, _SIDE_CELLS), dtype=np.float32)
    ground = make_ground(site, Space({"1": LevelCells("1", (0.0, 0.0), 0.5, passing)}))
    heard = [Sighting(0.2 * number, "w", "r", -65.0) for number in range(10)]
    advance(start_track(ground, "w"), heard, 2.0)
