"""How far radios are caught is learned from who is heard where."""

import math

import numpy as np
import pytest

from positioning.grid.catch import (
    CURVES,
    LIBRARY_CATCH,
    CatchCurve,
    CatchEvidence,
    choose_curve,
    note_heard,
)
from positioning.grid.live_ground import make_ground
from positioning.grid.live_residuals import note_catch
from positioning.grid.live_track import advance, start_track
from positioning.grid.space import Space, space_of_site
from tests.support.halls import hear_all, make_hall, stroll

RADIOS = np.random.default_rng(0).uniform([0, 0], [60, 40], (60, 2))


def hear_moments(curve: CatchCurve, moments: int, seed: int = 1, blur_m: float = 0.0):
    """Evidence of moments in which each radio is heard with the curve's chance."""
    rng, evidence = np.random.default_rng(seed), CatchEvidence()
    for _ in range(moments):
        place = rng.uniform([0, 0], [60, 40])
        distances_m = np.hypot(*(RADIOS - place).T)
        heard = np.flatnonzero(rng.random(len(RADIOS)) < 0.8 * curve.shares(distances_m))
        believed = np.hypot(*(RADIOS - place - rng.normal(0, blur_m, 2)).T)
        if len(heard):
            evidence = note_heard(evidence, believed, heard)
    return evidence


@pytest.mark.parametrize("curve", CURVES, ids=str)
def test_the_curve_of_the_place_is_found(curve):
    evidence = hear_moments(curve, 3000)
    assert abs(choose_curve(evidence, LIBRARY_CATCH).half_m - curve.half_m) < 4.0


@pytest.mark.parametrize("seed", range(5))
def test_where_radios_are_caught_as_usual_nothing_is_changed(seed):
    evidence = hear_moments(LIBRARY_CATCH, 1500, seed, blur_m=1.2)
    assert choose_curve(evidence, LIBRARY_CATCH) == LIBRARY_CATCH


def test_a_few_packets_change_nothing():
    evidence = hear_moments(CatchCurve(22.0, 4.0), 8)
    assert 0 < evidence.packets < 300
    assert choose_curve(evidence, LIBRARY_CATCH) == LIBRARY_CATCH


def test_radios_of_other_levels_say_nothing():
    distances_m = np.array([3.0, 8.0, 20.0])
    more = np.array([3.0, math.inf, 8.0, 20.0, math.inf])
    alone = note_heard(CatchEvidence(), distances_m, np.array([0, 1]))
    among = note_heard(CatchEvidence(), more, np.array([0, 2]))
    np.testing.assert_allclose(alone.nats, among.nats)


def test_old_packets_fade():
    near, far = hear_moments(LIBRARY_CATCH, 2000), CatchCurve(22.0, 4.0)
    rng, evidence = np.random.default_rng(3), near
    for _ in range(4000):
        distances_m = np.hypot(*(RADIOS - rng.uniform([0, 0], [60, 40])).T)
        heard = np.flatnonzero(rng.random(len(RADIOS)) < 0.8 * far.shares(distances_m))
        evidence = note_heard(evidence, distances_m, heard)
    assert evidence.packets < 20_001
    assert choose_curve(evidence, LIBRARY_CATCH) == far


def test_a_ground_that_learns_its_reach_weighs_with_it():
    hall = make_hall()
    ground = make_ground(hall, Space(space_of_site(hall, 0.5).levels))
    walk = stroll([("1", 3, 3), ("1", 20, 4), ("1", 20, 14)])
    track, fixes = advance(start_track(ground, "walker"), hear_all(hall, walk, 5), 10.0)
    evidence = note_catch(CatchEvidence(), track, fixes[-1])
    assert evidence.packets == len(track.recent[-1])
    before = ground.levels["1"].rarity[0].copy()
    far = CatchCurve(22.0, 4.0)
    ground.change_catch(far, ground.count_catch(far))
    ground.lay("1", 0)
    assert ground.levels["1"].rarity[0].std() < 0.7 * before.std()
    ground.change_catch(LIBRARY_CATCH, ground.count_catch(LIBRARY_CATCH))
    ground.lay("1", 0)
    np.testing.assert_allclose(ground.levels["1"].rarity[0], before, rtol=1e-4)
