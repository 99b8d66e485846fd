"""What is learned where the paths are known, so that nothing but the regression is judged."""

from dataclasses import replace

import numpy as np
import pytest

from positioning.traffic.records import TrafficModel
from positioning.traffic.regression import fit_rows
from positioning.traffic.rows import gather_rows
from positioning.traffic.spreads import lasting_s
from positioning.traffic.tours import cut_tours
from tests.positioning.traffic.worlds import hear, small_hall, true_paths, walk

PHYSICS = TrafficModel(2.5, {radio.id: -59.0 for radio in small_hall().radios})


def rows_of(site, seconds, rng, stated=None):
    """Rows along a walk that was heard at ``site``, as one believes who knows ``stated``."""
    places = walk(seconds)
    levels = {radio.id: radio.level for radio in site.radios}
    tours = cut_tours({"a": hear(site, places, rng)}, levels, {}, 1_000)
    starts = np.cumsum([0, *(len(tour.looks) for tour in tours)])
    paths = [
        true_paths(places[start:], len(tour.looks))
        for start, tour in zip(starts[:-1], tours, strict=True)
    ]
    return gather_rows(stated or site, tours, paths)


def moved(site, by_m, rng):
    angles = rng.uniform(0, 2 * np.pi, len(site.radios))
    radios = tuple(
        replace(radio, x_m=radio.x_m + by_m * np.cos(angle), y_m=radio.y_m + by_m * np.sin(angle))
        for radio, angle in zip(site.radios, angles, strict=True)
    )
    return replace(site, radios=radios)


def test_radios_that_hang_elsewhere_are_doubted_near_by():
    site, rng = small_hall(), np.random.default_rng(1)
    right = fit_rows(site, rows_of(site, 50, rng), PHYSICS)
    stated = moved(site, 2.0, rng)
    wrong = fit_rows(stated, rows_of(site, 50, rng, stated), PHYSICS)
    assert right.near_m < 0.4
    assert right.near_m + 0.3 < wrong.near_m < 2.0


def test_the_more_is_heard_the_less_is_doubted():
    site = small_hall()
    short, long = (
        fit_rows(site, rows_of(site, seconds, np.random.default_rng(2)), PHYSICS).doubts["r11"]
        for seconds in (6, 50)
    )
    assert long.level_db2 < short.level_db2
    assert long.slope < short.slope


def test_a_slope_is_doubted_most_where_nobody_was():
    site = small_hall()
    doubt = fit_rows(site, rows_of(site, 50, np.random.default_rng(3)), PHYSICS).doubts["r11"]
    middle_m = 10 ** (doubt.middle_db / 10)
    near, middle, far = doubt.at(np.array([0.1, 1.0, 10.0]) * middle_m)
    assert middle < min(near, far)


@pytest.mark.parametrize("correlation", [0.5, 0.8])
def test_what_lasts_lasts_as_long_as_residuals_say(correlation):
    rng = np.random.default_rng(4)
    rows = rows_of(small_hall(), 60, rng)
    noise_db = np.zeros((12, 60))
    for second in range(60):
        before_db = noise_db[:, second - 1] if second else rng.standard_normal(12) * 5
        fresh_db = np.sqrt(1 - correlation**2) * 5 * rng.standard_normal(12)
        noise_db[:, second] = correlation * before_db + fresh_db
    residual_db = noise_db[rows.radio, rows.step]
    # As if what is alike a second on were all that there is.
    integral_s = 1 + 2 / (1 - correlation)
    lasts_s = lasting_s(rows, residual_db, np.full(len(residual_db), 25.0))
    assert lasts_s == pytest.approx(integral_s, rel=0.35)
