"""A site's model from its survey: powers, offsets, exponent, noise, and how far to trust them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from positioning.model import Sighting, Site
from positioning.pathloss import PathLossFit, SurveyRow, fit_path_loss
from positioning.tracking import advance, start_track

_FOLDS = 5
_LEAST_PLACES = 10
_FACTOR_LIMITS = (1.0, 3.0)

_Place = tuple[str, float, float]


def calibrate_site(site: Site, survey: Sequence[SurveyRow]) -> Site:
    """Fit a site's model to a survey.

    The path-loss fit says how packets scatter; how far positions go wrong is measured by
    leaving out a fifth of the places in turn, side by side so that none is next to a known
    one, and locating them with what the rest teaches.

    Parameters
    ----------
    site : Site
        With the positions of the radios.
    survey : sequence of SurveyRow
        Packets heard at known places.

    Returns
    -------
    Site
        The same radios with fitted powers; as it was if the model is known or the survey
        has no packet of its radios.
    """
    if site.model.known:
        return site
    fit = fit_path_loss(survey, site.radios, site.subject_height_m)
    if fit is None:
        return site
    fitted = _apply(site, fit)
    return replace(fitted, place_error_factor=_place_error_factor(fitted, survey))


def _apply(site: Site, fit: PathLossFit) -> Site:
    default_dbm = fit.model.default_power_dbm
    radios = tuple(
        replace(radio, measured_power_dbm=fit.powers_dbm.get(radio.id, default_dbm))
        for radio in site.radios
    )
    offsets = tuple(sorted(fit.offsets_db.items()))
    return replace(site, radios=radios, model=fit.model, device_offsets_db=offsets)


def _place_error_factor(site: Site, survey: Sequence[SurveyRow]) -> float:
    """How much wider than the model's the radii must be to hold 95 % of the left-out places."""
    places = sorted({(row.level, row.x_m, row.y_m) for row in survey})
    if len(places) < _LEAST_PLACES:
        return site.place_error_factor
    folds = {place: number * _FOLDS // len(places) for number, place in enumerate(places)}
    ratios: list[float] = []
    for fold in range(_FOLDS):
        outside = [row for row in survey if folds[row.level, row.x_m, row.y_m] == fold]
        inside = [row for row in survey if folds[row.level, row.x_m, row.y_m] != fold]
        fit = fit_path_loss(inside, site.radios, site.subject_height_m)
        if fit is not None:
            trial = replace(_apply(site, fit), place_error_factor=1.0)
            ratios += _error_ratios(trial, outside)
    if not ratios:
        return site.place_error_factor
    return float(np.clip(np.percentile(ratios, 95), *_FACTOR_LIMITS))


def _error_ratios(site: Site, survey: Sequence[SurveyRow]) -> list[float]:
    """Error over 95 % radius of each place and device, standing there."""
    visits: dict[tuple[str, _Place], list[Sighting]] = {}
    for row in survey:
        sighting = Sighting(0.0, "", row.radio, row.rssi_dbm, row.device_model)
        place = (row.level, row.x_m, row.y_m)
        visits.setdefault((row.device_model, place), []).append(sighting)
    ratios = []
    for (_, (level, x_m, y_m)), sightings in visits.items():
        track = start_track(site, "", standing=True, level=level)
        for fix in advance(track, sightings, 0.0)[1]:
            ratios.append(math.hypot(fix.x_m - x_m, fix.y_m - y_m) / fix.radius_95_m)
    return ratios
