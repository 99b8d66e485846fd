"""What readings, and their absence, say about cells and levels."""

import numpy as np
import pytest

from positioning.grid.likelihood import Look, Reading, look_likelihood, offset_grid
from positioning.radiomap.records import Layer, NoiseModel, RadioMap

SHAPE = (1, 4)
WINDOW = (slice(0, 1), slice(0, 4))
NO_OFFSET = np.zeros(1, dtype=np.float32)


def radio_map(relative=False, share=(0.9, 0.6, 0.3, 0.0)):
    def make_layer(level, _radio):
        mean_dbm = np.array([[-60.0, -70.0, -80.0, -90.0]], dtype=np.float32)
        return Layer(
            mean_dbm if level == "1" else mean_dbm - 10,
            np.full(SHAPE, 4.0, dtype=np.float32),
            np.array([share], dtype=np.float32),
        )

    radios = {"1": ("a", "b"), "2": ("b",)}
    return RadioMap(radios, make_layer, NoiseModel(), is_hearing_relative=relative)


def logs(built, look, level="1"):
    return look_likelihood(built, level, WINDOW, look, NO_OFFSET)[0, 0]


def test_a_level_that_does_not_know_a_strong_radio_is_less_likely_for_it():
    look = Look({"a": Reading(2, -62.0)}, 1.0, 0.0)
    assert logs(radio_map(), look, "1").max() > logs(radio_map(), look, "2").max() + 2


def test_silence_speaks_against_being_near():
    nothing = Look({}, 1.0, 1.0)
    assert np.all(np.diff(logs(radio_map(), nothing)) > 0)


def test_misses_count_by_how_long_was_listened_and_hits_do_not_need_more_than_one():
    built = radio_map()
    short, long = (Look({}, 1.0, 1.0, duration_s) for duration_s in (0.5, 1.0))
    np.testing.assert_allclose(logs(built, short), logs(built, long) / 2, rtol=1e-4)
    share = np.array([0.9, 0.6, 0.3])
    heard = Look({"a": Reading(1, -70.0)}, 1.0, 1.0, 0.5)
    unheard = Look({"a": Reading(1, -70.0)}, 1.0, 0.0, 0.5)
    told = (logs(built, heard) - logs(built, unheard))[:3]
    hit, miss = 1 - (1 - share) ** 0.5, (1 - share) ** 0.5
    np.testing.assert_allclose(told, np.log(hit) + np.log(miss), rtol=1e-3)


def test_where_only_ratios_are_known_it_does_not_matter_how_often_packets_come():
    look = Look({"a": Reading(1, -70.0)}, 1.0, 1.0)
    often = logs(radio_map(True, (0.8, 0.4, 0.2, 0.1)), look)
    seldom = logs(radio_map(True, (0.08, 0.04, 0.02, 0.01)), look)
    np.testing.assert_allclose(often - often.mean(), seldom - seldom.mean(), atol=1e-4)
    silent = logs(radio_map(True), Look({}, 1.0, 1.0))
    assert silent.tolist() == pytest.approx([0.0] * 4)


def test_offsets_to_try_are_centred_and_sum_to_one():
    offsets_db, chances = offset_grid(3.0, 8.0)
    assert chances.sum() == pytest.approx(1)
    assert offsets_db @ chances == pytest.approx(3.0)
    assert offset_grid(3.0, 0.01)[0].tolist() == [3.0]
