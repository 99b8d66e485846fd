"""Crowds are followed as the server would, and what of the work is left out is not missed."""

import pytest

from api.branches import build_branch
from benchmarks import load
from benchmarks.floors import make_floor
from benchmarks.load import (
    WorkClock,
    apart,
    draw_aisle,
    follow,
    growth_of,
    hear,
    hear_way,
    with_far_radios,
)


@pytest.fixture(scope="module")
def branch():
    return build_branch(make_floor(100))


@pytest.fixture(scope="module")
def walks(branch):
    return [hear_way(branch.plan, draw_aisle(branch, number), number) for number in range(2)]


def test_all_are_shown_twice_a_second(monkeypatch, branch, walks):
    monkeypatch.setattr(load, "COMING_S", 1.0)
    monkeypatch.setattr(load, "MEASURED_S", 2.0)
    result = follow(with_far_radios(branch), walks, 3)
    assert len(result.late_ms) == pytest.approx(2 * 2.0 * 3, abs=3)
    assert min(result.late_ms) > 0
    assert 0 < result.belief_kb < 1000


def test_ten_radios_are_heard_five_times_a_second_to_and_fro(walks):
    heard = [packet for half in range(60) for packet in hear(walks[0], 0, 0.5 + half / 2)]
    assert len(heard) == 30 * 5 * 10
    first, back = walks[0][0], [(each.key, each.rssi_dbm) for each in hear(walks[0], 0, 60.0)]
    assert back[-10:] == list(first)


def test_the_clock_goes_on_by_waiting_and_stands_still_while_stopped():
    clock = WorkClock()
    clock.wait_until(5.0)
    assert clock() >= 5.0
    with clock.stopped():
        sum(range(100_000))
        inside = clock()
    assert clock() < inside


def test_the_growth_of_work_in_proportion_is_one():
    loads = [load.Load(each, [1.0], each / 1000, 1.0, 1.0) for each in (125, 250, 500)]
    assert growth_of(loads) == pytest.approx(1.0)


def test_what_a_row_leaves_behind_is_gone_with_its_process():
    kept = []

    def measure(branch, walks, subjects):
        kept.append(subjects)
        return len(kept)

    assert [apart(measure, None, (), 3) for _ in range(2)] == [1, 1]
    assert not kept
