from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from positioning.model import PathLossModel, Site
from positioning.pathloss import SurveyRow
from positioning.radiomap.build import build_radio_map
from positioning.radiomap.surveyed import fit_survey
from tests.positioning.radiomap.worlds import PLACES, World, coarse, with_known_model


def test_a_known_model_is_taken_as_it_is() -> None:
    model = PathLossModel(exponent=2.5, noise_sd_db=4.0, shadowing_sd_db=0.0, known=True)
    site = with_known_model(World().site(), model)
    space = coarse(site)
    built = build_radio_map(site, World(power_dbm=-40.0).survey(scans=1), space).radio_map
    row, column = space.levels["0"].cell_at(site.radios[0].x_m + 0.01, site.radios[0].y_m + 0.01)
    x_m, y_m = space.levels["0"].centres_m()
    away_m = np.sqrt(
        (x_m[column] - site.radios[0].x_m) ** 2 + (y_m[row] - site.radios[0].y_m) ** 2 + 1.4**2
    )
    layer = built.layer("0", "b0")
    assert layer.mean_dbm[row, column] == pytest.approx(-59 - 25 * np.log10(away_m), abs=1e-3)
    assert layer.sd_db.max() == 0.0
    assert built.noise.packet_sd_db == 4.0
    assert built.noise.lasting_sd_db == 0.0
    assert built.device_offset_db("whatever")[1] < 0.1


def test_without_a_survey_the_plan_model_serves_and_devices_are_unknown() -> None:
    site = World().site()
    built = build_radio_map(site, [], coarse(site)).radio_map
    assert built.radios["0"] == tuple(sorted(radio.id for radio in site.radios))
    assert built.device_offset_db("one") == (0.0, 8.0)
    assert np.all(built.layer("0", "b3").sd_db == site.model.shadowing_sd_db)


def test_a_survey_of_impossible_readings_is_as_good_as_none() -> None:
    site = World().site()
    rows = [SurveyRow("v", "one", "b0", rssi_dbm, "0", 1.0, 1.0) for rssi_dbm in (5.0, -200.0)]
    rows.append(SurveyRow("v", "one", "b0", -60.0, "elsewhere", 1.0, 1.0))
    built = build_radio_map(site, rows, coarse(site)).radio_map
    assert np.all(built.layer("0", "b0").sd_db == site.model.shadowing_sd_db)


def test_a_survey_teaches_levels_between_its_places() -> None:
    world = World()
    site = world.site()
    space = coarse(site)
    built = build_radio_map(site, world.survey(), space).radio_map
    errors = []
    for radio in site.radios:
        layer = built.layer("0", radio.id)
        for x_m, y_m in ((2.6, 5.2), (8.3, 2.4), (11.6, 7.6)):
            row, column = space.levels["0"].cell_at(x_m, y_m)
            centre_x, centre_y = space.levels["0"].centres_m()
            truth = world.level_dbm(radio, centre_x[column], centre_y[row])
            errors.append((layer.mean_dbm[row, column] - truth) / layer.sd_db[row, column])
    assert np.sqrt(np.mean(np.square(errors))) < 1.2


def test_places_far_from_the_survey_are_less_sure() -> None:
    world = World()
    site = world.site()
    space = coarse(site)
    rows = [row for row in world.survey() if row.x_m < 8.0]
    layer = build_radio_map(site, rows, space).radio_map.layer("0", "b4")
    cells = space.levels["0"]
    assert layer.sd_db[cells.cell_at(13.0, 9.0)] > layer.sd_db[cells.cell_at(4.0, 3.7)]


def test_devices_are_told_apart_by_what_they_hear_at_the_same_places() -> None:
    world = World(offsets_db=(("deaf", -9.0), ("mean", 0.0), ("keen", 12.0)))
    built = build_radio_map(world.site(), world.survey(scans=4), coarse(world.site())).radio_map
    assert built.offsets_db["keen"] - built.offsets_db["deaf"] == pytest.approx(21.0, abs=1.0)
    assert built.unknown_offset_db == pytest.approx(built.offsets_db["mean"], abs=1.0)


