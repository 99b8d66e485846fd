from __future__ import annotations

import numpy as np

from positioning.pathloss import SurveyRow
from positioning.radiomap.observations import gather, is_under_way


def _row(visit: str, radio: str, rssi_dbm: float, x_m: float, time_s: float = 0.0) -> SurveyRow:
    return SurveyRow(visit, "one", radio, rssi_dbm, "0", x_m, 1.0, time_s)


def test_scans_are_counted_by_place_and_device() -> None:
    rows = [_row("1", "a", -60, 1.0), _row("2", "a", -64, 1.0), _row("2", "b", -80, 1.0)]
    seen = gather([*rows, _row("3", "b", -70, 5.0)], ("a", "b"), ("one",), 0.5)
    assert seen.scans is not None
    assert seen.scans.tolist() == [[2.0], [1.0]]
    assert seen.mean_dbm.tolist() == [-62.0, -80.0, -70.0]
    assert seen.squares_db2.tolist() == [8.0, 0.0, 0.0]


def test_a_long_stop_is_no_scan_so_silence_there_counts_for_nothing() -> None:
    rows = [_row("1", "a", -60 - n % 3, 1.0, 0.5 * n) for n in range(60)]
    seen = gather(rows, ("a", "b"), ("one",), 0.5)
    assert seen.scans is None
    assert not seen.under_way
    assert seen.count.tolist() == [60.0]


def test_a_walk_is_binned_and_a_second_pass_is_an_observation_of_its_own() -> None:
    first = [_row(str(n), "a", -60.0, 0.1 * n, 0.2 * n) for n in range(30)]
    second = [_row(f"x{n}", "a", -66.0, 0.1 * n, 500 + 0.2 * n) for n in range(30)]
    assert is_under_way([*first, *second])
    seen = gather([*first, *second], ("a",), ("one",), 0.5)
    assert seen.under_way
    assert len(seen.mean_dbm) == 12
    assert sorted(set(seen.mean_dbm.tolist())) == [-66.0, -60.0]
    assert np.ptp(seen.places_m[:, 0]) < 2.9


def test_scans_without_times_at_points_are_not_a_walk() -> None:
    assert not is_under_way([_row(str(n), "a", -60.0, float(n % 20)) for n in range(100)])
