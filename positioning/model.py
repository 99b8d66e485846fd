"""Records of positioning: radios, sightings, fixes.

Lengths are metres in the site's frame, times are seconds on one clock of the caller's
choice, powers are dBm.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Covariance = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One packet of one radio heard by (or from) one subject."""

    time_s: float
    subject: str
    radio: str
    rssi_dbm: float
    device_model: str | None = None


@dataclass(frozen=True, slots=True)
class SiteRadio:
    """A radio as positioning sees it; ``measured_power_dbm`` is the RSSI expected at 1 m."""

    id: str
    level: str
    x_m: float
    y_m: float
    z_m: float | None = None
    measured_power_dbm: float | None = None


@dataclass(frozen=True, slots=True)
class SiteLevel:
    """One level of a site: an outline to stay in, where known."""

    id: str
    ordinal: int
    outline: tuple[tuple[float, float], ...] | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that cannot be walked through: a shelf, pillar, wall or piece of furniture."""

    level: str
    kind: str
    outline: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Occupancy:
    """A raster of one level: ``occupied[ix, iy]`` cannot be walked.

    ``origin_m`` is the lower left corner of cell [0, 0].
    """

    level: str
    occupied: NDArray[np.bool_]
    origin_m: tuple[float, float]
    cell_m: float


@dataclass(frozen=True, slots=True)
class PathLossModel:
    """Log-distance path loss with its noise; ``known`` when it was given and not guessed."""

    exponent: float = 2.5
    noise_sd_db: float = 4.0
    shadowing_sd_db: float = 5.0
    default_power_dbm: float = -59.0
    known: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """What a locator needs to know of a place.

    ``device_offsets_db`` is how much stronger than the radios' powers a device model hears
    (or is heard), as (model, dB), for the models that a survey knows. ``place_error_factor``
    is how much wider than the model's the error radius of one long look from one place is.
    ``obstacles`` and ``occupancy`` tell what cannot be walked, where that is known.
    """

    name: str
    levels: tuple[SiteLevel, ...]
    radios: tuple[SiteRadio, ...]
    model: PathLossModel = field(default_factory=PathLossModel)
    subject_height_m: float = 1.2
    device_offsets_db: tuple[tuple[str, float], ...] = ()
    place_error_factor: float = 1.5
    obstacles: tuple[Obstacle, ...] = ()
    occupancy: tuple[Occupancy, ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """One position with its covariance (m²) and the radius that holds the truth 95 times in 100."""

    time_s: float
    subject: str
    level: str
    x_m: float
    y_m: float
    covariance_m2: Covariance
    radius_95_m: float
