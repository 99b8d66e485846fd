"""From the state of a track to a fix: inside the outline, with an honest radius."""

from __future__ import annotations

from dataclasses import replace

from positioning.filters import FilterState
from positioning.model import Covariance, Fix
from positioning.track import Track
from positioning.uncertainty import radius_95_m

# Residuals of neighbouring radios go together, which the fitted models do not know.
_WALKING_DOUBT = 1.07


def keep_inside(track: Track, state: FilterState) -> FilterState:
    """Bring a state back to its level's outline, so that it does not run away behind a wall.

    Parameters
    ----------
    track : Track
        Tells site and level.
    state : FilterState
        Of the track.

    Returns
    -------
    FilterState
        Moved to the nearest point of the outline if it lay outside.
    """
    table = track.site.tables.get(track.level or "")
    if table is None or table.area is None:
        return state
    mean = state.mean.copy()
    mean[:2] = table.area.nearest(mean[0], mean[1])
    return replace(state, mean=mean)


def state_fix(track: Track, state: FilterState, time_s: float) -> Fix:
    """Make the fix that a state of a track stands for, inside the level's outline.

    Parameters
    ----------
    track : Track
        Whose state it is; gives the level.
    state : FilterState
        The track's own, or one smoothed later.
    time_s : float
        Time of the fix.

    Returns
    -------
    Fix
        With the covariance widened by what the site's model leaves out.
    """
    x_m, y_m = keep_inside(track, state).mean[:2].tolist()
    widening = _doubt(track) ** 2
    (xx, xy), (_, yy) = (state.covariance[:2, :2] * widening).tolist()
    covariance: Covariance = ((xx, xy), (xy, yy))
    return Fix(
        time_s, track.subject, track.level or "", x_m, y_m, covariance, radius_95_m(covariance)
    )


def _doubt(track: Track) -> float:
    """How much wider than the filter's own the radii of a guessed or fitted model must be."""
    if track.site.site.model.known:
        return 1.0
    is_one_look = track.standing or track.opening
    return track.site.site.place_error_factor if is_one_look else _WALKING_DOUBT
