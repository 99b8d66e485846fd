"""People who walk through the demo library and what their devices hear, always the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from api.branches import Branch, build_branch
from api.demo.visitors import PHONE_HEIGHT_M, Walk, frame_of, plan_walk, sought_places
from api.plans import load_plan
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.model import Spot
from routing.search import find_route

SEED = 20
BROWSE_S = 10.0


@dataclass(frozen=True, slots=True)
class Packet:
    """One advert as a device hears it: bytes and power."""

    manufacturer_data: dict[int, bytes]
    rssi_dbm: int


def build_demo() -> Branch:
    """Build the demo library's branch."""
    return build_branch(load_plan("demo"))


class Crowd:
    """Some people, each going from one place to another, over levels too, again and again."""

    def __init__(self, branch: Branch, size: int) -> None:
        rng = np.random.default_rng(SEED)
        goals = sought_places(branch)

        def draw_walk() -> Walk:
            one, other = rng.choice(len(goals), 2, replace=False)
            route = find_route(branch.graph, goals[one], goals[other])
            return plan_walk(route, branch.plan, 0.0, BROWSE_S)

        self._walks = [draw_walk() for _ in range(size)]
        self._air = SimulatedAir(site_from_plan(branch.plan), rng)
        self._frames = {radio.id: frame_of(radio) for radio in branch.plan.radios}

    def hear(self, number: int, time_s: float) -> list[Packet]:
        """Hear one advert of every radio in reach."""
        walk = self._walks[number]
        spot: Spot = walk.at(time_s % walk.ends_s)
        heard = self._air.hear(time_s, spot.level, spot.x_m, spot.y_m, PHONE_HEIGHT_M)
        return [Packet(self._frames[radio], rssi_dbm) for radio, rssi_dbm in heard]
