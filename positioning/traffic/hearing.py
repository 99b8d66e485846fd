"""How far radios are heard: a curve through what scans along paths heard and missed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from positioning.model import Site
from positioning.pathloss import height_gap_m
from positioning.traffic.paths import Path
from positioning.traffic.records import Hearing
from positioning.traffic.tours import Tour

FloatArray = NDArray[np.float64]
Scans = tuple[FloatArray, NDArray[np.bool_]]

_BIN_M = 0.5
_BINS = 120
_MIDDLES_M: FloatArray = (np.arange(_BINS, dtype=np.float64) + 0.5) * _BIN_M
_LEAST_SHARE = 0.002
_LEAST_WEIGHT = 0.05
# Where distance does not matter, or nothing is known of it.
NO_HEARING_WEIGHT = 0.25
# What a curve must add to the log-likelihood of a flat line, per dispersion.
_LEAST_GAIN = 10.0
_DISPERSION_STEPS = 5


def fit_hearing(
    site: Site, tours: Sequence[Tour], paths: Sequence[Sequence[Path]]
) -> tuple[Hearing | None, float]:
    """Fit the chance of being heard in a scan of one second by distance.

    Parameters
    ----------
    site : Site
        Radios and levels.
    tours : sequence of Tour
        What was heard; steps that heard nothing at all are no scans.
    paths : sequence of sequence of Path
        As many for each tour.

    Returns
    -------
    hearing : Hearing or None
        ``None`` if distance does not matter, or nothing can be said.
    weight : float
        What a single miss is worth: one by the overdispersion of misses along a tour.
    """
    scans = [_scans(site, tour, drawn) for tour, drawn in zip(tours, paths, strict=True)]
    scans = [each for each in scans if each[0].size]
    if not scans:
        return None, NO_HEARING_WEIGHT
    tried, caught = np.zeros(_BINS), np.zeros(_BINS)
    for distance_m, heard in scans:
        bins = np.minimum(distance_m / _BIN_M, _BINS - 1).astype(np.intp).ravel()
        hits = np.broadcast_to(heard, distance_m.shape).ravel().astype(float)
        tried += np.bincount(bins, minlength=_BINS) / len(distance_m)
        caught += np.bincount(bins, hits, minlength=_BINS) / len(distance_m)
    hearing, gain = _curve(_MIDDLES_M, tried, caught)
    dispersion = _dispersion(scans, hearing)
    if gain / dispersion < _LEAST_GAIN:
        return None, NO_HEARING_WEIGHT
    return hearing, float(np.clip(1 / dispersion, _LEAST_WEIGHT, 1.0))


def _scans(site: Site, tour: Tour, paths: Sequence[Path]) -> Scans:
    """Distances (paths, steps, radios), and whether each was heard (steps, radios)."""
    radios = [radio for radio in site.radios if radio.level == tour.level]
    steps = [step for step, look in enumerate(tour.looks) if look]
    places = [(r.x_m, r.y_m, height_gap_m(r, site.subject_height_m)) for r in radios]
    x_m, y_m, gap_m = np.array(places).reshape(-1, 3).T
    xy_m = np.stack([path.xy_m[steps] for path in paths])[..., None]
    distance_m = np.hypot(np.hypot(xy_m[:, :, 0] - x_m, xy_m[:, :, 1] - y_m), gap_m)
    heard = [[radio.id in tour.looks[step] for radio in radios] for step in steps]
    return distance_m, np.array(heard, dtype=bool).reshape(len(steps), len(radios))


def _curve(middles_m: FloatArray, tried: FloatArray, caught: FloatArray) -> tuple[Hearing, float]:
    """The likeliest curve, and by how much it is likelier than a flat line."""

    def loss(parameters: FloatArray) -> float:
        hearing = _hearing(parameters)
        chance = np.clip(hearing.at(middles_m), _LEAST_SHARE, 1 - _LEAST_SHARE)
        return -float(caught @ np.log(chance) + (tried - caught) @ np.log(1 - chance))

    flat = float(np.clip(caught.sum() / tried.sum(), _LEAST_SHARE, 1 - _LEAST_SHARE))
    flat_loss = -float(caught.sum() * np.log(flat) + (tried - caught).sum() * np.log(1 - flat))
    mean_m = float(caught @ middles_m / max(caught.sum(), 1e-9))
    starts = [
        np.array([1.0, np.log(f * mean_m + 0.5), np.log(w)]) for f in (0.8, 1.5) for w in (1, 4)
    ]
    fits = [minimize(loss, start, method="Nelder-Mead") for start in starts]
    best = min(fits, key=lambda fit: float(fit.fun))
    return _hearing(best.x), flat_loss - float(best.fun)


def _hearing(parameters: FloatArray) -> Hearing:
    share, middle, width = parameters
    return Hearing(
        float(1 / (1 + np.exp(-share))),
        float(np.exp(np.clip(middle, -2.0, 6.0))),
        float(np.exp(np.clip(width, -2.0, 4.0))),
    )


def _dispersion(scans: Sequence[tuple[FloatArray, NDArray[np.bool_]]], hearing: Hearing) -> float:
    """How much more the counts of some steps scatter than independent scans would."""
    squares, expected = 0.0, 0.0
    for distance_m, heard in scans:
        chance = hearing.at(distance_m).mean(axis=0)
        blocks = max(1, len(heard) // _DISPERSION_STEPS)
        for rows in np.array_split(np.arange(len(heard)), blocks):
            mean = chance[rows].sum(axis=0)
            variance = (chance[rows] * (1 - chance[rows])).sum(axis=0)
            gap = heard[rows].sum(axis=0) - mean
            squares += float((gap**2).sum())
            expected += float(variance.sum())
    return max(squares / max(expected, 1e-9), 1.0)
