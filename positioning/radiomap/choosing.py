"""How far to trust lasting noise and missed scans at a site: by its own left-out places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from positioning.grid.space import LevelCells, Space
from positioning.pathloss import SurveyRow
from positioning.radiomap.layers import layers_of
from positioning.radiomap.records import NoiseModel, RadioMap
from positioning.radiomap.scans import missing_log_likelihood, readings_log_likelihood
from positioning.radiomap.surveyed import SurveyFit

FloatArray = NDArray[np.float64]

_LASTING_SD_DB = (2.0, 3.0, 4.0)
_MISSING_WEIGHTS = (0.05, 0.1, 0.25, 0.5)
_MOST_FOLDS = 24
_LEAST_PLACES = 8
_SCANS_PER_DEVICE = 3
_SCANS_PER_STOP = 5
_CELL_M = 1.0


@dataclass(frozen=True, slots=True)
class _Stop:
    """Some scans of one device at one place."""

    device_model: str
    readings: dict[str, list[float]]
    scans: int


def choose_noise(
    fit: SurveyFit, survey: Sequence[SurveyRow], space: Space, noise: NoiseModel
) -> NoiseModel:
    """Choose the lasting noise and the weight of missed scans that best find left-out places.

    Each of some places is left out in turn; its single scans and some scans together are
    located with what all other places teach, and the log-probability of where they truly
    were decides.

    Parameters
    ----------
    fit : SurveyFit
    survey : sequence of SurveyRow
    space : Space
    noise : NoiseModel
        What is not chosen stays.

    Returns
    -------
    NoiseModel
        The same where the survey is not of scans at points or has too few of them.
    """
    trials = [replace(noise, lasting_sd_db=each) for each in _LASTING_SD_DB]
    scores = np.zeros((len(_LASTING_SD_DB), len(_MISSING_WEIGHTS)))
    for level, seen in fit.seen.items():
        if seen.scans is None or len(seen.places_m) < _LEAST_PLACES:
            continue
        cells = _coarse(space.levels[level])
        for place in _some(len(seen.places_m), _MOST_FOLDS):
            left_out = np.arange(len(seen.places_m)) == place
            around = Space({level: cells})
            left = layers_of(fit, around, noise, left_out)
            built = [replace(left, noise=trial) for trial in trials]
            x_m, y_m = (float(each) for each in seen.places_m[place])
            for stop in _stops(survey, level, x_m, y_m):
                scores += _score(built, cells, (x_m, y_m), stop)
    if not scores.any():
        return noise
    best, weight = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return replace(trials[best], missing_weight=_MISSING_WEIGHTS[weight])


def _score(
    built: Sequence[RadioMap], cells: LevelCells, truth_m: tuple[float, float], stop: _Stop
) -> FloatArray:
    """Log-probability of the true cell for each trial, (lasting, missing)."""
    inside = cells.passing > 0
    number = np.cumsum(inside.ravel()).reshape(inside.shape) - 1
    row, column = cells.cell_at(*truth_m)
    if not inside[row, column]:
        return np.zeros((len(built), len(_MISSING_WEIGHTS)))
    prior = np.log(cells.passing[inside].astype(float))
    level = cells.level
    missing = missing_log_likelihood(built[0], level, stop.readings, stop.scans, inside)
    scores = np.empty((len(built), len(_MISSING_WEIGHTS)))
    for index, trial in enumerate(built):
        heard = readings_log_likelihood(trial, level, stop.readings, stop.device_model, inside)
        for weight_index, weight in enumerate(_MISSING_WEIGHTS):
            log = prior + heard + weight * missing
            scores[index, weight_index] = log[number[row, column]] - np.logaddexp.reduce(log)
    return scores


def _stops(survey: Sequence[SurveyRow], level: str, x_m: float, y_m: float) -> Iterator[_Stop]:
    """Single scans, and several together, of each device at a place."""
    visits: dict[str, dict[str, list[SurveyRow]]] = {}
    for row in survey:
        if row.level == level and abs(row.x_m - x_m) + abs(row.y_m - y_m) < 1e-6:
            visits.setdefault(row.device_model, {}).setdefault(row.visit, []).append(row)
    for device_model, scans in visits.items():
        each = list(scans.values())
        groups = [[each[index]] for index in _some(len(each), _SCANS_PER_DEVICE)]
        together = [each[index] for index in _some(len(each), _SCANS_PER_STOP)]
        for group in [*groups, together]:
            readings: dict[str, list[float]] = {}
            for row in (row for scan in group for row in scan):
                readings.setdefault(row.radio, []).append(row.rssi_dbm)
            yield _Stop(device_model, readings, len(group))


def _some(count: int, most: int) -> list[int]:
    """Indices of at most so many of them, evenly."""
    step = max(count / most, 1.0)
    return [int(index * step) for index in range(min(count, most))]


def _coarse(cells: LevelCells) -> LevelCells:
    """The same level on cells of a metre."""
    step = max(round(_CELL_M / cells.cell_m), 1)
    rows, columns = (-(-size // step) for size in cells.shape)
    padded = np.zeros((rows * step, columns * step), dtype=np.float32)
    padded[: cells.shape[0], : cells.shape[1]] = cells.passing
    passing = padded.reshape(rows, step, columns, step).mean(axis=(1, 3))
    return LevelCells(cells.level, cells.origin_m, cells.cell_m * step, passing)
