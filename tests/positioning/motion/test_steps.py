import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from positioning.motion.records import MotionSample, MotionSamples
from positioning.motion.simulate import Leg, SimulatedPhone, simulate_walk
from positioning.motion.steps import StepTracker, motion_of_samples, steps_of_motion

STRAIGHT = [Leg(1.0, 0.0), Leg(12.0)]
AROUND_A_CORNER = [Leg(1.0, 0.0), Leg(12.0), Leg(0.8, turn_rad=math.pi / 2), Leg(12.0)]
LOOSE = ["swinging", "pocket"]
PHONES = {
    "25 Hz": SimulatedPhone(rate_hz=25),
    "100 Hz": SimulatedPhone(rate_hz=100),
    "20 Hz": SimulatedPhone(rate_hz=20),
    "no quaternion": SimulatedPhone(rate_hz=50, missing=("attitude",)),
    "no gyroscope": SimulatedPhone(rate_hz=50, missing=("rotation_rads",)),
    "no compass": SimulatedPhone(rate_hz=50, missing=("attitude", "magnetic_ut")),
    "swinging": SimulatedPhone("swinging"),
    "swinging, no quaternion": SimulatedPhone("swinging", 25, ("attitude",)),
    "pocket": SimulatedPhone("pocket", mounting_rad=2.0),
}


def walk(legs, phone=None, seed=1, heading_rad=0.5, **more):
    return simulate_walk(legs, np.random.default_rng(seed), phone, heading_rad, **more)


def mean_angle(angles_rad):
    return math.atan2(np.sin(angles_rad).mean(), np.cos(angles_rad).mean())


def mean_heading(steps, start_s, end_s):
    return mean_angle([each.heading_rad for each in steps if start_s < each.time_s < end_s])


def apart_deg(a_rad, b_rad):
    return math.degrees(abs(math.remainder(a_rad - b_rad, 2 * math.pi)))


def joined(*parts):
    """One stream after another, at the pace of the first."""
    times, start_s = [], 0.0
    for part in parts:
        times.append(part.time_s + start_s)
        start_s = times[-1][-1] + part.time_s[1]
    fields = ("acceleration_ms2", "rotation_rads", "magnetic_ut", "attitude")
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in fields}
    return MotionSamples(time_s=np.concatenate(times), **arrays)


@pytest.mark.parametrize("phone", PHONES.values(), ids=PHONES)
def test_every_step_of_a_walk_is_counted_once(phone):
    simulated = walk(AROUND_A_CORNER, phone)
    times = [each.time_s for each in steps_of_motion(simulated.samples)]
    assert abs(len(times) - len(simulated.step_times_s)) <= 1
    off_s = [np.abs(simulated.step_times_s - each).min() for each in times[2:-2]]
    assert max(off_s) < 0.12


@pytest.mark.parametrize("phone", PHONES.values(), ids=PHONES)
def test_the_turn_at_a_corner_is_as_wide_as_it_was(phone):
    steps = steps_of_motion(walk(AROUND_A_CORNER, phone).samples)
    turn_rad = mean_heading(steps, 16, 26) - mean_heading(steps, 7, 12)
    assert apart_deg(turn_rad, math.pi / 2) < 5
    assert len({each.bout for each in steps}) == 1


@pytest.mark.parametrize("heading_rad", [-2.5, -1.0, 0.5, 3.1])
def test_a_phone_held_flat_points_where_its_owner_walks(heading_rad):
    steps = steps_of_motion(walk(STRAIGHT, heading_rad=heading_rad).samples)
    assert apart_deg(mean_heading(steps, 2, 12), heading_rad) < 3
    assert {each.bias_sd_rad for each in steps} == {0.2}


@pytest.mark.parametrize("carrying", LOOSE)
@pytest.mark.parametrize("mounting_rad", [-2.0, 0.0, 1.2, 3.0])
def test_a_loose_phone_finds_the_way_forward_and_admits_that_it_is_less_sure(
    carrying, mounting_rad
):
    phone = SimulatedPhone(carrying, mounting_rad=mounting_rad)
    steps = steps_of_motion(walk([Leg(1.0, 0.0), Leg(25.0)], phone).samples)
    assert apart_deg(mean_heading(steps, 10, 26), 0.5) < 25
    held = steps_of_motion(walk(STRAIGHT).samples)
    assert min(each.bias_sd_rad for each in steps) > 4 * held[-1].bias_sd_rad
    assert min(each.heading_sd_rad for each in steps) > 2 * held[-1].heading_sd_rad
    assert steps[-1].heading_sd_rad < steps[0].heading_sd_rad
    assert steps[-1].length_sd_m > held[-1].length_sd_m


