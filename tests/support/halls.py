"""Toy halls and walks through them, heard through the simulated air."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from positioning.model import PathLossModel, Sighting, Site, SiteLevel, SiteRadio
from positioning.simulate import AirModel, SimulatedAir
from positioning.sites import PLAN_MODEL

WIDTH_M, DEPTH_M = 24.0, 18.0
ROUND_S = 0.5
WALK_M_S = 1.0
OUTLINE = ((0.0, 0.0), (WIDTH_M, 0.0), (WIDTH_M, DEPTH_M), (0.0, DEPTH_M))


@dataclass(frozen=True)
class Moment:
    """Where the walker truly is."""

    time_s: float
    level: str
    x_m: float
    y_m: float


def make_hall(levels: int = 1, model: PathLossModel = PLAN_MODEL) -> Site:
    """A hall of 24 × 18 m with twelve radios per level, 6 m apart."""
    names = [str(number + 1) for number in range(levels)]
    radios = tuple(
        SiteRadio(f"b{name}{column}{row}", name, 3 + 6.0 * column, 3 + 6.0 * row, 2.8, -59.0)
        for name in names
        for column in range(4)
        for row in range(3)
    )
    floors = tuple(SiteLevel(name, ordinal, OUTLINE) for ordinal, name in enumerate(names))
    return Site("toy hall", floors, radios, model)


def stroll(corners: Sequence[tuple[str, float, float]], pause_s: float = 0.0) -> list[Moment]:
    """Walk from corner to corner at 1 m/s, a moment every half second; stairs take no time."""
    moments = [Moment(ROUND_S, *corners[0])]
    for (_, x1, y1), (level, x2, y2) in pairwise(corners):
        legs = max(int(np.hypot(x2 - x1, y2 - y1) / (WALK_M_S * ROUND_S)), 1)
        for leg in range(1, legs + 1):
            share = leg / legs
            place = (x1 + share * (x2 - x1), y1 + share * (y2 - y1))
            moments.append(Moment(moments[-1].time_s + ROUND_S, level, *place))
        for _ in range(int(pause_s / ROUND_S)):
            moments.append(Moment(moments[-1].time_s + ROUND_S, level, x2, y2))
    return moments


def hear_all(
    site: Site, moments: Sequence[Moment], seed: int, air_model: AirModel | None = None
) -> list[Sighting]:
    """What the walker hears, two adverts of every radio a round."""
    air = SimulatedAir(site, np.random.default_rng(seed), air_model)
    return [
        Sighting(time_s, "walker", radio, rssi_dbm)
        for moment in moments
        for time_s in (moment.time_s - ROUND_S / 2, moment.time_s)
        for radio, rssi_dbm in air.hear(time_s, moment.level, moment.x_m, moment.y_m, 1.2)
    ]
