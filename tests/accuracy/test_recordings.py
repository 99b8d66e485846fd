"""Accuracy on public recordings; skipped where they are not, but not in CI."""

import os
from pathlib import Path

import pytest

from benchmarks.accuracy import score_track
from positioning.evaluating.honesty import judge_radii

FOLDER = Path(
    os.environ.get("HYLLYKARTTA_RECORDINGS")
    or Path(__file__).resolve().parents[3] / "shared" / "data" / "positioning"
)
# Mean error in metres.
BARS = [
    ("library_hall", "dev_scans", "causal", 1.46),
    ("library_hall", "dev_visits", "causal", 1.13),
    ("library_hall_8of24", "dev_scans", "causal", 2.16),
    ("library_hall_8of24", "dev_visits", "causal", 1.53),
    ("office", "dev_scans", "causal", 2.25),
    ("office", "dev_visits", "causal", 1.21),
    ("waldo_cells", "dev_scans", "causal", 1.62),
    ("hall_tags", "dev_walks", "causal", 1.20),
    ("hall_tags", "dev_walks", "lag:3", 0.90),
    ("hall_tags", "dev_walks", "smooth", 0.75),
    ("flat_tags", "dev_robot", "causal", 1.14),
    ("crlb_arena", "dev_static", "causal", 0.20),
    ("crlb_arena", "dev_walks", "causal", 0.72),
    ("crlb_arena", "dev_walks", "smooth", 0.41),
    ("semi_synthetic_walks", "dev_walks", "causal", 1.27),
    ("semi_synthetic_walks", "dev_walks", "smooth", 1.02),
]


@pytest.fixture(scope="session")
def recordings():
    if not FOLDER.is_dir():
        message = f"{FOLDER} is no folder; set HYLLYKARTTA_RECORDINGS to the recordings."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return FOLDER


@pytest.mark.parametrize(("site", "track", "mode", "mean_m"), BARS)
def test_recordings_are_located_as_well_as_promised(recordings, site, track, mode, mean_m):
    (score,) = score_track(recordings, site, track, (mode,))
    assert score.answered == score.rows
    assert score.level_accuracy == 1.0
    assert score.mean_m is not None
    assert score.mean_m <= mean_m
    assert judge_radii(score).is_honest
