"""Which radios are blamed, which are not, and that they are forgiven again."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.filters import follow_level
from positioning.health import (
    Place,
    RadioHealth,
    Residual,
    note_packets,
    note_residuals,
    radio_weights,
)
from positioning.model import Sighting
from positioning.simulate import SimulatedAir
from tests.support.halls import make_hall

RADIOS = tuple(f"r{number}" for number in range(8))
SD_DB = 6.0
PLACES = tuple((x_m, y_m) for x_m in range(0, 24, 4) for y_m in range(0, 20, 4))


def _tour(health, fault_db, seed, start_s=0.0, rounds=1, radios=RADIOS):
    """Visit every place for three seconds; each radio has shadowing of its own at each.

    ``fault_db(x_m, y_m)`` is what the first radio has on top of it.
    """
    rng = np.random.default_rng(seed)
    shadowing_db = {place: rng.normal(0.0, 5.0, len(radios)) for place in PLACES}
    time_s = start_s
    for _ in range(rounds):
        for x_m, y_m in PLACES:
            for _ in range(3):
                off_db = shadowing_db[x_m, y_m] + rng.normal(0.0, 3.0, len(radios))
                off_db[0] += fault_db(x_m, y_m)
                heard = [Residual(*each, SD_DB) for each in zip(radios, off_db, strict=True)]
                health = note_residuals(health, time_s, Place("1", x_m, y_m), heard)
                time_s += 1.0
    return health


def _none(x_m, y_m):
    return 0.0


def _as_if_elsewhere(x_m, y_m):
    """It should hang at (2, 2) and hangs at (20, 14)."""
    near_m, far_m = math.hypot(x_m - 2, y_m - 2, 1.6), math.hypot(x_m - 20, y_m - 14, 1.6)
    return 28 * math.log10(near_m / far_m)


@pytest.mark.parametrize("seed", range(5))
def test_healthy_radios_keep_their_say(seed):
    health = _tour({}, _none, seed, rounds=4)
    assert {each.verdict for each in health.values()} == {"fine"}
    assert min(radio_weights(health).values(), default=1.0) > 0.7


@pytest.mark.parametrize(("change_db", "verdict"), [(-9.0, "weak"), (9.0, "loud")])
def test_a_radio_whose_power_changed_is_told_from_one_that_was_moved(change_db, verdict):
    health = _tour({}, lambda *_: change_db, seed=1, rounds=3)
    assert health["r0"].verdict == verdict
    assert health["r0"].power_change_db == pytest.approx(change_db, abs=3.0)
    assert radio_weights(health) == {"r0": health["r0"].weight}
    assert health["r0"].weight < 0.8


def test_a_radio_that_hangs_elsewhere_is_found_and_loses_its_say():
    health = _tour({}, _as_if_elsewhere, seed=2)
    assert health["r0"].verdict == "elsewhere"
    assert health["r0"].weight <= 0.1
    assert {each.verdict for radio, each in health.items() if radio != "r0"} == {"fine"}


def _walk_by(slope, seed):
    """Radios whose RSSI follows what is expected of them only as far as the slope lets it."""
    rng = np.random.default_rng(seed)
    health = {}
    for second in range(32):
        expected_dbm = rng.uniform(-85.0, -60.0, len(RADIOS))
        off_db = rng.normal(0.0, 4.0, len(RADIOS))
        off_db[0] += slope * (expected_dbm[0] + 72.0)
        seen = zip(RADIOS, off_db, [SD_DB] * len(RADIOS), expected_dbm, strict=True)
        place = Place("1", 4.0 * second, 0.0)
        health = note_residuals(health, float(second), place, [Residual(*each) for each in seen])
    return health


@pytest.mark.parametrize("seed", range(5))
def test_a_radio_that_is_as_strong_far_away_as_near_is_not_where_it_should_be(seed):
    assert _walk_by(-1.0, seed)["r0"].verdict == "elsewhere"
    assert {each.verdict for each in _walk_by(-0.2, seed).values()} == {"fine"}


@pytest.mark.parametrize("fault", [lambda *_: -9.0, _as_if_elsewhere])
def test_a_radio_that_was_mended_is_trusted_again(fault):
    health = _tour({}, fault, seed=3, rounds=3)
    assert health["r0"].verdict != "fine"
    health = _tour(health, _none, seed=3, start_s=600.0, rounds=12)
    assert health["r0"].verdict == "fine"
    assert health["r0"].weight > 0.9


@pytest.mark.parametrize("seed", [0, 1])
def test_in_a_simulated_hall_a_radio_on_the_wrong_wall_is_found_by_those_who_walk(seed):
    plan = make_hall()
    true = replace(
        plan,
        radios=tuple(
            replace(each, x_m=21.0, y_m=15.0) if each.id == "b100" else each for each in plan.radios
        ),
    )
    rng = np.random.default_rng(seed)
    air, health = SimulatedAir(true, rng), {}
    for second, place in enumerate(rng.uniform((0, 0), (24, 18), (200, 2))):
        fix_m = place + rng.normal(0.0, 1.0, 2)
        heard = dict(air.hear(float(second), "1", *place, 1.2))
        residuals = []
        for radio in plan.radios:
            if radio.id in heard:
                away_m = math.hypot(radio.x_m - fix_m[0], radio.y_m - fix_m[1], 1.6)
                off_db = heard[radio.id] + 59 + 28 * math.log10(away_m)
                sd_db = math.hypot(6.3, 12.2 / away_m)
                residuals.append(Residual(radio.id, off_db, sd_db, heard[radio.id] - off_db))
        health = note_residuals(health, float(second), Place("1", *fix_m), residuals)
    assert health["b100"].verdict == "elsewhere"
    assert min(health, key=lambda radio: health[radio].weight) == "b100"
    assert [radio for radio, each in health.items() if each.verdict == "elsewhere"] == ["b100"]


@pytest.mark.parametrize("places", [[(3.0, 3.0)], [(3.0, 3.0), (9.0, 3.0)]])
def test_a_subject_that_hardly_moves_condemns_no_radio(places):
    health = {}
    for second in range(600):
        heard = [Residual(radio, -20.0 * (radio == "r0"), SD_DB) for radio in RADIOS]
        place = Place("1", *places[second % len(places)])
        health = note_residuals(health, float(second), place, heard)
    assert health["r0"].verdict == "fine"
    assert health["r0"].weight == 1.0


def test_what_all_radios_share_is_the_devices_and_blames_none():
    health = {}
    for second, place in enumerate(PLACES):
        heard = [Residual(radio, -18.0, SD_DB) for radio in RADIOS]
        health = note_residuals(health, float(second), Place("1", *place), heard)
    assert {each.verdict for each in health.values()} == {"fine"}
    assert radio_weights(health) == {}
    assert health["r0"].power_change_db == 0.0


def test_a_fix_that_most_radios_deny_says_nothing_of_them():
    heard = [Residual(radio, 20.0 * (-1) ** at, SD_DB) for at, radio in enumerate(RADIOS)]
    assert note_residuals({}, 0.0, Place("1", 3.0, 3.0), heard) == {}


def test_too_few_radios_to_compare_say_nothing():
    heard = [Residual("r1", -20.0, SD_DB), *(Residual(f"q{i}", math.nan, SD_DB) for i in range(9))]
    assert note_residuals({}, 0.0, Place("1", 3.0, 3.0), heard) == {}


def test_a_subject_without_a_place_says_nothing():
    heard = [Residual(radio, 0.0, SD_DB) for radio in RADIOS]
    assert note_residuals({}, 0.0, Place("1", math.nan, 3.0), heard) == {}


def test_memory_of_places_is_bounded():
    health = {}
    for second in range(500):
        heard = [Residual(radio, 0.0, SD_DB) for radio in RADIOS]
        health = note_residuals(health, float(second), Place("1", 3.0 * second, 0.0), heard)
    assert len(health["r0"].looks) == 32


def test_what_was_noted_before_is_not_changed():
    before = _tour({}, _none, seed=1)
    kept = dict(before["r0"].looks)
    _tour(before, lambda *_: 30.0, seed=2)
    assert before["r0"].looks == kept


_residuals = st.lists(
    st.builds(Residual, st.sampled_from(RADIOS), st.floats(-1e3, 1e3), st.floats(-1.0, 50.0)),
    max_size=12,
)


@settings(max_examples=20)
@given(st.lists(st.tuples(_residuals, st.floats(-500, 500), st.floats(0, 1e5)), max_size=12))
def test_whatever_comes_a_weight_is_a_share(steps):
    health = {}
    for heard, x_m, time_s in steps:
        health = note_residuals(health, time_s, Place("1", x_m, 0.0), heard)
    for each in health.values():
        assert 0.05 <= each.weight <= 1.0
        assert math.isfinite(each.power_change_db)
        assert each.verdict in ("fine", "weak", "loud", "elsewhere")


def _heard(time_s, rssi_dbm=-70.0):
    return Sighting(time_s, "s", "r1", rssi_dbm)


def test_packets_are_counted_smoothed_and_timed():
    health = note_packets({}, [_heard(1.0, -60.0), _heard(3.0, -70.0), _heard(2.0, -61.0)])["r1"]
    assert (health.heard, health.last_heard_s) == (3, 3.0)
    assert health.rssi_dbm == pytest.approx(-61.0)


def test_an_impossible_rssi_is_heard_but_not_smoothed():
    packets = [_heard(1.0), _heard(2.0, math.nan), _heard(2.5, "-60"), _heard(3.0, 20.0)]
    health = note_packets({}, packets)["r1"]
    assert (health.heard, health.last_heard_s, health.rssi_dbm) == (4, 3.0, -70.0)


def test_the_rate_settles_at_the_packets_per_second():
    packets = [_heard(0.2 * tick) for tick in range(5 * 600)]
    assert note_packets({}, packets)["r1"].rate_hz == pytest.approx(5.0, rel=0.02)


def test_a_radio_is_silent_when_it_was_heard_and_is_no_more():
    health = note_packets({}, [_heard(10.0)])["r1"]
    assert not health.is_silent(70.0)
    assert health.is_silent(70.1)
    assert not RadioHealth("r1").is_silent(1e6)


def test_a_level_is_learned_in_some_looks_and_forgotten_in_some_hours():
    state = None
    for look in range(30):
        state = follow_level(state, 10.0 * look, -9.0, SD_DB**2)
    assert state.level_db == pytest.approx(-9.0, abs=0.5)
    assert state.level_sd_db == pytest.approx(SD_DB / math.sqrt(30), rel=0.1)
    later = follow_level(state, 300.0 + 48 * 3600.0, 0.0, SD_DB**2)
    assert -6.0 < later.level_db < -2.0


def test_a_battery_that_runs_down_shows_as_a_drift():
    state = None
    for hour in range(24 * 20):
        state = follow_level(state, 3600.0 * hour, -0.5 * hour / 24, 4.0)
    assert -1.0 < state.mean[1] * 86400 < -0.1
    assert state.level_db == pytest.approx(-10.0, abs=1.0)


def test_a_look_from_before_the_last_one_does_not_run_the_filter_backwards():
    state = follow_level(follow_level(None, 100.0, 1.0, 4.0), 50.0, 1.0, 4.0)
    assert state.time_s == 100.0


@pytest.mark.parametrize("variance_db2", [0.0, -1.0, math.nan])
def test_a_look_needs_a_variance(variance_db2):
    with pytest.raises(ValueError, match="positive"):
        follow_level(None, 0.0, 1.0, variance_db2)