def test_missed_scans_keep_the_map_from_being_too_loud() -> None:
    world = World(floor_dbm=-82.0)
    site = world.site()
    space = coarse(site)
    built = build_radio_map(site, world.survey(), space).radio_map
    row, column = space.levels["0"].cell_at(13.0, 9.0)
    heard_at_all = max(row.rssi_dbm for row in world.survey() if row.radio == "b0" and row.x_m > 9)
    assert built.layer("0", "b0").mean_dbm[row, column] < heard_at_all - 3
    share = built.layer("0", "b0").heard_share
    assert share is not None
    assert share[row, column] < 0.2 < 0.8 < share[space.levels["0"].cell_at(1.5, 1.8)]


def test_a_phone_that_listens_half_of_the_time_is_not_taken_for_a_deaf_one() -> None:
    world = World(floor_dbm=-82.0, offsets_db=(("busy", 0.0), ("keen", 0.0)))
    site, space, rng = world.site(), coarse(world.site()), np.random.default_rng(4)
    rows = [row for row in world.survey() if row.device_model == "keen" or rng.random() < 0.5]
    layer = build_radio_map(site, rows, space).radio_map.layer("0", "b0")
    at = space.levels["0"].cell_at(1.5, 1.8)
    shares = []
    for device_model in ("busy", None, "keen"):
        share = layer.share_of(device_model)
        assert share is not None
        shares.append(float(share[at]))
    assert shares[0] == pytest.approx(0.5, abs=0.15)
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.85


def test_bodies_are_found_in_what_radios_of_one_side_share() -> None:
    turning = World(body_sd_db=3.0)
    built = build_radio_map(
        turning.site(), turning.survey(scans=6), coarse(turning.site())
    ).radio_map
    assert built.noise.body_sd_db == pytest.approx(3.0, abs=0.6)
    assert built.noise.packet_sd_db == pytest.approx(3.0, abs=0.6)
    still = World()
    built = build_radio_map(still.site(), still.survey(scans=6), coarse(still.site())).radio_map
    assert built.noise.body_sd_db < 1.0


def test_a_radio_at_an_unknown_place_is_mapped_from_where_it_was_heard() -> None:
    world = World()
    site = world.site()
    hidden = replace(site, radios=tuple(radio for radio in site.radios if radio.id != "b4"))
    space = coarse(site)
    layer = build_radio_map(hidden, world.survey(), space).radio_map.layer("0", "b4")
    cells = space.levels["0"]
    assert layer.bearing is None
    near, far = layer.mean_dbm[cells.cell_at(5.2, 5.0)], layer.mean_dbm[cells.cell_at(13.0, 9.0)]
    assert near > far + 6


def driven(site: Site, seed: int = 5) -> list[SurveyRow]:
    """Lanes through the hall, twice, with noise that lasts along the way."""
    world, rng = World(), np.random.default_rng(seed)
    rows, slow_db, time_s = [], np.zeros(len(site.radios)), 0.0
    for lane in range(18):
        y_m = 0.5 + (lane % 9) * 1.1
        for step in range(26):
            x_m, time_s = 0.5 + step * 0.5, time_s + 0.5
            slow_db = 0.8 * slow_db + rng.normal(0, 3.0 * 0.6, len(site.radios))
            for radio, slow in zip(site.radios, slow_db, strict=True):
                rssi_dbm = world.level_dbm(radio, x_m, y_m) + slow + rng.normal(0, 2.0)
                rows.append(
                    SurveyRow(f"{time_s}", "tag", radio.id, rssi_dbm, "0", x_m, y_m, time_s)
                )
    return rows


