import dataclasses

import pytest

from api.branches import build_branch
from api.live.radios import RadioHealth
from api.pages.staff.live import _radio_row
from positioning.health import Place, Residual, note_residuals
from tests.support.plans import toy_plan


@pytest.mark.parametrize(
    ("health", "silent"),
    [
        (RadioHealth("r1"), False),
        (RadioHealth("r1", 3, 940.5, -80.0), False),
        (RadioHealth("r1", 3, 939.5, -80.0), True),
    ],
    ids=["never heard", "a minute ago", "longer ago"],
)
def test_a_radio_is_silent_only_when_it_was_heard_once(health, silent):
    plan = toy_plan()
    known = dataclasses.replace(health, radio=plan.radios[0].id)
    row = _radio_row(build_branch(plan), known, 1000.0, None, "fi")
    assert row.silent is silent


@pytest.mark.parametrize(
    ("off_db", "words"), [(-12.0, "12 dB too weakly"), (12.0, "12 dB too strongly"), (0.0, "")]
)
def test_a_radio_that_is_heard_wrongly_says_so_in_words(off_db, words):
    heard = RadioHealth("r1", 3, 999.0, -80.0)
    health = {"r1": heard}
    for second in range(200):
        place = Place("1", 3.0 * second, 0.0)
        others = [Residual(f"other{number}", 0.0, 5.0) for number in range(5)]
        residuals = [Residual("r1", off_db, 5.0), *others]
        health = note_residuals(health, float(second), place, residuals)
    row = _radio_row("1", health["r1"], 1000.0, None, "en")
    assert words in row.doubt
    assert bool(row.doubt) is bool(words)
