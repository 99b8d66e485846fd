"""The demo's visitors: they walk real routes and hear the beacons of a simulated air.

Each packet that a visitor hears is an iBeacon frame in bytes, which goes through the same
decoder, tracker, server and pages as one from a real radio. Nothing but the air is simulated.
"""

from __future__ import annotations

import asyncio
import itertools
import math
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from api.branches import Branch, Branches
from api.live.service import HeardPacket, LiveService
from floorplans.geometry import bay_spot
from floorplans.model import Plan, Radio
from floorplans.shelving.slots import STAND_OFF_M
from positioning.adverts import decode, encode_ibeacon
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.model import Route, Spot
from routing.search import find_route

SPEED_M_S = 1.0
PHONE_HEIGHT_M = 1.2
INTERVAL_S = 0.2
BATCH_S = 0.6
BROWSE_S = (12.0, 30.0)
CONNECTOR_S = {"stairs": 12.0, "lift": 18.0}
VISITORS = 4
SEED = 20261121

Timed = tuple[float, Spot]


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody is at which second: corners of the way with the times they are passed."""

    corners: tuple[Timed, ...]

    @property
    def ends_s(self) -> float:
        """When the walk is over."""
        return self.corners[-1][0]

    def at(self, time_s: float) -> Spot:
        """Find the spot at a time; before the start and after the end it is the nearest one."""
        if time_s <= self.corners[0][0]:
            return self.corners[0][1]
        for (before_s, before), (after_s, after) in pairwise(self.corners):
            if time_s < after_s:
                if before.level != after.level:
                    return before
                share = (time_s - before_s) / (after_s - before_s)
                return Spot(
                    before.level,
                    before.x_m + share * (after.x_m - before.x_m),
                    before.y_m + share * (after.y_m - before.y_m),
                )
        return self.corners[-1][1]


def plan_walk(route: Route, plan: Plan, start_s: float, browse_s: float) -> Walk:
    """Time a route at walking speed, with a stop at its end to browse."""
    kinds = {connector.id: connector.kind for connector in plan.connectors}
    time_s = start_s
    corners: list[Timed] = []
    for leg in route.legs:
        before = leg.points[0]
        for point in leg.points:
            time_s += math.dist(before, point) / SPEED_M_S
            corners.append((time_s, Spot(leg.level, *point)))
            before = point
        if leg.connector is not None:
            time_s += CONNECTOR_S[kinds[leg.connector]]
    corners.append((time_s + browse_s, corners[-1][1]))
    return Walk(tuple(corners))


def hear(
    air: SimulatedAir, radios: Mapping[str, Radio], time_s: float, spot: Spot
) -> Iterator[HeardPacket]:
    """Hear one advertising event of every radio, as bytes through the decoder."""
    for radio_id, rssi_dbm in air.hear(time_s, spot.level, spot.x_m, spot.y_m, PHONE_HEIGHT_M):
        radio = radios[radio_id]
        advert = decode(frame_of(radio), {})
        if advert is not None and advert.key is not None:
            yield HeardPacket(advert.key, rssi_dbm, 0.0)


def frame_of(radio: Radio) -> dict[int, bytes]:
    """Write the iBeacon frame that a radio of the demo sends."""
    _, uuid, major, minor = radio.key.split(":")
    return encode_ibeacon(uuid, int(major), int(minor), round(radio.measured_power_dbm))


class Visitors:
    """A few people who look for one book after another.

    Parameters
    ----------
    branch : Branch
        Where they walk; its beacons are iBeacons.
    live : LiveService
        Where their phones send what they hear.
    rng : numpy.random.Generator
        Draws the air and what they look for.
    """

    def __init__(self, branch: Branch, live: LiveService, rng: np.random.Generator) -> None:
        self._branch = branch
        self._live = live
        self._rng = rng
        self._air = SimulatedAir(site_from_plan(branch.plan), rng)
        self._radios = {radio.id: radio for radio in branch.plan.radios}
        self._goals = sought_places(branch)

    async def run(self, numbers: Sequence[int]) -> None:
        """Let visitors with these numbers walk until cancelled."""
        async with asyncio.TaskGroup() as group:
            for number in numbers:
                group.create_task(self._visit(f"visitor-{number}"))

    async def _visit(self, subject: str) -> None:
        spot = self._draw_goal()
        while True:
            walk = await asyncio.to_thread(self._plan_walk, spot)
            walked_s = 0.0
            while walked_s < walk.ends_s:
                await asyncio.sleep(BATCH_S)
                walked_s += BATCH_S
                packets = self._listen(walk, walked_s)
                self._live.post_from_subject(self._branch.id, subject, packets, "demo")
            spot = walk.corners[-1][1]

    def _plan_walk(self, start: Spot) -> Walk:
        route = find_route(self._branch.graph, start, self._draw_goal())
        return plan_walk(route, self._branch.plan, 0.0, self._rng.uniform(*BROWSE_S))

    def _draw_goal(self) -> Spot:
        return self._goals[int(self._rng.integers(len(self._goals)))]

    def _listen(self, walk: Walk, until_s: float) -> list[HeardPacket]:
        """Hear the advertising events of the last batch interval, each with its age."""
        events = round(BATCH_S / INTERVAL_S)
        return [
            replace(packet, age_s=age_s)
            for age_s in (INTERVAL_S * k for k in reversed(range(events)))
            for packet in hear(self._air, self._radios, until_s - age_s, walk.at(until_s - age_s))
        ]


@asynccontextmanager
async def demo_visitors(branches: Branches, live: LiveService) -> AsyncIterator[None]:
    """Let visitors walk in every branch of the demo for as long as the context lasts."""
    numbers = itertools.count(1)
    async with asyncio.TaskGroup() as group:
        walking = [
            group.create_task(
                Visitors(branch, live, np.random.default_rng([SEED, index])).run(
                    list(itertools.islice(numbers, VISITORS if index == 0 else 1))
                )
            )
            for index, branch in enumerate(branches.list())
        ]
        try:
            yield
        finally:
            for each in walking:
                each.cancel()


def sought_places(branch: Branch) -> Sequence[Spot]:
    """List a spot in front of the beginning of every range that visitors get to."""
    plan = branch.plan
    faces = {face.id: (shelf, face) for shelf in plan.shelves for face in shelf.faces}
    spots = []
    for each in plan.ranges:
        if each.kind != "closed":
            shelf, face = faces[each.runs[0].face]
            spot = bay_spot(shelf, face, each.runs[0].first_bay, STAND_OFF_M)
            spots.append(Spot(shelf.level, *spot))
    return spots
