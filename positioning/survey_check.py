"""What a survey says about the radios of a site, and which radios it contradicts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.model import Site, SiteRadio
from positioning.pathloss import (
    MIN_DISTANCE_M,
    PathLossFit,
    SurveyRow,
    fit_path_loss,
    height_gap_m,
    is_possible_rssi,
)

FloatArray = NDArray[np.float64]

LEAST_PLACES = 8
# Positions found from surveys of recorded halls are off by 1 to 2 m themselves.
LEAST_MOVE_M = 4.0
# Log of the likelihood ratio; chance alone goes beyond it about once in 10,000 radios
# (half of a chi-squared variable with two degrees of freedom).
LEAST_EVIDENCE = 9.2
_STEP_M = 0.5
_MARGIN_M = 3.0
# Shadowing of places nearer than this is much the same, so they count as one.
_ALIKE_M = 2.0
_FREEDOM = 5.0


@dataclass(frozen=True, slots=True)
class RadioCheck:
    """One radio in the light of a survey.

    ``misfit_sd_db`` is how far the readings of places scatter about the fitted model. Where
    another position explains them much better, ``moved_to_m`` is that position.
    """

    radio: SiteRadio
    packets: int
    places: int
    power_dbm: float | None
    misfit_sd_db: float | None
    moved_to_m: tuple[float, float] | None = None

    @property
    def is_contradicted(self) -> bool:
        """Whether the radio seems to be elsewhere."""
        return self.moved_to_m is not None


@dataclass(frozen=True, slots=True)
class SurveyCheck:
    """A site in the light of its survey; ``unplaced`` radios were heard but have no position."""

    fit: PathLossFit | None
    radios: tuple[RadioCheck, ...]
    packets: int
    places: int
    unplaced: tuple[str, ...]


def check_survey(site: Site, survey: Sequence[SurveyRow]) -> SurveyCheck:
    """Fit path loss to a survey and test each radio's position against it.

    A position is contradicted where another one at least `LEAST_MOVE_M` away, on the same
    level and with a power of its own choice, makes the readings much likelier.

    Parameters
    ----------
    site : Site
        With the positions of the radios.
    survey : sequence of SurveyRow
        Packets heard at known places.

    Returns
    -------
    SurveyCheck
        Radios in the order of the site.
    """
    possible = [row for row in survey if is_possible_rssi(row.rssi_dbm)]
    fit = fit_path_loss(possible, site.radios, site.subject_height_m)
    placed = {radio.id for radio in site.radios}
    heard: dict[tuple[str, str], list[SurveyRow]] = {}
    for row in possible:
        heard.setdefault((row.radio, row.level), []).append(row)
    return SurveyCheck(
        fit=fit,
        radios=tuple(
            _check(each, heard.get((each.id, each.level), ()), fit, site.subject_height_m)
            for each in site.radios
        ),
        packets=len(survey),
        places=len({(row.level, row.x_m, row.y_m) for row in survey}),
        unplaced=tuple(sorted({row.radio for row in survey} - placed)),
    )


def _check(
    radio: SiteRadio, rows: Sequence[SurveyRow], fit: PathLossFit | None, subject_height_m: float
) -> RadioCheck:
    if fit is None or not rows:
        return RadioCheck(radio, 0, 0, None, None)
    places, mean_dbm = _average(rows, fit)
    gap_m = height_gap_m(radio, subject_height_m)
    stated = np.array([[radio.x_m, radio.y_m]])
    misfit_db = _misfits_db(stated, places, mean_dbm, gap_m, fit.model.exponent)[0]
    return RadioCheck(
        radio=radio,
        packets=len(rows),
        places=len(places),
        power_dbm=fit.powers_dbm[radio.id],
        misfit_sd_db=float(np.std(misfit_db)),
        moved_to_m=_find_better(stated[0], places, mean_dbm, gap_m, fit),
    )


def _average(rows: Sequence[SurveyRow], fit: PathLossFit) -> tuple[FloatArray, FloatArray]:
    """Give the places and the mean reading at each, as of a device without an offset."""
    readings: dict[tuple[float, float], list[float]] = {}
    for row in rows:
        offset_db = fit.offsets_db[row.device_model]
        readings.setdefault((row.x_m, row.y_m), []).append(row.rssi_dbm - offset_db)
    return np.array(list(readings)), np.array([np.mean(each) for each in readings.values()])


def _find_better(
    stated: FloatArray,
    places: FloatArray,
    mean_dbm: FloatArray,
    gap_m: float,
    fit: PathLossFit,
) -> tuple[float, float] | None:
    """Find a position that explains the readings much better, if there is one."""
    if len(places) < LEAST_PLACES:
        return None
    low, high = places.min(axis=0) - _MARGIN_M, places.max(axis=0) + _MARGIN_M
    axes = (np.arange(start, end + _STEP_M, _STEP_M) for start, end in zip(low, high, strict=True))
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    candidates = np.vstack([stated, grid])
    misfits_db = _misfits_db(candidates, places, mean_dbm, gap_m, fit.model.exponent)
    spread_db = math.hypot(fit.model.shadowing_sd_db, fit.model.noise_sd_db)
    likelihood = _log_likelihood(misfits_db / spread_db) * _independent_share(places)
    best = int(np.argmax(likelihood))
    is_far = math.dist(candidates[best], stated) >= LEAST_MOVE_M
    if not is_far or likelihood[best] - likelihood[0] < LEAST_EVIDENCE:
        return None
    return float(candidates[best, 0]), float(candidates[best, 1])


def _misfits_db(
    candidates: FloatArray,
    places: FloatArray,
    mean_dbm: FloatArray,
    gap_m: float,
    exponent: float,
) -> FloatArray:
    """Give reading minus model for each candidate and place, the power fitted to the median."""
    offsets_m = candidates[:, None, :] - places[None, :, :]
    distances_m = np.sqrt(np.sum(offsets_m**2, axis=-1) + gap_m**2)
    slopes_db = 10 * exponent * np.log10(np.maximum(distances_m, MIN_DISTANCE_M))
    powers_dbm = mean_dbm + slopes_db
    return np.asarray(powers_dbm - np.median(powers_dbm, axis=1, keepdims=True))


def _log_likelihood(scaled: FloatArray) -> FloatArray:
    """Sum Student's t over the places, so that a few odd ones do not decide."""
    return np.asarray(-(_FREEDOM + 1) / 2 * np.sum(np.log1p(scaled**2 / _FREEDOM), axis=1))


def _independent_share(places: FloatArray) -> float:
    squares = {tuple(each) for each in np.floor(places / _ALIKE_M).astype(int).tolist()}
    return len(squares) / len(places)
