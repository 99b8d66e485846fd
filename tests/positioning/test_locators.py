import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from positioning.locators.base import Prior, Readings
from positioning.locators.centroid import WeightedCentroid
from positioning.locators.multilateration import Multilateration
from positioning.uncertainty import radius_95_m

LOCATORS = [Multilateration(), WeightedCentroid()]
EXPONENT = 2.5
BEACONS_M = np.array([[x, y] for x in (0.0, 6.0, 12.0, 18.0) for y in (0.0, 6.0, 12.0)])
WIDE = Prior(np.array([9.0, 6.0, 0.0]), np.diag([100.0, 100.0, 64.0]))

each_locator = pytest.mark.parametrize("locator", LOCATORS, ids=lambda each: type(each).__name__)
places = st.tuples(st.floats(1, 17), st.floats(1, 11))
seeds = st.integers(0, 10_000)


def hear(x_m, y_m, seed, *, noise_db=0.0, offset_db=0.0, beacons_m=BEACONS_M):
    rng = np.random.default_rng(seed)
    away_m = np.hypot(np.hypot(*(beacons_m - [x_m, y_m]).T), 1.6)
    expected = -59.0 + offset_db - 10 * EXPONENT * np.log10(away_m)
    count = len(beacons_m)
    return Readings(
        xy_m=beacons_m,
        gap_m=np.full(count, 1.6),
        power_dbm=np.full(count, -59.0),
        rssi_dbm=expected + rng.normal(0, 1, count) * noise_db,
        variance_db2=np.full(count, max(noise_db, 1.0) ** 2),
    )


def reorder(readings, order):
    return Readings(*(getattr(readings, name)[order] for name in readings.__slots__))


def is_positive_definite(matrix):
    return np.array_equal(matrix, matrix.T) and np.linalg.eigvalsh(matrix).min() > 0


@each_locator
@given(place=places, seed=seeds)
def test_covariances_are_symmetric_and_positive_definite(locator, place, seed):
    estimate = locator.locate(hear(*place, seed, noise_db=5), EXPONENT, WIDE)
    assert is_positive_definite(estimate.covariance)
    assert is_positive_definite(estimate.measured_covariance)


@each_locator
@given(place=places, seed=seeds, random=st.randoms(use_true_random=False))
def test_the_order_of_readings_does_not_matter(locator, place, seed, random):
    readings = hear(*place, seed, noise_db=3)
    order = list(range(len(BEACONS_M)))
    random.shuffle(order)
    one = locator.locate(readings, EXPONENT, WIDE)
    other = locator.locate(reorder(readings, order), EXPONENT, WIDE)
    assert one.mean == pytest.approx(other.mean, abs=0.02)


@each_locator
@given(place=places)
def test_a_reading_more_never_makes_an_estimate_less_certain_than_its_prior(locator, place):
    estimate = locator.locate(hear(*place, 1, noise_db=3), EXPONENT, WIDE)
    assert (np.diag(estimate.covariance) <= np.diag(WIDE.covariance) + 1e-9).all()


@each_locator
def test_the_estimate_is_near_on_the_whole(locator):
    rng = np.random.default_rng(3)
    errors = []
    for seed in range(60):
        x_m, y_m = rng.uniform(2, 16), rng.uniform(2, 10)
        mean = locator.locate(hear(x_m, y_m, seed, noise_db=4), EXPONENT, WIDE).mean
        errors.append(math.hypot(mean[0] - x_m, mean[1] - y_m))
    assert np.median(errors) < 3.0


@each_locator
def test_one_reading_is_enough_for_an_answer_near_its_beacon(locator):
    readings = hear(6.5, 6.5, 0, beacons_m=np.array([[6.0, 6.0]]))
    estimate = locator.locate(readings, EXPONENT, WIDE)
    assert math.hypot(*(estimate.mean[:2] - [6.0, 6.0])) < 6


@each_locator
def test_no_reading_is_refused(locator):
    nothing = hear(1, 1, 0, beacons_m=np.empty((0, 2)))
    with pytest.raises(ValueError, match="no reading"):
        locator.locate(nothing, EXPONENT, WIDE)


@given(place=places, offset_db=st.floats(-12, 12))
def test_multilateration_finds_place_and_offset_without_noise(place, offset_db):
    readings = hear(*place, 0, offset_db=offset_db)
    wider = Prior(WIDE.mean, WIDE.covariance * 100)
    estimate = Multilateration().locate(readings, EXPONENT, wider)
    assert estimate.mean == pytest.approx([*place, offset_db], abs=0.15)


@given(place=places, seed=seeds, wrong=st.integers(0, len(BEACONS_M) - 1))
def test_one_wild_reading_hardly_moves_multilateration(place, seed, wrong):
    assume(math.hypot(*(BEACONS_M[wrong] - place)) > 3)
    readings = hear(*place, seed, noise_db=1)
    spoilt = readings.rssi_dbm.copy()
    spoilt[wrong] += 30
    wild = Readings(
        readings.xy_m, readings.gap_m, readings.power_dbm, spoilt, readings.variance_db2
    )
    known = Prior(WIDE.mean, np.diag([100.0, 100.0, 1.0]))
    mean = Multilateration().locate(wild, EXPONENT, known).mean
    assert math.hypot(mean[0] - place[0], mean[1] - place[1]) < 2.5


def test_multilateration_is_as_good_as_the_cramer_rao_bound_says():
    rng = np.random.default_rng(8)
    known = Prior(WIDE.mean, np.diag([400.0, 400.0, 1e-4]))
    squares, promised = [], []
    for seed in range(200):
        x_m, y_m = rng.uniform(3, 15), rng.uniform(3, 9)
        estimate = Multilateration().locate(hear(x_m, y_m, seed, noise_db=2), EXPONENT, known)
        squares.append((estimate.mean[0] - x_m) ** 2 + (estimate.mean[1] - y_m) ** 2)
        away = np.array([x_m, y_m]) - BEACONS_M
        slope = away / ((away**2).sum(axis=1) + 1.6**2)[:, None] * 10 * EXPONENT / math.log(10)
        promised.append(np.trace(np.linalg.inv(slope.T @ slope / 4)))
    assert math.sqrt(np.mean(squares) / np.mean(promised)) == pytest.approx(1.0, abs=0.15)


@given(st.floats(0.1, 5), st.floats(0.1, 5), st.floats(-0.9, 0.9), st.integers(0, 100))
def test_the_radius_holds_95_of_100_draws(sd_x, sd_y, correlation, seed):
    mixed = correlation * sd_x * sd_y
    covariance = ((sd_x**2, mixed), (mixed, sd_y**2))
    draws = np.random.default_rng(seed).multivariate_normal([0, 0], covariance, 4000)
    inside = np.mean(np.hypot(*draws.T) <= radius_95_m(covariance))
    assert inside == pytest.approx(0.95, abs=0.02)
