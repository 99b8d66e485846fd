"""Sensor traces and the steps they tell of, for whoever writes the same in another language.

After a change that is meant, write them anew and read the difference:

    HYLLYKARTTA_GOLDEN=write pytest tests/positioning/motion/test_golden.py
"""

import dataclasses
import json
import math
import os
from pathlib import Path

import numpy as np
import pytest

from positioning.motion.records import MotionSamples
from positioning.motion.simulate import Leg, SimulatedPhone, simulate_walk
from positioning.motion.steps import motion_of_samples

GOLDEN = Path(__file__).parents[2] / "golden"
LEGS = [Leg(1.5, 0.0), Leg(2.5), Leg(0.6, turn_rad=1.2), Leg(2.0), Leg(2.0, 0.0)]
PHONES = {
    "flat": SimulatedPhone(rate_hz=25),
    "fused": SimulatedPhone(rate_hz=20, missing=("attitude",), gyro_bias_rads=(0.0, 0.01, 0.02)),
    "compass": SimulatedPhone(rate_hz=20, missing=("attitude", "rotation_rads")),
    "swinging": SimulatedPhone("swinging", rate_hz=25, missing=("attitude",)),
    "pocket": SimulatedPhone("pocket", rate_hz=25, mounting_rad=2.0),
    "accelerometer": SimulatedPhone(
        rate_hz=20, missing=("attitude", "rotation_rads", "magnetic_ut")
    ),
}
COLUMNS = ("acceleration_ms2", "rotation_rads", "magnetic_ut", "attitude")


def trace_of(name):
    """Samples as rows of numbers, null where something is missing."""
    samples = simulate_walk(LEGS, np.random.default_rng(8), PHONES[name], 0.5).samples
    table = np.column_stack([samples.time_s, *(getattr(samples, each) for each in COLUMNS)])
    table = table[table[:, 0] != 2.0]  # one sample is lost
    return [[None if math.isnan(v) else round(v, 3) for v in row] for row in table.tolist()]


def samples_of(trace):
    table = np.array(trace, dtype=float)
    return MotionSamples(table[:, 0], *np.split(table[:, 1:], [3, 6, 9], axis=1))


def told_of(trace):
    motion = motion_of_samples(samples_of(trace))
    return json.loads(json.dumps(dataclasses.asdict(motion)))


def write(name):
    trace = trace_of(name)
    rows = ",\n".join("  " + json.dumps(row, separators=(",", ":")) for row in trace)
    told = json.dumps(told_of(trace), indent=1)
    text = f'{{"samples": [\n{rows}\n ],\n "motion": {told}}}\n'
    (GOLDEN / f"motion-{name}.json").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", PHONES)
def test_recorded_traces_tell_of_the_same_steps_as_before(name):
    if os.environ.get("HYLLYKARTTA_GOLDEN") == "write":
        write(name)
    golden = json.loads((GOLDEN / f"motion-{name}.json").read_text(encoding="utf-8"))
    told = told_of(golden["samples"])
    assert len(told["steps"]) >= 8
    for kind, expected in golden["motion"].items():
        assert len(told[kind]) == len(expected)
        for one, other in zip(told[kind], expected, strict=True):
            assert one == pytest.approx(other, abs=1e-9)
