"""Places of a survey that are left out teach nothing about themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from positioning.pathloss import SurveyRow
from positioning.radiomap.build import survey_noise
from positioning.radiomap.left_out import leave_out_places
from positioning.radiomap.observations import some_of
from positioning.radiomap.surveyed import fit_survey
from tests.positioning.radiomap.worlds import RADIOS, World, coarse


def left_out(world: World, scans: int = 4) -> list:
    space, survey = coarse(world.site()), world.survey(scans=scans)
    fit = fit_survey(world.site(), survey, space)
    assert fit is not None
    return list(leave_out_places(fit, survey, space, survey_noise(fit, survey)))


def test_the_map_is_less_sure_of_a_place_that_was_left_out() -> None:
    one, other, *_ = left_out(World())
    radio = one.radio_map.radios["0"][0]
    at = one.cells.cell_at(one.x_m, one.y_m)
    without, with_it = (each.radio_map.layer("0", radio).sd_db[at] for each in (one, other))
    assert without > with_it


def test_each_device_stops_for_single_scans_and_for_some_together() -> None:
    place = left_out(World())[0]
    for device in {stop.device_model for stop in place.stops}:
        scans = [stop.scans for stop in place.stops if stop.device_model == device]
        assert scans == [1, 1, 1, 4]


def test_scans_are_taken_together_as_they_were_made_in_turns() -> None:
    world = World()
    survey = [
        replace(row, visit=f"{row.visit}-{turn}", rssi_dbm=row.rssi_dbm + shadow_db(row, turn))
        for turn in range(2)
        for row in world.survey(seed=turn, scans=4)
    ]
    space = coarse(world.site())
    fit = fit_survey(world.site(), survey, space)
    assert fit is not None
    place = next(leave_out_places(fit, survey, space, survey_noise(fit, survey)))
    together = [stop for stop in place.stops if stop.scans > 1]
    assert [stop.scans for stop in together] == [4, 4]
    north = [np.mean(stop.readings["b2"]) for stop in together]
    assert abs(north[0] - north[1]) > 8.0


def shadow_db(row: SurveyRow, turn: int) -> float:
    """What a body takes from radios in the north, and then from those in the south."""
    is_north = RADIOS[int(row.radio[1:])].y_m > row.y_m
    return -12.0 if is_north == (turn == 0) else 0.0


def test_a_survey_of_few_places_leaves_none_out() -> None:
    world = World()
    space = coarse(world.site())
    survey = [row for row in world.survey(scans=4) if row.x_m < 2.0]
    fit = fit_survey(world.site(), survey, space)
    assert fit is not None
    assert not list(leave_out_places(fit, survey, space, survey_noise(fit, survey)))


def test_some_are_taken_evenly_and_all_where_there_are_few() -> None:
    assert some_of(range(10), 5) == [0, 2, 4, 6, 8]
    assert some_of("abc", 5) == ["a", "b", "c"]
    assert np.all(np.diff(some_of(range(97), 24)) >= 4)
