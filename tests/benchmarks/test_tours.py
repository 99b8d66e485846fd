"""The measurement of tours: the others are asked rightly, and it runs."""

import numpy as np
import pytest

from benchmarks.tours import PEERS, Figures, length_m, main, row


def places(stops):
    places_m = np.random.default_rng(1).uniform(0, 50, (stops + 1, 2))
    return np.hypot(*(places_m[:, None] - places_m).T).T


@pytest.mark.parametrize("name", PEERS)
def test_the_others_give_a_round_over_every_stop_that_is_short(name):
    costs_m = places(7)
    order = PEERS[name](costs_m, 0.2)
    assert order[0] == 0
    assert sorted(order) == list(range(8))
    assert length_m(costs_m, order) < length_m(costs_m, list(range(8)))


def test_the_round_of_a_length_ends_where_it_begins():
    costs_m = np.array([[0.0, 1.0, 9.0], [9.0, 0.0, 2.0], [4.0, 9.0, 0.0]])
    assert length_m(costs_m, [0, 1, 2]) == 7.0


def test_a_row_compares_each_list_with_the_best_of_the_others():
    lists = [
        Figures(100.0, 0.2, 0.1, {"OR-tools": 100.0, "python-tsp": 110.0}),
        Figures(102.0, 0.4, 0.3, {"OR-tools": 204.0, "python-tsp": 100.0}),
    ]
    name, count, *figures = row("demo, 10", 1.0, lists)
    assert (name, count) == ("demo, 10", 2)
    assert figures[0] == "101.0"
    assert figures[3:5] == ["1.0100", "1.0200"]


def test_the_quick_way_prints_both_plans_and_ours_is_not_longer(capsys):
    main(["--quick"])
    rows = [line.split("|")[1:-1] for line in capsys.readouterr().out.splitlines() if "|" in line]
    head = [cell.strip() for cell in rows[0]]
    *chosen, choice = (row for row in rows[2:] if row[0].strip()[-1].isdigit())
    assert [row[0].strip() for row in chosen] == [
        *("keskusta, 10", "keskusta, 30", "floor-100, 10", "floor-100, 30"),
    ]
    assert all(float(row[head.index("worst")]) <= 1.02 for row in chosen)
    best, worst, first = (float(cell) for cell in choice[2:5])
    assert 1.0 - 1e-9 <= best <= worst <= 1.1
    assert first <= 1.0 + 1e-9