@pytest.mark.parametrize("carrying", ["flat", *LOOSE])
def test_steps_are_as_long_as_steps_are(carrying):
    steps = steps_of_motion(walk(STRAIGHT, SimulatedPhone(carrying)).samples)
    assert np.mean([each.length_m for each in steps]) == pytest.approx(0.70, abs=0.10)


def test_longer_steps_are_told_to_be_longer():
    slow, fast = (
        np.mean([each.length_m for each in steps_of_motion(walk([Leg(10.0, speed)]).samples)])
        for speed in (0.9, 1.4)
    )
    assert fast > slow + 0.15


def test_a_compass_alone_follows_a_held_phone_but_not_a_swinging_one():
    missing = ("attitude", "rotation_rads")
    held = steps_of_motion(walk(STRAIGHT, SimulatedPhone(missing=missing)).samples)
    assert apart_deg(mean_heading(held, 4, 12), 0.5) < 5
    assert held[-1].heading_sd_rad > 0.5
    swinging = steps_of_motion(walk(STRAIGHT, SimulatedPhone("swinging", missing=missing)).samples)
    assert len(swinging) > 15
    assert {each.heading_rad for each in swinging[5:]} == {None}


@pytest.mark.parametrize("tilt_deg", [-40, 30])
def test_a_held_phone_may_lie_flat_or_look_at_its_owner(tilt_deg):
    samples = walk(AROUND_A_CORNER, SimulatedPhone(missing=("attitude",))).samples
    tilt = Rotation.from_euler("x", tilt_deg, degrees=True)
    for vectors in (samples.acceleration_ms2, samples.rotation_rads, samples.magnetic_ut):
        vectors[:] = tilt.apply(vectors)
    steps = steps_of_motion(samples)
    assert {each.bias_sd_rad for each in steps} == {0.35}
    assert apart_deg(mean_heading(steps, 5, 12), 0.5) < 5
    assert apart_deg(mean_heading(steps, 16, 26), 0.5 + math.pi / 2) < 5


def test_a_phone_held_sideways_looks_where_its_owner_walks():
    samples = walk(AROUND_A_CORNER, SimulatedPhone(missing=("attitude",))).samples
    upright = Rotation.from_euler("xz", [-65, 90], degrees=True)
    for vectors in (samples.acceleration_ms2, samples.rotation_rads, samples.magnetic_ut):
        vectors[:] = upright.apply(vectors)
    steps = steps_of_motion(samples)
    assert apart_deg(mean_heading(steps, 5, 12), 0.5) < 8


def test_without_anything_but_acceleration_steps_have_no_heading():
    missing = ("attitude", "rotation_rads", "magnetic_ut")
    steps = steps_of_motion(walk(STRAIGHT, SimulatedPhone(missing=missing)).samples)
    assert len(steps) > 15
    assert {each.heading_rad for each in steps} == {None}
    assert {each.heading_sd_rad for each in steps} == {math.pi}


def test_without_a_north_the_turns_are_right_and_the_bias_is_told_to_be_unknown():
    phone = SimulatedPhone(missing=("attitude", "magnetic_ut"))
    steps = steps_of_motion(walk(STRAIGHT, phone).samples)
    assert {each.bias_sd_rad for each in steps} == {math.pi}
    assert steps[0].heading_sd_rad < 0.3


def test_a_gyroscope_that_sees_only_one_axis_still_sees_turns_of_a_flat_phone():
    samples = walk(AROUND_A_CORNER, SimulatedPhone(missing=("attitude",))).samples
    samples.rotation_rads[:, :2] = np.nan
    steps = steps_of_motion(samples)
    turn_rad = mean_heading(steps, 16, 26) - mean_heading(steps, 7, 12)
    assert apart_deg(turn_rad, math.pi / 2) < 25


def test_the_bias_of_a_gyroscope_is_learned_at_rest():
    missing = ("attitude", "magnetic_ut")
    phone = SimulatedPhone(missing=missing, gyro_bias_rads=(0.02, -0.01, 0.03))
    steps = steps_of_motion(walk([Leg(20.0, 0.0), Leg(60.0)], phone).samples)
    drift_deg = apart_deg(mean_heading(steps, 70, 79), mean_heading(steps, 21, 30))
    assert drift_deg < 15  # 86° if nothing were learned


