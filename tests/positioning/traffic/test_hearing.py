import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.traffic.hearing import fit_hearing
from positioning.traffic.records import Hearing
from positioning.traffic.tours import cut_tours
from tests.positioning.traffic.worlds import hear, small_hall, true_paths, walk


def _fit(reach_m: float | None, per_second: int = 1):
    site = small_hall()
    places = walk(60)
    heard = hear(site, places, np.random.default_rng(1), per_second=per_second, reach_m=reach_m)
    tours = cut_tours({"a": heard}, {radio.id: "0" for radio in site.radios}, {}, 1_000)
    return fit_hearing(site, tours, [true_paths(places, len(tour.looks)) for tour in tours])


def test_a_reach_is_found_in_hits_and_misses():
    hearing, weight = _fit(5.0)
    assert hearing is not None
    assert hearing.at(np.array([5.0]))[0] == pytest.approx(0.5, abs=0.1)
    assert hearing.at(np.array([2.0]))[0] > 0.85
    assert hearing.at(np.array([9.0]))[0] < 0.05
    assert weight > 0.7


def test_misses_that_come_anywhere_make_no_curve():
    assert _fit(None)[0] is None
    site = small_hall()
    rng = np.random.default_rng(2)
    places = walk(60)
    half = [each for each in hear(site, places, rng, per_second=1) if rng.random() < 0.5]
    tours = cut_tours({"a": half}, {radio.id: "0" for radio in site.radios}, {}, 1_000)
    paths = [true_paths(places, len(tour.looks)) for tour in tours]
    assert fit_hearing(site, tours, paths)[0] is None


def test_radios_that_fall_silent_for_long_make_misses_count_less():
    site = small_hall()
    places = walk(60)
    rng = np.random.default_rng(3)
    heard = hear(site, places, rng, per_second=1, reach_m=7.0)
    out = {(radio.id, block): rng.random() < 0.5 for radio in site.radios for block in range(12)}
    heard = [each for each in heard if not out[each.radio, int(each.time_s // 5)]]
    tours = cut_tours({"a": heard}, {radio.id: "0" for radio in site.radios}, {}, 1_000)
    paths = [true_paths(places, len(tour.looks)) for tour in tours]
    assert fit_hearing(site, tours, paths)[1] < 0.7


@given(st.floats(0.1, 1.0), st.floats(1, 30), st.floats(0.3, 5), st.floats(0, 50), st.floats(0, 9))
def test_farther_is_never_heard_better(share, middle_m, width_m, distance_m, more_m):
    near, far = Hearing(share, middle_m, width_m).at(np.array([distance_m, distance_m + more_m]))
    assert 0 <= far <= near <= share
