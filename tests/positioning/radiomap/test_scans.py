from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from positioning.grid.space import Space
from positioning.radiomap.build import build_radio_map
from positioning.radiomap.records import Layer, NoiseModel, RadioMap
from positioning.radiomap.scans import missing_log_likelihood, scans_log_likelihood
from tests.positioning.radiomap.worlds import World, coarse

SPOTS = ((2.5, 2.4), (5.6, 7.4), (8.3, 5.2), (11.7, 2.6), (11.2, 8.1))


def _posterior(
    built: RadioMap, space: Space, heard: dict[str, list[float]], scans: int, device: str | None
) -> tuple[float, float, float]:
    cells = space.levels["0"]
    inside = cells.passing > 0
    x_m, y_m = (each[inside] for each in np.meshgrid(*cells.centres_m()))
    log = scans_log_likelihood(built, "0", heard, scans, device, inside)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean_x, mean_y = float(weight @ x_m), float(weight @ y_m)
    away_m = np.hypot(x_m - mean_x, y_m - mean_y)
    order = np.argsort(away_m)
    reach = np.searchsorted(np.cumsum(weight[order]), 0.95)
    return mean_x, mean_y, float(away_m[order][min(reach, len(order) - 1)])


def _errors(world: World, built: RadioMap, device: str | None, offset_db: float) -> list[float]:
    rng, space = np.random.default_rng(11), coarse(world.site())
    errors = []
    for x_m, y_m in SPOTS * 4:
        heard = {key: [dbm] for key, dbm in world.scan(rng, x_m, y_m, offset_db).items()}
        found_x, found_y, _ = _posterior(built, space, heard, 1, device)
        errors.append(float(np.hypot(found_x - x_m, found_y - y_m)))
    return errors


def test_a_scan_tells_where_its_subject_is() -> None:
    world = World()
    built = build_radio_map(world.site(), world.survey(), coarse(world.site())).radio_map
    assert np.mean(_errors(world, built, "one", 0.0)) < 1.3


def test_a_device_that_no_survey_knows_is_found_almost_as_well() -> None:
    world = World()
    built = build_radio_map(world.site(), world.survey(), coarse(world.site())).radio_map
    assert np.mean(_errors(world, built, None, -14.0)) < 1.6


def test_a_turning_body_widens_the_answer_rather_than_moving_it() -> None:
    world = World(body_sd_db=4.0)
    space = coarse(world.site())
    built = build_radio_map(world.site(), world.survey(scans=8), space).radio_map
    blind = replace(built, noise=replace(built.noise, body_sd_db=0.0))
    rng, within, within_blind = np.random.default_rng(3), 0, 0
    for x_m, y_m in SPOTS * 20:
        heard = {key: [dbm] for key, dbm in world.scan(rng, x_m, y_m).items()}
        for chosen in (built, blind):
            found_x, found_y, radius_m = _posterior(chosen, space, heard, 1, "one")
            is_within = np.hypot(found_x - x_m, found_y - y_m) <= radius_m
            within += is_within and chosen is built
            within_blind += is_within and chosen is blind
    assert within >= 90
    assert within > within_blind


def test_several_scans_are_surer_than_one() -> None:
    world = World()
    space = coarse(world.site())
    built = build_radio_map(world.site(), world.survey(), space).radio_map
    rng = np.random.default_rng(2)
    scans = [world.scan(rng, 8.3, 5.2) for _ in range(6)]
    one = {radio: [dbm] for radio, dbm in scans[0].items()}
    all_of_them = {radio: [scan[radio] for scan in scans] for radio in scans[0]}
    assert (
        _posterior(built, space, all_of_them, 6, "one")[2]
        < _posterior(built, space, one, 1, "one")[2]
    )


def test_a_body_turned_one_way_in_all_scans_leaves_more_doubt_than_one_that_turns() -> None:
    world = World(body_sd_db=4.0)
    space = coarse(world.site())
    built = build_radio_map(world.site(), world.survey(scans=8), space).radio_map
    rng = np.random.default_rng(2)
    scan = world.scan(rng, 8.3, 5.2)
    often = {radio: [dbm] * 16 for radio, dbm in scan.items()}
    blind = replace(built, noise=replace(built.noise, body_sd_db=0.0))
    radius_m, blind_m = (_posterior(each, space, often, 16, "one")[2] for each in (built, blind))
    assert radius_m > 1.1 * blind_m


