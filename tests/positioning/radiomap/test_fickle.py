from __future__ import annotations

import numpy as np
import pytest

from positioning.radiomap.fickle import whole_scans

RADIOS = [f"b{number}" for number in range(16)]


def _stops(caught: list[float], seed: int = 1) -> dict[int, list[set[str]]]:
    """Thirty stops of as many scans, each of which hears so much of what can be heard."""
    rng = np.random.default_rng(seed)
    shares = rng.uniform(0.2, 1.0, (30, len(RADIOS)))
    return {
        stop: [
            {
                radio
                for radio, share in zip(RADIOS, each, strict=True)
                if rng.random() < part * share
            }
            or {RADIOS[0]}
            for part in caught
        ]
        for stop, each in enumerate(shares)
    }


def test_scans_that_miss_radios_by_chance_alone_count_whole() -> None:
    counted = whole_scans(_stops([1.0] * 10))
    assert np.mean([*counted.values()]) == pytest.approx(10.0, abs=0.3)


def test_scans_that_catch_less_count_as_parts() -> None:
    counted = whole_scans(_stops([1.0] * 5 + [0.2] * 5))
    assert np.mean([*counted.values()]) == pytest.approx(6.0, abs=0.7)


def test_a_single_scan_is_a_whole_one() -> None:
    assert whole_scans({"here": [{"a", "b"}], "there": [{"c"}]}) == {"here": 1.0, "there": 1.0}
