import random
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.tours.choice import choose_stops
from routing.tours.order import order_round

SEEDS = st.integers(0, 2**32 - 1)


def places(seed, groups, most=3):
    """Costs between points in a square from node 0, and groups of one to a few of them."""
    draw = random.Random(seed)
    sizes = [draw.randint(1, most) for _ in range(groups)]
    points = np.random.default_rng(seed).uniform(0.0, 50.0, (1 + sum(sizes), 2))
    nodes = iter(range(1, len(points)))
    costs_m = np.linalg.norm(points[:, None] - points, axis=2)
    return costs_m, [tuple(next(nodes) for _ in range(size)) for size in sizes]


def round_m(costs_m, stops):
    nodes = np.array([0, *sorted(stops)])
    among_m = costs_m[np.ix_(nodes, nodes)]
    order = [0, *order_round(among_m, np.random.default_rng(1)).tolist(), 0]
    return among_m[order[:-1], order[1:]].sum()


@given(SEEDS, st.integers(0, 8))
@settings(max_examples=40, deadline=None)
def test_every_group_has_a_stop_and_no_stop_is_there_for_nothing(seed, count):
    costs_m, groups = places(seed, count)
    chosen = choose_stops(costs_m, groups, np.random.default_rng(1))
    assert all(chosen & set(group) for group in groups)
    for stop in chosen:
        assert any(not (chosen - {stop}) & set(group) for group in groups)


def test_choices_are_within_a_few_percent_of_the_best_of_all():
    ratios = []
    for seed in range(20):
        costs_m, groups = places(seed, 5)
        chosen = choose_stops(costs_m, groups, np.random.default_rng(1))
        best_m = min(round_m(costs_m, set(choice)) for choice in product(*groups))
        ratios.append(round_m(costs_m, chosen) / best_m)
    assert min(ratios) >= 1.0 - 1e-9
    assert np.mean(ratios) <= 1.02


def test_what_several_groups_share_is_one_stop():
    costs_m = np.abs(np.subtract.outer((0.0, 9.0, 10.0, -9.0), (0.0, 9.0, 10.0, -9.0)))
    groups = [(1, 3), (2, 3), (1, 2)]
    assert len(choose_stops(costs_m, groups, np.random.default_rng(1))) == 2


def test_what_no_way_leads_to_is_not_chosen_where_something_else_will_do():
    costs_m = np.array([[0.0, 5.0, np.inf], [5.0, 0.0, np.inf], [np.inf, np.inf, 0.0]])
    assert choose_stops(costs_m, [(1, 2)], np.random.default_rng(1)) == {1}
