from __future__ import annotations

import numpy as np
import pytest

from positioning.grid.answer import Spot, summarise
from positioning.grid.belief import Part
from positioning.grid.space import LevelCells


def _spot(places: np.ndarray[tuple[int, ...], np.dtype[np.float32]], cell_m: float) -> Spot:
    cells = LevelCells("0", (0.0, 0.0), cell_m, np.ones(places.shape, dtype=np.float32))
    part = Part(0, 0, places[None, None])
    return summarise(part, places, cells)


def _bell(sd_m: float, cell_m: float, width_m: float = 10.0) -> Spot:
    middles_m = (np.arange(round(width_m / cell_m)) + 0.5) * cell_m
    bell = np.exp(-0.5 * ((middles_m - width_m / 2) / sd_m) ** 2)
    return _spot(np.outer(bell, bell).astype(np.float32), cell_m)


def test_all_in_one_cell_is_as_sure_as_the_cell_is_wide() -> None:
    places = np.zeros((5, 5), dtype=np.float32)
    places[2, 2] = 1.0
    spot = _spot(places, 1.0)
    assert (spot.x_m, spot.y_m) == pytest.approx((2.5, 2.5))
    assert 0.3 < spot.radius_m < 0.71
    # The mean distance of a square's points from its middle.
    assert spot.reach.mean_m == pytest.approx(0.38, abs=0.03)


@pytest.mark.parametrize("cell_m", [0.25, 0.5])
def test_the_radius_of_a_normal_belief_hardly_depends_on_the_cells(cell_m: float) -> None:
    spot = _bell(0.5, cell_m)
    # The square of the distance is exponential: 95 % within sqrt(-2 ln 0.05) = 2.448 sds.
    assert spot.radius_m == pytest.approx(2.448 * 0.5, rel=0.08)


def test_a_belief_over_many_cells_has_its_radius_too() -> None:
    assert _bell(1.0, 0.25).radius_m == pytest.approx(2.448, rel=0.05)


@pytest.mark.parametrize("cell_m", [0.25, 0.5])
def test_a_round_normal_belief_is_as_even_as_it_is_wide(cell_m: float) -> None:
    reach = _bell(1.0, cell_m).reach
    assert reach.even_m == pytest.approx(reach.radius_m, rel=0.06)
    assert reach.half_m == pytest.approx(0.481 * reach.radius_m, rel=0.06)
    assert reach.mean_m == pytest.approx(np.sqrt(np.pi / 2), rel=0.03)


def test_a_far_place_of_little_chance_moves_the_radius_and_not_the_core() -> None:
    places = np.zeros((40, 40), dtype=np.float32)
    places[2, 2] = 0.93
    places[37, 37] = 0.07
    reach = _spot(places, 1.0).reach
    assert reach.radius_m > 40
    assert max(reach.half_m, reach.even_m) < 1
