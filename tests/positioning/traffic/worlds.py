"""A small hall, walks through it and what is heard on them, made by the log-distance model."""

import math
from collections.abc import Sequence

import numpy as np

from positioning.model import PathLossModel, Sighting, Site, SiteLevel, SiteRadio
from positioning.pathloss import height_gap_m
from positioning.traffic.paths import Path

WIDTH_M, DEPTH_M = 12.0, 9.0
OUTLINE = ((0.0, 0.0), (WIDTH_M, 0.0), (WIDTH_M, DEPTH_M), (0.0, DEPTH_M))
CORNERS = ((1.0, 1.0), (11.0, 1.0), (11.0, 8.0), (1.0, 8.0), (6.0, 4.0), (11.0, 4.0))


def small_hall(measured_power_dbm: float | None = -59.0) -> Site:
    """Twelve radios on the ceiling of one level."""
    radios = tuple(
        SiteRadio(f"r{x}{y}", "0", 1.5 + 3.0 * x, 1.5 + 3.0 * y, 2.8, measured_power_dbm)
        for x in range(4)
        for y in range(3)
    )
    return Site("hall", (SiteLevel("0", 0, OUTLINE),), radios, PathLossModel())


def walk(seconds: int, start: int = 0) -> np.ndarray:
    """Places of a walk at 1 m/s from corner to corner, one a second, (seconds, 2)."""
    corners = [np.array(CORNERS[(start + each) % len(CORNERS)]) for each in range(12)]
    places = [corners[0]]
    for corner in corners[1:]:
        way = corner - places[-1]
        steps = max(1, round(float(np.hypot(*way))))
        places += [places[-1] + way / steps * (each + 1) for each in range(steps)]
    return np.array(places[:seconds])


def hear(
    site: Site,
    places: np.ndarray,
    rng: np.random.Generator,
    *,
    exponent: float = 2.5,
    noise_db: float = 3.0,
    offset_db: float = 0.0,
    subject: str = "a",
    per_second: int = 3,
    reach_m: float | None = None,
    device_model: str | None = "phone",
) -> list[Sighting]:
    """Packets along a walk; with a reach, radios are caught by a curve about it."""
    sightings = []
    for second, (x_m, y_m) in enumerate(places):
        for radio in site.radios:
            gap_m = height_gap_m(radio, site.subject_height_m)
            away_m = math.hypot(x_m - radio.x_m, y_m - radio.y_m, gap_m)
            power_dbm = -59.0 if radio.measured_power_dbm is None else radio.measured_power_dbm
            for packet in range(per_second):
                caught = 1.0 if reach_m is None else 1 / (1 + math.exp((away_m - reach_m) / 0.8))
                rssi_dbm = power_dbm + offset_db - 10 * exponent * math.log10(away_m)
                rssi_dbm += noise_db * rng.standard_normal()
                if rng.random() < caught:
                    time_s = second + packet / per_second
                    sightings.append(Sighting(time_s, subject, radio.id, rssi_dbm, device_model))
    return sightings


def true_paths(places: np.ndarray, steps: int) -> Sequence[Path]:
    """The walk itself in place of a drawn path."""
    return [Path(0.0, places[:steps])]