def test_magnetic_disturbance_turns_a_gyroscope_far_less_than_a_compass():
    legs = [Leg(5.0, 0.0), Leg(40.0)]
    turned_deg = {}
    for missing in [("attitude",), ("attitude", "rotation_rads")]:
        phone = SimulatedPhone(missing=missing, disturbance_ut=6.0)
        changes = []
        for seed in range(5):
            steps = steps_of_motion(walk(legs, phone, seed).samples)
            headings = np.unwrap([each.heading_rad for each in steps])
            changes.append(headings[2:] - headings[:-2])
        turned_deg[missing] = math.degrees(np.sqrt(np.mean(np.concatenate(changes) ** 2)))
    fused, compass = turned_deg.values()
    assert fused < 2.5
    assert fused < compass / 4


def test_a_given_attitude_whose_compass_jumps_does_not_turn_the_walker():
    samples = walk([Leg(20.0)]).samples
    half = len(samples.time_s) // 2
    jumped = walk([Leg(20.0)], SimulatedPhone(compass_error_rad=0.8)).samples
    samples.attitude[half:] = jumped.attitude[half:]
    steps = steps_of_motion(samples)
    moved_deg = apart_deg(mean_heading(steps, 10.5, 13), mean_heading(steps, 5, 10))
    assert moved_deg < 5  # 46° in the quaternion


def test_standing_still_gives_no_steps_but_one_interval():
    motion = motion_of_samples(walk([Leg(30.0, 0.0)]).samples)
    assert motion.steps == ()
    (still,) = motion.stills
    assert still.start_s < 0.5
    assert still.end_s > 29.5


def test_turning_on_the_spot_goes_nowhere():
    legs = [Leg(3.0, 0.0), Leg(4.0, 0.0, math.pi), Leg(3.0, 0.0)]
    motion = motion_of_samples(walk(legs).samples)
    assert motion.steps == ()
    assert sum(each.end_s - each.start_s for each in motion.stills) > 9


def test_no_step_lies_within_a_still_interval():
    legs = [Leg(6.0), Leg(5.0, 0.0), Leg(6.0), Leg(0.5, 0.0), Leg(6.0)]
    motion = motion_of_samples(walk(legs).samples)
    (still,) = motion.stills
    assert (still.start_s, still.end_s) == pytest.approx((6.5, 11.0), abs=0.7)
    assert not any(still.start_s < each.time_s < still.end_s for each in motion.steps)


def test_one_knock_is_no_step():
    samples = walk([Leg(10.0, 0.0)]).samples
    samples.acceleration_ms2[250:255, 2] += 8.0
    assert steps_of_motion(samples) == ()


def test_a_phone_that_goes_into_a_pocket_starts_a_new_bout():
    parts = [walk(STRAIGHT, SimulatedPhone(c)).samples for c in ("flat", "pocket", "flat")]
    steps = steps_of_motion(joined(*parts))
    assert sorted({each.bout for each in steps}) == [0, 1, 2]
    assert [round(each.bias_sd_rad, 1) for each in steps[::18][:3]] == [0.2, 0.2, 1.0]
    assert apart_deg(mean_heading(steps, 30, 38), 0.5) < 5


def test_a_gap_ends_what_was_and_a_known_north_goes_on():
    samples = walk([Leg(30.0)]).samples
    kept = (samples.time_s < 10) | (samples.time_s > 20)
    steps = steps_of_motion(rows_of(samples, kept))
    assert not any(10 < each.time_s < 20 for each in steps)
    assert len(steps) == pytest.approx(36, abs=3)
    assert {each.bout for each in steps} == {0}


def test_after_a_gap_without_a_north_the_bias_is_another_one():
    phone = SimulatedPhone(missing=("attitude", "magnetic_ut"))
    samples = walk([Leg(30.0)], phone).samples
    steps = steps_of_motion(rows_of(samples, (samples.time_s < 10) | (samples.time_s > 20)))
    assert [each.bout for each in steps] == sorted(each.bout for each in steps)
    assert {each.bout for each in steps if each.time_s > 20} == {1}


def test_after_a_gap_a_compass_finds_north_again_at_once():
    phone = SimulatedPhone(missing=("attitude",))
    parts = [walk(STRAIGHT, phone, heading_rad=h).samples for h in (0.5, 2.5)]
    parts[1] = dataclasses.replace(parts[1], time_s=parts[1].time_s + 5)
    steps = steps_of_motion(joined(*parts))
    assert {each.bout for each in steps} == {0}
    assert apart_deg(mean_heading(steps, 20, 22), 2.5) < 10


