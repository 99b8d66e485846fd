"""What the left-out stops of a survey tell of errors."""

from __future__ import annotations

from dataclasses import replace

from positioning.grid.site_errors import site_errors
from positioning.radiomap.build import survey_noise
from positioning.radiomap.left_out import LeftOut, leave_out_places
from positioning.radiomap.records import NoiseModel
from positioning.radiomap.surveyed import fit_survey
from tests.positioning.radiomap.worlds import World, coarse


def _left_out(world: World, scans: int) -> tuple[list[LeftOut], NoiseModel]:
    space, survey = coarse(world.site()), world.survey(scans=scans)
    fit = fit_survey(world.site(), survey, space)
    assert fit is not None
    noise = survey_noise(fit, survey)
    return list(leave_out_places(fit, survey, space, noise)), noise


def test_a_map_that_thinks_too_well_of_itself_is_found_out() -> None:
    places, noise = _left_out(World(), scans=4)
    vain = replace(noise, packet_sd_db=0.5, lasting_sd_db=0.5)
    honest, proud = site_errors(places, noise), site_errors(places, vain)
    assert honest is not None
    assert proud is not None
    assert proud.known > 1.2 * honest.known


def test_one_device_does_not_tell_how_far_off_others_are() -> None:
    one = site_errors(*_left_out(World(), scans=2))
    assert one is not None
    assert one.unknown == one.known
    two = site_errors(*_left_out(World(offsets_db=(("one", 0.0), ("two", 12.0))), scans=2))
    assert two is not None
    assert two.unknown != two.known
    assert (two.ratio(is_known=True), two.ratio(is_known=False)) == (two.known, two.unknown)


def test_too_few_stops_tell_nothing() -> None:
    assert site_errors([], NoiseModel()) is None
