"""One subject's way through a recording: what it heard and how it went, step by step."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief
from positioning.grid.filter import Motion, predict
from positioning.grid.forward import (
    Ground,
    Step,
    first_step,
    next_step,
    readings_of,
    walk_motion,
)
from positioning.grid.guided import Guide, opening_motion, way_of
from positioning.grid.likelihood import Look
from positioning.grid.modes import make_moves
from positioning.model import Sighting
from positioning.motion.records import Motion as Sensed
from positioning.motion.records import StepEvent

FloatArray = NDArray[np.float32]

STEP_S = 0.5
GUIDED_STEP_S = 1.0
# Modes are told apart from when a belief of all of them holds no more numbers than this.
_MOST_STATES = 500_000
_TIME_DECIMALS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Journey:
    """One subject of a recording: what it heard, how it stepped, and when it is asked about.

    ``levels`` are those it can be on. ``sensed`` is ``None`` without motion sensors.
    """

    subject: str
    sightings: Sequence[Sighting]
    times_s: Sequence[float]
    levels: Sequence[str]
    standing: bool = False
    sensed: Sensed | None = None


def walk(ground: Ground, journey: Journey) -> Iterator[Step]:
    """Filter along a journey, from its first packet to the last that is asked or heard."""
    gait = _Gait(ground, journey.sensed)
    times_s = _step_times(journey, GUIDED_STEP_S if journey.sensed else STEP_S)
    heard_s = [each.time_s for each in journey.sightings]
    step: Step | None = None
    begun_s, start = times_s[0], 0
    for time_s in times_s:
        end = bisect_right(heard_s, time_s + 10**-_TIME_DECIMALS)
        heard = journey.sightings[start:end]
        start = end
        if step is None:
            step = _begin(ground, journey, time_s, heard)
            gait.skip(time_s)
        else:
            look = _look(ground.at(time_s), heard, time_s - step.time_s, time_s - begun_s)
            step = next_step(ground, step, time_s, look, gait.motion(step, time_s))
        yield step


def log_evidence(ground: Ground, journeys: Sequence[Journey]) -> float:
    """Log of the chance of all that was heard on journeys, up to what the grounds have alike."""
    return math.fsum(step.log_evidence for each in journeys for step in walk(ground, each))


def _step_times(journey: Journey, step_s: float) -> list[float]:
    """The moments asked and the whole steps, from the first packet to the last need."""
    first_s = journey.sightings[0].time_s
    last_s = max(journey.sightings[-1].time_s, *journey.times_s)
    whole = range(math.ceil(first_s / step_s), math.ceil(last_s / step_s) + 1)
    times_s = {rounded(each * step_s) for each in whole}
    times_s.update(rounded(each) for each in journey.times_s if each >= first_s)
    return sorted(times_s)


def rounded(time_s: float) -> float:
    """Round a time so that whole steps and moments asked can be compared."""
    return round(time_s, _TIME_DECIMALS)


class _Gait:
    """How one subject moves: by its steps where they are known, else as people do.

    A belief begins with a single mode. All are told apart once it is small enough, and for a
    guided one not before the first steps.
    """

    def __init__(self, ground: Ground, sensed: Sensed | None) -> None:
        self._ground = ground
        self._is_guided = sensed is not None
        self._steps: Sequence[StepEvent] = () if sensed is None else sensed.steps
        self._steps_s = [each.time_s for each in self._steps]
        self._taken = 0
        self._guide: Guide | None = None
        self._bout = 0
        self._gone_m = 0j

    def skip(self, until_s: float) -> None:
        """Pass over the steps before a time."""
        self._taken = bisect_right(self._steps_s, until_s)

    def motion(self, before: Step, until_s: float) -> Motion:
        """Tell how a subject may move from a step until a time."""
        duration_s = rounded(until_s - before.time_s)
        if not self._is_guided:
            return self._unguided(before.belief, duration_s)
        end = bisect_right(self._steps_s, until_s)
        steps = self._steps[self._taken : end]
        self._taken = end
        return self._guided(before.belief, steps, duration_s)

    def _unguided(self, belief: Belief, duration_s: float) -> Motion:
        walk, cell_m = self._ground.settings.walk, self._ground.space.cell_m
        if _modes(belief) == walk.modes:
            return walk_motion(self._ground, duration_s)
        if _cells(belief) * walk.modes > _MOST_STATES:
            drift_m = np.array([walk.drift_m * math.sqrt(duration_s)])
            return Motion(None, make_moves(np.zeros((1, 2)), drift_m, cell_m))
        return replace(walk_motion(self._ground, duration_s), changes=walk.weights()[:, None])

    def _guided(self, belief: Belief, steps: Sequence[StepEvent], duration_s: float) -> Motion:
        model, cell_m = self._ground.settings.guide, self._ground.space.cell_m
        before = self._guide
        if steps and (before is None or steps[-1].bout != self._bout):
            guide = Guide(model, steps[-1].bias_sd_rad)
            if before is not None or _cells(belief) * len(guide.weights()) <= _MOST_STATES:
                self._guide, self._bout = guide, steps[-1].bout
        if self._guide is not None:
            return self._guide.motion(steps, duration_s, cell_m, before)
        motion = opening_motion(model, steps, self._gone_m, duration_s, cell_m)
        self._gone_m += way_of(steps)
        return motion


def _cells(belief: Belief) -> int:
    """How many numbers a belief with a single mode holds."""
    return sum(int(part.mass[:, 0].size) for part in belief.parts.values())


def _modes(belief: Belief) -> int:
    return max(int(part.mass.shape[1]) for part in belief.parts.values())


def walk_back(
    ground: Ground, journey: Journey, belief: Belief, from_s: float, until_s: float
) -> Belief:
    """Carry a belief back to a time before anything was heard.

    A walk back is a walk: its steps are gone the other way, without what they tell of biases.
    """
    cell_m, model = ground.space.cell_m, ground.settings.guide
    parts = {
        level: replace(part, mass=part.mass.sum(axis=1, keepdims=True))
        for level, part in belief.parts.items()
    }
    belief = Belief(parts, belief.offsets_db)
    events: Sequence[StepEvent] = () if journey.sensed is None else journey.sensed.steps
    events_s = [each.time_s for each in events]
    gone_m = 0j
    while from_s > until_s:
        before_s = max(until_s, from_s - GUIDED_STEP_S)
        if journey.sensed is None:
            drift_m = np.array([ground.settings.walk.drift_m * math.sqrt(from_s - before_s)])
            motion = Motion(None, make_moves(np.zeros((1, 2)), drift_m, cell_m))
        else:
            taken = events[bisect_left(events_s, before_s) : bisect_left(events_s, from_s)]
            turned = [_turned(each) for each in taken]
            motion = opening_motion(model, turned, gone_m, from_s - before_s, cell_m)
            gone_m += way_of(turned)
        belief = predict(belief, ground.space, motion)
        from_s = before_s
    return belief


def _turned(step: StepEvent) -> StepEvent:
    """The same step, gone backward."""
    if step.heading_rad is None:
        return step
    return replace(step, heading_rad=step.heading_rad + math.pi)


def _begin(ground: Ground, journey: Journey, time_s: float, heard: Sequence[Sighting]) -> Step:
    readings = readings_of([(each.radio, each.rssi_dbm) for each in heard])
    look = Look(readings, 1.0, ground.at(time_s).radio_map.noise.missing_weight)
    one = np.ones(1, dtype=np.float32)
    return first_step(ground, time_s, look, heard[0].device_model, journey.levels, one)


def _look(ground: Ground, heard: Sequence[Sighting], duration_s: float, heard_for_s: float) -> Look:
    """What a step heard; its lasting noise is shared with the steps before it."""
    shared_s = min(heard_for_s + duration_s, ground.settings.memory_s)
    missing = ground.radio_map.noise.missing_weight if heard else 0.0
    readings = readings_of([(each.radio, each.rssi_dbm) for each in heard])
    return Look(readings, max(shared_s / duration_s, 1.0), missing, duration_s)
