"""How good fixes are: errors against the truth, as everybody who uses the format counts them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from positioning.recordings import Position


@dataclass(frozen=True, slots=True)
class Score:
    """Errors in metres over the answered rows; ``None`` where there is nothing to count.

    ``coverage`` is the share of answers whose error is within their 95 % radius.
    """

    rows: int
    answered: int
    mean_m: float | None
    median_m: float | None
    p90_m: float | None
    rms_m: float | None
    level_accuracy: float | None
    coverage: float | None


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

    Examples
    --------
    >>> there = Position(1.0, "tag", "1", 0.0, 0.0)
    >>> score_fixes([there], [Position(1.0, "tag", "1", 3.0, 4.0, 6.0)]).mean_m
    5.0
    """
    given = {_key(each): each for each in fixes}
    errors_m, levels, inside = [], [], []
    for true in truth:
        fix = given.get(_key(true))
        error_m = None if fix is None else _error_m(true, fix)
        if fix is None or error_m is None:
            continue
        errors_m.append(error_m)
        if true.level:
            levels.append(fix.level == true.level)
        if fix.radius_95_m is not None:
            inside.append(error_m <= fix.radius_95_m)
    return Score(
        rows=len(truth),
        answered=len(errors_m),
        mean_m=float(np.mean(errors_m)) if errors_m else None,
        median_m=float(np.median(errors_m)) if errors_m else None,
        p90_m=float(np.percentile(errors_m, 90)) if errors_m else None,
        rms_m=float(np.sqrt(np.mean(np.square(errors_m)))) if errors_m else None,
        level_accuracy=float(np.mean(levels)) if levels else None,
        coverage=float(np.mean(inside)) if inside else None,
    )


def _key(position: Position) -> tuple[str, int]:
    return position.subject, round(position.time_s * 1000)


def _error_m(true: Position, fix: Position) -> float | None:
    if true.x_m is None or true.y_m is None or fix.x_m is None or fix.y_m is None:
        return None
    return math.hypot(fix.x_m - true.x_m, fix.y_m - true.y_m)
