import pytest

from benchmarks.soak import QUICK_SECONDS, Outcome, Tally, soak

HEALTHY = {"status": "ok", "live": True}


def tally(rss_mb: list[float]) -> Tally:
    return Tally(accepted=9, unknown=1, dropped=1, listeners=2, positions=3, rss_mb=rss_mb)


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.real
def test_the_server_holds_out_under_a_crowd_with_floods_and_readers_that_never_read():
    assert soak(QUICK_SECONDS).find_faults() == []


def test_what_the_warm_up_takes_is_no_growth():
    outcome = Outcome(tally([100.0, 150.0, 200.0] + [200.0] * 6), HEALTHY, (), 0)
    assert outcome.find_faults() == []


def test_growth_after_the_warm_up_is_a_fault():
    outcome = Outcome(tally([100.0 + 10 * k for k in range(9)]), HEALTHY, (), 0)
    assert outcome.find_faults() == ["memory grew by 50.0 MB"]


def test_every_other_fault_is_named():
    silent = Tally(rss_mb=[100.0] * 9)
    outcome = Outcome(silent, {"status": "degraded", "live": False}, ("ERROR: boom",), 20)
    assert len(outcome.find_faults()) == 7
