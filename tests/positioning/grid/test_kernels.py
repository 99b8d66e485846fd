"""The compiled loops against plain numpy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.grid.kernels import entry_share, log_likelihood, spread, spread_back
from positioning.grid.live_kernels import (
    add_up,
    bounds_above,
    median_spot,
    misfit,
    move,
    weigh_mass,
)
from positioning.grid.modes import WalkModel, mode_changes, walk_moves

WALK = WalkModel(headings=4, speeds_m_s=(0.9,), drift_m=0.6)
MOVES = walk_moves(WALK, 0.5, 0.5)
CHANGES = mode_changes(WALK, 0.5)
TAPS = (MOVES.start_y, MOVES.taps_y, MOVES.start_x, MOVES.taps_x)
ROWS, COLUMNS = 14, 17
SEEDS = st.integers(0, 10_000)


def draw_level(rng):
    passing = rng.choice(np.array([0.0, 0.05, 1.0]), (ROWS, COLUMNS), p=[0.2, 0.2, 0.6])
    return np.ascontiguousarray(passing, dtype=np.float32)


def draw_window(rng, passing, offsets=2):
    top, left = (int(each) for each in rng.integers(0, (ROWS - 4, COLUMNS - 4)))
    rows = int(rng.integers(1, ROWS - top + 1))
    columns = int(rng.integers(1, COLUMNS - left + 1))
    mass = rng.random((offsets, WALK.modes, rows, columns)).astype(np.float32)
    mass *= passing[top : top + rows, left : left + columns] > 0
    return top, left, mass


def shares_on(passing, top, left, shape):
    shares = np.empty((WALK.modes, *shape), dtype=np.float32)
    for mode, share in enumerate(shares):
        entry_share(passing, top, left, share, *(each[mode] for each in TAPS))
    return shares


def taps_of(mode):
    for b, y_weight in enumerate(MOVES.taps_y[mode]):
        for a, x_weight in enumerate(MOVES.taps_x[mode]):
            yield int(MOVES.start_y[mode]) + b, int(MOVES.start_x[mode]) + a, y_weight * x_weight


def spread_plainly(mass, top, left, passing):
    """Cell by cell, onto the whole level: what is not let in stays."""
    after = np.zeros((*mass.shape[:2], ROWS, COLUMNS))
    for k, mode, j, i in np.ndindex(*mass.shape):
        for down, beside, weight in taps_of(mode):
            y, x = top + j + down, left + i + beside
            inside = 0 <= y < ROWS and 0 <= x < COLUMNS
            moved = weight * passing[y, x] if inside else 0.0
            if inside:
                after[k, mode, y, x] += moved * mass[k, mode, j, i]
            after[k, mode, top + j, left + i] += (weight - moved) * mass[k, mode, j, i]
    return after


def spread_wholly(mass, top, left, passing):
    after = np.empty((*mass.shape[:2], ROWS, COLUMNS), dtype=np.float32)
    shares = shares_on(passing, top, left, mass.shape[2:])
    spread(mass, top, left, passing, after, 0, 0, shares, *TAPS)
    return after


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_spreading_is_what_the_plain_sum_over_cells_gives(seed):
    rng = np.random.default_rng(seed)
    passing = draw_level(rng)
    top, left, mass = draw_window(rng, passing, offsets=1)
    expected = spread_plainly(mass, top, left, passing)
    np.testing.assert_allclose(spread_wholly(mass, top, left, passing), expected, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_nothing_is_lost_or_won_by_spreading(seed):
    rng = np.random.default_rng(seed)
    passing = draw_level(rng)
    top, left, mass = draw_window(rng, passing)
    after = spread_wholly(mass, top, left, passing)
    np.testing.assert_allclose(after.sum(axis=(2, 3)), mass.sum(axis=(2, 3)), rtol=1e-4, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_nobody_gets_to_where_nobody_can_be(seed):
    rng = np.random.default_rng(seed)
    passing = draw_level(rng)
    top, left, mass = draw_window(rng, passing)
    assert spread_wholly(mass, top, left, passing)[:, :, passing == 0].max(initial=0.0) == 0


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_going_back_is_the_transpose_of_going_on(seed):
    rng = np.random.default_rng(seed)
    passing = draw_level(rng)
    top, left, mass = draw_window(rng, passing)
    worth = rng.random((*mass.shape[:2], ROWS, COLUMNS)).astype(np.float32)
    back = np.empty_like(mass)
    shares = shares_on(passing, top, left, mass.shape[2:])
    spread_back(worth, 0, 0, passing, back, top, left, shares, *TAPS)
    on = spread_wholly(mass, top, left, passing)
    assert float((on * worth).sum()) == pytest.approx(float((mass * back).sum()), rel=1e-4)


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_the_live_move_is_a_change_of_modes_and_a_spread(seed):
    rng = np.random.default_rng(seed)
    passing = draw_level(rng)
    top, left, mass = draw_window(rng, passing)
    flat = mass.reshape(*mass.shape[:2], -1)
    changed = np.matmul(CHANGES, flat).reshape(mass.shape)
    expected = spread_wholly(np.ascontiguousarray(changed), top, left, passing)
    whole = shares_on(passing, 0, 0, (ROWS, COLUMNS))
    after = np.empty_like(expected)
    move(mass, top, left, CHANGES, passing, whole, top, left, after, 0, 0, *TAPS)
    np.testing.assert_allclose(after, expected, atol=1e-4)


def test_the_log_likelihood_is_that_of_students_t_up_to_a_constant():
    rng = np.random.default_rng(1)
    mean = rng.normal(-70, 8, (6, 3, 4)).astype(np.float32)
    variance = rng.uniform(10, 90, (6, 3, 4)).astype(np.float32)
    rssi = rng.normal(-70, 8, 6).astype(np.float32)
    offsets = np.array([-3.0, 0.0, 2.0], dtype=np.float32)
    total = np.zeros((3, 3, 4), dtype=np.float32)
    log_likelihood(mean, variance, rssi, offsets, 5.0, total)
    gaps = rssi[None, :, None, None] - offsets[:, None, None, None] - mean[None]
    logs = -3 * np.log1p(gaps**2 / (5 * variance)) - np.log(variance) / 2
    np.testing.assert_allclose(total, logs.sum(axis=1), rtol=1e-4)


def test_the_live_weights_are_the_same_likelihood():
    rng = np.random.default_rng(2)
    patches = rng.normal(-70, 8, (4, 9, 9)).astype(np.float32)
    rarity = rng.uniform(1.0, 2.0, (4, 9, 9)).astype(np.float32)
    corner = np.zeros(4, dtype=np.int64)
    heard, rssi = np.array([0, 2, 3]), np.array([-60, -72, -80], dtype=np.float32)
    variance, offsets = np.array([50, 60, 70], dtype=np.float32), np.array([-2.5, 0], np.float32)
    fit = np.empty((2, 5, 6), dtype=np.float32)
    least = misfit(2, 1, patches, rarity, corner, corner, heard, rssi, variance, offsets, 1, fit)
    cut = (heard, slice(2, 7), slice(1, 7))
    gaps = rssi[None, :, None, None] - offsets[:, None, None, None] - patches[cut][None]
    plain = ((1 + gaps**2 / (5 * variance[:, None, None])) * rarity[cut]).prod(axis=1)
    np.testing.assert_allclose(fit, plain, rtol=1e-4)
    assert least == pytest.approx(plain.min(), rel=1e-4)
    mass = rng.random((2, 3, 5, 6)).astype(np.float32)
    expected = mass * (plain.min() / plain)[:, None] ** 3
    assert weigh_mass(mass, fit, least) == pytest.approx(expected.sum(), rel=1e-4)
    np.testing.assert_allclose(mass, expected, rtol=1e-3)


def test_a_layer_goes_on_as_at_its_rim():
    patches = np.arange(9, dtype=np.float32).reshape(1, 3, 3) - 80
    rarity, at = np.ones((1, 3, 3), dtype=np.float32), np.array([5])
    fit = np.empty((1, 1, 2), dtype=np.float32)
    heard, variance = np.array([0]), np.array([20], dtype=np.float32)
    rssi, offsets = np.array([-72], dtype=np.float32), np.zeros(1, dtype=np.float32)
    misfit(20, 7, patches, rarity, at, at, heard, rssi, variance, offsets, 1, fit)
    np.testing.assert_allclose(fit, 1.0)


def test_sums_are_taken_over_offsets_and_over_places():
    rng = np.random.default_rng(3)
    mass = rng.random((3, 2, 4, 5)).astype(np.float32)
    before = mass.copy()
    places, by_offset = np.empty((4, 5), dtype=np.float32), np.empty(3, dtype=np.float32)
    add_up(mass, 0.5, places, by_offset)
    np.testing.assert_allclose(mass, before / 2)
    np.testing.assert_allclose(places, before.sum(axis=(0, 1)) / 2, rtol=1e-5)
    np.testing.assert_allclose(by_offset, before.sum(axis=(1, 2, 3)) / 2, rtol=1e-5)


def test_the_bounds_hold_just_what_lies_above_the_floor():
    places = np.zeros((6, 7), dtype=np.float32)
    places[2, 3], places[4, 5] = 1.0, 0.2
    assert bounds_above(places, 0.1) == (2, 5, 3, 6)
    assert bounds_above(places, 0.5) == (2, 3, 3, 4)


def test_the_median_of_a_round_belief_is_its_middle_and_the_radius_holds_its_share():
    x, y = np.meshgrid(np.arange(81), np.arange(81))
    places = np.exp(-((x - 40) ** 2 + (y - 38) ** 2) / (2 * 6.0**2)).astype(np.float32)
    px, py, radius, xx, yy, xy = median_spot(places, 0.95)
    assert (px, py) == pytest.approx((40, 38), abs=0.05)
    assert radius == pytest.approx(6.0 * math.sqrt(-2 * math.log(0.05)), rel=0.03)
    assert (xx, yy, xy) == pytest.approx((36, 36, 0), abs=0.5)


def test_far_away_crumbs_do_not_draw_the_median():
    places = np.zeros((5, 60), dtype=np.float32)
    places[2, 10], places[2, 59] = 0.8, 0.2
    x, y, *_ = median_spot(places, 0.95)
    assert (x, y) == pytest.approx((10, 2), abs=0.2)
