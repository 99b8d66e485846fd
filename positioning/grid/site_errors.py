"""How far off standing subjects are at a site beside what beliefs expect, by its survey."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from positioning.grid.answer import summarise
from positioning.grid.forward import Ground
from positioning.grid.space import Space
from positioning.grid.standing import belief_of_scans
from positioning.grid.widening import SiteErrors
from positioning.radiomap.left_out import LeftOut
from positioning.radiomap.records import NoiseModel

_LEAST_STOPS = 20


def site_errors(places: Sequence[LeftOut], noise: NoiseModel) -> SiteErrors | None:
    """Compare errors with what beliefs expect at places of a survey that are left out.

    Parameters
    ----------
    places : sequence of LeftOut
    noise : NoiseModel
        As chosen for the site.

    Returns
    -------
    SiteErrors or None
        ``None`` where too few stops can be located. A survey of one device does not tell of
        others; where there are several, each is located as if it were none of them.
    """
    if sum(len(place.stops) for place in places) < _LEAST_STOPS:
        return None
    devices = {stop.device_model for place in places for stop in place.stops}
    known = _error_ratio(places, noise, is_known=True)
    if len(devices) == 1:
        return SiteErrors(known, known)
    return SiteErrors(known, _error_ratio(places, noise, is_known=False))


def _error_ratio(places: Sequence[LeftOut], noise: NoiseModel, *, is_known: bool) -> float:
    found = [pair for place in places for pair in _locate_stops(place, noise, is_known)]
    return sum(error_m for error_m, _ in found) / sum(expected_m for _, expected_m in found)


def _locate_stops(
    place: LeftOut, noise: NoiseModel, is_known: bool
) -> Iterator[tuple[float, float]]:
    """Error and mean distance of the belief for each stop at a place, in metres."""
    level = place.cells.level
    ground = Ground(Space({level: place.cells}), replace(place.radio_map, noise=noise))
    for stop in place.stops:
        device_model = stop.device_model if is_known else None
        belief = belief_of_scans(ground, stop.readings, stop.scans, device_model, (level,))
        part = belief.parts[level]
        spot = summarise(part, part.places(), place.cells)
        yield math.hypot(spot.x_m - place.x_m, spot.y_m - place.y_m), spot.reach.mean_m
