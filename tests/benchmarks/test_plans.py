"""The measurement of growing plans: what it does to them, and that it runs."""

import random
from collections import Counter

import pytest

from benchmarks.floors import make_floor
from benchmarks.plans import EDITS, draw_questions, edit, growth, main, measure, table
from floorplans.diff.plans import diff_plans
from floorplans.shelving import INSIDE_CONFIDENCE, build_shelf_index, locate
from floorplans.validate import check_plan

FLOOR = make_floor(100)


def test_a_made_up_floor_has_no_problems():
    assert check_plan(FLOOR) == ()


def test_what_is_asked_is_found_within_a_range_or_between_two_and_always_the_same():
    index = build_shelf_index(FLOOR)
    asked = list(draw_questions(FLOOR, 400))
    assert asked == list(draw_questions(FLOOR, 400))
    assert len(asked) == 400
    sure = [locate(index, *each)[0].confidence == INSIDE_CONFIDENCE for each in asked]
    assert 200 <= sum(sure) <= 400


def test_edits_are_as_many_changes():
    changes = diff_plans(FLOOR, edit(FLOOR, random.Random(1)))
    assert len(changes) == EDITS
    assert Counter(each.thing for each in changes) == {"range": 13, "shelf": 7}


@pytest.mark.parametrize(("after", "power"), [(8.0, 1.0), (2.0, 0.0), (32.0, 2.0)])
def test_growth_is_the_power_of_the_size(after, power):
    assert growth(2.0, after, 4.0) == pytest.approx(power)


def test_a_table_has_a_column_for_each_size_and_each_step():
    lines = table({100: {"load, ms": 1.0}, 400: {"load, ms": 4.0}}).splitlines()
    assert lines[0] == "| what | 100 | 400 | growth to 400 |"
    assert lines[2] == "| load, ms | 1 | 4 | 1.00 |"


def test_every_figure_of_a_size_is_there():
    figures = measure(100, 1, 20)
    assert all(figure > 0 for figure in figures.values())
    assert {"load, ms", "check, s", "locate in a partition, µs", "level map, s"} <= set(figures)


@pytest.mark.slow
def test_the_quick_way_prints_both_small_sizes(capsys):
    main(["--quick"])
    assert "| what | 100 | 400 | growth to 400 |" in capsys.readouterr().out
