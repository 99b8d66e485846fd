"""Whether a subject stands still, told from how the RSSI of all its radios change together.

Where somebody stands, the RSSI of each radio has a level of its own: path loss and shadowing
there. Packets scatter about it, with fading that lasts for some seconds. Whoever walks comes
to places with other shadowing, so that the levels of all radios wander at the same time. Two
Kalman filters per radio, one with a constant level and one with a wandering level, run side
by side; as all radios belong to one subject, one chance of moving weighs them all
(an interacting multiple model filter).

References
----------
H. A. P. Blom, Y. Bar-Shalom, The Interacting Multiple Model Algorithm for Systems with
Markovian Switching Coefficients, IEEE Transactions on Automatic Control 33(8), 1988.
M. Gudmundson, Correlation Model for Shadow Fading in Mobile Radio Systems, Electronics
Letters 27(23), 1991.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from floorplans.compiled import compiled
from positioning.model import Sighting
from positioning.pathloss import is_possible_rssi

FloatArray = NDArray[np.float64]

UNSURE = 0.5

# Half of the scatter of packets lasts for some two seconds, half is each packet's own.
_FADING_S = 2.0
_PACKET_SHARE = 0.5
# The level of a walker gains variance at half of Gudmundson's initial slope, 2 s² v / D with
# 5.7 dB, 0.8 m/s and 2 m: measured shadowing is smoother than his exponential model.
_MOVING_DB2_S = 12.0
_STILL_DB2_S = 0.05
_STANDS_S = 30.0
_WALKS_S = 15.0
# No one radio may decide: somebody may have put a hand over the phone, or stepped before it.
_MOST_NATS = 3.5
_LEAST_CHANCE = 1e-4
_FORGET_S = 6.0
_FIRST_STEP_S = 0.5
_LONGEST_WAIT_S = 30.0
_ROUNDING_DB2 = 1 / 12
# The scatter of the site's model counts like this many packets, the subject's own up to that.
_MODEL_PACKETS = 10.0
_MOST_PACKETS = 300.0
# Before the first packet of a radio nothing is known of its level.
_ANY_LEVEL_DBM = -75.0
_ANY_LEVEL_DB2 = 1e4

_TIME_S = attrgetter("time_s")
_NOTHING_HEARD = np.empty((0, 2, 5))
_NEVER = np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class Stillness:
    """How likely a subject moves, and what that is judged by.

    Attributes
    ----------
    packet_db2 : float
        Variance between packets of one moment, learned from the subject's own.
    packets : float
        How many it was learned from.
    moving : float
        Chance that the subject moves, between 0 and 1.
    time_s : float
        End of the last step; −inf before the first.
    radios : tuple of str
        Those heard in the last seconds.
    heard_s : FloatArray
        When each of them was heard last, shape (radios,).
    levels : FloatArray
        Belief about each radio if the subject stands still and if it moves: its level (dBm)
        and fading (dB), the level's variance, their covariance and the fading's variance
        (dB²); shape (radios, 2, 5).
    pending : tuple of Sighting
        Packets of steps to come, in the order of their times.
    """

    packet_db2: float
    packets: float = _MODEL_PACKETS
    moving: float = UNSURE
    time_s: float = -math.inf
    radios: tuple[str, ...] = ()
    heard_s: FloatArray = field(default_factory=lambda: _NEVER)
    levels: FloatArray = field(default_factory=lambda: _NOTHING_HEARD)
    pending: tuple[Sighting, ...] = ()


def start_stillness(noise_sd_db: float) -> Stillness:
    """Begin with a subject that nothing was heard of yet.

    Parameters
    ----------
    noise_sd_db : float
        Spread of packets at one place, as the site's model has it.

    Returns
    -------
    Stillness
        As likely moving as not.
    """
    return Stillness(_PACKET_SHARE * noise_sd_db**2)


def gather(state: Stillness, sightings: Sequence[Sighting]) -> Stillness:
    """Keep sightings for the steps that they belong to.

    Parameters
    ----------
    state : Stillness
        So far.
    sightings : sequence of Sighting
        Of the subject, in any order; impossible ones are left out.

    Returns
    -------
    Stillness
        With more ``pending``, of the last 30 s at most.
    """
    due = [each for each in sightings if is_possible_rssi(each.rssi_dbm)]
    if not due:
        return state
    pending = sorted((*state.pending, *due), key=_TIME_S)
    since_s = pending[-1].time_s - _LONGEST_WAIT_S
    if pending[0].time_s < since_s:
        pending = [each for each in pending if each.time_s >= since_s]
    return Stillness(
        state.packet_db2, state.packets, state.moving, state.time_s, state.radios,
        state.heard_s, state.levels, tuple(pending),
    )  # fmt: skip


def judge(state: Stillness, time_s: float) -> Stillness:
    """Take in one step: all that was gathered up to a time.

    Parameters
    ----------
    state : Stillness
        So far.
    time_s : float
        End of the step, not before that of the step before.

    Returns
    -------
    Stillness
        With ``moving`` as it is at ``time_s``.
    """
    count = bisect_right(state.pending, time_s, key=_TIME_S)
    due, pending = state.pending[:count], state.pending[count:]
    numbers = {radio: number for number, radio in enumerate(state.radios)}
    which = np.array([numbers.setdefault(e.radio, len(numbers)) for e in due], dtype=np.int64)
    rssi_dbm = np.array([each.rssi_dbm for each in due], dtype=np.float64)
    dt_s = _FIRST_STEP_S if math.isinf(state.time_s) else max(time_s - state.time_s, 0.0)
    to_still, to_moving, odds = _switch(state.moving, dt_s)
    radios, heard_s, levels = tuple(numbers), np.empty(len(numbers)), np.empty((len(numbers), 2, 5))
    packet_db2, learned, weighed = _take_in(
        which, rssi_dbm, time_s, state.packet_db2, state.packets, state.heard_s, state.levels,
        dt_s, to_still, to_moving, heard_s, levels,
    )  # fmt: skip
    if radios and time_s - heard_s.item(heard_s.argmin()) >= _FORGET_S:
        lasts = time_s - heard_s < _FORGET_S
        radios = tuple(radio for radio, does in zip(radios, lasts.tolist(), strict=True) if does)
        heard_s, levels = heard_s[lasts], levels[lasts]
    moving = _chance(odds + weighed)
    return Stillness(packet_db2, learned, moving, time_s, radios, heard_s, levels, pending)


def _switch(moving: float, dt_s: float) -> tuple[float, float, float]:
    """What a step does to the chances, before anything is heard in it.

    Gives the chances that the subject moved before the step, given that it stands after it
    and that it moves after it, and the log odds of moving after it.
    """
    starts, stops = 1 - math.exp(-dt_s / _STANDS_S), 1 - math.exp(-dt_s / _WALKS_S)
    after = (1 - moving) * starts + moving * (1 - stops)
    odds = math.log(after / (1 - after))
    return moving * stops / (1 - after), moving * (1 - stops) / after, odds


@compiled
def _take_in(
    which: NDArray[np.int64],
    rssi_dbm: FloatArray,
    time_s: float,
    packet_db2: float,
    learned: float,
    before_heard_s: FloatArray,
    before_levels: FloatArray,
    dt_s: float,
    to_still: float,
    to_moving: float,
    heard_s: FloatArray,
    levels: FloatArray,
) -> tuple[float, float, float]:
    """Carry all beliefs over a step and take in what was heard; fills ``heard_s``, ``levels``.

    Each belief starts from both, by where the subject came from, and is a Kalman filter of
    level and fading, whose sum is heard. Radios that were not heard before stand last. The
    scatter of packets that one radio sent in one step is pooled.

    Returns
    -------
    packet_db2, learned : float
        The scatter, and from how many packets.
    odds : float
        By how much moving explains the means better than standing, nats.
    """
    packets, mean_dbm = np.zeros(len(levels)), np.zeros(len(levels))
    squares_db2 = learned * packet_db2
    for packet in range(len(which)):
        radio = which[packet]
        learned += 1.0 if packets[radio] > 0 else 0.0
        packets[radio] += 1
        away_db = rssi_dbm[packet] - mean_dbm[radio]
        mean_dbm[radio] += away_db / packets[radio]
        squares_db2 += away_db * (rssi_dbm[packet] - mean_dbm[radio])
    packet_db2 = squares_db2 / learned
    known = len(before_levels)
    for radio in range(len(levels)):
        is_heard = packets[radio] > 0
        heard_s[radio] = time_s if is_heard else before_heard_s[radio]
        if radio < known:
            levels[radio] = before_levels[radio]
        else:
            for mode in range(2):
                belief = levels[radio, mode]
                belief[0], belief[1], belief[2] = _ANY_LEVEL_DBM, 0.0, _ANY_LEVEL_DB2
                belief[3], belief[4] = 0.0, packet_db2
    kept = math.exp(-dt_s / _FADING_S)
    renewed_db2 = (1 - kept**2) * packet_db2 * (1 - _PACKET_SHARE) / _PACKET_SHARE
    odds = 0.0
    for radio in range(len(levels)):
        still, moving = levels[radio]
        level_apart, fading_apart = moving[0] - still[0], moving[1] - still[1]
        nats = 0.0
        before = (still[0], still[1], still[2], still[3], still[4])
        other = (moving[0], moving[1], moving[2], moving[3], moving[4])
        for mode in range(2):
            share = to_moving if mode else to_still
            across = share * (1 - share)
            level = before[0] + share * level_apart
            fading = kept * (before[1] + share * fading_apart)
            level_db2 = before[2] + share * (other[2] - before[2]) + across * level_apart**2
            level_db2 += (_MOVING_DB2_S if mode else _STILL_DB2_S) * dt_s
            cross_db2 = before[3] + share * (other[3] - before[3])
            cross_db2 = kept * (cross_db2 + across * level_apart * fading_apart)
            fading_db2 = before[4] + share * (other[4] - before[4]) + across * fading_apart**2
            fading_db2 = kept**2 * fading_db2 + renewed_db2
            if packets[radio] > 0:
                to_level, to_fading = level_db2 + cross_db2, cross_db2 + fading_db2
                heard_db2 = (packet_db2 + _ROUNDING_DB2) / packets[radio]
                expected_db2 = to_level + to_fading + heard_db2
                missed_db = mean_dbm[radio] - level - fading
                level += to_level / expected_db2 * missed_db
                fading += to_fading / expected_db2 * missed_db
                level_db2 -= to_level**2 / expected_db2
                cross_db2 -= to_level * to_fading / expected_db2
                fading_db2 -= to_fading**2 / expected_db2
                fit = -0.5 * (math.log(expected_db2) + missed_db**2 / expected_db2)
                nats = nats + fit if mode else -fit
            belief = levels[radio, mode]
            belief[0], belief[1] = level, fading
            belief[2], belief[3], belief[4] = level_db2, cross_db2, fading_db2
        odds += min(max(nats, -_MOST_NATS), _MOST_NATS)
    return packet_db2, min(learned, _MOST_PACKETS), odds


def _chance(odds: float) -> float:
    """Chance from log odds, never so sure that it could not turn within a second."""
    limit = math.log((1 - _LEAST_CHANCE) / _LEAST_CHANCE)
    return 1 / (1 + math.exp(-min(max(odds, -limit), limit)))
