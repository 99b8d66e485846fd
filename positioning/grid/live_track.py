"""The live tracker of a plan: a pure fold from sightings to fixes, twice a second.

The same interface as `positioning.tracking`, on the cells of a plan. What is heard in a step
of half a second is weighed at its end; steps of different subjects end at different moments,
so that a crowd does not come all at once.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from positioning.grid.belief import Belief
from positioning.grid.live_belief import (
    drift_only,
    predict,
    trim,
    weigh,
)
from positioning.grid.live_fix import fix_of
from positioning.grid.live_gait import Gait, go_on, on_foot
from positioning.grid.live_ground import STEP_S, LiveGround
from positioning.grid.live_look import Look, Packet, Sums, join_sums, look_at, sum_up
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
from positioning.pathloss import RSSI_MAX_DBM, RSSI_MIN_DBM
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
_MOST_REPEATS = 100.0
_TINY_S = 1e-6
_TIME_S = itemgetter(0)


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
        fix = fix_of(track, end_s)
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
        held = _take_look(track, track.paced, _held(track, track.belief), look, time_s)
        track = replace(track, belief=held.belief)
    return fix_of(track, time_s)


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
    radios, since_s, subject = track.ground.radios, closed_s(track) - LATE_S, track.subject
    kept: list[Packet] = list(track.pending)
    impossible = unknown = late = 0
    device_model = track.device_model
    for each in sightings:
        if each.subject != subject:
            raise ValueError(f'A sighting of "{each.subject}" was given to "{subject}".')
        time_s, number, rssi_dbm = each.time_s, radios.get(each.radio), each.rssi_dbm
        # Text cannot be compared, whoever let it through.
        try:
            is_possible = RSSI_MIN_DBM < rssi_dbm < RSSI_MAX_DBM and -math.inf < time_s < math.inf
        except TypeError:
            is_possible = False
        if not is_possible:
            impossible += 1
        elif number is None:
            unknown += 1
        elif since_s <= time_s <= until_s:
            kept.append((time_s, number, rssi_dbm))
            device_model = each.device_model
        else:
            late += 1
    before, used = track.counts, len(kept) - len(track.pending)
    counts = Counts(
        before.used + used,
        before.impossible + impossible,
        before.unknown + unknown,
        before.late + late,
    )
    kept.sort()
    return LiveTrack(
        track.ground, subject, track.phase_s, track.steps, track.heard_s, track.began_s,
        track.belief, tuple(kept), track.recent, track.doubts, track.widening, device_model,
        track.spot, track.gait, counts,
    )  # fmt: skip


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
    count = bisect_right(track.pending, end_s, key=_TIME_S)
    heard, later = track.pending[:count], track.pending[count:]
    sums = sum_up(heard)
    recent = (*track.recent[1 - _RECENT_STEPS :], sums)
    gait, belief = _step_on(track, end_s, is_heard=bool(heard))
    paced, held = on_foot(track.ground, gait), _held(track, belief)
    look = look_at(track.ground, sums, _repeats(held.began_s, gait, end_s))
    if look is not None:
        held = _take_look(track, paced, held, look, end_s)
        if end % _CHECK_EVERY_STEPS == 0:
            held = _look_afresh(track, paced, held, recent, end_s)
    elif belief is not None:
        held = held._replace(belief=trim(paced, belief))
    heard_s = max(track.heard_s, heard[-1][0]) if heard else track.heard_s
    return LiveTrack(
        track.ground, track.subject, track.phase_s, end, heard_s, held.began_s, held.belief,
        later, recent, held.doubts, held.widening, track.device_model, None, gait, track.counts,
    )  # fmt: skip


def _step_on(track: LiveTrack, end_s: float, is_heard: bool) -> tuple[Gait | None, Belief | None]:
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
    return gait, None if belief is None else predict(on_foot(track.ground, gait), belief)


def _without_modes(belief: Belief | None) -> Belief | None:
    return None if belief is None else drift_only(belief)


def _repeats(began_s: float, gait: Gait | None, end_s: float) -> float:
    """How many looks in a row share what lasts; where one stands it lasts as long.

    The k-th look of one who stands adds 1 / k² of what the place tells, so that a long stand
    is not taken for many independent looks; it is bounded, for those who stand in a lift.
    """
    looks, memory = (end_s - began_s) / STEP_S + 1, MEMORY_S / STEP_S
    if gait is not None:
        stood = min((end_s - gait.stood_from_s) / STEP_S, looks)
        if stood > memory:
            return min(stood**2 / memory, _MOST_REPEATS)
    return max(1.0, min(looks, memory))


class _Held(NamedTuple):
    """What is believed, as `LiveTrack` has it."""

    belief: Belief | None
    began_s: float
    doubts: int
    widening: float


def _held(track: LiveTrack, belief: Belief | None) -> _Held:
    return _Held(belief, track.began_s, track.doubts, track.widening)


def _take_look(track: LiveTrack, paced: LiveGround, held: _Held, look: Look, end_s: float) -> _Held:
    """Weigh a look; one that the belief cannot explain at all begins a new one."""
    if held.belief is not None:
        belief, log_evidence = weigh(paced, held.belief, look)
        if log_evidence > -math.inf:
            return _Held(belief, held.began_s, held.doubts, held.widening)
    fresh = begin(paced, replace(look, repeats=1.0), *offset_db_of(track))
    return held._replace(belief=fresh, began_s=end_s, doubts=0)


def _look_afresh(
    track: LiveTrack, paced: LiveGround, held: _Held, recent: Sequence[Sums], end_s: float
) -> _Held:
    """Begin anew if the last seconds say that the subject is somewhere else.

    Far from a radio its RSSI hardly depends on the place, and the device offset takes the
    blame for what is heard: a belief that once went wrong can stay wrong.
    """
    look = look_at(track.ground, join_sums(recent), 1.0)
    if look is None or held.belief is None or end_s - held.began_s < 2 * STEP_S:
        return held
    here, misfit = evidence(track.ground, held.belief, look)
    widening = min(max(1.0, misfit / _DOUBTFUL_MISFIT), 3.0)
    held = _Held(held.belief, held.began_s, held.doubts, widening)
    if misfit < _DOUBTFUL_MISFIT:
        return held._replace(doubts=0)
    offset = offset_db_of(track)
    odds = evidence_anywhere(track.ground, look, *offset) - here
    doubts = held.doubts + 1 if odds > _LOST_AGAIN else 0
    if odds < _LOST_AT_ONCE and doubts < 2:
        return held._replace(doubts=doubts)
    fresh = begin(paced, look, *offset)
    return held._replace(belief=fresh, began_s=end_s, doubts=0)
