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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from positioning.model import Sighting
from positioning.pathloss import is_possible_rssi

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
_MOST_NATS = 3.0
_LEAST_CHANCE = 1e-4
_FORGET_S = 6.0
_FIRST_STEP_S = 0.5
_LONGEST_WAIT_S = 30.0
_ROUNDING_DB2 = 1 / 12
# The scatter of the site's model counts like this many packets, the subject's own up to that.
_MODEL_PACKETS = 10.0
_MOST_PACKETS = 300.0


class Level(NamedTuple):
    """Belief about one radio: its level (dBm) and its fading (dB), with their covariance."""

    level_dbm: float
    fading_db: float
    level_db2: float
    cross_db2: float
    fading_db2: float


class RadioLevels(NamedTuple):
    """Belief about one radio if the subject stands still and if it moves; when it was heard."""

    still: Level
    moving: Level
    heard_s: float


class _Step(NamedTuple):
    """What one step does to every radio.

    ``kept`` is how much of the fading lasts. ``from_moving_to_still`` and
    ``from_moving_to_moving`` are the chances that the subject moved before the step, given
    what it does after it.
    """

    dt_s: float
    kept: float
    from_moving_to_still: float
    from_moving_to_moving: float
    fading_db2: float


@dataclass(frozen=True, slots=True)
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
    radios : mapping of str to RadioLevels
        Those heard in the last seconds.
    pending : tuple of Sighting
        Packets of steps to come, in the order of their times.
    """

    packet_db2: float
    packets: float = _MODEL_PACKETS
    moving: float = UNSURE
    time_s: float = -math.inf
    radios: Mapping[str, RadioLevels] = field(default_factory=dict)
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
    pending = sorted((*state.pending, *due), key=lambda each: each.time_s)
    since_s = pending[-1].time_s - _LONGEST_WAIT_S
    return replace(state, pending=tuple(each for each in pending if each.time_s >= since_s))


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
    count = bisect_right(state.pending, time_s, key=lambda each: each.time_s)
    heard: dict[str, list[float]] = {}
    for each in state.pending[:count]:
        heard.setdefault(each.radio, []).append(each.rssi_dbm)
    packet_db2, packets = _learn_scatter(state, heard)
    step, odds = _make_step(state, time_s, packet_db2)
    radios: dict[str, RadioLevels] = {}
    for radio, levels in state.radios.items():
        if radio in heard:
            values = heard.pop(radio)
            mean_db2 = (packet_db2 + _ROUNDING_DB2) / len(values)
            levels = _predict(levels, step)
            levels, nats = _update(levels, sum(values) / len(values), mean_db2, time_s)
            odds += nats
            radios[radio] = levels
        elif time_s - levels.heard_s < _FORGET_S:
            radios[radio] = _predict(levels, step)
    for radio, values in heard.items():
        mean_db2 = (packet_db2 + _ROUNDING_DB2) / len(values)
        radios[radio] = _begin(sum(values) / len(values), mean_db2, step.fading_db2, time_s)
    return Stillness(
        packet_db2, packets, _chance(odds), time_s, radios, state.pending[count:]
    )  # fmt: skip


def _learn_scatter(state: Stillness, heard: Mapping[str, Sequence[float]]) -> tuple[float, float]:
    """Pool the scatter of packets that one radio sent in one step."""
    squares, freedom = 0.0, 0
    for values in heard.values():
        if len(values) > 1:
            mean = sum(values) / len(values)
            squares += sum((each - mean) ** 2 for each in values)
            freedom += len(values) - 1
    packets = state.packets + freedom
    packet_db2 = (state.packets * state.packet_db2 + squares) / packets
    return packet_db2, min(packets, _MOST_PACKETS)


def _make_step(state: Stillness, time_s: float, packet_db2: float) -> tuple[_Step, float]:
    """What happens in a step, and the log odds of moving before anything is heard in it."""
    dt_s = _FIRST_STEP_S if math.isinf(state.time_s) else max(time_s - state.time_s, 0.0)
    starts, stops = 1 - math.exp(-dt_s / _STANDS_S), 1 - math.exp(-dt_s / _WALKS_S)
    moving = (1 - state.moving) * starts + state.moving * (1 - stops)
    step = _Step(
        dt_s,
        math.exp(-dt_s / _FADING_S),
        state.moving * stops / (1 - moving),
        state.moving * (1 - stops) / moving,
        packet_db2 * (1 - _PACKET_SHARE) / _PACKET_SHARE,
    )
    return step, math.log(moving / (1 - moving))


def _predict(levels: RadioLevels, step: _Step) -> RadioLevels:
    """Carry both beliefs over a step; each starts from both, by where the subject came from."""
    still = _mix(levels.still, levels.moving, step.from_moving_to_still)
    moving = _mix(levels.still, levels.moving, step.from_moving_to_moving)
    return RadioLevels(
        _fade(still, step, _STILL_DB2_S), _fade(moving, step, _MOVING_DB2_S), levels.heard_s
    )


def _mix(one: Level, other: Level, share: float) -> Level:
    """Mean and covariance of a mixture that takes this share of the other."""
    rest, across = 1 - share, share * (1 - share)
    level_apart = other.level_dbm - one.level_dbm
    fading_apart = other.fading_db - one.fading_db
    return Level(
        one.level_dbm + share * level_apart,
        one.fading_db + share * fading_apart,
        rest * one.level_db2 + share * other.level_db2 + across * level_apart**2,
        rest * one.cross_db2 + share * other.cross_db2 + across * level_apart * fading_apart,
        rest * one.fading_db2 + share * other.fading_db2 + across * fading_apart**2,
    )


def _fade(belief: Level, step: _Step, wandering_db2_s: float) -> Level:
    kept = step.kept
    return Level(
        belief.level_dbm,
        kept * belief.fading_db,
        belief.level_db2 + wandering_db2_s * step.dt_s,
        kept * belief.cross_db2,
        kept**2 * belief.fading_db2 + (1 - kept**2) * step.fading_db2,
    )


def _begin(mean_dbm: float, mean_db2: float, fading_db2: float, time_s: float) -> RadioLevels:
    """Belief after the first packets of a radio: how much of them is fading is not known."""
    first = Level(mean_dbm, 0.0, mean_db2 + fading_db2, -fading_db2, fading_db2)
    return RadioLevels(first, first, time_s)


def _update(
    levels: RadioLevels, mean_dbm: float, mean_db2: float, time_s: float
) -> tuple[RadioLevels, float]:
    """Take in the mean of a step; also by how much moving explains it better, in nats."""
    still, still_nats = _take_in(levels.still, mean_dbm, mean_db2)
    moving, moving_nats = _take_in(levels.moving, mean_dbm, mean_db2)
    nats = min(max(moving_nats - still_nats, -_MOST_NATS), _MOST_NATS)
    return RadioLevels(still, moving, time_s), nats


def _take_in(belief: Level, mean_dbm: float, mean_db2: float) -> tuple[Level, float]:
    """Kalman update by level + fading, and its log-likelihood but for a constant."""
    level_dbm, fading_db, level_db2, cross_db2, fading_db2 = belief
    into_level, into_fading = level_db2 + cross_db2, cross_db2 + fading_db2
    expected_db2 = into_level + into_fading + mean_db2
    missed_db = mean_dbm - level_dbm - fading_db
    to_level, to_fading = into_level / expected_db2, into_fading / expected_db2
    after = Level(
        level_dbm + to_level * missed_db,
        fading_db + to_fading * missed_db,
        level_db2 - to_level * into_level,
        cross_db2 - to_level * into_fading,
        fading_db2 - to_fading * into_fading,
    )
    return after, -0.5 * (math.log(expected_db2) + missed_db**2 / expected_db2)


def _chance(odds: float) -> float:
    """Chance from log odds, never so sure that it could not turn within a second."""
    limit = math.log((1 - _LEAST_CHANCE) / _LEAST_CHANCE)
    return 1 / (1 + math.exp(-min(max(odds, -limit), limit)))
