"""The live tracker of a plan: a pure fold from sightings to fixes, twice a second.

The same interface as `positioning.tracking`, on the cells of a plan. What is heard in a step
of half a second is weighed at its end; steps of different subjects end at different moments,
so that a crowd does not come all at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from positioning.grid.belief import Belief
from positioning.grid.live_belief import (
    drift_only,
    predict,
    spot_of,
    trim,
    weigh,
)
from positioning.grid.live_gait import go_on
from positioning.grid.live_ground import STEP_S, LiveGround
from positioning.grid.live_look import Look, Packet, join_sums, look_at, sum_up
from positioning.grid.live_start import begin, evidence, evidence_anywhere
from positioning.grid.live_state import (
    HOLD_S,
    PHASES,
    LiveTrack,
    closed_s,
    held_until_s,
    offset_db_of,
    phase_s,
    start_track,
)
from positioning.grid.relay import lay_anew
from positioning.model import Fix, Sighting
from positioning.pathloss import is_possible_rssi
from positioning.track import Counts

__all__ = [
    "HOLD_S",
    "PHASES",
    "LiveTrack",
    "advance",
    "fix_at",
    "phase_s",
    "renew_ground",
    "start_track",
]

LATE_S = 3.0
EARLY_S = 1.0
# What lasts (shadowing under way, hand, people) is drawn anew after this time.
MEMORY_S = 2.5
_CHECK_EVERY_STEPS = 2
_RECENT_STEPS = 4
# Log of the odds at which a subject is taken to be lost, at once and the second time.
_LOST_AT_ONCE = 4.0
_LOST_AGAIN = 0.0
# What a look costs per radio, in nats, where the subject is where it is believed to be: 1.1,
# and above 1.4 once in a hundred times.
_DOUBTFUL_MISFIT = 1.3
_DRIFT_AFTER_S = 2.0
_SHARE = 0.95
_MOST_REPEATS = 100.0
_TINY_S = 1e-6


def advance(
    track: LiveTrack, sightings: Sequence[Sighting], until_s: float
) -> tuple[LiveTrack, tuple[Fix, ...]]:
    """Take in sightings and give the fixes of the steps that end by ``until_s``.

    Sightings of unknown radios, with an impossible RSSI or time, older ones than 3 s before
    the last step and those a second or more ahead are dropped and counted. In silence the
    belief spreads; half a minute after the last packet nothing is known any more. A clock that
    was set back by more than 3 s begins the track anew.

    Parameters
    ----------
    track : LiveTrack
        So far.
    sightings : sequence of Sighting
        Of this subject, in any order.
    until_s : float
        Everything up to and at this time has been given.

    Returns
    -------
    track : LiveTrack
    fixes : tuple of Fix
        At most one for each half second.

    Raises
    ------
    ValueError
        If a sighting is of another subject.
    """
    if until_s < closed_s(track) - LATE_S:
        track = replace(start_track(track.ground, track.subject), counts=track.counts)
    track = _take(track, sightings, until_s + EARLY_S) if sightings else track
    fixes = []
    while (end := _next_step(track)) is not None:
        end_s = end * STEP_S + track.phase_s
        if not end_s <= until_s:
            break
        track = _close(track, end, end_s)
        fix = _fix(track, end_s)
        if fix is not None:
            fixes.append(fix)
    return track, tuple(fixes)


def fix_at(track: LiveTrack, time_s: float) -> Fix | None:
    """Fix from what the track has heard up to a time, without changing it.

    Parameters
    ----------
    track : LiveTrack
        Advanced to ``time_s``.
    time_s : float
        When.

    Returns
    -------
    Fix or None
        ``None`` if nothing is known, or nothing any more.
    """
    if time_s > held_until_s(track):
        return None
    if track.spot is not None and time_s <= track.spot.time_s:
        return replace(track.spot, time_s=time_s)
    look = look_at(track.ground, sum_up(each for each in track.pending if each[0] <= time_s), 1.0)
    if look is not None:
        track = _take_look(track, look, time_s)
    return _fix(track, time_s)


def renew_ground(track: LiveTrack, ground: LiveGround) -> LiveTrack:
    """Let a track go on in another version of its plan.

    Parameters
    ----------
    track : LiveTrack
        So far.
    ground : LiveGround
        From now on.

    Returns
    -------
    LiveTrack
        Its belief lies at the same places; without one if they are no more.
    """
    numbers = {
        number: ground.radios[radio]
        for radio, number in track.ground.radios.items()
        if radio in ground.radios
    }
    return replace(
        track,
        ground=ground,
        belief=None if track.belief is None else lay_anew(track.belief, track.ground, ground),
        pending=tuple((t, numbers[r], rssi) for t, r, rssi in track.pending if r in numbers),
        recent=(),
        doubts=0,
    )


def _take(track: LiveTrack, sightings: Sequence[Sighting], until_s: float) -> LiveTrack:
    """Sort out what cannot be used, and keep the rest for the steps to come."""
    radios, since_s = track.ground.radios, closed_s(track) - LATE_S
    kept: list[Packet] = list(track.pending)
    impossible = unknown = late = 0
    device_model = track.device_model
    for each in sightings:
        if each.subject != track.subject:
            raise ValueError(f'A sighting of "{each.subject}" was given to "{track.subject}".')
        number = radios.get(each.radio)
        if not _is_possible(each):
            impossible += 1
        elif number is None:
            unknown += 1
        elif not since_s <= each.time_s <= until_s:
            late += 1
        else:
            kept.append((each.time_s, number, each.rssi_dbm))
            device_model = each.device_model
    before, used = track.counts, len(kept) - len(track.pending)
    counts = Counts(
        before.used + used,
        before.impossible + impossible,
        before.unknown + unknown,
        before.late + late,
    )
    kept.sort()
    return replace(track, pending=tuple(kept), counts=counts, device_model=device_model)


def _is_possible(sighting: Sighting) -> bool:
    """Tell whether a radio can have measured this; text cannot, whoever let it through."""
    try:
        return is_possible_rssi(sighting.rssi_dbm) and math.isfinite(sighting.time_s)
    except TypeError:
        return False


def _next_step(track: LiveTrack) -> int | None:
    """The step to close next; long silence is stepped over."""
    if track.belief is not None and track.steps is not None:
        following = track.steps + 1
        if following * STEP_S + track.phase_s <= held_until_s(track) or track.pending:
            return following
    if track.pending:
        first = math.ceil((track.pending[0][0] - track.phase_s) / STEP_S - _TINY_S)
        return first if track.steps is None else max(first, track.steps + 1)
    return None


def _close(track: LiveTrack, end: int, end_s: float) -> LiveTrack:
    """Predict to the end of a step and take in what was heard until then."""
    count = sum(1 for each in track.pending if each[0] <= end_s)
    heard, later = track.pending[:count], track.pending[count:]
    sums = sum_up(heard)
    track = _step_on(track, end_s, is_heard=bool(heard))
    track = replace(
        track,
        steps=end,
        spot=None,
        pending=later,
        heard_s=max(track.heard_s, heard[-1][0]) if heard else track.heard_s,
        recent=(*track.recent[1 - _RECENT_STEPS :], sums),
    )
    look = look_at(track.ground, sums, _repeats(track, end_s))
    if look is None:
        if track.belief is None:
            return track
        same = dict.fromkeys(track.belief.parts, 1.0)
        return replace(track, belief=trim(track.paced, track.belief, same))
    track = _take_look(track, look, end_s)
    return _look_afresh(track, end_s) if end % _CHECK_EVERY_STEPS == 0 else track


def _step_on(track: LiveTrack, end_s: float, is_heard: bool) -> LiveTrack:
    """Move the belief by half a second: by the subject's own steps, or as people do."""
    belief, gait = track.belief, track.gait
    if belief is not None and end_s > held_until_s(track):
        belief = None
    if gait is not None and not gait.is_watching(end_s):
        belief, gait = _without_modes(belief), None
    if gait is not None:
        cells = next(iter(track.ground.levels.values())).cells
        before = gait.pace
        gait = go_on(gait, end_s, cells.cell_m)
        if before is None or gait.pace is None or before.weights is not gait.pace.weights:
            belief = _without_modes(belief)
    elif not is_heard and end_s > track.heard_s + _DRIFT_AFTER_S:
        belief = _without_modes(belief)
    track = replace(track, gait=gait)
    return replace(track, belief=None if belief is None else predict(track.paced, belief))


