from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from positioning.evaluate import Answered, score_answered
from positioning.evaluating.honesty import binomial_limits, judge_radii


def answers(rows, share, radius_m=2.0):
    """Give rows of which a share has its error within the radius, evenly mixed."""
    held = np.arange(rows) * 7919 % rows < share * rows
    errors_m = np.where(held, radius_m, 1.5 * radius_m)
    radii_m = np.full(rows, radius_m)
    return score_answered(Answered(rows, errors_m, radii_m, np.ones(0, bool)))


@given(st.integers(1, 199))
def test_small_tracks_are_judged_by_the_binomial_distribution(trials):
    low, high = (binom.ppf(each, trials, 0.95) / trials for each in (0.005, 0.995))
    assert binomial_limits(trials) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("rows", "share", "faults"),
    [
        (1000, 0.95, ()),
        (1000, 0.91, ("too small",)),
        (1000, 0.985, ("too large",)),
        (100, 0.985, ()),
        (100, 0.90, ()),
        (100, 0.80, ("too small",)),
    ],
)
def test_a_radius_holds_the_truth_as_often_as_it_promises(rows, share, faults):
    found = judge_radii(answers(rows, share))
    assert tuple(each for each in found.faults if "third" not in each) == faults


def test_each_third_of_the_radii_must_be_honest_by_itself():
    score = replace(answers(1000, 0.95), coverage_by_radius=(1.0, 0.98, 0.87))
    assert judge_radii(score).faults == ("smallest third too large", "largest third too small")
    assert judge_radii(replace(score, rows=100)).is_honest


def test_being_vague_is_not_honest():
    score = replace(answers(1000, 0.95), radius_median_m=3.1, p95_m=3.0)
    assert judge_radii(score).faults == ("vague",)


def test_answers_without_radii_are_not_honest():
    score = score_answered(Answered(1, np.ones(1), np.full(1, np.nan), np.ones(0, bool)))
    assert judge_radii(score).faults == ("no radius",)
