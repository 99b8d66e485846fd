"""Constants of radii are chosen by what errors were."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.radii import BELIEVED, WALKING, Answers, Numbering, choose, describe, main
from positioning.grid.widening import Reach, Widening


def answers(mode, lag_s, factor):
    """Errors of normal beliefs that are wider than they believe by a factor."""
    rng = np.random.default_rng(4)
    sd_m = rng.uniform(0.5, 1.5, 4000)
    errors_m = factor * np.hypot(*rng.normal(0.0, sd_m, (2, len(sd_m))))
    radii_m = sd_m * np.sqrt(2 * np.log(20))
    reaches = tuple(Reach(radius, 0.48 * radius, radius) for radius in radii_m)
    return Answers("hall/walks", mode, lag_s, False, errors_m, reaches)


def test_the_factor_by_which_beliefs_are_too_sure_is_found():
    found = choose([answers("smooth", np.inf, 1.3), answers("lag:5", 5.0, 0.8)], WALKING)
    assert found.hindsight == pytest.approx(1.3, abs=0.05)
    assert found.lagged == pytest.approx(0.8, abs=0.05)


def test_what_is_believed_and_true_loses_least():
    honest = answers("smooth", np.inf, 1.0)
    assert honest.loss(BELIEVED) < honest.loss(Widening(hindsight=1.3))
    assert honest.loss(BELIEVED) < honest.loss(Widening(hindsight=0.7))


def test_thirds_that_hold_too_much_and_too_little_are_a_loss():
    even = answers("smooth", np.inf, 1.0)
    tilted = np.array([reach.radius_m for reach in even.reaches]) ** 2
    share = 0.95 * np.quantile(even.errors_m / tilted, 0.95)
    uneven = replace(even, reaches=tuple(Reach(share * each) for each in tilted))
    assert uneven.loss(BELIEVED) > even.loss(BELIEVED) + 1


def test_radii_beyond_the_errors_are_a_loss_however_honest():
    honest = answers("smooth", np.inf, 1.0)
    errors_m = honest.errors_m.copy()
    errors_m[::20] *= 100.0
    assert replace(honest, errors_m=errors_m).loss(Widening(hindsight=30.0)) >= 2


def test_answers_are_numbered_in_the_order_of_their_beliefs():
    numbering = Numbering()
    assert numbering.radius_m(Reach(3.0, 1.0), 0.0) == 1.0
    assert numbering.standing_radius_m(Reach(5.0), 0.8) == 2.0
    assert numbering.reaches == [Reach(3.0, 1.0), Reach(5.0)]
    assert numbering.ratios == [None, 0.8]


def test_a_row_tells_how_many_radii_hold():
    track, mode, rows, held, *_ = describe(answers("smooth", np.inf, 1.0), BELIEVED)
    assert (track, mode, rows) == ("hall/walks", "smooth", "4000")
    assert float(held) == pytest.approx(95.0, abs=1.0)


def test_without_recordings_it_says_what_to_set(capsys):
    assert main([], {}) == 2
    assert "HYLLYKARTTA_RECORDINGS" in capsys.readouterr().err