def _without_modes(belief: Belief | None) -> Belief | None:
    return None if belief is None else drift_only(belief)


def _repeats(track: LiveTrack, end_s: float) -> float:
    """How many looks in a row share what lasts; where one stands it lasts as long.

    The k-th look of one who stands adds 1 / k² of what the place tells, so that a long stand
    is not taken for many independent looks; it is bounded, for those who stand in a lift.
    """
    looks, memory = (end_s - track.began_s) / STEP_S + 1, MEMORY_S / STEP_S
    if track.gait is not None:
        stood = min((end_s - track.gait.stood_from_s) / STEP_S, looks)
        if stood > memory:
            return min(stood**2 / memory, _MOST_REPEATS)
    return max(1.0, min(looks, memory))


def _take_look(track: LiveTrack, look: Look, end_s: float) -> LiveTrack:
    """Weigh a look; one that the belief cannot explain at all begins a new one."""
    if track.belief is not None:
        copied = Belief(
            {key: replace(part, mass=part.mass.copy()) for key, part in track.belief.parts.items()},
            track.belief.offsets_db,
        )
        belief, log_evidence = weigh(track.paced, copied, look)
        if log_evidence > -math.inf:
            return replace(track, belief=belief)
    fresh = begin(track.paced, replace(look, repeats=1.0), *offset_db_of(track))
    return replace(track, belief=fresh, began_s=end_s, doubts=0)