def test_normal_noise_is_integrated_exactly() -> None:
    """Against the density of the sum, with the covariance that offset and body give."""
    rng = np.random.default_rng(8)
    shape = (1, 3)
    layers = {
        f"b{number}": Layer(
            rng.normal(-70, 8, shape).astype(np.float32),
            rng.uniform(1, 4, shape).astype(np.float32),
            None,
            rng.uniform(-0.7, 0.7, (2, *shape)).astype(np.float32),
        )
        for number in range(5)
    }
    noise = NoiseModel(3.0, 2.0, freedom=1e7, body_sd_db=2.5)
    built = RadioMap({"0": tuple(layers)}, lambda _, radio: layers[radio], noise)
    heard = {radio: [float(dbm)] for radio, dbm in zip(layers, rng.normal(-70, 8, 5), strict=True)}
    log = scans_log_likelihood(built, "0", heard, 1, None, np.ones(shape, dtype=bool))
    expected = []
    for cell in range(3):
        gap = np.array([heard[key][0] - each.mean_dbm[0, cell] for key, each in layers.items()])
        bearing = np.array([layer.bearing[:, 0, cell] for layer in layers.values()])
        own = [layer.sd_db[0, cell] ** 2 + 9.0 + 4.0 for layer in layers.values()]
        matrix = np.diag(own) + 64.0 + 6.25 * bearing @ bearing.T
        expected.append(
            -0.5 * gap @ np.linalg.solve(matrix, gap) - 0.5 * np.linalg.slogdet(matrix)[1]
        )
    assert log - log[0] == pytest.approx(np.array(expected) - expected[0], abs=1e-3)


def test_hearing_nothing_says_where_nothing_is_heard() -> None:
    world = World(floor_dbm=-72.0)
    space = coarse(world.site())
    site = replace(world.site(), radios=world.site().radios[:3])
    rows = [row for row in world.survey() if row.radio in {"b0", "b1", "b2"}]
    built = build_radio_map(site, rows, space).radio_map
    found_x, _, _ = _posterior(built, space, {}, 1, "one")
    assert found_x > 7.0


def _line_map(noise: NoiseModel, space: Space) -> RadioMap:
    """Two radios of which one grows, and the other falls, by 2 dB a metre to the east."""
    cells = space.levels["0"]
    x_m, _ = np.meshgrid(*cells.centres_m())
    sd_db = np.full(cells.shape, 2.0, dtype=np.float32)
    rise = (x_m * 2.0).astype(np.float32)
    layers = {"strong": Layer(-70.0 + rise, sd_db), "faint": Layer(-80.0 - rise, sd_db)}
    radios = {"0": ("faint", "strong")}
    return RadioMap(radios, lambda _, radio: layers[radio], noise, unknown_offset_sd_db=0.0)


def test_where_a_strong_and_a_faint_radio_disagree_the_strong_one_is_believed() -> None:
    space = coarse(World().site())
    # The strong one says x = 8 m, the faint one 4 m.
    heard = {"strong": [-54.0], "faint": [-88.0]}
    usual = _posterior(_line_map(NoiseModel(), space), space, heard, 1, None)[0]
    noise = NoiseModel(usual_dbm=-70.0)
    assert usual == pytest.approx(6.0, abs=0.3)
    assert _posterior(_line_map(noise, space), space, heard, 1, None)[0] > usual + 0.3


def test_only_a_survey_of_scans_tells_what_is_usual() -> None:
    world = World(offsets_db=(("deaf", -9.0), ("mean", 0.0), ("keen", 12.0)))
    site, rows = world.site(), world.survey(scans=3)
    mean_dbm = np.mean([row.rssi_dbm for row in rows if row.device_model == "mean"])
    noise = build_radio_map(site, rows, coarse(site)).radio_map.noise
    assert noise.usual_dbm == pytest.approx(float(mean_dbm), abs=0.5)
    assert build_radio_map(site, [], coarse(site)).radio_map.noise.usual_dbm is None


def test_what_four_scans_missed_weighs_twice_what_one_missed() -> None:
    shares = np.array([[0.9, 0.5, 0.1]], dtype=np.float32)
    layer = Layer(np.zeros((1, 3), np.float32), np.ones((1, 3), np.float32), heard_share=shares)
    built = RadioMap({"0": ("a", "b")}, lambda level, radio: layer)
    chosen = np.ones((1, 3), dtype=bool)
    one = missing_log_likelihood(built, "0", {"a": [-60.0]}, 1, None, chosen)
    four = missing_log_likelihood(built, "0", {"a": [-60.0] * 4}, 4, None, chosen)
    assert four == pytest.approx(2 * one)
