"""Places of a survey that are left out teach nothing about themselves."""

from __future__ import annotations

import numpy as np

from positioning.radiomap.build import survey_noise
from positioning.radiomap.left_out import leave_out_places, some_of
from positioning.radiomap.surveyed import fit_survey
from tests.positioning.radiomap.worlds import World, coarse


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
