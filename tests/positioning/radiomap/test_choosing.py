from __future__ import annotations

from dataclasses import replace

import numpy as np

from positioning.radiomap.build import survey_noise
from positioning.radiomap.choosing import _least_as_good, choose_noise
from positioning.radiomap.left_out import leave_out_places
from positioning.radiomap.surveyed import fit_survey
from tests.positioning.radiomap.worlds import World, coarse


def test_what_is_no_better_than_chance_tells_counts_missing_as_little_as_may_be() -> None:
    same, better = np.zeros(16), np.ones(16)
    wild = np.tile([4.0, -3.9], 8)
    assert _least_as_good(np.stack([wild, same], axis=1), 0) == 0
    assert _least_as_good(np.stack([same, wild], axis=1), 1) == 0
    assert _least_as_good(np.stack([same, better], axis=1), 1) == 1


def test_a_quiet_hall_chooses_less_lasting_noise_than_it_was_told() -> None:
    world = World(packet_sd_db=2.0)
    space, survey = coarse(world.site()), world.survey(scans=4)
    fit = fit_survey(world.site(), survey, space)
    assert fit is not None
    noise = replace(survey_noise(fit, survey), lasting_sd_db=4.0)
    assert choose_noise(leave_out_places(fit, survey, space, noise), noise).lasting_sd_db < 4.0


def test_where_scans_fail_at_random_missing_says_less() -> None:
    weights = []
    for fickle in (0.0, 0.5):
        world = World(floor_dbm=-95.0, fickle_share=fickle)
        space, survey = coarse(world.site()), world.survey(scans=6)
        fit = fit_survey(world.site(), survey, space)
        assert fit is not None
        noise = survey_noise(fit, survey)
        chosen = choose_noise(leave_out_places(fit, survey, space, noise), noise)
        weights.append(chosen.missing_weight)
    assert weights[0] >= weights[1]
    assert weights[1] < 0.5


def test_a_survey_of_few_places_chooses_nothing() -> None:
    world = World()
    space = coarse(world.site())
    survey = [row for row in world.survey(scans=4) if row.x_m < 2.0]
    fit = fit_survey(world.site(), survey, space)
    assert fit is not None
    noise = survey_noise(fit, survey)
    assert choose_noise(leave_out_places(fit, survey, space, noise), noise) is noise
