"""The demo's visitors walk real routes and are heard as bytes."""

import asyncio
import contextlib
import itertools
import math
import time

import numpy as np
import pytest

from api.branches import Branch, Branches, build_branch
from api.demo.visitors import (
    SPEED_M_S,
    Visitors,
    Walk,
    demo_visitors,
    frame_of,
    hear,
    plan_walk,
    sought_places,
)
from api.live.service import LiveService
from positioning.adverts import decode
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.model import Spot
from routing.search import find_route
from tests.support.plans import toy_plan


@pytest.fixture(scope="module")
def branch() -> Branch:
    return build_branch(toy_plan())


@pytest.fixture(scope="module")
def walk(branch: Branch) -> Walk:
    route = find_route(branch.graph, Spot("1", 1.0, 1.0), Spot("2", 3.0, 3.0))
    return plan_walk(route, branch.plan, start_s=10.0, browse_s=5.0)


def test_a_walk_begins_and_ends_where_its_route_does(walk: Walk):
    assert walk.at(0.0) == walk.at(10.0) == Spot("1", 1.0, 1.0)
    end = walk.at(walk.ends_s + 60)
    assert (end.level, end.x_m, end.y_m) == ("2", 3.0, 3.0)


def test_nobody_walks_faster_than_walking_speed_on_a_level(walk: Walk):
    times_s = np.arange(10.0, walk.ends_s, 0.1)
    spots = [walk.at(float(time_s)) for time_s in times_s]
    for one, other in itertools.pairwise(spots):
        if one.level == other.level:
            moved_m = math.dist((one.x_m, one.y_m), (other.x_m, other.y_m))
            assert moved_m <= SPEED_M_S * 0.1 + 1e-6


def test_visitors_stay_on_walkable_ground(branch: Branch, walk: Walk):
    for time_s in np.arange(10.0, walk.ends_s, 0.25):
        spot = walk.at(float(time_s))
        near = branch.walkable.nearest(spot.level, spot.x_m, spot.y_m)
        assert math.dist(near, (spot.x_m, spot.y_m)) < 0.05


def test_each_beacon_sends_a_frame_that_decodes_to_its_own_key(branch: Branch):
    for radio in branch.plan.radios:
        advert = decode(frame_of(radio), {})
        assert advert is not None
        assert (advert.key, advert.measured_power_dbm) == (radio.key, radio.measured_power_dbm)


def test_what_is_heard_is_known_to_the_plan(branch: Branch):
    air = SimulatedAir(site_from_plan(branch.plan), np.random.default_rng(4))
    radios = {radio.id: radio for radio in branch.plan.radios}
    packets = [
        packet
        for time_s in range(50)
        for packet in hear(air, radios, float(time_s), Spot("1", 3.0, 4.0))
    ]
    assert packets
    assert {packet.key for packet in packets} <= {radio.key for radio in branch.plan.radios}


def test_visitors_look_for_what_stands_on_the_shelves(branch: Branch):
    goals = sought_places(branch)
    assert len(goals) == len(branch.plan.ranges)
    assert all(branch.walkable.contains(goal.level, goal.x_m, goal.y_m) for goal in goals)


async def _positions_after(branch: Branch, seconds: float) -> list[str]:
    branches = Branches([branch])
    live = LiveService(branches, time.monotonic)
    await live.start()
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), demo_visitors(branches, live):
                await asyncio.sleep(seconds)
        return [each.subject for each in live.list_positions(branch.id)]
    finally:
        await live.stop()


def test_visitors_become_live_subjects(branch: Branch):
    assert set(asyncio.run(_positions_after(branch, 4.0))) == {f"visitor-{n}" for n in range(1, 5)}


def test_the_same_seed_walks_the_same_way(branch: Branch):
    live = LiveService(Branches([branch]), time.monotonic)
    one = Visitors(branch, live, np.random.default_rng(9))
    other = Visitors(branch, live, np.random.default_rng(9))
    assert one._plan_walk(Spot("1", 1.0, 1.0)) == other._plan_walk(Spot("1", 1.0, 1.0))
