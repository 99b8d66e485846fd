"""How far to trust lasting noise and missed scans at a site: by its own left-out places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from positioning.radiomap.left_out import LeftOut, Stop
from positioning.radiomap.records import NoiseModel, RadioMap
from positioning.radiomap.scans import missing_log_likelihood, readings_log_likelihood

FloatArray = NDArray[np.float64]

_LASTING_SD_DB = (2.0, 3.0, 4.0, 5.0)
_MISSING_WEIGHTS = (0.05, 0.1, 0.25, 0.5)


def choose_noise(places: Iterable[LeftOut], noise: NoiseModel) -> NoiseModel:
    """Choose the lasting noise and the weight of missed scans that best find left-out places.

    Single scans and some scans together of each place are located with what all other places
    teach, and the log-probability of where they truly were decides.

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
    trials = [replace(noise, lasting_sd_db=each) for each in _LASTING_SD_DB]
    scores = np.zeros((len(_LASTING_SD_DB), len(_MISSING_WEIGHTS)))
    for place in places:
        built = [replace(place.radio_map, noise=trial) for trial in trials]
        for stop in place.stops:
            scores += _score(built, place, stop)
    if not scores.any():
        return noise
    best, weight = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return replace(trials[best], missing_weight=_MISSING_WEIGHTS[weight])


def _score(built: Sequence[RadioMap], place: LeftOut, stop: Stop) -> FloatArray:
    """Log-probability of the true cell for each trial, (lasting, missing)."""
    cells = place.cells
    inside = cells.passing > 0
    number = np.cumsum(inside.ravel()).reshape(inside.shape) - 1
    row, column = cells.cell_at(place.x_m, place.y_m)
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
