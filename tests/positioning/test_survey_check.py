from dataclasses import replace

import numpy as np
import pytest

from positioning.pathloss import SurveyRow
from positioning.survey_check import LEAST_PLACES, check_survey
from tests.support.halls import Moment, hear_all, make_hall

HALL = make_hall()
PLACES = [(x_m, y_m) for x_m in np.arange(1.5, 24, 3) for y_m in np.arange(1.5, 18, 3)]


def survey_of(places, device_model="phone", louder_db=0.0):
    return [
        SurveyRow("v", device_model, each.radio, each.rssi_dbm + louder_db, "1", x_m, y_m)
        for number, (x_m, y_m) in enumerate(places)
        for each in hear_all(HALL, [Moment(1.0, "1", x_m, y_m)], seed=number)
    ]


SURVEY = survey_of(PLACES)


def moved(radio, x_m, y_m):
    radios = tuple(
        replace(each, x_m=x_m, y_m=y_m) if each.id == radio else each for each in HALL.radios
    )
    return replace(HALL, radios=radios)


def contradicted(check):
    return [each.radio.id for each in check.radios if each.is_contradicted]


def test_radios_that_hang_where_the_plan_says_are_believed():
    check = check_survey(HALL, SURVEY)
    assert contradicted(check) == []
    assert (check.packets, check.places, check.unplaced) == (len(SURVEY), len(PLACES), ())
    assert check.fit is not None
    assert check.fit.model.exponent == pytest.approx(HALL.model.exponent, abs=0.5)


@pytest.mark.parametrize("radio", ["b100", "b111", "b132"])
def test_a_radio_with_a_wrong_position_is_found_and_no_other_suspected(radio):
    true = next(each for each in HALL.radios if each.id == radio)
    check = check_survey(moved(radio, 24 - true.x_m, 18 - true.y_m), SURVEY)
    assert contradicted(check) == [radio]
    (found,) = (each.moved_to_m for each in check.radios if each.is_contradicted)
    assert np.hypot(found[0] - true.x_m, found[1] - true.y_m) < 3.5


def test_few_places_accuse_nobody():
    check = check_survey(moved("b100", 21.0, 15.0), survey_of(PLACES[: LEAST_PLACES - 1]))
    assert contradicted(check) == []


def test_a_louder_phone_is_told_from_a_stronger_radio():
    check = check_survey(HALL, [*SURVEY, *survey_of(PLACES, "loud", 6.0)])
    offsets_db = check.fit.offsets_db
    assert offsets_db["loud"] - offsets_db["phone"] == pytest.approx(6.0, abs=0.5)


def test_radios_without_a_position_are_named_and_silent_ones_counted():
    part = replace(HALL, radios=HALL.radios[1:])
    silent = replace(HALL.radios[0], id="silent")
    check = check_survey(replace(part, radios=(silent, *part.radios)), SURVEY)
    assert check.unplaced == (HALL.radios[0].id,)
    assert (check.radios[0].packets, check.radios[0].power_dbm) == (0, None)


def test_a_survey_of_other_radios_teaches_nothing():
    check = check_survey(replace(HALL, radios=()), SURVEY)
    assert check.fit is None
    assert len(check.unplaced) == len(HALL.radios)


def test_impossible_readings_do_not_count():
    bad = [replace(row, rssi_dbm=20.0) for row in SURVEY[:50]]
    with_bad, without = check_survey(HALL, [*SURVEY, *bad]), check_survey(HALL, SURVEY)
    assert with_bad.fit == without.fit
    assert with_bad.radios == without.radios
