"""From sightings to fixes: a pure fold, the same for live use, replay and recordings.

Sightings are gathered in steps of half a second. At the end of a step the locator turns
them, with the filter's prediction as prior, into a measurement of position and device
offset, and the Kalman filter takes that in at the mean time of the packets; the fix is
the prediction from there to the end of the step, so nothing lags.

Shadowing stays where it is: while a subject has hardly moved, a new packet repeats the
last one's error. Its variance therefore counts once in `TrackSettings.shadowing_memory_s`
and not once in every step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from positioning.filters import (
    FilterState,
    MotionModel,
    predict_state,
    start_state,
    update_state,
)
from positioning.fixes import keep_inside, state_fix
from positioning.gathering import (
    add_up,
    first_belief,
    is_far_from,
    level_strengths,
    make_readings,
)
from positioning.levels import add_evidence, settle_level
from positioning.locators.base import Estimate, Prior, Readings
from positioning.model import Fix, Sighting, Site
from positioning.pathloss import is_possible_rssi
from positioning.sites import prepare_site
from positioning.track import Counts, Track, TrackSettings

__all__ = [
    "STEP_S",
    "Counts",
    "Track",
    "TrackSettings",
    "advance",
    "fix_at",
    "observe_spot",
    "start_track",
]

STEP_S = 0.5

# Two looks closer together than this are one look.
_SHORTEST_S = 0.1
# After a minute of silence a subject may be anywhere.
_FORGET_S = 60.0
_CHECK_EVERY_S = 1.0
# 95 % of chi² with two degrees of freedom.
_DENIED_CHI2 = 6.0
_DOUBTS_TO_FORGET = 2
_LOCATED = [0, 1, 4]
_STILL = MotionModel(speed_sd_m_s=1e-3)
_UNMEASURED_OFFSET_SD_DB = 1000.0


def start_track(
    site: Site,
    subject: str,
    *,
    standing: bool = False,
    level: str | None = None,
    settings: TrackSettings | None = None,
) -> Track:
    """Start the track of a subject.

    Parameters
    ----------
    site : Site
        Where it is.
    subject : str
        Whose sightings will come.
    standing : bool
        Whether it is known to stand still all the time.
    level : str, optional
        The level, where it is known.
    settings : TrackSettings, optional
        Other than the usual ones.

    Returns
    -------
    Track
        Without a fix yet.
    """
    return Track(prepare_site(site), subject, settings or TrackSettings(), standing, level)


def advance(
    track: Track, sightings: Sequence[Sighting], until_s: float
) -> tuple[Track, tuple[Fix, ...]]:
    """Take in sightings and give the fixes of the steps that end by ``until_s``.

    Parameters
    ----------
    track : Track
        So far.
    sightings : sequence of Sighting
        Of this subject, in order of time, none after ``until_s``.
    until_s : float
        Everything up to and at this time has been given.

    Returns
    -------
    track : Track
    fixes : tuple of Fix
        At most one for each half second.

    Raises
    ------
    ValueError
        If the sightings are out of order, of another subject or after ``until_s``.
    """
    track = _take(track, sightings, until_s)
    fixes = []
    while (end := _next_step(track)) is not None and end * STEP_S <= until_s:
        track = replace(_close(track, end * STEP_S), steps=end)
        fix = _fix(track, end * STEP_S)
        if fix is not None:
            fixes.append(fix)
    return track, tuple(fixes)


def fix_at(track: Track, time_s: float) -> Fix | None:
    """Fix at any time from what the track has heard up to then, without changing it.

    Parameters
    ----------
    track : Track
        Advanced to ``time_s``.
    time_s : float
        When.

    Returns
    -------
    Fix or None
        ``None`` if nothing was heard yet.
    """
    return _fix(_close(track, time_s), time_s)


def observe_spot(
    track: Track, time_s: float, level: str, x_m: float, y_m: float, sigma_m: float
) -> Track:
    """Take in a place that is known from elsewhere: a scanned locator point, a kiosk.

    Parameters
    ----------
    track : Track
        So far.
    time_s : float
        When.
    level : str
        The level.
    x_m, y_m : float
        Where, metres.
    sigma_m : float
        Standard deviation per axis, metres, > 0.

    Returns
    -------
    Track
        On that level and near that place.

    Raises
    ------
    ValueError
        If ``sigma_m`` is not positive.
    """
    if sigma_m <= 0:
        raise ValueError(f"sigma_m is {sigma_m}; it must be positive.")
    motion = track.settings.motion
    if track.state is None or track.level != level:
        offset_db, offset_sd_db = track.site.device_offset_db(None)
        mean, covariance = np.array([x_m, y_m, offset_db]), _spot(sigma_m, offset_sd_db)
        state = start_state(time_s, mean, covariance, motion)
    else:
        before = predict_state(track.state, max(time_s, track.state.time_s), motion)
        measured = np.array([x_m, y_m, before.mean[4]])
        state = update_state(before, measured, _spot(sigma_m, _UNMEASURED_OFFSET_SD_DB))
    return replace(
        track,
        state=state,
        known_level=track.known_level and level,
        steps=math.floor(time_s / STEP_S) if track.steps is None else track.steps,
        heard_s=max(track.heard_s, time_s),
        evidence=settle_level(state.time_s, level),
        opening=(),
    )


def _spot(sigma_m: float, offset_sd_db: float) -> NDArray[np.float64]:
    return np.diag([sigma_m**2, sigma_m**2, offset_sd_db**2])


def _take(track: Track, sightings: Sequence[Sighting], until_s: float) -> Track:
    """Sort out what cannot be used, and keep the rest for the steps to come."""
    _check_order(track.subject, sightings, until_s)
    closed_s = -math.inf if track.steps is None else track.steps * STEP_S
    kept = []
    impossible = unknown = late = 0
    for each in sightings:
        if not is_possible_rssi(each.rssi_dbm):
            impossible += 1
        elif each.radio not in track.site.places:
            unknown += 1
        elif each.time_s < closed_s - track.settings.late_s:
            late += 1
        else:
            kept.append(each)
    before = track.counts
    counts = Counts(
        used=before.used + len(kept),
        impossible=before.impossible + impossible,
        unknown=before.unknown + unknown,
        late=before.late + late,
    )
    pending = sorted((*track.pending, *kept), key=lambda each: each.time_s)
    return replace(track, pending=tuple(pending), counts=counts)


def _check_order(subject: str, sightings: Sequence[Sighting], until_s: float) -> None:
    last_s = -math.inf
    for each in sightings:
        if each.subject != subject:
            raise ValueError(f'A sighting of "{each.subject}" was given to "{subject}".')
        if not last_s <= each.time_s <= until_s:
            raise ValueError(
                f"A sighting at {each.time_s} s is out of order: it must lie "
                f"between the one before ({last_s} s) and until_s ({until_s} s)."
            )
        last_s = each.time_s


def _next_step(track: Track) -> int | None:
    """The step to close next; silence is stepped over."""
    if track.steps is not None:
        following = track.steps + 1
        if track.pending and track.pending[0].time_s <= following * STEP_S:
            return following
        if track.state is not None and following * STEP_S <= track.heard_s + track.settings.hold_s:
            return following
    if track.pending:
        return math.ceil(track.pending[0].time_s / STEP_S)
    return None


def _close(track: Track, end_s: float) -> Track:
    """Take in the packets up to ``end_s``."""
    count = sum(1 for each in track.pending if each.time_s <= end_s)
    if not count:
        return track
    heard, later = track.pending[:count], track.pending[count:]
    now_s = max(end_s, track.evidence.time_s)
    evidence = add_evidence(track.evidence, now_s, level_strengths(track.site, heard))
    after = replace(
        track,
        pending=later,
        evidence=evidence,
        heard_s=max(track.heard_s, heard[-1].time_s),
    )
    if after.level != track.level:
        after = replace(after, state=None)
    return _stand(after, heard, end_s) if track.standing else _walk(after, heard, end_s)


def _walk(track: Track, heard: Sequence[Sighting], end_s: float) -> Track:
    """Let the filter take in one step's packets at their mean time."""
    here = [each for each in heard if track.site.places[each.radio][0] == track.level]
    if not here:
        return track
    since_s = end_s - track.settings.window_s
    recent = (*(each for each in track.recent if each.time_s > since_s), *here)
    track = _look_afresh(replace(track, recent=recent), end_s)
    if track.state is None or _is_lost(track, track.state, here):
        return _open(track, tuple(here), end_s)
    if track.opening and end_s - track.opening[0].time_s <= track.settings.opening_s:
        return _open(track, (*track.opening, *here), end_s)
    mean_s = max(_mean_s(here, end_s), track.state.time_s)
    passed_s = max(mean_s - track.state.time_s, _SHORTEST_S)
    repeats = max(1.0, track.settings.shadowing_memory_s / passed_s)
    state = predict_state(track.state, mean_s, track.settings.motion)
    return replace(track, state=_update(track, state, here, repeats), opening=())


