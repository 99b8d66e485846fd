import subprocess
import sys
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.tours.exact import best_round
from routing.tours.order import EXACT_STOPS, order_round, visit_nearest

ROOT = Path(__file__).resolve().parents[3]
SEEDS = st.integers(0, 2**32 - 1)


def length_m(costs_m, order):
    round_ = np.array([0, *order, 0])
    return float(costs_m[round_[:-1], round_[1:]].sum())


def places(seed, stops, uphill_m=0.0):
    """Costs between random points, more where one goes north by ``uphill_m`` for each metre."""
    places_m = np.random.default_rng(seed).uniform(0, 50, (stops + 1, 2))
    rise_m = places_m[None, :, 1] - places_m[:, None, 1]
    return np.hypot(*(places_m[:, None] - places_m).T).T + uphill_m * np.maximum(rise_m, 0)


def numbers(seed, stops):
    return np.random.default_rng(seed).uniform(0, 9, (stops + 1, stops + 1))


@pytest.mark.parametrize("stops", range(1, 9))
@pytest.mark.parametrize("make", [places, numbers])
def test_no_order_of_few_stops_is_shorter(make, stops):
    orders = np.array(list(permutations(range(1, stops + 1))))
    rounds = np.column_stack((np.zeros(len(orders), int), orders, np.zeros(len(orders), int)))
    for seed in range(5):
        costs_m = make(seed, stops)
        lengths_m = costs_m[rounds[:, :-1], rounds[:, 1:]].sum(axis=1)
        order = order_round(costs_m, np.random.default_rng(1))
        assert sorted(order.tolist()) == list(range(1, stops + 1))
        assert length_m(costs_m, order) == pytest.approx(lengths_m.min())


@pytest.mark.parametrize("uphill_m", [0.0, 0.5])
@pytest.mark.parametrize("stops", [EXACT_STOPS + 1, 13])
def test_more_stops_are_searched_as_well_as_every_order_of_them_would_be(stops, uphill_m):
    for seed in range(8):
        costs_m = places(seed, stops, uphill_m)
        best_m = best_round(costs_m, np.zeros(stops + 2, dtype=np.int64))
        order = order_round(costs_m, np.random.default_rng(1))
        assert best_m - 1e-9 <= length_m(costs_m, order) <= 1.001 * best_m


@given(SEEDS, st.integers(0, 60), st.sampled_from((0.0, 0.5, 5.0)))
@settings(max_examples=60)
def test_each_stop_is_visited_once_and_the_way_is_no_longer_than_to_the_nearest_each_time(
    seed, stops, uphill_m
):
    costs_m = places(seed, stops, uphill_m)
    order = order_round(costs_m, np.random.default_rng(seed))
    assert sorted(order.tolist()) == list(range(1, stops + 1))
    assert length_m(costs_m, order) <= length_m(costs_m, visit_nearest(costs_m)) + 1e-6


@given(SEEDS, st.integers(2, 40))
@settings(max_examples=40)
def test_a_round_that_may_begin_or_end_anywhere_is_never_longer(seed, stops):
    closed_m = places(seed, stops)
    open_m = closed_m.copy()
    open_m[:, 0] = 0.0
    free_m = open_m.copy()
    free_m[0] = 0.0
    lengths_m = [
        length_m(costs_m, order_round(costs_m, np.random.default_rng(1)))
        for costs_m in (free_m, open_m, closed_m)
    ]
    assert lengths_m[0] <= 1.001 * lengths_m[1]
    assert lengths_m[1] <= 1.001 * lengths_m[2]


def test_a_way_that_is_cheap_only_in_one_direction_is_taken_in_that_direction():
    stops = 20
    costs_m = np.full((stops + 1, stops + 1), 10.0)
    circle = np.random.default_rng(4).permutation(stops + 1)
    costs_m[circle, np.roll(circle, -1)] = 1.0
    order = order_round(costs_m, np.random.default_rng(1))
    assert length_m(costs_m, order) == stops + 1


@pytest.mark.parametrize("stops", [6, 24])
def test_a_gap_is_crossed_only_where_there_is_no_other_way(stops):
    costs_m = places(3, stops)
    beyond = np.arange(stops + 1) > stops // 2
    costs_m[np.ix_(beyond, ~beyond)] = np.inf
    costs_m[:, 0] = 0.0
    order = order_round(costs_m, np.random.default_rng(1))
    assert np.isfinite(length_m(costs_m, order))
    assert beyond[order].tolist() == sorted(beyond[1:])


def test_the_same_draws_give_the_same_order():
    costs_m = places(5, 80)
    one, again, other = (order_round(costs_m, np.random.default_rng(s)) for s in (1, 1, 2))
    assert one.tolist() == again.tolist()
    assert length_m(costs_m, other) <= 1.02 * length_m(costs_m, one)


ORDERS = """
import numpy as np
from routing.tours import order
order.KICKS_PER_STOP = 10
for stops in (7, 14):
    costs_m = np.random.default_rng(6).uniform(0, 9, (stops + 1, stops + 1))
    print(*order.order_round(costs_m, np.random.default_rng(1)))
"""


def test_without_a_compiler_the_order_is_the_same():
    told = [
        subprocess.run(
            [sys.executable, "-c", before + ORDERS],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        for before in ("", "import sys; sys.modules['numba'] = None")
    ]
    assert len(told[0].split()) == 7 + 14
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("costs_m", "words"),
    [
        (np.zeros((2, 3)), r"square table, not of shape \(2, 3\)"),
        (np.zeros(3), "square table"),
        (np.array([[0.0, np.nan], [1.0, 0.0]]), "numbers that are not negative"),
        (np.array([[0.0, -1.0], [1.0, 0.0]]), "numbers that are not negative"),
    ],
)
def test_costs_that_are_none_are_refused(costs_m, words):
    with pytest.raises(ValueError, match=words):
        order_round(costs_m, np.random.default_rng(1))
