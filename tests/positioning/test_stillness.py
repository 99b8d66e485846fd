import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.model import Sighting
from positioning.stillness import UNSURE, Stillness, gather, judge, start_stillness
from tests.support.halls import ROUND_S, Moment, hear_all, make_hall, stroll

SITE = make_hall()


def stand(seconds, x_m=10.0, y_m=8.0, since_s=0.0):
    rounds = int(seconds / ROUND_S)
    return [Moment(since_s + ROUND_S * (k + 1), "1", x_m, y_m) for k in range(rounds)]


def chances(moments, seed):
    """Chance of moving at the end of each round."""
    heard = hear_all(SITE, moments, seed)
    state = start_stillness(SITE.model.noise_sd_db)
    for moment in moments:
        due = [s for s in heard if moment.time_s - ROUND_S < s.time_s <= moment.time_s]
        state = judge(gather(state, due), moment.time_s)
        yield state.moving


def heard(time_s, radio="b100", rssi_dbm=-65.0):
    return Sighting(time_s, "walker", radio, rssi_dbm)


def run(state: Stillness, sightings, until_s):
    for end_s in np.arange(ROUND_S, until_s + 1e-9, ROUND_S):
        due = [s for s in sightings if end_s - ROUND_S < s.time_s <= end_s]
        state = judge(gather(state, due), float(end_s))
    return state


@pytest.mark.parametrize("seed", range(4))
def test_one_who_stands_is_known_to_within_four_seconds_and_stays_so(seed):
    moving = list(chances(stand(60.0), seed))
    assert max(moving[8:]) < 0.3
    assert np.mean(moving[8:]) < 0.05


@pytest.mark.parametrize("seed", range(4))
def test_one_who_walks_is_taken_to_move_most_of_the_time(seed):
    moving = list(chances(stroll([("1", 2.0, 4.0), ("1", 22.0, 4.0), ("1", 22.0, 16.0)]), seed))
    assert np.mean(moving[6:]) > 0.65


def test_walking_on_after_a_stand_is_noticed_within_three_seconds_by_most():
    delays_s = []
    for seed in range(8):
        still = stand(20.0, 4.0, 9.0)
        walk = [
            Moment(20.0 + each.time_s, "1", each.x_m, each.y_m)
            for each in stroll([("1", 4.0, 9.0), ("1", 20.0, 9.0)])
        ]
        moving = np.array(list(chances([*still, *walk], seed)))[len(still) :]
        delays_s.append(ROUND_S * (1 + int(np.argmax(moving > 0.3))))
    assert np.median(delays_s) <= 2.5
    assert max(delays_s) < 5.0


def test_without_any_packet_nothing_is_known_for_sure():
    state = start_stillness(3.5)
    for step in range(200):
        state = judge(state, 0.5 * step)
    assert 0.2 < state.moving < UNSURE


def test_one_radio_alone_cannot_decide_at_once():
    steady = [heard(0.1 * k) for k in range(1, 100)]
    calm = run(start_stillness(3.5), steady, 10.0)
    jumped = judge(gather(calm, [heard(10.2, rssi_dbm=-95.0)]), 10.5)
    assert calm.moving < jumped.moving < 0.5


def test_the_scatter_of_packets_is_learned_from_the_subjects_own():
    rng = np.random.default_rng(3)
    noisy = [heard(0.05 * k, rssi_dbm=-70.0 + rng.normal(0, 6.0)) for k in range(1, 600)]
    state = run(start_stillness(3.5), noisy, 30.0)
    assert math.sqrt(state.packet_db2) == pytest.approx(6.0, rel=0.15)


def test_radios_that_are_silent_are_forgotten():
    state = run(start_stillness(3.5), [heard(0.3), heard(0.4, "b110")], 1.0)
    assert set(state.radios) == {"b100", "b110"}
    state = judge(gather(state, [heard(7.4, "b110")]), 7.5)
    assert set(state.radios) == {"b110"}


def test_packets_of_steps_to_come_wait():
    state = judge(gather(start_stillness(3.5), [heard(0.4), heard(0.9, "b110")]), 0.5)
    assert set(state.radios) == {"b100"}
    assert [each.radio for each in state.pending] == ["b110"]


def test_packets_that_no_step_comes_for_are_not_kept_for_ever():
    state = start_stillness(3.5)
    for k in range(400):
        state = gather(state, [heard(float(k))])
    assert len(state.pending) < 40


PACKETS = st.lists(
    st.tuples(
        st.floats(0.0, 20.0),
        st.sampled_from(["b100", "b110", "b120"]),
        st.one_of(st.floats(-127.0, 20.0), st.just(math.nan)),
    ),
    max_size=60,
)


@given(PACKETS)
def test_whatever_is_heard_the_chance_is_one_that_can_still_turn(packets):
    state = gather(start_stillness(3.5), [heard(*each) for each in packets])
    for step in range(1, 41):
        state = judge(state, 0.5 * step)
        assert 1e-4 * 0.99 <= state.moving <= 1 - 1e-4 * 0.99
        assert np.isfinite(state.levels).all()
        assert len(state.radios) == len(state.heard_s) == len(state.levels)


@given(PACKETS, st.randoms(use_true_random=False))
def test_packets_count_the_same_in_whatever_batches_they_come(packets, random):
    sightings = sorted((heard(*each) for each in packets), key=lambda each: each.time_s)
    at_once = gather(start_stillness(3.5), sightings)
    cut = random.randint(0, len(sightings))
    in_two = gather(gather(start_stillness(3.5), sightings[:cut]), sightings[cut:])
    assert judge(at_once, 20.0).moving == judge(in_two, 20.0).moving
