import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positioning.evaluate import score_fixes
from positioning.recordings import Position
from positioning.rows import RecordingError


def truth_of(errors_m):
    return [Position(float(at), "s", "1", 0.0, 0.0) for at, _ in enumerate(errors_m)]


def fixes_of(errors_m, radii_m):
    return [
        Position(float(at), "s", "1", error_m, 0.0, radius_m)
        for at, (error_m, radius_m) in enumerate(zip(errors_m, radii_m, strict=True))
    ]


def score(errors_m, radii_m=None):
    return score_fixes(truth_of(errors_m), fixes_of(errors_m, radii_m or [None] * len(errors_m)))


def test_percentiles_lie_between_the_errors_as_numpy_puts_them():
    found = score([0.0, 1.0, 2.0, 3.0, 4.0])
    assert (found.mean_m, found.median_m, found.p75_m) == (2.0, 2.0, 3.0)
    assert (found.p90_m, found.p95_m) == (pytest.approx(3.6), pytest.approx(3.8))
    assert found.rms_m == pytest.approx(math.sqrt(6))


def test_an_error_is_the_distance_on_the_floor():
    found = score_fixes([Position(0, "s", "1", 1, 1)], [Position(0, "s", "2", 4, 5, 5)])
    assert (found.mean_m, found.coverage, found.level_accuracy) == (5.0, 1.0, 0.0)


def test_an_unnamed_level_is_a_wrong_one_but_an_unknown_truth_is_not_counted():
    truth = [Position(0, "s", "1", 0, 0), Position(1, "s", "", 0, 0), Position(2, "s", "1", 0, 0)]
    fixes = [Position(0, "s", "", 0, 0), Position(1, "s", "9", 0, 0), Position(2, "s", "1", 0, 0)]
    assert score_fixes(truth, fixes).level_accuracy == 0.5


def test_rows_without_a_place_or_a_fix_are_not_answered():
    truth = truth_of([0, 0, 0, 0])
    fixes = [Position(0.0, "s", "1", None, None, 3.0), Position(1.0, "s", "1", 1.0, 0.0)]
    found = score_fixes(truth, [*fixes, Position(1.0, "other", "1", 9.0, 9.0)])
    assert (found.rows, found.answered, found.answered_share, found.mean_m) == (4, 1, 0.25, 1.0)
    assert (found.radii, found.coverage, found.coverage_by_radius) == (0, None, None)


def test_nothing_answered_has_no_figures():
    found = score_fixes(truth_of([0.0]), [])
    assert (found.answered, found.mean_m, found.p95_m, found.rms_m) == (0, None, None, None)
    assert (found.level_accuracy, found.radius_median_m) == (None, None)


def test_coverage_is_also_told_by_the_size_of_the_radius():
    radii_m = [1.0, 9.0, 2.0, 5.0, 8.0, 4.0]
    errors_m = [1.5, 0.0, 1.0, 5.1, 8.0, 4.1]
    found = score(errors_m, radii_m)
    assert found.coverage_by_radius == (0.5, 0.0, 1.0)
    assert found.coverage == pytest.approx(0.5)
    assert found.radius_median_m == 4.5


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=3, max_size=60))
def test_coverage_is_the_mean_of_its_thirds_weighted_by_their_rows(pairs):
    errors_m, radii_m = zip(*pairs, strict=True)
    found = score(errors_m, list(radii_m))
    rows = [len(pairs) // 3 + (third < len(pairs) % 3) for third in range(3)]
    held = sum(share * each for share, each in zip(found.coverage_by_radius, rows, strict=True))
    assert held == pytest.approx(found.coverage * len(pairs))


@pytest.mark.parametrize("side", ["truth", "fixes"])
def test_two_rows_for_one_moment_are_refused(side):
    rows = {"truth": truth_of([0.0]), "fixes": truth_of([0.0])}
    rows[side] = [*rows[side], Position(0.0004, "s", "1", 1.0, 1.0)]
    with pytest.raises(RecordingError, match=f"{side}: second row for subject s"):
        score_fixes(rows["truth"], rows["fixes"])


def test_a_truth_without_a_place_is_refused():
    with pytest.raises(RecordingError, match="truth: subject s has no place at 3 s"):
        score_fixes([Position(3.0, "s", "1", None, 0.0)], [])
