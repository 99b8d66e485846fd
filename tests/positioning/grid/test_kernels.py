"""The compiled loops against plain numpy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.grid.kernels import entry_share, log_likelihood, spread, spread_back
from positioning.grid.live_fix import median_spot, spot_radius
from positioning.grid.live_kernels import (
    bounds_above,
    cut_out,
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
    top_of, left_of = max(top - MOVES.reach, 0), max(left - MOVES.reach, 0)
    bottom = min(top + mass.shape[2] + MOVES.reach, ROWS)
    right = min(left + mass.shape[3] + MOVES.reach, COLUMNS)
    after = np.empty((*mass.shape[:2], bottom - top_of, right - left_of), dtype=np.float32)
    move(
        mass, top, left, CHANGES, passing, whole, top, left, after, top_of, left_of, MOVES.reach,
        *TAPS,
    )  # fmt: skip
    within = (slice(top_of, bottom), slice(left_of, right))
    np.testing.assert_allclose(after, expected[:, :, *within], atol=1e-4)
    expected[:, :, *within] = 0.0
    assert expected.max() == 0.0


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


RSSI_DBM = np.array([-60, -72, -80], dtype=np.float32)
OFFSETS_DB = np.array([-2.5, 0], dtype=np.float32)
HEARD = np.array([0, 2, 3])
PACKET_DB2 = np.array([9.0, 4.0, 16.0], dtype=np.float32)
PLACE_DB2 = np.array([25, 7, 50, 25], dtype=np.float32)
WEIGHTS = np.array([1.0, 1.0, 0.5, 1.0], dtype=np.float32)
LASTING_DB2 = 6.0


def draw_patches(rng):
    patches = rng.normal(-70, 8, (4, 9, 9)).astype(np.float32)
    return patches, rng.uniform(1.0, 2.0, (4, 9, 9)).astype(np.float32)


def fit_at(top, left, stride, patches, rarity, at, repeats, total):
    return misfit(
        top, left, stride, patches, rarity, at, at, PLACE_DB2, WEIGHTS, HEARD, RSSI_DBM,
        PACKET_DB2, LASTING_DB2, repeats, OFFSETS_DB, total,
    )  # fmt: skip


def variances_db2(repeats):
    shared = PLACE_DB2[HEARD] + LASTING_DB2
    return (repeats * shared + PACKET_DB2) / WEIGHTS[HEARD]


def fit_plainly(patches, rarity, rows, columns, repeats):
    looks = variances_db2(repeats).sum() / variances_db2(1.0).sum()
    cut = (HEARD[:, None, None], *np.ix_(rows, columns))
    gaps = RSSI_DBM[None, :, None, None] - OFFSETS_DB[:, None, None, None] - patches[cut][None]
    tails = 1 + gaps**2 / (5 * variances_db2(repeats)[:, None, None] / looks)
    return tails.prod(axis=1) ** (1 / looks) * rarity[cut].prod(axis=0)


@pytest.mark.parametrize("repeats", [1.0, 5.0])
def test_the_live_weights_are_the_same_likelihood(repeats):
    rng = np.random.default_rng(2)
    (patches, rarity), corner = draw_patches(rng), np.zeros(4, dtype=np.int64)
    total = np.empty((2, 5, 6), dtype=np.float32)
    least, width = fit_at(2, 1, 1, patches, rarity, corner, repeats, total)
    plain = fit_plainly(patches, rarity, np.arange(2, 7), np.arange(1, 7), repeats)
    np.testing.assert_allclose(total, plain, rtol=1e-4)
    assert least == pytest.approx(plain.min(), rel=1e-4)
    looks = variances_db2(repeats).sum() / variances_db2(1.0).sum()
    logs = np.log(variances_db2(repeats) / looks).sum()
    assert width == pytest.approx(logs / 2 / looks, rel=1e-5)
    mass = rng.random((2, 3, 5, 6)).astype(np.float32)
    expected = mass * (plain.min() / plain)[:, None] ** 3
    places, by_offset = np.empty((5, 6), dtype=np.float32), np.empty(2, dtype=np.float32)
    whole, most = weigh_mass(mass, total, least, places, by_offset)
    assert whole == pytest.approx(expected.sum(), rel=1e-4)
    np.testing.assert_allclose(places, expected.sum(axis=(0, 1)), rtol=1e-3)
    np.testing.assert_allclose(by_offset, expected.sum(axis=(1, 2, 3)), rtol=1e-3)
    assert most == places.max()
    after = np.empty((1, 3, 2, 4), dtype=np.float32)
    cut_out(mass, total, 0.5, 1, 3, 1, after)
    np.testing.assert_allclose(after, expected[1:, :, 3:, 1:5] / 2, rtol=1e-3)


def test_a_look_that_repeats_others_counts_as_a_part_of_one():
    (patches, rarity), corner = draw_patches(np.random.default_rng(4)), np.zeros(4, dtype=np.int64)
    rarity[:] = 1.0
    widths, spreads = [], []
    for repeats in (1.0, 5.0, 50.0):
        total = np.empty((2, 9, 9), dtype=np.float32)
        _, width = fit_at(0, 0, 1, patches, rarity, corner, repeats, total)
        widths.append(width)
        spreads.append(np.ptp(np.log(total)))
    assert widths[0] > 3 * widths[1] > 20 * widths[2]
    assert spreads[0] > 3 * spreads[1] > 20 * spreads[2]


def test_a_layer_goes_on_as_at_its_rim_and_a_raster_takes_every_second_cell():
    patches, rarity = draw_patches(np.random.default_rng(5))
    at = np.full(4, 5)
    total = np.empty((2, 4, 6), dtype=np.float32)
    fit_at(12, 2, 2, patches, rarity, at, 1.0, total)
    rows = np.clip(np.arange(12, 20, 2) - 5, 0, 8)
    columns = np.clip(np.arange(2, 14, 2) - 5, 0, 8)
    plain = fit_plainly(patches, rarity, rows, columns, 1.0)
    np.testing.assert_allclose(total, plain, rtol=1e-4)
    fit_at(12, 2, 1, patches, rarity, at, 1.0, total)
    columns = np.clip(np.arange(2, 8) - 5, 0, 8)
    plain = fit_plainly(patches, rarity, np.clip(np.arange(12, 16) - 5, 0, 8), columns, 1.0)
    np.testing.assert_allclose(total, plain, rtol=1e-4)


def test_the_bounds_hold_just_what_lies_above_the_floor():
    places = np.zeros((6, 7), dtype=np.float32)
    places[2, 3], places[4, 5] = 1.0, 0.2
    assert bounds_above(places, 0.1) == (2, 5, 3, 6)
    assert bounds_above(places, 0.5) == (2, 3, 3, 4)


def test_the_median_of_a_round_belief_is_its_middle_and_the_radius_holds_its_share():
    x, y = np.meshgrid(np.arange(81), np.arange(81))
    places = np.exp(-((x - 40) ** 2 + (y - 38) ** 2) / (2 * 6.0**2)).astype(np.float32)
    px, py, radius, xx, yy, xy = median_spot(places[None, None], 0.95)
    assert (px, py) == pytest.approx((40, 38), abs=0.05)
    assert radius == pytest.approx(6.0 * math.sqrt(-2 * math.log(0.05)), rel=0.03)
    assert (xx, yy, xy) == pytest.approx((36, 36, 0), abs=0.5)


def test_far_away_crumbs_do_not_draw_the_median():
    places = np.zeros((5, 60), dtype=np.float32)
    places[2, 10], places[2, 59] = 0.8, 0.2
    x, y, *_ = median_spot(places[None, None], 0.95)
    assert (x, y) == pytest.approx((10, 2), abs=0.2)


@given(SEEDS, st.floats(-30.0, 40.0), st.floats(-30.0, 40.0), st.floats(0.05, 0.99))
def test_the_radius_about_any_place_holds_its_share(seed, x, y, share):
    mass = np.random.default_rng(seed).random((2, 3, ROWS, COLUMNS)).astype(np.float32)
    away = np.hypot(np.arange(COLUMNS) - x, np.arange(ROWS)[:, None] - y)
    places = mass.sum(axis=(0, 1)) / mass.sum()
    radius = spot_radius(mass, x, y, share)
    # Cells are sorted into rings of a quarter of a cell.
    assert places[away < radius - 0.25].sum() <= share + 1e-4
    assert places[away < radius + 0.25].sum() >= share - 1e-4
