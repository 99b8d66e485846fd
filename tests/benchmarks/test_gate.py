"""Simulated walks with what is shown of them: counting is right, the gate keeps its word."""

import math
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.floors import make_floor
from benchmarks.gate import (
    R95,
    TICK_S,
    WALK_M_S,
    WAYS,
    Shown,
    draw_errors_m,
    find_crossings,
    find_errors_m,
    main,
    make_site,
    measure,
    smooth,
    walk,
)
from benchmarks.mixed_floors import make_mixed_floor
from tests.support.plans import toy_plan

TOY = make_site("toy", toy_plan())


def shown(*points_m):
    return Shown(("1",) * len(points_m), np.array(points_m, dtype=float))


def test_a_tick_through_a_shelf_or_a_wall_crosses_and_one_beside_them_does_not():
    beside, through = ((1.0, 3.0), (1.0, 4.9)), ((4.5, 2.3), (4.5, 3.9))
    assert find_crossings(TOY, shown(*beside, *beside)).tolist() == [False] * 3
    assert find_crossings(TOY, shown(*through)).tolist() == [True]
    assert find_crossings(TOY, shown((10.5, 7.5), (8.0, 7.5))).tolist() == [True]
    assert find_crossings(TOY, shown((5.0, 1.0), (5.0, -1.0))).tolist() == [True]


def test_a_change_of_level_crosses_nothing():
    changed = Shown(("1", "2"), np.array([(4.5, 2.3), (4.5, 3.9)]))
    assert not find_crossings(TOY, changed).any()


def test_errors_count_where_the_level_is_right():
    truth = [("1", 0.0, 0.0), ("1", 1.0, 0.0), ("2", 1.0, 0.0)]
    places = Shown(("1", "1", "1"), np.array([(3.0, 4.0), (1.0, 0.0), (9.0, 9.0)]))
    assert find_errors_m(truth, places).tolist() == [5.0, 0.0]


@pytest.mark.parametrize("drift_s", [None, 4.0])
def test_errors_are_as_large_as_asked_for(drift_s):
    errors_m = draw_errors_m(1.5, drift_s, 40_000, np.random.default_rng(1))
    assert errors_m.std(axis=0) == pytest.approx([1.5, 1.5], rel=0.06)
    apart_m = np.hypot(*errors_m.T)
    assert np.mean(apart_m <= R95 * 1.5) == pytest.approx(0.95, abs=0.02)
    kept = np.mean(errors_m[1:] * errors_m[:-1]) / 1.5**2
    wanted = 0.0 if drift_s is None else math.exp(-TICK_S / drift_s)
    assert kept == pytest.approx(wanted, abs=0.05)


def test_a_walker_keeps_to_where_one_can_walk_and_to_her_pace():
    truth = walk(TOY, 60.0, np.random.default_rng(2))
    assert len(truth) == round(60.0 / TICK_S)
    assert all(TOY.walkable.contains(*each) for each in truth)
    steps_m = [
        math.dist(one[1:], other[1:]) for one, other in pairwise(truth) if one[0] == other[0]
    ]
    assert max(steps_m) <= WALK_M_S * TICK_S + 1e-6
    assert {level for level, _, _ in truth} == {"1", "2"}


def test_means_run_and_begin_anew_on_another_level():
    points_m = np.array([(0.0, 0.0), (1.0, 1.0), (5.0, 5.0)])
    means_m = smooth(("1", "1", "2"), points_m)
    assert 0 < means_m[1, 0] < 0.5
    assert means_m[2].tolist() == [5.0, 5.0]


@pytest.mark.parametrize("plan", [make_floor(100), make_mixed_floor(0)], ids=lambda plan: plan.id)
@pytest.mark.parametrize("sigma_m", [0.5, 2.5])
def test_the_gate_crosses_nothing_and_is_no_worse_than_the_nearest_place(plan, sigma_m):
    tally = measure(make_site(plan.id, plan), sigma_m, None, 1, 60.0)
    assert tally.is_met()
    assert tally.crossed_percent("snap") > 0.5 or sigma_m < 1.0
    assert len(tally.times_us) == round(60.0 / TICK_S)


def test_it_tells_what_it_found_of_every_way_of_showing(capsys):
    assert main(["--walks", "1", "--seconds", "5", "--floor", "mixed 1"]) == 0
    told = capsys.readouterr().out
    for way in WAYS:
        assert f"{way}, %" in told
    assert "| mixed 1 | 2.5 m, drifting | 24 |" in told
    assert "Not as asked for: " in told


def test_an_unknown_floor_is_refused_with_those_there_are(capsys):
    with pytest.raises(SystemExit):
        main(["--floor", "moon"])
    assert "100 shelves" in capsys.readouterr().err
