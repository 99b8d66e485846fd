"""Accuracy on public recordings; skipped where they are not, but not in CI."""

import os
from pathlib import Path

import pytest

from benchmarks.accuracy import score_track

FOLDER = Path(
    os.environ.get("HYLLYKARTTA_RECORDINGS")
    or Path(__file__).resolve().parents[3] / "shared" / "data" / "positioning"
)
# Mean error in metres and the least and greatest coverage of the 95 % radius.
BARS = [
    ("library_hall", "dev_scans", "causal", 1.46, 0.92, 0.98),
    ("library_hall", "dev_visits", "causal", 1.13, 0.85, 1.0),
    ("library_hall_8of24", "dev_scans", "causal", 2.16, 0.92, 0.98),
    ("library_hall_8of24", "dev_visits", "causal", 1.53, 0.85, 1.0),
    ("office", "dev_scans", "causal", 2.25, 0.92, 0.98),
    ("office", "dev_visits", "causal", 1.21, 0.77, 1.0),
    ("waldo_cells", "dev_scans", "causal", 1.62, 0.92, 0.98),
    ("hall_tags", "dev_walks", "causal", 1.20, 0.92, 0.98),
    ("hall_tags", "dev_walks", "lag:3", 0.90, 0.92, 0.98),
    ("hall_tags", "dev_walks", "smooth", 0.75, 0.92, 0.98),
    ("flat_tags", "dev_robot", "causal", 1.14, 0.92, 0.98),
    ("crlb_arena", "dev_static", "causal", 0.20, 0.90, 1.0),
    ("crlb_arena", "dev_walks", "causal", 0.72, 0.92, 0.98),
    ("crlb_arena", "dev_walks", "smooth", 0.41, 0.92, 0.98),
    ("semi_synthetic_walks", "dev_walks", "causal", 1.27, 0.92, 0.98),
    ("semi_synthetic_walks", "dev_walks", "smooth", 1.02, 0.92, 0.98),
]


@pytest.fixture(scope="session")
def recordings():
    if not FOLDER.is_dir():
        message = f"{FOLDER} is no folder; set HYLLYKARTTA_RECORDINGS to the recordings."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return FOLDER


@pytest.mark.parametrize(("site", "track", "mode", "mean_m", "least", "greatest"), BARS)
def test_recordings_are_located_as_well_as_promised(
    recordings, site, track, mode, mean_m, least, greatest
):
    (score,) = score_track(recordings, site, track, (mode,))
    assert score.answered == score.rows
    assert score.level_accuracy == 1.0
    assert score.mean_m is not None
    assert score.mean_m <= mean_m
    assert score.coverage is not None
    assert least <= score.coverage <= greatest
