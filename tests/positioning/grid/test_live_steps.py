"""Steps of a phone in the live tracker: guided while they come, still while none is taken."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorplans.model import Georeference
from positioning.grid.live_gait import sensed_moving, shifted
from positioning.grid.live_ground import make_ground
from positioning.grid.live_observe import observe_spot, observe_steps, steps_in_plan
from positioning.grid.live_track import HOLD_S, advance, fix_at, start_track
from positioning.grid.modes import make_moves
from positioning.grid.space import Space, space_of_site
from positioning.motion.records import StepEvent
from tests.support.halls import DEPTH_M, WIDTH_M, hear_all, make_hall, stroll

HALL = make_hall()
GROUND = make_ground(HALL, Space(space_of_site(HALL, 0.5).levels))
STRIDE_M = 0.65
WALK = stroll([("1", 3, 3), ("1", 20, 4), ("1", 20, 14), ("1", 4, 14), ("1", 5, 5)], pause_s=3.0)


def steps_of(moments, seed, bias_rad=0.0, bias_sd_rad=0.35, scale=1.0, bout=0):
    """What a phone makes of a walk: its headings all turned by one bias."""
    rng = np.random.default_rng(seed)
    steps, gone_m = [], 0.0
    for before, now in pairwise(moments):
        east_m, north_m = now.x_m - before.x_m, now.y_m - before.y_m
        gone_m += math.hypot(east_m, north_m)
        while gone_m >= STRIDE_M:
            gone_m -= STRIDE_M
            heading_rad = math.atan2(north_m, east_m) + bias_rad + rng.normal(0, 0.2)
            length_m = STRIDE_M / scale * (1 + rng.normal(0, 0.1))
            steps.append(StepEvent(now.time_s, length_m, heading_rad, 0.1, 0.2, bias_sd_rad, bout))
    return steps


def follow(heard, steps, until_s, track=None, from_s=0.0):
    """Half second by half second, with the sensors watching all the time."""
    track, fixes = track or start_track(GROUND, "walker"), []
    for number in range(round(from_s / 0.5) + 1, round(until_s / 0.5) + 1):
        now_s = number / 2
        if steps is not None:
            taken = [each for each in steps if now_s - 0.5 < each.time_s <= now_s]
            track = observe_steps(track, taken, now_s - 0.5, now_s)
        due = [each for each in heard if now_s - 0.5 < each.time_s <= now_s]
        track, new = advance(track, due, now_s)
        fixes += new
    return track, fixes


def misses_m(fixes, moments, from_s=5.0):
    return [
        math.dist((fix.x_m, fix.y_m), (true.x_m, true.y_m))
        for fix in fixes
        if fix.time_s >= from_s
        for true in [min(moments, key=lambda each: abs(each.time_s - fix.time_s))]
    ]


def some_of(heard, share, seed):
    rng = np.random.default_rng(seed)
    return [each for each in heard if rng.random() < share]


@pytest.mark.parametrize(("bias_rad", "bias_sd_rad"), [(0.4, 0.35), (1.9, math.pi)])
def test_steps_make_sparse_radio_better_whatever_the_bias(bias_rad, bias_sd_rad):
    guided, blind, held = [], [], []
    for seed in range(3):
        heard = some_of(hear_all(HALL, WALK, seed), 0.2, seed)
        steps = steps_of(WALK, seed, bias_rad, bias_sd_rad, scale=1.1)
        _, fixes = follow(heard, steps, WALK[-1].time_s)
        missed = misses_m(fixes, WALK)
        guided += missed
        late = [fix for fix in fixes if fix.time_s >= 5]
        held += [m <= fix.radius_95_m for m, fix in zip(missed, late, strict=True)]
        blind += misses_m(follow(heard, None, WALK[-1].time_s)[1], WALK)
    assert np.mean(guided) < 0.85 * np.mean(blind)
    assert np.mean(held) > 0.88


def test_who_takes_no_step_stays_where_she_is_though_the_radios_jump_about():
    here = stroll([("1", 10, 9), ("1", 10.5, 9)], pause_s=40.0)
    heard = hear_all(HALL, here, seed=2)
    still, _ = follow(heard, [], 30.0)
    at = fix_at(still, 30.0)
    _, fixes = follow(heard, [], 40.0, still, 30.0)
    _, blind = follow(heard, None, 40.0)
    wander_m = max(math.dist((fix.x_m, fix.y_m), (at.x_m, at.y_m)) for fix in fixes)
    moved = [fix for fix in blind if fix.time_s > 30]
    blind_m = max(math.dist((a.x_m, a.y_m), (b.x_m, b.y_m)) for a in moved for b in moved)
    assert wander_m < 0.5
    assert wander_m < blind_m


def test_a_long_stand_does_not_make_the_radius_vanish():
    here = stroll([("1", 10, 9), ("1", 10.5, 9)], pause_s=60.0)
    for seed in range(4):
        _, fixes = follow(hear_all(HALL, here, seed), [], 60.0)
        assert misses_m(fixes[-1:], here)[0] < fixes[-1].radius_95_m * 1.5
        assert fixes[-1].radius_95_m > 0.7


def test_from_a_scanned_label_steps_alone_lead_on():
    walk = stroll([("1", 4, 4), ("1", 14, 4), ("1", 14, 10)])
    steps = steps_of(walk, seed=1, bias_rad=0.1, bias_sd_rad=0.2)
    track = observe_spot(start_track(GROUND, "walker"), 0.5, "1", 4.0, 4.0, 0.5)
    _, fixes = follow([], steps, walk[-1].time_s, track, 0.5)
    assert misses_m(fixes[-1:], walk, 0)[0] < fixes[-1].radius_95_m
    assert misses_m(fixes[-1:], walk, 0)[0] < 3
    assert fixes[0].radius_95_m < fixes[-1].radius_95_m < 9


def test_when_the_sensors_fall_silent_she_is_taken_to_walk_about():
    heard = hear_all(HALL, WALK, seed=4)
    steps = [each for each in steps_of(WALK, 4) if each.time_s < 10]
    track, _ = follow(heard, steps, 10.0)
    assert sensed_moving(track.gait, 10.0) is not None
    track, fixes = follow(heard, None, WALK[-1].time_s, track, 10.0)
    assert track.gait is None
    assert sensed_moving(track.gait, 13.0) is None
    assert np.mean(misses_m(fixes, WALK, 14.0)) < 3


def test_no_steps_means_still_only_while_the_sensors_watch():
    track = observe_steps(start_track(GROUND, "walker"), [], 4.0, 8.0)
    assert sensed_moving(track.gait, 8.0) == 0.0
    assert sensed_moving(track.gait, 11.0) is None
    step = StepEvent(8.5, 0.7, 0.0, 0.1, 0.2, 0.3, 0)
    walking = observe_steps(track, [step], 8.0, 9.0)
    assert sensed_moving(walking.gait, 9.0) == 1.0


def test_steps_that_come_a_second_late_still_count():
    walk = stroll([("1", 4, 9), ("1", 18, 9)])
    steps = steps_of(walk, seed=1, bias_sd_rad=0.2)
    track = observe_spot(start_track(GROUND, "walker"), 0.5, "1", 4.0, 9.0, 0.5)
    for number in range(2, round(walk[-1].time_s / 0.5) + 3):
        now_s = number / 2
        late = [each for each in steps if now_s - 1.5 < each.time_s <= now_s - 1.0]
        track = observe_steps(track, late, now_s - 1.5, now_s)
        track, fixes = advance(track, [], now_s)
    assert misses_m(fixes, walk, 0)[0] < 2


def test_steps_alone_do_not_lead_on_for_ever():
    track = observe_spot(start_track(GROUND, "walker"), 0.5, "1", 4.0, 4.0, 0.5)
    track, _ = follow([], [], 200.0, track, 0.5)
    assert fix_at(track, 200.0) is None
    assert fix_at(observe_steps(track, [], 199.0, 200.0), 200.0) is None


def test_steps_make_no_position_of_whom_nothing_else_is_known():
    _, fixes = follow([], steps_of(WALK, 1), 20.0)
    assert fixes == []


def test_another_bout_forgets_the_bias_and_learns_the_new_one():
    missed = []
    for seed in range(3):
        heard = hear_all(HALL, WALK, seed)
        half_s = WALK[-1].time_s / 2
        before = [each for each in steps_of(WALK, seed, 0.5) if each.time_s < half_s]
        after = [each for each in steps_of(WALK, seed, -0.5, bout=1) if each.time_s >= half_s]
        _, fixes = follow(heard, [*before, *after], WALK[-1].time_s)
        missed += misses_m(fixes, WALK, half_s + 5)
    assert np.mean(missed) < 2


def test_who_stands_in_a_lift_is_found_on_the_other_level_within_five_seconds():
    tall = make_hall(levels=2)
    ground = make_ground(tall, Space(space_of_site(tall, 0.5).levels))
    below = stroll([("1", 20, 15), ("1", 20.5, 15)], pause_s=20.0)
    above = stroll([("2", 20.5, 15), ("2", 20.5, 15.5)], pause_s=10.0)
    shift_s = below[-1].time_s
    walk = [*below, *(replace(each, time_s=each.time_s + shift_s) for each in above)]
    for seed in range(3):
        heard = hear_all(tall, walk, seed)
        _, fixes = follow(heard, [], walk[-1].time_s, start_track(ground, "walker"))
        assert {fix.level for fix in fixes if fix.time_s > shift_s + 5} == {"2"}


def test_headings_are_turned_into_the_frame_of_the_plan():
    north = StepEvent(1.0, 0.7, math.pi / 2, 0.1, 0.2, 0.3, 0)
    blind = replace(north, heading_rad=None)
    turned, unknown = steps_in_plan([north, blind], Georeference(25.0, 62.0, -35.0))
    assert turned.heading_rad == pytest.approx(math.radians(125))
    assert turned.bias_sd_rad == 0.3
    assert unknown.heading_rad is None


def test_on_a_plan_that_lies_nobody_knows_how_the_bias_may_be_anything():
    north = StepEvent(1.0, 0.7, math.pi / 2, 0.1, 0.2, 0.3, 0)
    (step,) = steps_in_plan([north], None)
    assert (step.heading_rad, step.bias_sd_rad) == (math.pi / 2, math.pi)


def test_sensors_that_watched_backwards_are_refused():
    with pytest.raises(ValueError, match="which is no time"):
        observe_steps(start_track(GROUND, "walker"), [], 5.0, 4.0)


def test_a_guided_track_holds_less_than_a_megabyte():
    heard, greatest = some_of(hear_all(HALL, WALK, 5), 0.3, 5), 0
    steps, track = steps_of(WALK, 5), start_track(GROUND, "walker")
    for number in range(1, 90):
        track, _ = follow(heard, steps, number / 2, track, number / 2 - 0.5)
        if track.belief is not None:
            greatest = max(greatest, sum(p.mass.nbytes for p in track.belief.parts.values()))
    assert 0 < greatest < 1_000_000


def test_moves_of_one_spread_are_those_of_the_general_ones():
    ways = np.array([0.0, 0.7 + 0.2j, -1.3j, 0.31 - 0.9j])
    fast = shifted(ways, 0.4, 0.5)
    exact = make_moves(np.stack([ways.real, ways.imag], axis=1), np.full(4, 0.4), 0.5)

    def moments(start, taps):
        cells = start[:, None] + np.arange(taps.shape[1])
        mean = (taps * cells).sum(axis=1)
        return mean, (taps * (cells - mean[:, None]) ** 2).sum(axis=1)

    for each in ("x", "y"):
        one = moments(getattr(fast, f"start_{each}"), getattr(fast, f"taps_{each}"))
        other = moments(getattr(exact, f"start_{each}"), getattr(exact, f"taps_{each}"))
        np.testing.assert_allclose(one[0], other[0], atol=1e-5)
        np.testing.assert_allclose(one[1], other[1], atol=0.05)


ODD = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-1, 4)
STEPS = st.lists(
    st.builds(
        StepEvent,
        time_s=st.floats(-5, 12) | st.just(math.nan),
        length_m=ODD,
        heading_rad=st.none() | ODD,
        length_sd_m=ODD,
        heading_sd_rad=ODD,
        bias_sd_rad=ODD,
        bout=st.integers(0, 3),
    ),
    max_size=40,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(STEPS, max_size=4))
def test_whatever_steps_come_the_fixes_are_finite_and_in_the_hall(batches):
    track = observe_spot(start_track(GROUND, "walker"), 0.5, "1", 4.0, 4.0, 0.5)
    for number, steps in enumerate(batches, 2):
        track = observe_steps(track, steps, number - 1.0, float(number))
        track, fixes = advance(track, [], float(number))
        for fix in fixes:
            assert -1 <= fix.x_m <= WIDTH_M + 1
            assert -1 <= fix.y_m <= DEPTH_M + 1
            assert 0 < fix.radius_95_m < 100


def test_standing_longer_than_packets_are_remembered_is_not_forgotten_while_sensed():
    track = observe_spot(start_track(GROUND, "walker"), 0.5, "1", 4.0, 4.0, 0.5)
    track, fixes = follow([], [], HOLD_S + 20, track, 0.5)
    assert math.dist((fixes[-1].x_m, fixes[-1].y_m), (4, 4)) < 0.5