def test_sensors_that_come_in_rows_of_their_own_are_put_together():
    samples = walk(AROUND_A_CORNER, SimulatedPhone(rate_hz=100)).samples
    expected = steps_of_motion(samples)
    fields = ("acceleration_ms2", "rotation_rads", "magnetic_ut", "attitude")
    for at, name in enumerate(fields):
        getattr(samples, name)[np.arange(len(samples.time_s)) % 4 != at] = np.nan
    steps = steps_of_motion(samples)
    assert len(steps) == pytest.approx(len(expected), abs=1)
    assert {(each.bout, each.bias_sd_rad) for each in steps} == {(0, 0.2)}
    assert apart_deg(mean_heading(steps, 16, 26), 0.5 + math.pi / 2) < 5


def test_when_all_but_the_acceleration_falls_silent_headings_end():
    samples = walk([Leg(20.0)]).samples
    for silent in (samples.rotation_rads, samples.magnetic_ut, samples.attitude):
        silent[samples.time_s > 10] = np.nan
    for step in steps_of_motion(samples):
        assert (step.heading_rad is None) == (step.time_s > 10.25)


def test_samples_that_come_late_or_twice_change_nothing():
    samples = walk(STRAIGHT).samples
    order = np.arange(len(samples.time_s))
    repeated = np.insert(order, [100, 200, 300], [90, 199, 280])
    assert steps_of_motion(rows_of(samples, repeated)) == steps_of_motion(samples)


def test_a_clock_that_is_set_back_costs_a_second_of_steps():
    samples = walk([Leg(12.0)]).samples
    tracker = StepTracker()
    before = [step for each in samples_of(samples) for step in tracker.feed(each)]
    early = dataclasses.replace(samples, time_s=samples.time_s - 3600)
    after = [step for each in samples_of(early) for step in tracker.feed(each)]
    assert len(before) - 4 <= len(after) <= len(before)
    assert min(each.bout for each in after) > max(each.bout for each in before)
    assert tracker.dropped == 50


def test_one_time_of_the_far_future_is_survived():
    samples = walk([Leg(12.0)]).samples
    samples.time_s[300] = 1e9
    steps = steps_of_motion(samples)
    assert len(steps) >= 17
    assert any(each.time_s > 11 for each in steps)


def test_missing_rows_of_acceleration_are_left_out():
    samples = walk(STRAIGHT).samples
    expected = len(steps_of_motion(samples))
    samples.acceleration_ms2[::7] = np.nan
    samples.acceleration_ms2[50] = [np.inf, 0.0, 1e300]
    assert len(steps_of_motion(samples)) == pytest.approx(expected, abs=1)


NUMBERS = st.one_of(
    st.floats(-30, 30), st.sampled_from([math.nan, math.inf, -math.inf, 1e300, 0.0, 1e-300])
)
SENSOR = st.one_of(st.none(), st.tuples(NUMBERS, NUMBERS, NUMBERS))
SAMPLES = st.lists(
    st.builds(
        MotionSample,
        time_s=st.one_of(st.floats(0, 10), NUMBERS),
        acceleration_ms2=SENSOR,
        rotation_rads=SENSOR,
        magnetic_ut=SENSOR,
        attitude=st.one_of(st.none(), st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)),
    ),
    max_size=30,
)


@given(SAMPLES)
def test_no_numbers_break_it_and_good_ones_are_followed_afterwards(rubbish):
    tracker = StepTracker()
    for each in rubbish:
        tracker.feed(each)
    walked = walk([Leg(8.0)], SimulatedPhone(rate_hz=20)).samples
    later = dataclasses.replace(walked, time_s=walked.time_s + 20)
    steps = [step for each in samples_of(later) for step in tracker.feed(each)]
    assert len([each for each in steps if each.time_s > 23]) >= 7
    for step in steps:
        assert 0.2 < step.length_m < 1.2
        assert step.heading_rad is not None
        assert abs(step.heading_rad) <= math.pi


@given(st.integers(0, 2**32 - 1))
def test_the_same_samples_give_the_same_steps(seed):
    samples = walk([Leg(3.0)], SimulatedPhone(rate_hz=20), seed).samples
    assert steps_of_motion(samples) == steps_of_motion(samples)


def rows_of(samples, kept):
    fields = {f.name: getattr(samples, f.name)[kept] for f in dataclasses.fields(samples)}
    return MotionSamples(**fields)


def samples_of(samples):
    columns = (samples.acceleration_ms2, samples.rotation_rads, samples.magnetic_ut)
    rows = zip(samples.time_s, *columns, samples.attitude, strict=True)
    return [MotionSample(float(t), *(tuple(map(float, v)) for v in more)) for t, *more in rows]
