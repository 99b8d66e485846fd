"""How a live subject moves by its own sensors: steps with an unknown bias and scale, or none.

While a phone tells of steps, the modes of the belief are heading biases and scales of steps,
as in `positioning.grid.guided`. Who takes no steps while the sensors watch stands still; when
nothing comes from them for two seconds, people are taken to walk about as they do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from floorplans.model import Georeference
from positioning.grid.guided import GuideModel, way_of
from positioning.grid.live_ground import STEP_S, LiveGround, Pace
from positioning.grid.modes import Moves
from positioning.motion.records import StepEvent

FloatArray = NDArray[np.float32]

SENSES_FOR_S = 2.0
LATE_STEPS_S = 3.0
LONGEST_STEP_M = 2.0
# Runners take four steps a second; whoever sends more gets those of the last seconds.
_MOST_STEPS = 12
# The farthest that anybody gets in one step of the filter, so that its work is bounded.
_FARTHEST_M = 3.0
# Wide for the few biases of a belief that must fit into a megabyte.
_KNOWN = GuideModel(known_biases=9, unknown_biases=16, bias_reach_sds=2.5, drift_m=0.2)
_UNKNOWN = replace(_KNOWN, scales=(1.0,))
# Detectors miss one who shuffles along a shelf.
_STILL_DRIFT_M = 0.2
# Of a walker whose bias is not followed yet the errors of some six steps add up.
_STEPS_OF_ONE_BIAS = 6.0
_TAIL_SDS = 3.0


@dataclass(frozen=True, slots=True)
class LiveGuide:
    """The modes of a subject that tells its steps."""

    model: GuideModel
    bias_sd_rad: float

    @property
    def biases_rad(self) -> NDArray[np.float64]:
        """Heading bias of each mode, (modes,)."""
        return np.repeat(self.model.biases_rad(self.bias_sd_rad)[0], len(self.model.scales))

    @property
    def scales(self) -> NDArray[np.float64]:
        """Factor on the steps of each mode, (modes,)."""
        return np.tile(self.model.scales, len(self.biases_rad) // len(self.model.scales))


@dataclass(frozen=True, slots=True, eq=False)
class Gait:
    """What the sensors of a subject have told.

    Attributes
    ----------
    sensed_s : float
        Until when they watched.
    stood_from_s : float
        Since when no step was taken.
    guide : LiveGuide
    steps : tuple of StepEvent
        Not taken yet, in the order of their times.
    bout : int
        Of the last step.
    is_new_bout : bool
        Whether the bias is drawn anew with the next step.
    pace, opening : Pace or None
        How the last half second went, with and without modes; ``None`` before the first.
    """

    sensed_s: float
    stood_from_s: float
    guide: LiveGuide
    steps: tuple[StepEvent, ...] = ()
    bout: int = 0
    is_new_bout: bool = False
    pace: Pace | None = None
    opening: Pace | None = None

    def is_watching(self, time_s: float) -> bool:
        """Tell whether the sensors still tell how the subject moves."""
        return time_s <= self.sensed_s + SENSES_FOR_S


def steps_in_plan(
    steps: Iterable[StepEvent], georeference: Georeference | None
) -> tuple[StepEvent, ...]:
    """Turn headings from east into headings from a plan's x axis.

    Parameters
    ----------
    steps : iterable of StepEvent
        Headings counter-clockwise from east.
    georeference : Georeference or None
        How the plan lies; where that is not known the bias may be anything.
    """
    if georeference is None:
        return tuple(replace(each, bias_sd_rad=math.pi) for each in steps)
    turn_rad = math.radians(georeference.rotation_deg)
    return tuple(
        each
        if each.heading_rad is None
        else replace(each, heading_rad=math.remainder(each.heading_rad - turn_rad, 2 * math.pi))
        for each in steps
    )


def note_steps(
    gait: Gait | None, steps: Sequence[StepEvent], from_s: float, until_s: float
) -> Gait:
    """Take in what the sensors told of a time.

    Parameters
    ----------
    gait : Gait or None
        So far.
    steps : sequence of StepEvent
        In any order, on the plan's axes; those too old, too long or not finite are left out.
    from_s, until_s : float
        When the sensors watched.
    """
    fit = [each for each in steps if _is_possible(each, until_s)]
    if gait is None or from_s > gait.sensed_s + SENSES_FOR_S:
        gait = Gait(until_s, from_s, _guide_of(math.pi))
    if fit:
        guide = _guide_of(min(fit[-1].bias_sd_rad, math.pi))
        gait = gait if guide == gait.guide else replace(gait, guide=guide)
    waiting = sorted((*gait.steps, *fit), key=lambda each: each.time_s)[-_MOST_STEPS:]
    return replace(gait, sensed_s=max(gait.sensed_s, until_s), steps=tuple(waiting))


def _is_possible(step: StepEvent, until_s: float) -> bool:
    numbers = (step.length_m, step.length_sd_m, step.heading_sd_rad, step.bias_sd_rad)
    told = 0.0 if step.heading_rad is None else step.heading_rad
    return (
        all(math.isfinite(each) and each >= 0 for each in numbers)
        and math.isfinite(told)
        and max(step.length_m, step.length_sd_m) <= LONGEST_STEP_M
        and step.heading_sd_rad <= math.pi
        and until_s - LATE_STEPS_S <= step.time_s <= until_s
    )


@lru_cache(maxsize=64)
def _guide_of(bias_sd_rad: float) -> LiveGuide:
    # A tenth more or less is the same guide: the bias that was learned goes on.
    rounded_rad = min(1.25 ** round(math.log(max(bias_sd_rad, 0.1)) / math.log(1.25)), math.pi)
    reaches_all = _KNOWN.bias_reach_sds * rounded_rad >= math.pi
    return LiveGuide(_UNKNOWN if reaches_all else _KNOWN, rounded_rad)


def go_on(gait: Gait, time_s: float, cell_m: float) -> Gait:
    """Take the steps of one half second.

    Parameters
    ----------
    gait : Gait
        Before.
    time_s : float
        End of the half second.
    cell_m : float
        Side of the cells.

    Returns
    -------
    Gait
        With the ``pace`` and ``opening`` of that half second.
    """
    taken = _taken(gait.steps, time_s)
    if not taken:
        still = _still(gait.guide, cell_m)
        return replace(gait, pace=still[0], opening=still[1])
    last = taken[-1]
    is_new = gait.is_new_bout or last.bout != gait.bout
    pace = _walked(gait.guide, taken, cell_m, is_new)
    opening = _opening(gait.guide, taken, cell_m)
    return replace(
        gait,
        stood_from_s=max(last.time_s, gait.stood_from_s),
        steps=gait.steps[len(taken) :],
        bout=last.bout,
        is_new_bout=False,
        pace=pace,
        opening=opening,
    )


def _taken(steps: Sequence[StepEvent], time_s: float) -> list[StepEvent]:
    taken: list[StepEvent] = []
    gone_m = 0.0
    for step in steps:
        gone_m += step.length_m
        if step.time_s > time_s or (taken and gone_m > _FARTHEST_M):
            break
        taken.append(step)
    return taken


def on_foot(ground: LiveGround, gait: Gait | None) -> LiveGround:
    """Give the ground on which a subject moves as its sensors told last."""
    if gait is None or gait.pace is None or gait.opening is None:
        return ground
    return replace(ground, walking=gait.pace, drifting=gait.opening)


def sensed_moving(gait: Gait | None, time_s: float) -> float | None:
    """Tell from the sensors whether a subject walks: 1 or 0, or ``None`` if they are silent.

    Who took a step in the last second and a half is still walking.
    """
    if gait is None or not gait.is_watching(time_s):
        return None
    return 1.0 if gait.steps or time_s - gait.stood_from_s < 1.5 else 0.0


def _walked(guide: LiveGuide, steps: Sequence[StepEvent], cell_m: float, is_new: bool) -> Pace:
    ways = guide.scales * np.exp(1j * guide.biases_rad) * way_of(steps)
    sd_m = math.sqrt(guide.model.variance_m2(steps, STEP_S))
    moves = shifted(ways, sd_m, cell_m)
    return Pace(_changes(guide, is_new), moves, _weights(guide), lasts=False)


def _opening(guide: LiveGuide, steps: Sequence[StepEvent], cell_m: float) -> Pace:
    """Move somebody whose bias is not followed yet: less far, and more widely."""
    way = way_of(steps)
    sharp = math.exp(-(guide.bias_sd_rad**2))
    bias_m2 = abs(way) ** 2 * (1 - sharp + guide.model.scale_sd**2) / 2
    variance_m2 = guide.model.variance_m2(steps, STEP_S) + _STEPS_OF_ONE_BIAS * bias_m2
    moves = shifted(np.array([way * math.sqrt(sharp)]), math.sqrt(variance_m2), cell_m)
    one = np.ones(1, dtype=np.float32)
    return Pace(one[:, None], moves, one, lasts=False)


@lru_cache(maxsize=64)
def _still(guide: LiveGuide, cell_m: float) -> tuple[Pace, Pace]:
    changes, weights = _changes(guide, False), _weights(guide)
    one = np.ones(1, dtype=np.float32)
    sd_m = _STILL_DRIFT_M * math.sqrt(STEP_S)
    nowhere = np.zeros(len(weights), dtype=complex)
    return (
        Pace(changes, shifted(nowhere, sd_m, cell_m), weights, lasts=False),
        Pace(one[:, None], shifted(nowhere[:1], sd_m, cell_m), one, lasts=False),
    )


@lru_cache(maxsize=64)
def _weights(guide: LiveGuide) -> FloatArray:
    """Prior chance of each mode, (modes,)."""
    _, of_bias = guide.model.biases_rad(guide.bias_sd_rad)
    weights = np.outer(of_bias, _of_scale(guide.model)).ravel()
    return weights.astype(np.float32)


def _of_scale(model: GuideModel) -> NDArray[np.float64]:
    chances = np.exp(-0.5 * ((np.array(model.scales) - 1) / model.scale_sd) ** 2)
    return np.asarray(chances / chances.sum())


@lru_cache(maxsize=64)
def _changes(guide: LiveGuide, is_new: bool) -> FloatArray:
    """Chance of each mode by the mode before; the scale is the walker's and stays."""
    biases_rad, of_bias = guide.model.biases_rad(guide.bias_sd_rad)
    if is_new:
        turns = np.repeat(of_bias[:, None], len(of_bias), axis=1)
    else:
        turns = _turns(guide, biases_rad[1] - biases_rad[0])
    changes = np.kron(turns, np.eye(len(guide.model.scales)))
    return np.ascontiguousarray(changes, dtype=np.float32)


