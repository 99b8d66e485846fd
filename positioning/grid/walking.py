"""One subject's way through a recording: its packets and steps, one step of the filter at a time."""

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
_MOST_STATES = 2_000_000
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


def _walk(ground: Ground, journey: Journey) -> Iterator[Step]:
    """Filter along a journey."""
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
            step = _begin(ground, journey, time_s, heard, gait.weights())
            gait.take(time_s)
        else:
            look = _look(ground, heard, time_s - step.time_s, time_s - begun_s)
            step = next_step(ground, step, time_s, look, gait.motion(step.time_s, time_s))
        yield step


def _step_times(journey: Journey, step_s: float) -> list[float]:
    """The moments asked and the whole steps, from the first packet to the last need."""
    first_s = journey.sightings[0].time_s
    last_s = max(journey.sightings[-1].time_s, *journey.times_s)
    whole = range(math.ceil(first_s / step_s), math.ceil(last_s / step_s) + 1)
    times_s = {_rounded(each * step_s) for each in whole}
    times_s.update(_rounded(each) for each in journey.times_s if each >= first_s)
    return sorted(times_s)


def _rounded(time_s: float) -> float:
    return round(time_s, _TIME_DECIMALS)


class _Gait:
    """How one subject moves: by its steps where they are known, else as people do."""

    def __init__(self, ground: Ground, sensed: Sensed | None) -> None:
        self._ground = ground
        self._steps = () if sensed is None else sensed.steps
        self._steps_s = [each.time_s for each in self._steps]
        self._bout: int | None = None
        self._taken = 0
        sds = [each.bias_sd_rad for each in self._steps]
        self._guide = (
            None
            if sensed is None
            else Guide(ground.settings.guide, float(np.median(sds)) if sds else math.pi)
        )

    def weights(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        guide = self._guide
        return self._ground.settings.walk.weights() if guide is None else guide.weights()

    def take(self, until_s: float) -> Sequence[StepEvent]:
        end = bisect_right(self._steps_s, until_s)
        taken = self._steps[self._taken : end]
        self._taken = end
        if taken:
            self._bout = taken[-1].bout
        return taken

    def motion(self, from_s: float, until_s: float) -> Motion:
        duration_s = _rounded(until_s - from_s)
        if self._guide is None:
            return walk_motion(self._ground, duration_s)
        bout = self._bout
        steps = self.take(until_s)
        is_new = bool(steps) and bout is not None and self._bout != bout
        return self._guide.motion(steps, duration_s, self._ground.space.cell_m, is_new)


def _begin(
    ground: Ground,
    journey: Journey,
    time_s: float,
    heard: Sequence[Sighting],
    modes: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> Step:
    readings = readings_of([(each.radio, each.rssi_dbm) for each in heard])
    look = Look(readings, 1.0, ground.radio_map.noise.missing_weight)
    return first_step(ground, time_s, look, heard[0].device_model, journey.levels, modes)


def _look(ground: Ground, heard: Sequence[Sighting], duration_s: float, heard_for_s: float) -> Look:
    """What a step heard; its lasting noise is shared with the steps before it."""
    shared_s = min(heard_for_s + duration_s, ground.settings.memory_s)
    missing = ground.radio_map.noise.missing_weight * duration_s if heard else 0.0
    readings = readings_of([(each.radio, each.rssi_dbm) for each in heard])
    return Look(readings, max(shared_s / duration_s, 1.0), missing)


