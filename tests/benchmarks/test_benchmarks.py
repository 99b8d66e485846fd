"""The measurements run; what they find is for people to read."""

import os
import subprocess
import sys

import pytest

from benchmarks.__main__ import BENCHMARKS
from benchmarks.callnumbers import (
    count_right,
    list_pairs,
    load_lists,
    make_up_lists,
    our_key,
)
from benchmarks.latency import latencies_ms
from benchmarks.tables import markdown, quantiles


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if "RECORDINGS" not in name}
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.real
def test_every_measurement_runs_quickly_and_names_the_machine():
    done = run("--quick")
    assert done.returncode == 0, done.stderr
    assert "cores" in done.stdout.splitlines()[0]
    for name in BENCHMARKS:
        assert f"## {name}\n" in done.stdout
    assert "| decode + track |" in done.stdout
    assert "| locate in a partition, µs |" in done.stdout
    assert "| a check-in → its position | 300 |" in done.stdout


def test_an_unknown_measurement_is_refused_with_the_names_there_are():
    done = run("speed")
    assert done.returncode == 2
    assert ", ".join(BENCHMARKS) in done.stderr
    assert {"line", "tracking", "load", "accuracy"} <= BENCHMARKS.keys()


def test_a_batch_is_timed_to_the_first_position_that_takes_it_in():
    sent_s = [10.3, 10.5, 10.7]
    arrived_s = [10.2, 10.62, 11.12]
    assert latencies_ms(sent_s, arrived_s, 0.0) == pytest.approx([320.0, 620.0, 420.0])


def test_a_batch_without_a_position_after_it_is_left_out():
    assert latencies_ms([10.3], [10.2], 0.0) == []


def test_figures_have_three_digits():
    assert quantiles([1.23456] * 3) == ("1.23", "1.23")


def test_a_table_is_markdown():
    assert markdown(("what", "ms"), [("a", 1)]) == "| what | ms |\n| --- | ---: |\n| a | 1 |"


def test_made_up_lists_in_shelf_order_come_out_in_order_always_the_same():
    lists = list(make_up_lists())
    assert lists == list(make_up_lists())
    for name, entries in lists:
        assert count_right(entries, our_key(name)) == len(list_pairs(entries)) > 300
        assert count_right(entries[::-1], our_key(name)) == 0


def test_lists_in_shelf_order_are_read_from_a_folder_and_compared_within_their_groups(tmp_path):
    (tmp_path / "callnumber_order_lc.csv").write_text(
        "scheme,group_id,position,call_number,order\n"
        "lc,a,1,QA9,strict\nlc,a,2,QA9,strict\n"
        "lc,b,1,M1,nondecreasing\nlc,b,2,M1,nondecreasing\nlc,b,3,huu,nondecreasing\n"
    )
    ((name, entries),) = load_lists(tmp_path)
    assert name == "lc"
    assert len(list_pairs(entries)) == 3
    assert count_right(entries, our_key("lc")) == 1
