"""Scans of one place that were made in turns: someone stands for some, turns, stands for more.

What a subject's body and hand do lasts for all scans of one turn. Mixed, the scans of several
turns say more of a place than anyone hears who stands there once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_LEAST_SCANS = 6
_LEAST_PER_TURN = 3
_ROUNDS = 10
# Scans of which each meets the air anew differ, split in two, by what their scatter gives; by
# 1.6 times that where bodies of 2 dB turn between them. Surveys of an office and of a library,
# made in turns, have 2.5 and 14.
_LEAST_RATIO = 2.0


def came_in_turns(places: Sequence[Sequence[Mapping[str, float]]]) -> bool:
    """Tell whether scans of a survey were made in turns.

    The scans of each place are split in two by one half of the radios; the other half tells
    whether those two differ by more than scans of one turn do.

    Parameters
    ----------
    places : sequence of sequence of mapping of str to float
        Of each device at each place its scans: RSSI in dBm by radio.
    """
    apart, expected = 0.0, 0.0
    for scans in places:
        if len(scans) >= _LEAST_SCANS:
            readings = _tabulated(scans)
            is_late = _split(readings[:, ::2])
            own = [_compare(column, is_late) for column in readings[:, 1::2].T]
            apart += sum(each[0] for each in own)
            expected += sum(each[1] for each in own)
    return apart > _LEAST_RATIO * expected


def turns_of(scans: Sequence[Mapping[str, float]]) -> list[list[int]]:
    """Part the scans of one device at one place into the two turns in which they differ most.

    Parameters
    ----------
    scans : sequence of mapping of str to float
        RSSI in dBm by radio.

    Returns
    -------
    list of list of int
        Their numbers; turns of fewer than three scans are left out.

    Examples
    --------
    >>> here, there = {"a": -60.0, "b": -80.0}, {"a": -75.0, "b": -65.0}
    >>> turns_of([here, here, there, here, there, there])
    [[0, 1, 3], [2, 4, 5]]
    """
    if len(scans) < _LEAST_SCANS:
        return []
    is_other = _split(_tabulated(scans))
    is_other = is_other != is_other[0]
    turns = [np.flatnonzero(is_other == which).tolist() for which in (False, True)]
    return [turn for turn in turns if len(turn) >= _LEAST_PER_TURN]


def _tabulated(scans: Sequence[Mapping[str, float]]) -> FloatArray:
    """Readings as (scans, radios), NaN where a radio was missed."""
    radios = sorted({radio for scan in scans for radio in scan})
    return np.array([[scan.get(radio, np.nan) for radio in radios] for scan in scans])


def _split(readings: FloatArray) -> BoolArray:
    """Part scans in two: by the first principal component, then by the nearest mean."""
    heard = ~np.isnan(readings)
    means = np.where(heard, readings, 0.0).sum(axis=0) / np.maximum(heard.sum(axis=0), 1)
    gaps = np.where(heard, readings - means, 0.0)
    alike = gaps @ gaps.T / np.maximum(heard.astype(float) @ heard.T, 1.0)
    np.fill_diagonal(alike, 0.0)
    is_late = np.asarray(np.linalg.eigh(alike)[1][:, -1] > 0)
    for _ in range(_ROUNDS):
        squares = []
        for own in (~is_late, is_late):
            # Half a reading more at the mean: one scan alone is no turn.
            centre = gaps[own].sum(axis=0) / (heard[own].sum(axis=0) + 0.5)
            squares.append(np.where(heard, (gaps - centre) ** 2, 0.0).sum(axis=1))
        is_late = squares[1] < squares[0]
    return is_late


def _compare(column: FloatArray, is_late: BoolArray) -> tuple[float, float]:
    """Square of the gap between the means of two turns, and what scatter within them gives."""
    turns = [column[own & ~np.isnan(column)] for own in (is_late, ~is_late)]
    if min(len(turn) for turn in turns) < _LEAST_PER_TURN - 1:
        return 0.0, 0.0
    freedom = len(turns[0]) + len(turns[1]) - 2
    within = sum(float(turn.var() * len(turn)) for turn in turns) / freedom
    gap = float(turns[0].mean() - turns[1].mean())
    return gap**2, within * (1 / len(turns[0]) + 1 / len(turns[1]))