def _mean_s(heard: Sequence[Sighting], end_s: float) -> float:
    return min(sum(each.time_s for each in heard) / len(heard), end_s)


def _is_lost(track: Track, state: FilterState, here: Sequence[Sighting]) -> bool:
    """Tell whether a state is too old or too far from the radios heard to go on from."""
    is_old = here[0].time_s > state.time_s + _FORGET_S
    return is_old or is_far_from(track.site, state.mean[:2], (each.radio for each in here))


def _open(track: Track, opening: tuple[Sighting, ...], end_s: float) -> Track:
    """Start anew from all packets of a young track: half a second of them can mislead."""
    belief = first_belief(track.site, (each.radio for each in opening), opening[0].device_model)
    state = start_state(_mean_s(opening, end_s), *belief, track.settings.motion)
    return replace(
        track, state=_update(track, state, opening, 1.0), opening=opening, checked_s=end_s, doubts=0
    )


def _look_afresh(track: Track, end_s: float) -> Track:
    """Once a second, forget the track's state if the last seconds alone keep denying it.

    Far from a radio its RSSI hardly depends on the place, and the device offset takes the
    blame for what is heard: a filter that once went wrong can stay wrong.
    """
    if track.state is None or track.opening or end_s - track.checked_s < _CHECK_EVERY_S:
        return track
    belief = first_belief(
        track.site, (each.radio for each in track.recent), track.recent[0].device_model
    )
    readings = make_readings(track.site, track.level or "", add_up(track.recent, {}), 1.0)
    fresh = _estimate(track, Prior(*belief), readings)
    away_m = fresh.mean[:2] - track.state.mean[:2]
    covariance = fresh.covariance[:2, :2] + track.state.covariance[:2, :2]
    is_denied = float(away_m @ np.linalg.solve(covariance, away_m)) > _DENIED_CHI2
    doubts = track.doubts + 1 if is_denied else 0
    if doubts < _DOUBTS_TO_FORGET:
        return replace(track, checked_s=end_s, doubts=doubts)
    return replace(track, checked_s=end_s, doubts=0, state=None)


