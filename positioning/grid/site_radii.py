"""How far the radii of standing subjects are off at a site, by its survey's own stops."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from positioning.grid.answer import summarise
from positioning.grid.forward import Ground
from positioning.grid.space import Space
from positioning.grid.standing import belief_of_scans
from positioning.grid.widening import SiteRadii
from positioning.radiomap.left_out import LeftOut
from positioning.radiomap.records import NoiseModel

# Mean error over 95 % radius if errors are normal: sqrt(π / 2) / sqrt(2 ln 20).
_MEAN_SHARE = math.sqrt(math.pi / 2) / math.sqrt(2 * math.log(20))
_LEAST_STOPS = 20


def site_radii(places: Iterable[LeftOut], noise: NoiseModel) -> SiteRadii | None:
    """Compare errors with radii at places of a survey that are left out.

    Parameters
    ----------
    places : iterable of LeftOut
    noise : NoiseModel
        As chosen for the site.

    Returns
    -------
    SiteRadii or None
        ``None`` where too few stops can be located.
    """
    found = [pair for place in places for pair in locate_stops(place, noise)]
    if len(found) < _LEAST_STOPS:
        return None
    return compare_radii(*np.array(found).T)


def compare_radii(errors_m: NDArray[np.float64], radii_m: NDArray[np.float64]) -> SiteRadii:
    """Tell how large radii are as a rule, and how large errors are beside them.

    Parameters
    ----------
    errors_m, radii_m : (n,) array
        Of answers with the radii of their beliefs.

    Examples
    --------
    >>> compare_radii(np.array([1.0, 2.0]), np.array([3.0, 3.0])).typical_m
    3.0
    """
    typical_m = float(np.median(radii_m))
    return SiteRadii(typical_m, float(np.mean(errors_m / radii_m)) / _MEAN_SHARE)


def locate_stops(place: LeftOut, noise: NoiseModel) -> Iterator[tuple[float, float]]:
    """Give error and radius of the belief for each stop at a place, in metres."""
    level = place.cells.level
    ground = Ground(Space({level: place.cells}), replace(place.radio_map, noise=noise))
    for stop in place.stops:
        belief = belief_of_scans(ground, stop.readings, stop.scans, stop.device_model, (level,))
        part = belief.parts[level]
        spot = summarise(part, part.places(), place.cells)
        yield math.hypot(spot.x_m - place.x_m, spot.y_m - place.y_m), spot.radius_m
