"""How noisy a site is, and what missed scans say there: by its own left-out places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from positioning.radiomap.left_out import LeftOut, Stop
from positioning.radiomap.records import NoiseModel, RadioMap
from positioning.radiomap.scans import missing_log_likelihood, readings_log_likelihood

FloatArray = NDArray[np.float64]

# What differs from day to day, no survey of one day shows: never less than is usual.
_LASTING_SD_DB = (3.0, 4.0, 5.0, 6.0, 7.0)
_MISSING_WEIGHTS = (0.05, 0.1, 0.25, 0.5)
_FAINT_PER_DB = (0.0, 0.01, 0.02)


def choose_noise(places: Iterable[LeftOut], noise: NoiseModel) -> NoiseModel:
    """Choose the noise that best finds left-out places.

    Single scans and some scans together of each place are located with what all other places
    teach, and the log-probability of where they truly were decides: first on the lasting noise
    and the weight of missed scans, then on how much wider faint readings scatter.

    Parameters
    ----------
    places : iterable of LeftOut
    noise : NoiseModel
        What is not chosen stays.

    Returns
    -------
    NoiseModel
        The same where no place is left out.
    """
    each = list(places)
    trials = [replace(noise, lasting_sd_db=value) for value in _LASTING_SD_DB]
    scores = _scores(each, trials, _MISSING_WEIGHTS)
    if not scores.any():
        return noise
    best, highest = np.unravel_index(int(np.argmax(scores.sum(axis=0))), scores.shape[1:])
    weight = _MISSING_WEIGHTS[_least_as_good(scores[:, best], int(highest))]
    chosen = replace(trials[best], missing_weight=weight)
    if noise.usual_dbm is None:
        return chosen
    trials = [replace(chosen, faint_per_db=value) for value in _FAINT_PER_DB]
    scores = _scores(each, trials, (chosen.missing_weight,))
    return trials[int(np.argmax(scores.sum(axis=0)))]


def _least_as_good(scores: FloatArray, best: int) -> int:
    """The first column that is not worse than the best by more than a standard error.

    What radios are missed differs from day to day more than a survey of one day shows.

    References
    ----------
    L. Breiman, J. H. Friedman, R. A. Olshen, C. J. Stone, Classification and Regression Trees,
    1984, sec. 3.4.3 (the one standard error rule).
    """
    behind = scores[:, [best]] - scores
    error = behind.std(axis=0) * math.sqrt(len(scores))
    return int(np.argmax(behind.sum(axis=0) <= error))


def _scores(
    places: Sequence[LeftOut], trials: Sequence[NoiseModel], weights: Sequence[float]
) -> FloatArray:
    """Log-probability of the true cell, (places, trials, weights), summed over stops."""
    scores = np.zeros((len(places), len(trials), len(weights)))
    for index, place in enumerate(places):
        built = [replace(place.radio_map, noise=trial) for trial in trials]
        for stop in place.stops:
            scores[index] += _score(built, place, stop, weights)
    return scores


def _score(
    built: Sequence[RadioMap], place: LeftOut, stop: Stop, weights: Sequence[float]
) -> FloatArray:
    """Log-probability of the true cell, (trials, weights)."""
    cells = place.cells
    inside = cells.passing > 0
    number = np.cumsum(inside.ravel()).reshape(inside.shape) - 1
    row, column = cells.cell_at(place.x_m, place.y_m)
    if not inside[row, column]:
        return np.zeros((len(built), len(weights)))
    prior = np.log(cells.passing[inside].astype(float))
    level = cells.level
    missing = missing_log_likelihood(
        built[0], level, stop.readings, stop.scans, stop.device_model, inside
    )
    scores = np.empty((len(built), len(weights)))
    for index, trial in enumerate(built):
        heard = readings_log_likelihood(trial, level, stop.readings, stop.device_model, inside)
        for weight_index, weight in enumerate(weights):
            log = prior + heard + weight * missing
            scores[index, weight_index] = log[number[row, column]] - np.logaddexp.reduce(log)
    return scores