def _stand(track: Track, heard: Sequence[Sighting], end_s: float) -> Track:
    """Average all packets so far: one long look from one place."""
    sums = add_up(heard, track.sums)
    here = {key: each for key, each in sums.items() if track.site.places[key][0] == track.level}
    if not here:
        return replace(track, sums=sums)
    state = start_state(end_s, *first_belief(track.site, here, heard[0].device_model), _STILL)
    readings = make_readings(track.site, track.level or "", here, 1.0)
    return replace(track, sums=sums, state=_take_in(track, state, readings))


def _update(
    track: Track, state: FilterState, heard: Sequence[Sighting], repeats: float
) -> FilterState:
    readings = make_readings(track.site, track.level or "", add_up(heard, {}), repeats)
    return _take_in(track, state, readings)


def _take_in(track: Track, state: FilterState, readings: Readings) -> FilterState:
    """Locate with the state as prior, and let the filter take in what the readings add."""
    prior = Prior(state.mean[_LOCATED], state.covariance[np.ix_(_LOCATED, _LOCATED)])
    estimate = _estimate(track, prior, readings)
    updated = update_state(state, estimate.measured, estimate.measured_covariance)
    return keep_inside(track, updated)


def _estimate(track: Track, prior: Prior, readings: Readings) -> Estimate:
    return track.settings.locator.locate(readings, track.site.site.model.exponent, prior)


def _fix(track: Track, time_s: float) -> Fix | None:
    if track.state is None:
        return None
    motion = _STILL if track.standing else track.settings.motion
    return state_fix(
        track, predict_state(track.state, max(time_s, track.state.time_s), motion), time_s
    )
