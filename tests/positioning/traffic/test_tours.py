from hypothesis import given
from hypothesis import strategies as st

from positioning.model import Sighting
from positioning.traffic.tours import cut_tours


def _cut(times_s, most_steps=10_000, standing=False, subjects=("a",)):
    traffic = {
        subject: [Sighting(time_s, subject, "r", -70.0) for time_s in sorted(times_s)]
        for subject in subjects
    }
    return cut_tours(traffic, {"r": "0"}, {}, most_steps, standing)


def test_a_long_silence_begins_a_new_tour():
    tours = _cut([0.0, 1.0, 2.0, 30.0, 31.0])
    assert [len(tour.looks) for tour in tours] == [3, 2]


def test_a_second_without_packets_is_an_empty_look():
    (tour,) = _cut([0.0, 3.5])
    assert [len(look) for look in tour.looks] == [1, 0, 0, 1]


def test_a_long_track_is_cut_into_minutes():
    assert [len(tour.looks) for tour in _cut(range(150))] == [60, 60, 30]


def test_who_stands_is_one_look():
    (tour,) = _cut([0.0, 5.0, 100.0], standing=True)
    assert len(tour.looks) == 1
    assert tour.looks[0]["r"].packets == 3


def test_packets_of_a_second_are_averaged_with_their_scatter():
    traffic = {"a": [Sighting(0.0, "a", "r", -70.0), Sighting(0.5, "a", "r", -74.0)]}
    (tour,) = cut_tours(traffic, {"r": "0"}, {}, 100)
    heard = tour.looks[0]["r"]
    assert (heard.packets, heard.rssi_dbm, heard.squares_db2) == (2, -72.0, 8.0)


@given(
    st.lists(st.integers(0, 300), min_size=1, max_size=80),
    st.integers(1, 12),
    st.integers(100, 400),
)
def test_traffic_beyond_the_bound_is_thinned_evenly(times_s, subjects, most_steps):
    names = [f"s{number}" for number in range(subjects)]
    every = _cut(times_s, subjects=names)
    chosen = _cut(times_s, most_steps, subjects=names)
    total = sum(len(tour.looks) for tour in every)
    taken = sum(len(tour.looks) for tour in chosen)
    assert taken <= most_steps + 60
    assert taken >= min(total, most_steps) - 60


def _hear_two(levels, known=None):
    radios = {"u": "1", "d": "0"}
    sightings = []
    for second, level in enumerate(levels):
        for radio, own in radios.items():
            rssi_dbm = -60.0 if own == level else -80.0
            sightings.append(Sighting(float(second), "a", radio, rssi_dbm))
    return cut_tours({"a": sightings}, radios, known or {}, 1_000)


def test_a_tour_is_on_the_level_of_the_radios_it_hears_best():
    assert [tour.level for tour in _hear_two("0000000001")] == ["0"]
    assert [tour.level for tour in _hear_two("1111111111")] == ["1"]


def test_a_tour_that_changes_level_is_left_out():
    assert _hear_two("0000011111") == []


def test_a_known_level_needs_no_vote():
    assert [tour.level for tour in _hear_two("0000011111", {"a": "1"})] == ["1"]
