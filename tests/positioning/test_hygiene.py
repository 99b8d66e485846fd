"""What is let through to a track, what is not, and that nothing is lost uncounted."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.hygiene import HygieneSettings, Screen, ScreenCounts, screen, screened
from positioning.model import Sighting

RADIOS = tuple(f"r{number}" for number in range(8))
STEP_S = 0.5


def _heard(time_s, radio="r1", rssi_dbm=-70.0, model=None):
    return Sighting(time_s, "s", radio, rssi_dbm, model)


def _traffic(seconds=20.0, seed=1, per_s=5.0, radios=RADIOS, sd_db=3.0):
    """Packets of all radios with whole dBm, in order of time."""
    rng = np.random.default_rng(seed)
    packets = [
        _heard(float(time_s), radio, float(round(rng.normal(-70.0, sd_db))))
        for radio in radios
        for time_s in np.cumsum(rng.uniform(0.9, 1.1, int(seconds * per_s)) / per_s)
    ]
    return sorted(packets, key=lambda each: each.time_s)


def _run(deliveries, state=None, settings=None):
    """Screen packets that arrive at given times; two calls a second."""
    state = state or Screen()
    deliveries = sorted(deliveries, key=lambda each: each[0])
    accepted = []
    first = math.floor(deliveries[0][0] / STEP_S)
    last = math.ceil(deliveries[-1][0] / STEP_S)
    for step in range(first, last + 1):
        until_s = step * STEP_S
        due = [packet for at_s, packet in deliveries if until_s - STEP_S < at_s <= until_s]
        state, some, _ = screen(state, due, until_s, RADIOS, settings or HygieneSettings())
        accepted.extend(some)
    return state, accepted


def _live(packets):
    return [(packet.time_s, packet) for packet in packets]


def _dropped(counts: ScreenCounts):
    names = [name for name in ScreenCounts.__slots__ if name != "accepted"]
    return {name: getattr(counts, name) for name in names if getattr(counts, name)}


def test_clean_traffic_passes_whole():
    packets = _traffic()
    state, accepted = _run(_live(packets))
    assert accepted == packets
    assert _dropped(state.counts) == {}


@pytest.mark.parametrize(
    "rssi", [0.0, 20.0, 127.0, -120.0, -500.0, math.nan, math.inf, -math.inf, "-70", None]
)
def test_an_rssi_that_no_radio_can_measure_is_impossible(rssi):
    _, accepted, counts = screen(Screen(), [_heard(0.1, rssi_dbm=rssi)], 0.5, RADIOS)
    assert accepted == ()
    assert counts == ScreenCounts(impossible=1)


@pytest.mark.parametrize("time_s", [math.nan, math.inf, -math.inf, "0.1"])
def test_a_time_that_is_no_number_is_impossible(time_s):
    _, accepted, counts = screen(Screen(), [_heard(time_s)], 0.5, RADIOS)
    assert accepted == ()
    assert counts == ScreenCounts(impossible=1)


def test_unknown_radios_are_counted_and_leave_nothing_behind():
    strangers = [_heard(0.1, f"stranger{number}") for number in range(1000)]
    state, accepted, counts = screen(Screen(), strangers, 0.5, RADIOS)
    assert accepted == ()
    assert counts == ScreenCounts(unknown=1000)
    assert not state.clocks
    assert not state.taken
    assert not state.memory.last_dbm


def test_a_radio_of_a_new_plan_is_let_through_from_then_on():
    state, accepted, _ = screen(Screen(), [_heard(0.1, "new")], 0.5, RADIOS)
    assert accepted == ()
    _, accepted, _ = screen(state, [_heard(0.6, "new")], 1.0, {"new"})
    assert len(accepted) == 1


def test_packets_that_come_twice_count_once():
    packets = _traffic(seconds=6.0)
    again = [(packet.time_s + 0.7, packet) for packet in packets]
    state, accepted = _run([*_live(packets), *again])
    assert sorted(accepted, key=lambda each: each.time_s) == packets
    assert _dropped(state.counts) == {"duplicate": len(packets)}


def test_a_packet_that_two_gateways_stamp_a_millisecond_apart_counts_once():
    heard = [_heard(0.201), _heard(0.202)]
    _, accepted, counts = screen(Screen(), heard, 0.5, RADIOS)
    assert accepted == (_heard(0.201),)
    assert counts == ScreenCounts(accepted=1, duplicate=1)


def test_equal_rssi_of_two_adverts_is_no_duplicate():
    still = [_heard(0.1 * tick) for tick in range(1, 50)]
    state, _ = _run(_live(still))
    assert state.counts == ScreenCounts(accepted=49)


def test_packets_out_of_order_are_sorted_and_too_late_ones_dropped():
    state, _, _ = screen(Screen(), [_heard(9.9)], 10.0, RADIOS)
    mixed = [_heard(10.4), _heard(7.2, "r2"), _heard(6.9, "r3"), _heard(10.1, "r4")]
    _, accepted, counts = screen(state, mixed, 10.5, RADIOS)
    assert [each.time_s for each in accepted] == [7.2, 10.1, 10.4]
    assert counts == ScreenCounts(accepted=3, late=1)


def test_after_a_silence_what_was_gathered_in_it_is_not_late():
    state, _, _ = screen(Screen(), [_heard(9.9)], 10.0, RADIOS)
    _, accepted, _ = screen(state, [_heard(12.0), _heard(55.0), _heard(69.0)], 70.0, RADIOS)
    assert len(accepted) == 3


def test_packets_from_the_future_are_dropped():
    _, accepted, counts = screen(Screen(), [_heard(10.9), _heard(11.1)], 10.0, RADIOS)
    assert [each.time_s for each in accepted] == [10.9]
    assert counts == ScreenCounts(accepted=1, future=1)


@pytest.mark.parametrize("until_s", [math.nan, math.inf])
def test_a_present_that_is_no_time_is_refused(until_s):
    with pytest.raises(ValueError, match="finite"):
        screen(Screen(), [], until_s, RADIOS)


def test_a_present_slightly_before_the_last_one_changes_nothing():
    state, _, _ = screen(Screen(), [_heard(9.9)], 10.0, RADIOS)
    state, accepted, _ = screen(state, [_heard(9.6, "r2")], 9.8, RADIOS)
    assert len(accepted) == 1
    assert state.until_s == 10.0


def test_when_the_callers_clock_is_set_back_good_packets_pass_at_once():
    state, _ = _run(_live([replace(each, time_s=each.time_s + 3600.0) for each in _traffic()]))
    before = state.counts
    state, accepted = _run(_live(_traffic()), state)
    assert accepted == _traffic()
    assert state.counts.accepted == 2 * before.accepted


@pytest.mark.parametrize("seconds", [-30.0, 30.0])
def test_a_gateway_with_a_wrong_clock_is_reported_and_dropped_until_it_is_right(seconds):
    packets = _traffic(seconds=40.0)
    deliveries = [
        (each.time_s, replace(each, time_s=each.time_s + seconds))
        if each.radio == "r3" and 5.0 < each.time_s <= 25.0
        else (each.time_s, each)
        for each in packets
    ]
    state, accepted = _run([each for each in deliveries if each[0] <= 20.0])
    assert state.clock_errors_s == {"r3": pytest.approx(seconds, abs=1.0)}
    assert {each.radio for each in accepted if 10.0 < each.time_s <= 20.0} == set(RADIOS) - {"r3"}
    assert state.counts.clock > 0.7 * (state.counts.dropped)
    state, accepted = _run([each for each in deliveries if each[0] > 20.0], state)
    assert state.clock_errors_s == {}
    late = [each for each in packets if each.radio == "r3" and each.time_s > 25.0]
    assert [each for each in accepted if each.radio == "r3"] == late


def test_a_delivery_that_is_late_as_a_whole_blames_no_clock():
    packets = _traffic(seconds=20.0)
    state, _ = _run(_live(packets[:1]))
    state, _ = _run([(each.time_s + 30.0, each) for each in packets], state)
    assert state.counts.late > 0
    assert state.clock_errors_s == {}


def test_an_old_packet_told_again_and_again_blames_no_clock():
    told = [(each.time_s, _heard(0.0, "r1")) for each in _traffic(radios=("r1",), per_s=1.0)]
    state, _ = _run([*_live(_traffic(radios=RADIOS[2:])), *told])
    assert state.clock_errors_s == {}
    assert state.counts.late > 10


def test_a_stretch_that_is_played_again_is_dropped_while_the_live_packets_go_on():
    packets = _traffic(seconds=12.0)
    captured = [each for each in packets if 4.0 < each.time_s <= 8.0]
    played = [replace(each, time_s=each.time_s + 3.987) for each in captured]
    state, accepted = _run(_live([*packets, *played]))
    assert len(set(accepted) & set(played)) == 0
    assert set(accepted) == set(packets)
    assert _dropped(state.counts) == {"replayed": len(played)}


@pytest.mark.parametrize("sd_db", [0.0, 1.0])
def test_a_subject_that_stands_still_is_not_taken_for_a_replay(sd_db):
    rng = np.random.default_rng(2)
    packets = [
        _heard(float(second), radio, float(round(rng.normal(-70.0, sd_db))))
        for second in range(60)
        for radio in RADIOS
    ]
    state, _ = _run(_live(packets))
    assert state.counts == ScreenCounts(accepted=len(packets))


def test_of_two_phones_with_one_name_the_one_in_use_is_kept_until_it_is_silent():
    first = [replace(each, device_model="A5") for each in _traffic(seconds=10.0, seed=1, sd_db=2.0)]
    other = [
        replace(each, device_model="S6", time_s=each.time_s + 4.0)
        for each in _traffic(seconds=14.0, seed=2)
    ]
    state, accepted = _run(_live([*first, *other]))
    assert [each for each in accepted if each.device_model == "A5"] == first
    yielded_s = first[-1].time_s + 2.0
    assert {each for each in accepted if each.device_model == "S6"} == {
        each for each in other if each.time_s > yielded_s
    }
    assert state.counts.conflict == sum(each.time_s <= yielded_s for each in other)


def test_packets_without_a_model_are_in_conflict_with_none():
    packets = [
        replace(each, device_model="A5" if index % 2 else None)
        for index, each in enumerate(_traffic(seconds=4.0))
    ]
    state, _ = _run(_live(packets))
    assert state.counts == ScreenCounts(accepted=len(packets))


def test_a_flood_is_thinned_to_a_few_packets_with_the_same_mean():
    rng = np.random.default_rng(4)
    rssi_dbm = rng.normal(-72.0, 6.0, 10_000)
    times_s = rng.uniform(0.0, STEP_S, 10_000)
    flood = [_heard(*each) for each in zip(times_s, RADIOS[:2] * 5000, rssi_dbm, strict=True)]
    _, accepted, counts = screen(Screen(), flood, STEP_S, RADIOS)
    assert counts == ScreenCounts(accepted=100, thinned=9900)
    for radio in RADIOS[:2]:
        kept = [each.rssi_dbm for each in accepted if each.radio == radio]
        sent = [each.rssi_dbm for each in flood if each.radio == radio]
        assert np.mean(kept) == pytest.approx(np.mean(sent), abs=0.2)
        assert np.std(kept) == pytest.approx(np.std(sent), rel=0.1)


def test_a_flood_in_many_small_posts_is_bounded_all_the_same():
    rng = np.random.default_rng(5)
    state, accepted = Screen(), []
    for post in range(100):
        heard = [_heard(time_s, "r1", -60.0 - post / 10) for time_s in rng.uniform(0.0, 0.499, 20)]
        state, some, _ = screen(state, heard, 0.499, RADIOS)
        accepted.extend(some)
    assert len(accepted) == 50
    assert state.counts.total == 2000


def test_memory_does_not_grow_with_time():
    state, _ = _run(_live(_traffic(seconds=120.0, per_s=10.0)))
    assert len(state.memory.time_s) == 512
    assert sum(map(len, state.taken.values())) <= len(RADIOS) * 9


_any_sighting = st.builds(
    Sighting,
    time_s=st.one_of(st.floats(0.0, 12.0), st.sampled_from([math.nan, math.inf, -50.0])),
    subject=st.just("s"),
    radio=st.sampled_from([*RADIOS[:3], "stranger"]),
    rssi_dbm=st.one_of(st.integers(-80, -70).map(float), st.sampled_from([math.nan, 0.0, 20.0])),
    device_model=st.sampled_from([None, "A5", "S6"]),
)
_batches = st.lists(st.lists(_any_sighting, max_size=12), max_size=8)


@given(_batches, st.integers(1, 5))
def test_the_counts_add_up_to_what_came_in(batches, packets_per_step):
    settings = HygieneSettings(packets_per_step=packets_per_step)
    state, accepted = Screen(), 0
    for index, batch in enumerate(batches):
        state, some, counts = screen(state, batch, 1.5 * index, RADIOS, settings)
        assert counts.total == len(batch)
        assert counts.accepted == len(some)
        accepted += len(some)
    assert state.counts.total == sum(len(batch) for batch in batches)
    assert state.counts.accepted == accepted


@given(st.lists(_any_sighting, max_size=60), st.integers(1, 5))
def test_what_was_screened_once_passes_whole(batch, packets_per_step):
    settings = HygieneSettings(packets_per_step=packets_per_step)
    _, accepted, _ = screen(Screen(), batch, 12.0, RADIOS, settings)
    _, again, counts = screen(Screen(), accepted, 12.0, RADIOS, settings)
    assert again == accepted
    assert counts == ScreenCounts(accepted=len(accepted))


@given(st.integers(0, 2**32 - 1), st.floats(0.0, 2.4))
def test_the_order_of_delivery_within_the_bound_does_not_matter(seed, delay_s):
    rng = np.random.default_rng(seed)
    packets = _traffic(seconds=4.0, seed=7)
    delays_s = rng.uniform(0.0, delay_s, len(packets))
    deliveries = [(p.time_s + d, p) for p, d in zip(packets, delays_s, strict=True)]
    state, accepted = _run([deliveries[index] for index in rng.permutation(len(packets))])
    assert sorted(accepted, key=lambda each: each.time_s) == packets
    assert _dropped(state.counts) == {}


def test_of_a_clean_recording_nothing_is_dropped():
    packets = _traffic()
    assert screened(packets[::-1], RADIOS) == (tuple(packets), ScreenCounts(len(packets)))


def test_a_recording_with_a_gap_of_hours_is_kept_whole():
    packets = _traffic(seconds=5.0)
    later = [replace(each, time_s=each.time_s + 7200.0) for each in _traffic(5.0, seed=2)]
    accepted, counts = screened([*packets, *later], RADIOS)
    assert len(accepted) == len(packets) + len(later)
    assert counts.dropped == 0


def test_of_a_spoilt_recording_all_that_cannot_be_is_dropped_and_counted():
    packets = _traffic()
    spoilt = [
        *packets,
        *packets[:30],
        *(replace(each, rssi_dbm=127.0) for each in packets[:7]),
        *(replace(each, radio="strange") for each in packets[:5]),
        _heard(math.nan),
        _heard(1.0, rssi_dbm=math.nan),
    ]
    accepted, counts = screened(spoilt, RADIOS)
    assert list(accepted) == packets
    assert _dropped(counts) == {"impossible": 9, "unknown": 5, "duplicate": 30}
    assert counts.total == len(spoilt)


def test_a_stretch_of_a_recording_that_comes_again_is_dropped():
    packets = _traffic()
    again = [replace(each, time_s=each.time_s + 4.0) for each in packets if each.time_s < 3.0]
    accepted, counts = screened([*packets, *again], RADIOS)
    assert counts.replayed > 0.8 * len(again)
    assert len(accepted) > 0.95 * len(packets)
