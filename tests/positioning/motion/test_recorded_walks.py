"""Steps against the marks of recorded walks; skipped where they are not, but not in CI."""

import csv
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from positioning.motion.reading import read_motion
from positioning.motion.steps import steps_of_motion

FOLDER = Path(
    os.environ.get("HYLLYKARTTA_RECORDINGS")
    or Path(__file__).resolve().parents[4] / "shared" / "data" / "positioning"
)
TRACK = FOLDER / "semi_synthetic_walks" / "tracks" / "dev_walks"


@pytest.fixture(scope="module")
def walks():
    """Marks and the steps between them, as complex metres, of each walk with five marks."""
    if not TRACK.is_dir():
        message = f"{TRACK} is no folder; set HYLLYKARTTA_RECORDINGS to the recordings."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    motion = read_motion({"motion.csv.gz": (TRACK / "motion.csv.gz").read_bytes()})
    marks = {}
    with (TRACK / "truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = complex(float(row["x_m"]), float(row["y_m"]))
            marks.setdefault(row["subject"], []).append((float(row["time_s"]), place))
    return [walked(motion[who], rows) for who, rows in marks.items() if len(rows) >= 5]


def walked(samples, marks):
    times_s, places = map(np.array, zip(*marks, strict=True))
    steps = steps_of_motion(samples)
    ends = np.array([each.time_s for each in steps])
    moved = np.array([each.length_m * np.exp(1j * each.heading_rad) for each in steps])
    between = pairwise(times_s)
    return np.diff(places), np.array([moved[(a < ends) & (ends <= b)].sum() for a, b in between])


def turned_and_stretched(truth, told):
    """The one factor by which the steps follow the marks best."""
    return np.vdot(told, truth) / np.vdot(told, told)


def test_the_bearing_of_a_phone_in_the_hand_is_off_by_some_ten_degrees(walks):
    bias_deg = [np.degrees(np.angle(turned_and_stretched(*each))) for each in walks]
    assert np.std(bias_deg) < 14
    assert np.max(np.abs(bias_deg)) < 35


def test_steps_are_as_long_as_they_were_within_a_tenth(walks):
    scales = [abs(turned_and_stretched(*each)) for each in walks]
    assert np.mean(scales) == pytest.approx(1.0, abs=0.08)
    assert np.std(scales) < 0.10


def test_steps_alone_stay_within_a_metre_in_ten_of_the_walk(walks):
    shares = []
    for truth, told in walks:
        away = np.abs(np.cumsum(truth - turned_and_stretched(truth, told) * told))
        shares.append(away.mean() / np.abs(truth).sum())
    assert np.median(shares) < 0.06
    assert np.max(shares) < 0.15
