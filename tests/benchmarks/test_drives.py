"""Pieces of a survey are scored together."""

import numpy as np
import pytest

from benchmarks.drives import STRETCH_ROWS, count_honest, describe, main, pool
from positioning.evaluate import Answered


def test_pieces_are_scored_by_their_rows():
    long = Answered(30, np.full(30, 1.0), np.linspace(2.0, 3.0, 30), np.ones(30, dtype=bool))
    short = Answered(6, np.full(6, 4.0), np.linspace(2.0, 3.0, 6), np.ones(6, dtype=bool))
    score = pool([long, short])
    assert score.coverage == pytest.approx(30 / 36)
    assert score.mean_m == pytest.approx(1.5)
    assert describe("flat", "smooth", score)[:4] == ["flat", "smooth", "36", "83.3"]


def test_stretches_are_judged_as_drives_are_and_with_the_best_of_factors():
    draw = np.random.default_rng(3)
    errors_m = np.hypot(draw.normal(size=STRETCH_ROWS), draw.normal(size=STRETCH_ROWS))
    known = np.ones(STRETCH_ROWS, dtype=bool)
    radii_m = np.full(STRETCH_ROWS, 2.4477) * draw.uniform(0.95, 1.05, STRETCH_ROWS)
    good = Answered(STRETCH_ROWS, errors_m, radii_m, known)
    vague = Answered(STRETCH_ROWS, errors_m, 1.5 * radii_m, known)
    assert count_honest([good]) == (1, 1, 1)
    assert count_honest([vague]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("names", "environment"), [([], {"HYLLYKARTTA_RECORDINGS": "x"}), (["flat"], {})]
)
def test_without_sites_or_recordings_it_says_what_to_give(names, environment, capsys):
    assert main(names, environment) == 2
    assert "HYLLYKARTTA_RECORDINGS" in capsys.readouterr().err
