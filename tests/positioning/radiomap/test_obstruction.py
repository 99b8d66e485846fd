from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.grid.space import LevelCells, space_of_site
from positioning.model import Obstacle, PathLossModel, Site, SiteRadio
from positioning.pathloss import SurveyRow
from positioning.radiomap.nominal import nominal_radio_map
from positioning.radiomap.obstruction import obstruction_of
from positioning.radiomap.surveyed import fit_survey
from tests.positioning.radiomap.worlds import PLACES, World

# Between the first and the second column of the surveyed places.
SHELF = ((2.0, 0.0), (3.0, 0.0), (3.0, 10.0), (2.0, 10.0))
RADIO = SiteRadio("b", "0", 0.5, 5.0, 2.6)


def shelved(shelf: tuple[tuple[float, float], ...] = SHELF) -> Site:
    return replace(World().site(), obstacles=(Obstacle("0", "shelf", shelf),))


def cells() -> LevelCells:
    return space_of_site(shelved(), 0.25).levels["0"]


def test_a_place_in_sight_of_a_radio_has_nothing_in_the_way() -> None:
    xy_m = np.array([[0.5, 5.0], [1.5, 9.0], [1.0, 1.0]])
    assert obstruction_of(cells(), RADIO, xy_m) == pytest.approx([0.0, 0.0, 0.0])


def test_a_place_behind_a_shelf_has_the_root_of_its_depth_in_the_way() -> None:
    straight, slanting = obstruction_of(cells(), RADIO, np.array([[4.5, 5.0], [4.5, 9.0]]))
    assert straight**2 == pytest.approx(1.0, abs=0.15)
    assert slanting**2 == pytest.approx(np.sqrt(2.0), abs=0.15)


def test_no_place_is_as_good_as_none() -> None:
    assert obstruction_of(cells(), RADIO, np.empty((0, 2))).shape == (0,)


@given(x_m=st.floats(-5.0, 20.0), y_m=st.floats(-5.0, 15.0))
def test_no_more_is_in_the_way_than_the_way_is_long(x_m: float, y_m: float) -> None:
    crossed = float(obstruction_of(cells(), RADIO, np.array([[x_m, y_m]]))[0])
    assert 0.0 <= crossed**2 <= np.hypot(x_m - RADIO.x_m, y_m - RADIO.y_m) + 1e-9


def survey_behind_shelves(loss_db: float) -> list[SurveyRow]:
    """A survey where what stands in the way takes some decibels per root metre."""
    world, site, rng = World(), shelved(), np.random.default_rng(2)
    rows = []
    for radio in site.radios:
        crossed = obstruction_of(cells(), radio, np.array(PLACES))
        for (x_m, y_m), root in zip(PLACES, crossed, strict=True):
            for scan in range(4):
                rssi_dbm = world.level_dbm(radio, x_m, y_m) - loss_db * root + rng.normal(0, 2)
                rows.append(
                    SurveyRow(f"{x_m}-{y_m}-{scan}", "one", radio.id, rssi_dbm, "0", x_m, y_m)
                )
    return rows


@pytest.mark.parametrize("loss_db", [0.0, 8.0])
def test_a_survey_teaches_what_shelves_take(loss_db: float) -> None:
    fit = fit_survey(shelved(), survey_behind_shelves(loss_db), space_of_site(shelved(), 0.5))
    assert fit is not None
    assert fit.trend.loss_db == pytest.approx(loss_db, abs=1.0)
    assert fit.trend.exponent == pytest.approx(2.8, abs=0.3)


def test_a_place_behind_a_shelf_that_no_one_surveyed_is_expected_to_be_faint() -> None:
    rows = [row for row in survey_behind_shelves(8.0) if (row.x_m, row.y_m) != (4.0, 3.7)]
    fit = fit_survey(shelved(), rows, space_of_site(shelved(), 0.5))
    assert fit is not None
    near, behind = fit.trend_dbm("0", "b1", np.array([[1.9, 5.0], [3.2, 5.0]]))
    assert near - behind > 8.0


def test_nothing_in_the_way_makes_a_radio_louder() -> None:
    fit = fit_survey(shelved(), survey_behind_shelves(-6.0), space_of_site(shelved(), 0.5))
    assert fit is not None
    assert fit.trend.loss_db == 0.0


def test_without_a_survey_a_shelf_in_the_way_is_taken_to_cost_some_decibels() -> None:
    behind, in_sight = (4.5, 5.0), (1.0, 9.0)
    lost_db = []
    for place in (behind, in_sight):
        here_dbm = []
        for site in (World().site(), shelved()):
            space = space_of_site(site, 0.25)
            layer = nominal_radio_map(site, space).layer("0", "b1")
            here_dbm.append(float(layer.mean_dbm[space.levels["0"].cell_at(*place)]))
        lost_db.append(here_dbm[0] - here_dbm[1])
    assert lost_db[0] > 2.0
    assert lost_db[1] == pytest.approx(0.0)


def test_a_model_that_is_known_knows_of_its_shelves() -> None:
    site = replace(shelved(), model=PathLossModel(2.5, known=True))
    bare = replace(site, obstacles=())
    (one, other) = (
        nominal_radio_map(each, space_of_site(each, 0.25)).layer("0", "b1") for each in (site, bare)
    )
    assert np.array_equal(one.mean_dbm, other.mean_dbm)
