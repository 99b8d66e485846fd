"""A locator of the kind that home automation uses: Nelder-Mead on distances, then Kalman.

Packets are averaged per radio over some seconds, turned into distances, and the place whose
distances to the radios fit best, near ones above all, is sought by Nelder and Mead's simplex;
a constant-velocity Kalman filter takes out the jumps. The level is that of the strongest radio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from positioning.filters import Glide, glide, start_glide
from positioning.model import Fix, Sighting, Site, SiteRadio
from positioning.pathloss import distance_m, height_gap_m, radio_power_dbm

MEMORY_S = 3.0
MEASURED_SD_M = 2.5
LEAST_RADIOS = 3


@dataclass(frozen=True, slots=True)
class PeerTrack:
    """What is kept of one subject."""

    site: Site
    radios: dict[str, SiteRadio]
    subject: str
    recent: tuple[Sighting, ...] = ()
    level: str | None = None
    smoothed: Glide | None = None
    time_s: float = 0.0


def start_peer(site: Site, subject: str) -> PeerTrack:
    return PeerTrack(site, {radio.id: radio for radio in site.radios}, subject)


def advance_peer(
    track: PeerTrack, heard: Sequence[Sighting], until_s: float
) -> tuple[PeerTrack, tuple[Fix, ...]]:
    """Locate once at the end of a step."""
    recent = tuple(each for each in (*track.recent, *heard) if each.time_s > until_s - MEMORY_S)
    track = replace(track, recent=recent)
    means = mean_dbm(recent)
    if not means:
        return track, ()
    level = track.radios[max(means, key=lambda radio: means[radio])].level
    here = [(track.radios[radio], rssi) for radio, rssi in means.items()]
    here = [(radio, rssi) for radio, rssi in here if radio.level == level]
    if len(here) < LEAST_RADIOS:
        return track, ()
    x_m, y_m = locate(track.site, here)
    noise_m2 = MEASURED_SD_M**2
    covariance = ((noise_m2, 0.0), (0.0, noise_m2))
    fix = Fix(until_s, track.subject, level, x_m, y_m, covariance, 2.45 * MEASURED_SD_M)
    begins = track.smoothed is None or level != track.level
    smoothed = (
        start_glide(fix)
        if begins or track.smoothed is None
        else glide(track.smoothed, fix, until_s - track.time_s)
    )
    x_m, y_m = smoothed.mean[:2].tolist()
    after = replace(track, level=level, smoothed=smoothed, time_s=until_s)
    return after, (replace(fix, x_m=x_m, y_m=y_m),)


def mean_dbm(recent: Sequence[Sighting]) -> dict[str, float]:
    sums: dict[str, list[float]] = {}
    for each in recent:
        sums.setdefault(each.radio, []).append(each.rssi_dbm)
    return {radio: sum(values) / len(values) for radio, values in sums.items()}


def locate(site: Site, here: Sequence[tuple[SiteRadio, float]]) -> tuple[float, float]:
    places_m = np.array([(radio.x_m, radio.y_m) for radio, _ in here])
    gaps_m = np.array([height_gap_m(radio, site.subject_height_m) for radio, _ in here])
    wanted_m = np.array(
        [
            distance_m(rssi, radio_power_dbm(radio, site.model), site.model.exponent)
            for radio, rssi in here
        ]
    )
    weights = 1 / wanted_m**2

    def cost(place_m: np.ndarray) -> float:
        squares = ((places_m - place_m) ** 2).sum(axis=1) + gaps_m**2
        return float(weights @ (np.sqrt(squares) - wanted_m) ** 2)

    start_m = weights @ places_m / weights.sum()
    found = minimize(cost, start_m, method="Nelder-Mead", options={"xatol": 0.05, "fatol": 1e-3})
    return float(found.x[0]), float(found.x[1])
