"""What a live track is told beside radios: steps, and places with an error of their own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from positioning.grid.live_belief import trim
from positioning.grid.live_gait import note_steps, steps_in_plan
from positioning.grid.live_ground import STEP_S
from positioning.grid.live_places import Spot, weigh_spots
from positioning.grid.live_state import LiveTrack, held_until_s, offset_db_of
from positioning.model import Fix
from positioning.motion.records import StepEvent
from positioning.uncertainty import radius_95_m

__all__ = [
    "CERTAIN_DOUBT",
    "Spot",
    "observe_places",
    "observe_spot",
    "observe_steps",
    "steps_in_plan",
]

# Labels and kiosks are where the plan has them, and who uses them is there.
CERTAIN_DOUBT = 1e-4


def observe_steps(
    track: LiveTrack, steps: Sequence[StepEvent], from_s: float, until_s: float
) -> LiveTrack:
    """Take in what a subject's motion sensors tell: the steps it took, or that it took none.

    Until two seconds after ``until_s`` it moves by its steps alone, with the bias of its
    headings and the scale of its steps as states. Then, or before anything of the kind was
    told, it is taken to walk about as people do.

    Parameters
    ----------
    track : LiveTrack
        So far.
    steps : sequence of StepEvent
        With headings from the plan's x axis (see `steps_in_plan`); those that are late by more
        than three seconds or not possible are left out.
    from_s, until_s : float
        When the sensors watched; no step in that time says that it stood still.

    Returns
    -------
    LiveTrack
        Moved when its next half second ends.

    Raises
    ------
    ValueError
        If ``from_s`` is not before ``until_s``.
    """
    if not from_s <= until_s:
        raise ValueError(f"The sensors watched from {from_s} to {until_s}, which is no time.")
    return replace(track, gait=note_steps(track.gait, steps, from_s, until_s))


def observe_spot(
    track: LiveTrack, time_s: float, level: str, x_m: float, y_m: float, sigma_m: float
) -> LiveTrack:
    """Take in a place that is known from elsewhere: a scanned locator point, a kiosk.

    Parameters
    ----------
    track : LiveTrack
        So far.
    time_s : float
        When.
    level : str
        One of the plan's.
    x_m, y_m : float
        Where, metres.
    sigma_m : float
        Standard deviation per axis, metres, > 0.

    Returns
    -------
    LiveTrack
        On that level and near that place.

    Raises
    ------
    ValueError
        If ``sigma_m`` is not positive.
    """
    return observe_places(track, time_s, (Spot(level, x_m, y_m, sigma_m),), CERTAIN_DOUBT)


def observe_places(
    track: LiveTrack, time_s: float, spots: Sequence[Spot], doubt: float
) -> LiveTrack:
    """Take in a place that something else than radios tells, by how far that is to be trusted.

    Parameters
    ----------
    track : LiveTrack
        So far.
    time_s : float
        When.
    spots : sequence of Spot
        Where; several where one of them is right, such as the places of a book. Those on
        levels without cells are left out.
    doubt : float
        How often such a source is wrong about where the subject is, between 0 and 1.

    Returns
    -------
    LiveTrack
        Its belief combined with the place by Bayes' rule; where the two contradict each other,
        with both in it, as likely as belief and source are trusted.

    Raises
    ------
    ValueError
        If a ``sigma_m`` is not positive, or ``doubt`` not between 0 and 1.
    """
    for each in spots:
        if not each.sigma_m > 0:
            raise ValueError(f"sigma_m is {each.sigma_m}; it must be positive.")
    if not 0 < doubt < 1:
        raise ValueError(f"doubt is {doubt}; it must be between 0 and 1.")
    spots = [each for each in spots if each.level in track.ground.levels]
    if not spots:
        return track
    known = track.belief if time_s <= held_until_s(track) else None
    ground = track.paced
    weighed = weigh_spots(ground, known, spots, doubt, offset_db_of(track))
    is_shown = doubt <= CERTAIN_DOUBT and len(spots) == 1
    track = replace(
        track,
        belief=trim(ground, weighed.belief),
        spot=_fix_of_spot(track.subject, time_s, spots[0]) if is_shown else None,
        steps=math.floor((time_s - track.phase_s) / STEP_S) if track.steps is None else track.steps,
        heard_s=max(track.heard_s, time_s),
    )
    if not (weighed.is_new or is_shown):
        return track
    return replace(
        track,
        began_s=time_s if weighed.is_new else track.began_s,
        pending=tuple(each for each in track.pending if each[0] > time_s),
        recent=(),
        doubts=0,
    )


def _fix_of_spot(subject: str, time_s: float, spot: Spot) -> Fix:
    covariance = ((spot.sigma_m**2, 0.0), (0.0, spot.sigma_m**2))
    radius_m = radius_95_m(covariance)
    return Fix(time_s, subject, spot.level, spot.x_m, spot.y_m, covariance, radius_m)
