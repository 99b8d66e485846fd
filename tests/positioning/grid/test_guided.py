"""Steps whose compass is off, or silent, or carried anew."""

import math
from dataclasses import replace

import numpy as np
import pytest

from positioning.grid.forward import Ground
from positioning.grid.guided import Guide, GuideModel, opening_motion, way_of
from positioning.grid.replay import answer_journey
from positioning.grid.space import space_of_site
from positioning.grid.walking import Journey
from positioning.motion.records import Motion, StepEvent
from positioning.radiomap.nominal import nominal_radio_map
from positioning.replay import Mode
from tests.positioning.traffic.worlds import hear, small_hall, walk

SECONDS = 40
MODEL = GuideModel()


def step(time_s, heading_rad, length_m=1.0, bout=0, bias_sd_rad=0.2):
    return StepEvent(time_s, length_m, heading_rad, 0.05, 0.05, bias_sd_rad, bout)


@pytest.fixture(scope="module")
def hall():
    site = small_hall()
    space = space_of_site(site, 0.5)
    return site, Ground(space, nominal_radio_map(site, space))


def steps_of(places, bias_rad=0.0, bout=0):
    ways = np.diff(places, axis=0)
    return tuple(
        step(
            second + 1.0,
            math.atan2(way[1], way[0]) + bias_rad,
            float(np.hypot(*way)),
            bout,
        )
        for second, way in enumerate(ways)
        if np.hypot(*way) > 0.01
    )


def errors_m(*args, **options):
    return np.array([error_m for error_m, _ in misses_m(*args, **options)])


def misses_m(hall, sensed, places, mode, seed=1, noise_db=6.0):
    """Error and radius of each fix."""
    site, ground = hall
    rng = np.random.default_rng(seed)
    heard = hear(site, places, rng, noise_db=noise_db, per_second=1)
    heard = sorted(heard, key=lambda each: each.time_s)
    times_s = tuple(float(each) for each in range(5, len(places)))
    journey = Journey("a", heard, times_s, ("0",), sensed=sensed)
    fixes = answer_journey(ground, journey, mode)
    return [
        (math.dist((fix.x_m, fix.y_m), places[int(fix.time_s)]), fix.radius_95_m) for fix in fixes
    ]


def test_a_compass_that_is_20_degrees_off_keeps_the_walker_on_course(hall):
    places = walk(SECONDS)
    off = Motion(steps_of(places, math.radians(20)), ())
    right = Motion(steps_of(places), ())
    with_bias = errors_m(hall, off, places, Mode(math.inf)).mean()
    without = errors_m(hall, right, places, Mode(math.inf)).mean()
    assert with_bias < without + 0.3
    assert with_bias < 1.0


def test_steps_help_against_radios_alone(hall):
    places = walk(SECONDS)
    guided = errors_m(hall, Motion(steps_of(places), ()), places, Mode())
    alone = errors_m(hall, None, places, Mode())
    assert guided.mean() < alone.mean()


def test_radii_hold_walkers_who_sway_beside_their_steps(hall):
    held = []
    for seed in range(2):
        places = walk(SECONDS)
        sway_m = np.cumsum(np.random.default_rng(seed).normal(0, 0.8, places.shape), axis=0)
        swayed = np.clip(places + sway_m, 0.5, places.max(axis=0) + 1)
        sensed = Motion(steps_of(places), ())
        held += [e <= r for e, r in misses_m(hall, sensed, swayed, Mode(math.inf), seed=seed)]
    assert np.mean(held) > 0.88


def test_steps_without_a_heading_still_say_how_far(hall):
    places = walk(SECONDS)
    blind = Motion(tuple(replace(each, heading_rad=None) for each in steps_of(places)), ())
    assert errors_m(hall, blind, places, Mode()).mean() < 2.5


def test_a_phone_taken_into_the_other_hand_has_a_new_bias(hall):
    places = walk(SECONDS)
    half = SECONDS // 2
    first = [each for each in steps_of(places, math.radians(20)) if each.time_s <= half]
    told = [each for each in steps_of(places, math.radians(-25), bout=1) if each.time_s > half]
    hidden = [replace(each, bout=0) for each in told]
    new = errors_m(hall, Motion((*first, *told), ()), places, Mode(math.inf))
    same = errors_m(hall, Motion((*first, *hidden), ()), places, Mode(math.inf))
    assert new.mean() < 1.0
    assert new.mean() <= same.mean() + 0.05


def test_a_new_bout_draws_the_bias_anew_and_keeps_the_scale():
    guide, other = Guide(MODEL, 0.2), Guide(MODEL, math.pi)
    weights = guide.weights()
    rng = np.random.default_rng(1)
    mass = rng.random(len(weights)).astype(np.float32)
    mass /= mass.sum()
    changes = other.motion((step(1.0, 0.0, bout=1),), 1.0, 0.5, guide).changes
    after = (changes @ mass).reshape(-1, len(MODEL.scales))
    scales = mass.reshape(-1, len(MODEL.scales)).sum(axis=0)
    np.testing.assert_allclose(after.sum(axis=0), scales, rtol=1e-4)
    chances = other.weights().reshape(after.shape).sum(axis=1)
    np.testing.assert_allclose(after.sum(axis=1), chances, rtol=1e-4)


def test_within_a_bout_changes_lose_nothing_and_are_small():
    guide = Guide(MODEL, 0.2)
    changes = guide.motion((), 1.0, 0.5, guide).changes
    np.testing.assert_allclose(changes.sum(axis=0), 1.0, rtol=1e-5)
    assert np.diag(changes).min() > 0.8


def test_the_opening_is_the_surer_the_better_the_compass():
    ways = [
        opening_motion(
            MODEL, (step(1.0, 0.0, length_m=3.0, bias_sd_rad=sd),), 0j, 1.0, 0.1
        ).moves.reach
        for sd in (0.05, 0.4, math.pi)
    ]
    assert ways[0] < ways[1] < ways[2]


def test_ways_add_up_as_vectors_and_leave_out_what_has_no_direction():
    way = way_of((step(0, 0.0), step(1, math.pi / 2), step(2, None)))
    assert way == pytest.approx(1 + 1j)