def _look_afresh(track: LiveTrack, end_s: float) -> LiveTrack:
    """Begin anew if the last seconds say that the subject is somewhere else.

    Far from a radio its RSSI hardly depends on the place, and the device offset takes the
    blame for what is heard: a belief that once went wrong can stay wrong.
    """
    look = look_at(track.ground, join_sums(track.recent), 1.0)
    if look is None or track.belief is None or end_s - track.began_s < 2 * STEP_S:
        return track
    here, misfit = evidence(track.ground, track.belief, look)
    track = replace(track, widening=min(max(1.0, misfit / _DOUBTFUL_MISFIT), 3.0))
    if misfit < _DOUBTFUL_MISFIT:
        return replace(track, doubts=0) if track.doubts else track
    offset = offset_db_of(track)
    odds = evidence_anywhere(track.ground, look, *offset) - here
    doubts = track.doubts + 1 if odds > _LOST_AGAIN else 0
    if odds < _LOST_AT_ONCE and doubts < 2:
        return replace(track, doubts=doubts)
    fresh = begin(track.paced, look, *offset)
    return replace(track, belief=fresh, began_s=end_s, doubts=0)


def _fix(track: LiveTrack, time_s: float) -> Fix | None:
    level = track.level
    if level is None or track.belief is None:
        return None
    cells = track.ground.levels[level].cells
    column, row, radius, xx, yy, xy = spot_of(track.belief.parts[level], _SHARE)
    size_m = cells.cell_m
    x_m = cells.origin_m[0] + (column + 0.5) * size_m
    y_m = cells.origin_m[1] + (row + 0.5) * size_m
    area_m2, within_m2 = (track.widening * size_m) ** 2, size_m**2 / 12
    covariance = (
        (xx * area_m2 + within_m2, xy * area_m2),
        (xy * area_m2, yy * area_m2 + within_m2),
    )
    radius_m = track.widening * radius * size_m + size_m / 2
    return Fix(time_s, track.subject, level, x_m, y_m, covariance, radius_m)
