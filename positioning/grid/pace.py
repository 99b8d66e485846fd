"""How fast subjects go: as people do, or as slowly as the survey of a site was driven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from positioning.grid.modes import WalkModel
from positioning.pathloss import SurveyRow
from positioning.radiomap.lasting import drives_of
from positioning.radiomap.observations import is_under_way

FloatArray = NDArray[np.float64]

_WINDOW_S = 1.0
_LEAST_WINDOWS = 60
_FASTEST_PERCENTILE = 95.0
# Surveys are made with care: who is located later may go so much faster.
_HASTE = 1.5
_SLOWEST = 0.2


def walk_of_survey(survey: Sequence[SurveyRow], walk: WalkModel) -> WalkModel:
    """Slow a walk model down where a survey was made under way by something slower than people.

    A tag on a robot or a trolley that creeps is not lost in the noise of a map that a walker
    could cross meanwhile.

    Parameters
    ----------
    survey : sequence of SurveyRow
        Of one or more levels.
    walk : WalkModel
        How people walk.

    Returns
    -------
    WalkModel
        All its speeds times one factor of at most 1; the same where the survey was made by
        stopping at points, is too short to tell, or was walked.
    """
    speeds_m_s = [np.empty(0)]
    for level in sorted({row.level for row in survey}):
        rows = [row for row in survey if row.level == level]
        if is_under_way(rows):
            speeds_m_s += [_speeds_m_s(drive) for drive in drives_of(rows)]
    pooled = np.concatenate(speeds_m_s)
    if len(pooled) < _LEAST_WINDOWS:
        return walk
    fastest_m_s = _HASTE * float(np.percentile(pooled, _FASTEST_PERCENTILE))
    factor = float(np.clip(fastest_m_s / max(walk.speeds_m_s), _SLOWEST, 1.0))
    return replace(
        walk,
        drift_m=factor * walk.drift_m,
        speeds_m_s=tuple(factor * speed for speed in walk.speeds_m_s),
        spread_m=factor * walk.spread_m,
    )


def _speeds_m_s(drive: Sequence[SurveyRow]) -> FloatArray:
    """How fast one drive went, second by second, where it was heard in both of its ends."""
    times_s, first = np.unique([row.time_s for row in drive], return_index=True)
    x_m, y_m = (np.array([value[at] for at in first]) for value in _columns(drive))
    at_s = np.arange(times_s[0], times_s[-1], _WINDOW_S)
    nearest = np.clip(np.searchsorted(times_s, at_s), 0, len(times_s) - 1)
    is_near = np.abs(times_s[nearest] - at_s) < _WINDOW_S
    gone_m = np.hypot(
        np.diff(np.interp(at_s, times_s, x_m)), np.diff(np.interp(at_s, times_s, y_m))
    )
    return np.asarray(gone_m[is_near[1:] & is_near[:-1]] / _WINDOW_S)


def _columns(drive: Sequence[SurveyRow]) -> tuple[list[float], list[float]]:
    return [row.x_m for row in drive], [row.y_m for row in drive]
