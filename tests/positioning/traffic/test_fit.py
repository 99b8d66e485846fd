import numpy as np
import pytest

from positioning.grid.space import space_of_site
from positioning.model import Sighting
from positioning.radiomap.nominal import level_distance_m
from positioning.traffic.fit import fit_from_traffic, refit_from_traffic
from positioning.traffic.layers import traffic_radio_map
from tests.positioning.traffic.worlds import hear, small_hall, walk


@pytest.fixture(scope="module")
def site():
    return small_hall()


@pytest.fixture(scope="module")
def space(site):
    return space_of_site(site, 0.5)


@pytest.fixture(scope="module")
def taught(site, space):
    rng = np.random.default_rng(3)
    traffic = {
        name: hear(
            site,
            walk(40, start),
            rng,
            exponent=3.0,
            noise_db=4.0,
            offset_db=offset_db,
            subject=name,
        )
        for name, start, offset_db in (("a", 0, -6.0), ("b", 2, 4.0), ("c", 4, 0.0))
    }
    return fit_from_traffic(site, space, traffic)


def test_walks_at_unknown_places_teach_the_exponent(taught):
    assert taught.exponent == pytest.approx(3.0, abs=0.15)


def test_the_scatter_of_packets_is_not_taken_for_shadowing(taught):
    assert taught.packet_sd_db == pytest.approx(4.0, abs=0.4)
    assert taught.place_sd_db < 2.0


def test_each_subject_s_offset_is_learned_against_the_others(taught):
    offsets = taught.subject_offsets_db
    assert offsets["b"] - offsets["a"] == pytest.approx(10.0, abs=1.0)
    assert offsets["c"] - offsets["a"] == pytest.approx(6.0, abs=1.0)
    assert 2.0 < taught.offset_sd_db < 8.0


def test_radios_heard_everywhere_get_no_curve(taught):
    assert taught.hearing is None


def test_powers_are_learned_where_nobody_measured_them(space):
    loud = {"r00": 6.0, "r21": -5.0}
    site = small_hall(None)
    rng = np.random.default_rng(4)
    traffic = {}
    for name, start in (("a", 0), ("b", 3)):
        heard = hear(site, walk(40, start), rng, subject=name, offset_db=-8.0)
        traffic[name] = [
            Sighting(
                each.time_s, name, each.radio, each.rssi_dbm + loud.get(each.radio, 0.0), "tag"
            )
            for each in heard
        ]
    powers_dbm = fit_from_traffic(site, space, traffic).powers_dbm
    usual_dbm = np.median(list(powers_dbm.values()))
    assert powers_dbm["r00"] - usual_dbm == pytest.approx(6.0, abs=1.0)
    assert powers_dbm["r21"] - usual_dbm == pytest.approx(-5.0, abs=1.0)


def test_a_quick_lesson_starts_from_the_one_before(site, space):
    traffic = {"a": hear(site, walk(40), np.random.default_rng(7), exponent=3.0)}
    first = refit_from_traffic(site, space, traffic)
    second = refit_from_traffic(site, space, traffic, before=first)
    assert abs(second.exponent - 3.0) < 0.2
    assert refit_from_traffic(site, space, {}, before=second) == second


def test_without_traffic_physics_is_left(site, space):
    model = fit_from_traffic(site, space, {"a": []})
    assert model.looks == 0
    assert model.exponent == 2.5
    assert set(model.powers_dbm.values()) == {-59.0}


def test_a_single_packet_does_not_move_physics(site, space):
    model = fit_from_traffic(site, space, {"a": [Sighting(0.0, "a", "r00", -71.0)]})
    assert model.exponent == pytest.approx(2.5, abs=0.3)
    assert model.place_sd_db == pytest.approx(5.0, abs=0.5)


def test_what_no_radio_can_have_said_is_left_out(site, space):
    nonsense = [Sighting(0.0, "a", "r00", rssi_dbm) for rssi_dbm in (3.0, float("nan"), -300.0)] + [
        Sighting(0.0, "a", "somebody else's", -70.0)
    ]
    assert fit_from_traffic(site, space, {"a": nonsense}).looks == 0


def test_the_same_traffic_gives_the_same_model(site, space):
    traffic = {"a": hear(site, walk(10), np.random.default_rng(5))}
    assert fit_from_traffic(site, space, traffic) == fit_from_traffic(site, space, traffic)


def test_subjects_that_stand_are_one_look_each(site, space):
    rng = np.random.default_rng(6)
    traffic = {
        f"s{number}": hear(
            site, np.repeat(walk(40)[[number]], 5, axis=0), rng, subject=f"s{number}"
        )
        for number in range(0, 40, 4)
    }
    model = fit_from_traffic(site, space, traffic, standing=True)
    assert model.exponent == pytest.approx(2.5, abs=0.25)
    assert model.packet_sd_db == pytest.approx(3.0, abs=0.4)
    assert model.hearing is None


def test_the_radio_map_says_what_was_learned(site, space, taught):
    radio_map = traffic_radio_map(site, space, taught)
    layer = radio_map.layer("0", "r00")
    row, column = space.levels["0"].cell_at(11.0, 8.0)
    near_row, near_column = space.levels["0"].cell_at(1.5, 1.5)
    assert layer.mean_dbm[near_row, near_column] > layer.mean_dbm[row, column] + 20
    away_m = level_distance_m(space.levels["0"], site.radios[0], site.subject_height_m)
    doubt_db2 = taught.doubts["r00"].at(away_m)
    assert layer.sd_db**2 == pytest.approx(taught.lasting_db2(away_m) + doubt_db2, rel=1e-4)
    assert layer.sd_db[near_row, near_column] > layer.sd_db[row, column]
    offset_db, sd_db = radio_map.device_offset_db("phone")
    assert offset_db == taught.offsets_db["phone"]
    assert sd_db == taught.offset_sd_db
