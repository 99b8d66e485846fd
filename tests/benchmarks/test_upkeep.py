"""Upkeep is counted on the real pages."""

import pytest

from benchmarks.upkeep import JOBS, TIMES, run

pytestmark = pytest.mark.real


def test_every_job_of_upkeep_takes_less_than_its_limit_by_what_is_counted():
    rows = [line.split("|") for line in run().splitlines() if line.startswith("| ")]
    by_job = {row[1].strip(): row for row in rows}
    for name, _, limit_s in JOBS:
        waited_s, taken_s, limit = (float(each) for each in by_job[name][6:9])
        assert limit == limit_s
        assert taken_s - waited_s < limit
    assert TIMES > 1
