import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.calibrate import calibrate_site
from positioning.model import PathLossModel, Site
from positioning.pathloss import (
    SurveyRow,
    distance_m,
    fit_path_loss,
    is_possible_rssi,
    predict_rssi_dbm,
)
from tests.support.halls import make_hall


@given(st.floats(0.1, 100), st.floats(-90, -30), st.floats(1.5, 4.5))
def test_distance_undoes_the_prediction(distance, power_dbm, exponent):
    rssi_dbm = predict_rssi_dbm(distance, power_dbm, exponent)
    assert distance_m(rssi_dbm, power_dbm, exponent) == pytest.approx(distance)


@given(st.floats(0.1, 100), st.floats(1.01, 5))
def test_what_is_farther_is_weaker(distance, factor):
    assert predict_rssi_dbm(distance * factor, -59, 2.5) < predict_rssi_dbm(distance, -59, 2.5)


def test_at_one_metre_the_measured_power_is_heard():
    assert predict_rssi_dbm(1.0, -61.5, 2.8) == -61.5


@pytest.mark.parametrize("exponent", [0.0, -2.0])
def test_an_exponent_that_is_not_positive_is_refused(exponent):
    with pytest.raises(ValueError, match="exponent"):
        distance_m(-70, -59, exponent)
    with pytest.raises(ValueError, match="exponent"):
        predict_rssi_dbm(2.0, -59, exponent)


def test_a_distance_of_zero_is_refused():
    with pytest.raises(ValueError, match="distance"):
        predict_rssi_dbm(0.0, -59, 2.5)


@pytest.mark.parametrize(
    ("rssi_dbm", "possible"),
    [(-70, True), (0, False), (4, False), (-120, False), (math.nan, False)],
)
def test_impossible_rssi_is_known_as_such(rssi_dbm, possible):
    assert is_possible_rssi(rssi_dbm) is possible


def _survey(site: Site, exponent: float, powers: dict[str, float], offsets: dict[str, float]):
    rng = np.random.default_rng(5)
    rows = []
    for visit in range(60):
        x_m, y_m = rng.uniform(1, 23), rng.uniform(1, 17)
        for device, offset_db in offsets.items():
            for radio in site.radios:
                away_m = math.hypot(x_m - radio.x_m, y_m - radio.y_m, 2.8 - 1.2)
                expected = predict_rssi_dbm(away_m, powers[radio.id], exponent) + offset_db
                rows += [
                    SurveyRow(f"{visit}", device, radio.id, rssi_dbm, "1", x_m, y_m)
                    for rssi_dbm in rng.normal(expected, 3.0, 4)
                ]
    return rows


def test_the_fit_finds_exponent_powers_and_offsets_again():
    site = make_hall()
    rng = np.random.default_rng(2)
    powers = {radio.id: float(rng.normal(-59, 3)) for radio in site.radios}
    survey = _survey(site, 2.3, powers, {"one": 6.0, "two": -6.0})
    fit = fit_path_loss(survey, site.radios, 1.2)
    assert fit is not None
    assert fit.model.exponent == pytest.approx(2.3, abs=0.1)
    assert fit.offsets_db["one"] - fit.offsets_db["two"] == pytest.approx(12, abs=0.5)
    found = np.array([fit.powers_dbm[radio.id] for radio in site.radios])
    true = np.array([powers[radio.id] for radio in site.radios])
    assert np.abs((found - found.mean()) - (true - true.mean())).max() < 1.0


def test_impossible_and_unknown_rows_do_not_touch_the_fit():
    site = make_hall()
    survey = _survey(site, 2.5, {radio.id: -59.0 for radio in site.radios}, {"one": 0.0})
    noise = [
        SurveyRow("x", "one", site.radios[0].id, 20.0, "1", 1.0, 1.0),
        SurveyRow("x", "one", "stranger", -60.0, "1", 1.0, 1.0),
    ]
    assert fit_path_loss(survey + noise, site.radios, 1.2) == fit_path_loss(
        survey, site.radios, 1.2
    )


def test_without_a_usable_row_there_is_no_fit():
    assert fit_path_loss([], make_hall().radios, 1.2) is None


def test_calibration_leaves_a_known_model_alone():
    site = make_hall(model=PathLossModel(known=True))
    survey = _survey(site, 2.5, {radio.id: -50.0 for radio in site.radios}, {"one": 0.0})
    assert calibrate_site(site, survey) == site


def test_calibration_widens_radii_where_places_disagree_with_the_model():
    site = make_hall()
    powers = {radio.id: -59.0 for radio in site.radios}
    calm = calibrate_site(site, _survey(site, 2.5, powers, {"one": 0.0}))
    assert 1.0 <= calm.place_error_factor < 1.5
    assert dict(calm.device_offsets_db).keys() == {"one"}