def _turns(guide: LiveGuide, apart_rad: float) -> NDArray[np.float64]:
    """Random walk of the bias in one step, round where all biases are possible."""
    modes = len(guide.biases_rad) // len(guide.model.scales)
    side = (guide.model.bias_drift_rad / apart_rad) ** 2 * STEP_S / 2
    beside = np.eye(modes, k=1) + np.eye(modes, k=-1)
    if guide.model is _UNKNOWN:
        beside[0, -1] = beside[-1, 0] = 1.0
    return np.asarray(np.eye(modes) + side * (beside - np.diag(beside.sum(axis=0))))


def shifted(ways_m: NDArray[np.complex128], sd_m: float, cell_m: float) -> Moves:
    """Make displacements of one common spread, as `positioning.grid.modes.make_moves` does.

    Parameters
    ----------
    ways_m : (modes,) complex array
        East and north, metres.
    sd_m : float
        By axis, metres.
    cell_m : float
        Side of the cells.
    """
    start_x, taps_x = _taps(np.real(ways_m) / cell_m, sd_m / cell_m)
    start_y, taps_y = _taps(np.imag(ways_m) / cell_m, sd_m / cell_m)
    ends = (start_x, start_x + taps_x.shape[1] - 1, start_y, start_y + taps_y.shape[1] - 1)
    return Moves(start_y, taps_y, start_x, taps_x, int(np.max(np.abs(ends))))


def _taps(shifts: NDArray[np.float64], sd: float) -> tuple[NDArray[np.int64], FloatArray]:
    """Weights on whole cells about each shift, with its mean and the common spread."""
    half = max(1, math.ceil(_TAIL_SDS * sd))
    start = np.floor(shifts).astype(np.int64) - half
    part = shifts - np.floor(shifts)
    rest = np.sqrt(np.maximum(sd**2 - part * (1 - part), 0.04))
    away = np.arange(-half, half + 1)
    normal = np.exp(-0.5 * (away / rest[:, None]) ** 2)
    normal /= normal.sum(axis=1, keepdims=True)
    taps = np.zeros((len(shifts), 2 * half + 2))
    taps[:, :-1] += (1 - part)[:, None] * normal
    taps[:, 1:] += part[:, None] * normal
    return start, taps.astype(np.float32)
