"""What the left-out stops of a survey tell of radii."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from positioning.grid.site_radii import compare_radii, site_radii
from positioning.radiomap.build import survey_noise
from positioning.radiomap.left_out import leave_out_places
from positioning.radiomap.records import NoiseModel
from positioning.radiomap.surveyed import fit_survey
from tests.positioning.radiomap.worlds import World, coarse


def test_normal_errors_within_their_radii_tell_of_nothing_amiss() -> None:
    rng = np.random.default_rng(3)
    errors_m = np.hypot(*rng.normal(0.0, 1.0, (2, 20_000)))
    radii_m = np.full(20_000, np.sqrt(2 * np.log(20)))
    assert compare_radii(errors_m, radii_m).told == pytest.approx(1.0, abs=0.01)


def test_a_map_that_thinks_too_well_of_itself_is_found_out() -> None:
    world = World()
    space, survey = coarse(world.site()), world.survey(scans=4)
    fit = fit_survey(world.site(), survey, space)
    assert fit is not None
    noise = survey_noise(fit, survey)
    vain = replace(noise, packet_sd_db=0.5, lasting_sd_db=0.5)
    places = list(leave_out_places(fit, survey, space, noise))
    honest, proud = site_radii(places, noise), site_radii(places, vain)
    assert honest is not None
    assert proud is not None
    assert proud.typical_m < honest.typical_m
    assert proud.told > honest.told


def test_too_few_stops_tell_nothing() -> None:
    assert site_radii([], NoiseModel()) is None
