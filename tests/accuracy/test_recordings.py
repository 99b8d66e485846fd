"""Accuracy on public recordings; skipped where they are not, but not in CI."""

import os
from pathlib import Path

import pytest

from benchmarks.accuracy import score_track

FOLDER = Path(
    os.environ.get("HYLLYKARTTA_RECORDINGS")
    or Path(__file__).resolve().parents[3] / "shared" / "data" / "positioning"
)
BARS = [
    ("hall_tags", "dev_walks", "causal", 2.2, 0.90),
    ("hall_tags", "dev_walks", "lag:3", 1.9, 0.90),
    ("hall_tags", "dev_walks", "smooth", 1.8, 0.85),
    ("library_hall", "dev_visits", "causal", 1.6, 0.90),
    ("crlb_arena", "dev_static", "causal", 0.25, 0.90),
    ("crlb_arena", "dev_walks", "causal", 1.0, 0.90),
    ("crlb_arena", "dev_walks", "smooth", 0.6, 0.90),
]


@pytest.fixture(scope="session")
def recordings():
    if not FOLDER.is_dir():
        message = f"{FOLDER} is no folder; set HYLLYKARTTA_RECORDINGS to the recordings."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return FOLDER


@pytest.mark.parametrize(("site", "track", "mode", "mean_m", "coverage"), BARS)
def test_recordings_are_located_as_well_as_promised(
    recordings, site, track, mode, mean_m, coverage
):
    (score,) = score_track(recordings, site, track, (mode,))
    assert score.answered == score.rows
    assert score.level_accuracy == 1.0
    assert score.mean_m is not None
    assert score.mean_m <= mean_m
    assert score.coverage is not None
    assert coverage <= score.coverage <= 0.995
