"""How good fixes are: errors against the truth, as everybody who uses the format counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.recordings import Position
from positioning.rows import RecordingError


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """The answered rows of a track.

    Parameters
    ----------
    rows : int
        How many rows were asked, answered or not.
    errors_m, radii_m : ndarray, shape (answered,)
        Horizontal error and 95 % radius; NaN where a fix has no radius.
    levels_right : ndarray of bool, shape (known,)
        Of the rows whose true level is known, which name it.
    """

    rows: int
    errors_m: NDArray[np.float64]
    radii_m: NDArray[np.float64]
    levels_right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Score:
    """Errors in metres over the answered rows; ``None`` where there is nothing to count.

    ``coverage`` is the share of answers whose error is within their 95 % radius,
    ``coverage_by_radius`` the same for the answers with the smallest, the middle and the
    largest third of the radii.
    """

    rows: int
    answered: int
    mean_m: float | None
    median_m: float | None
    p75_m: float | None
    p90_m: float | None
    p95_m: float | None
    rms_m: float | None
    level_accuracy: float | None
    coverage: float | None
    coverage_by_radius: tuple[float, float, float] | None
    radius_median_m: float | None
    radii: int

    @property
    def answered_share(self) -> float:
        """Share of the rows that have a place."""
        return self.answered / self.rows if self.rows else 0.0


def score_fixes(truth: Sequence[Position], fixes: Sequence[Position]) -> Score:
    """Score fixes against the truth.

    Rows are matched by subject and time, rounded to 1 ms. A row of the truth without a
    fix, or whose fix has no place, is not answered.

    Parameters
    ----------
    truth : sequence of Position
        With coordinates.
    fixes : sequence of Position
        In any order.

    Returns
    -------
    Score

    Raises
    ------
    RecordingError
        If a subject has two rows for the same time, or the truth has no place.

    Examples
    --------
    >>> there = Position(1.0, "tag", "1", 0.0, 0.0)
    >>> score_fixes([there], [Position(1.0, "tag", "1", 3.0, 4.0, 6.0)]).mean_m
    5.0
    """
    return score_answered(match_fixes(truth, fixes))


def match_fixes(truth: Sequence[Position], fixes: Sequence[Position]) -> Answered:
    """Find the fix of each row of the truth; parameters and errors as in `score_fixes`."""
    true_rows, given = _by_key("truth", truth), _by_key("fixes", fixes)
    for true in true_rows.values():
        if true.x_m is None or true.y_m is None:
            raise RecordingError(
                f"truth: subject {true.subject} has no place at {true.time_s:g} s."
            )
    pairs = [
        (true, given[key])
        for key, true in true_rows.items()
        if key in given and given[key].x_m is not None and given[key].y_m is not None
    ]
    places = np.array([(true.x_m, true.y_m, fix.x_m, fix.y_m) for true, fix in pairs], dtype=float)
    true_x_m, true_y_m, x_m, y_m = places.reshape(-1, 4).T
    return Answered(
        rows=len(true_rows),
        errors_m=np.hypot(x_m - true_x_m, y_m - true_y_m),
        radii_m=np.array([fix.radius_95_m for _, fix in pairs], dtype=float),
        levels_right=np.array([fix.level == true.level for true, fix in pairs if true.level], bool),
    )


def score_answered(answered: Answered) -> Score:
    """Count what has been matched."""
    errors_m = answered.errors_m
    mean_m, rms_m = _mean(errors_m), _mean(np.square(errors_m))
    median_m, p75_m, p90_m, p95_m = (_percentile(errors_m, each) for each in (50, 75, 90, 95))
    has_radius = ~np.isnan(answered.radii_m)
    radii_m = answered.radii_m[has_radius]
    order = np.argsort(radii_m, kind="stable")
    inside = (errors_m[has_radius] <= radii_m)[order]
    return Score(
        rows=answered.rows,
        answered=len(errors_m),
        mean_m=mean_m,
        median_m=median_m,
        p75_m=p75_m,
        p90_m=p90_m,
        p95_m=p95_m,
        rms_m=None if rms_m is None else float(np.sqrt(rms_m)),
        level_accuracy=_mean(answered.levels_right),
        coverage=_mean(inside),
        coverage_by_radius=_by_third(inside),
        radius_median_m=_percentile(radii_m, 50),
        radii=len(radii_m),
    )


def _by_third(inside: NDArray[np.bool_]) -> tuple[float, float, float] | None:
    if len(inside) < 3:
        return None
    low, middle, high = (float(np.mean(third)) for third in np.array_split(inside, 3))
    return low, middle, high


def _mean(values: NDArray[np.float64] | NDArray[np.bool_]) -> float | None:
    return float(np.mean(values)) if len(values) else None


def _percentile(values: NDArray[np.float64], percent: float) -> float | None:
    return float(np.percentile(values, percent)) if len(values) else None


def _by_key(name: str, positions: Sequence[Position]) -> dict[tuple[str, int], Position]:
    rows: dict[tuple[str, int], Position] = {}
    for each in positions:
        key = (each.subject, round(each.time_s * 1000))
        if key in rows:
            raise RecordingError(
                f"{name}: second row for subject {each.subject} at time_s {each.time_s:g} "
                "(times are compared at 1 ms)."
            )
        rows[key] = each
    return rows
