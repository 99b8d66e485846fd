from collections import Counter

import pytest

from benchmarks.cut import QUICK_ROUNDS, Outcome, cut


@pytest.mark.slow
@pytest.mark.real
def test_what_two_do_over_a_line_that_is_cut_and_back_is_there_once():
    outcome = cut(QUICK_ROUNDS)
    assert outcome.faults == ()
    assert outcome.rounds == QUICK_ROUNDS
    assert all(outcome.happened[each] for each in ("asking", "answering", "silent", "line down"))


def test_what_was_cut_is_told_one_by_one():
    told = Outcome(1, 10, Counter({"silent": 3, "server killed": 1}), ()).describe()
    assert "| and cut without a word | 3 |" in told
    assert "| the server killed and started again | 1 |" in told
    assert "| and cut while answering | 0 |" in told
