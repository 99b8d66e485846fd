"""How well the dot that people see follows simulated walks in the demo library."""

import math
from itertools import chain, pairwise

import numpy as np
import pytest

from api.branches import build_branch
from api.demo.visitors import sought_places
from api.live.pipeline import fold, start_mover
from api.plans import load_plan
from positioning.adverts import decode
from positioning.grid.live_ground import ground_of_plan
from positioning.model import Sighting
from routing.gate import BEHIND_S, SPEED_M_S
from routing.search import find_route
from tests.support.walks import adverts_on, timed_walk

pytestmark = pytest.mark.slow

SEEDS = range(12)
SPEEDS_M_S = (0.8, 1.1, 1.4)
SETTLED_S = 4.0
TICK_S = 0.25
# A position is on the page from its step's end to that of the next, some 0.15 s later.
DRAWN_S = (0.15, 0.4, 0.65)


@pytest.fixture(scope="module")
def branch():
    return build_branch(load_plan("demo"))


@pytest.fixture(scope="module")
def walks(branch):
    return [list(shown_on_a_walk(branch, seed)) for seed in SEEDS]


def shown_on_a_walk(branch, seed):
    """Where the dot is shown, where the walker was at its time, and where while it is drawn."""
    places = sought_places(branch)
    start, goal = np.random.default_rng(seed).choice(len(places), 2, replace=False)
    route = find_route(branch.graph, places[start], places[goal])
    speed_m_s = SPEEDS_M_S[seed % len(SPEEDS_M_S)]
    walk = timed_walk(route, branch.plan, speed_m_s, SETTLED_S, 15.0)
    sightings = list(heard_on(branch, walk, seed))
    mover = start_mover(ground_of_plan(branch.plan), "walker", 0.0)
    for tick in range(1, int(walk.ends_s / TICK_S)):
        until_s = tick * TICK_S
        due = [each for each in sightings if until_s - TICK_S < each.time_s <= until_s]
        mover, position = fold(mover, branch, due, until_s)
        if position is not None and until_s > SETTLED_S:
            drawn = [walk.at(position.time_s + after_s) for after_s in DRAWN_S]
            yield position, walk.at(position.time_s), drawn


def heard_on(branch, walk, seed):
    radio_of_key = {radio.key: radio.id for radio in branch.plan.radios}
    for advert in adverts_on(branch, walk, seed):
        data = {int(key): bytes.fromhex(text) for key, text in advert["manufacturer_data"].items()}
        radio = radio_of_key[decode(data, {}).key]
        yield Sighting(advert["at_s"], "walker", radio, advert["rssi_dbm"])


def apart_m(one, other):
    return math.dist((one.x_m, one.y_m), (other.x_m, other.y_m))


def test_the_dot_is_less_than_two_and_a_half_metres_from_the_walker_on_average(walks):
    shown = chain.from_iterable(walks)
    assert np.mean([apart_m(dot, true) for dot, true, _ in shown if dot.level == true.level]) < 2.4


def test_the_drawn_circle_holds_slow_and_fast_walkers_nearly_always_and_is_not_idly_wide(walks):
    for speed in range(len(SPEEDS_M_S)):
        shown = list(chain.from_iterable(walks[speed :: len(SPEEDS_M_S)]))
        held = [
            apart_m(dot, her) <= dot.radius_95_m
            for dot, _, drawn in shown
            for her in drawn
            if her.level == dot.level
        ]
        assert np.mean(held) > 0.93
        assert np.median([dot.radius_95_m for dot, _, _ in shown]) < 4.7


def test_the_dot_is_on_the_walkers_level_but_for_some_seconds_at_a_change(walks):
    assert (
        np.mean([shown.level == truth.level for shown, truth, _ in chain.from_iterable(walks)])
        > 0.98
    )
    for walk in walks:
        true_changes = sum(one[1].level != other[1].level for one, other in pairwise(walk))
        assert sum(one[0].level != other[0].level for one, other in pairwise(walk)) <= true_changes
        assert longest_wrong_s(walk) <= 3.0


def longest_wrong_s(walk):
    right_s = [shown.time_s for shown, truth, _ in walk if shown.level == truth.level]
    return max(after_s - before_s for before_s, after_s in pairwise(right_s))


def test_the_dot_never_goes_through_a_shelf_or_a_wall(branch, walks):
    for walk in walks:
        for (one, *_), (other, *_) in pairwise(walk):
            if one.level == other.level:
                ends = (one.x_m, one.y_m), (other.x_m, other.y_m)
                assert branch.graph.sees(one.level, *ends)


def test_the_dot_hurries_by_no_more_than_the_uncertainty_of_its_fixes(walks):
    for walk in walks:
        for (one, *_), (other, *_) in pairwise(walk):
            if one.level == other.level:
                gone_m = apart_m(one, other)
                within_m_s = SPEED_M_S + other.radius_95_m / BEHIND_S
                assert gone_m <= within_m_s * (other.time_s - one.time_s) + 1e-6