def test_radios_at_unknown_places_that_were_heard_under_way_are_doubted() -> None:
    site = replace(World().site(), radios=World().site().radios[:3])
    hidden = replace(site, radios=site.radios[1:])
    rows, space = driven(site), coarse(site)
    fit = fit_survey(hidden, rows, space)
    assert fit is not None
    layers = build_radio_map(hidden, rows, space).radio_map
    at = space.levels["0"].cell_at(5.5, 4.9)
    x_m, y_m = space.levels["0"].centres_m()
    spreads = []
    for radio in ("b0", "b1"):
        told = fit.posterior("0", radio)
        assert told is not None
        here = np.array([[x_m[at[1]], y_m[at[0]]]])
        _, variance = told.at(here, fit.basis_db("0", radio, here))
        kernel = fit.kernels[fit.is_placed("0", radio)]
        own_db = float(np.sqrt(variance[0] + kernel.nugget_db**2))
        spreads.append(float(layers.layer("0", radio).sd_db[at]) / own_db)
    assert spreads == pytest.approx([2.0, 1.0], rel=0.05)


def test_a_survey_made_under_way_teaches_the_map_but_not_one_drives_noise() -> None:
    world = World()
    site = replace(world.site(), radios=world.site().radios[:3])
    rows = driven(site)
    space = coarse(site)
    built = build_radio_map(site, rows, space).radio_map
    cells = space.levels["0"]
    x_m, y_m = np.meshgrid(*cells.centres_m())
    inside = cells.passing == 1
    errors = [
        built.layer("0", radio.id).mean_dbm[inside]
        - [world.level_dbm(radio, x, y) for x, y in zip(x_m[inside], y_m[inside], strict=True)]
        for radio in site.radios
    ]
    assert np.sqrt(np.mean(np.square(errors))) < 1.5
    assert built.layer("0", "b0").heard_share is None
    assert built.noise.body_sd_db == 0.0


def test_every_layer_is_finite_and_on_the_cells() -> None:
    world = World(floor_dbm=-80.0)
    site = world.site()
    space = coarse(site)
    built = build_radio_map(site, world.survey(scans=3), space).radio_map
    assert len(PLACES) == 20
    for radio in built.radios["0"]:
        layer = built.layer("0", radio)
        assert layer.mean_dbm.shape == layer.sd_db.shape == space.levels["0"].shape
        assert layer.mean_dbm.dtype == layer.sd_db.dtype == np.float32
        assert np.isfinite(layer.mean_dbm).all()
        assert (layer.sd_db > 0).all()
        assert built.layer("0", radio) is layer


def test_cells_far_from_all_that_was_surveyed_are_less_likely() -> None:
    world = World()
    space = coarse(world.site())
    rows = [row for row in world.survey(scans=3) if row.x_m < 5.0]
    cells = space.levels["0"]
    familiar = build_radio_map(world.site(), rows, space).radio_map.familiar["0"]
    assert familiar[cells.cell_at(4.0, 3.7)] > 0.95
    assert familiar[cells.cell_at(13.5, 9.5)] < 0.2
    assert familiar.min() >= 0.1
    assert build_radio_map(world.site(), [], space).radio_map.familiar == {}


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_survey_of_a_few_rows_still_gives_a_map(count: int) -> None:
    site = World().site()
    space = coarse(site)
    built = build_radio_map(site, World().survey(scans=1)[:count], space).radio_map
    for radio in built.radios["0"]:
        layer = built.layer("0", radio)
        assert np.isfinite(layer.mean_dbm).all()
        assert np.isfinite(layer.sd_db).all()


def test_readings_that_are_all_the_same_do_not_break_the_fit() -> None:
    site = World().site()
    rows = [
        SurveyRow(f"v{number % 7}", "one", f"b{number % 3}", -70.0, "0", number % 5 + 1.0, 2.0)
        for number in range(60)
    ]
    layer = build_radio_map(site, [*rows, *rows], coarse(site)).radio_map.layer("0", "b0")
    assert np.isfinite(layer.mean_dbm).all()
    assert (layer.sd_db > 0).all()


def test_a_survey_of_one_place_tells_less_than_what_is_usual() -> None:
    site = World().site()
    rows = [row for row in World().survey() if (row.x_m, row.y_m) == PLACES[0]]
    built = build_radio_map(site, rows, coarse(site)).radio_map
    assert np.all(built.layer("0", "b0").sd_db == site.model.shadowing_sd_db)
