"""From the raw samples of a phone to steps and to times of standing still.

Everything is a fold over samples, so that it gives the same live, from a recording, and in
another language.
"""

from __future__ import annotations

import math
from collections import deque

from positioning.motion.attitude import Attitude
from positioning.motion.direction import Direction
from positioning.motion.gait import Footfall, StepDetector, step_length_m
from positioning.motion.records import (
    Motion,
    MotionSample,
    MotionSamples,
    StepEvent,
    StillInterval,
    Vector,
)
from positioning.motion.rest import RestDetector
from positioning.motion.sensing import SensorHold
from positioning.motion.vectors import norm, turn, wrap

_GAP_S = 0.5
_LATE_PATIENCE = 50
_MEMORY_S = 4.0
# From the marks of 77 recorded walks with a phone held in front: the bias of a walk has an sd of
# 0.15 rad with a given attitude, or with gyroscope and compass. What is left per step cannot be
# told apart from the error of the marks (0 to 0.3 of a step): values between are taken. No loose
# phone was recorded: its figures are guesses on the wide side.
_LENGTH_SHARE = 0.15
_LOOSE_LENGTH_SHARE = 0.25
_HELD_SD_RAD = 0.20
_LOOSE_SD_RAD = 0.40
_SETTLING_STEPS = 8
_COMPASS_ONLY_SD_RAD = 0.80
_HELD_BIAS_SD_RAD = 0.20
_COMPASS_BIAS_SD_RAD = 0.35
_LOOSE_BIAS_SD_RAD = 1.0


class StepTracker:
    """Steps of one phone, sample by sample.

    Samples out of order and samples without acceleration are left out; when nothing but old
    samples comes, the clock was set back, and the tracker starts anew.

    Attributes
    ----------
    dropped : int
        Samples that were left out.
    stills : list of StillInterval
        Times of standing still that have ended.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self.stills: list[StillInterval] = []
        self._hold = SensorHold()
        self._late = 0
        self._restart(0)

    def _restart(self, bout: int) -> None:
        self._time_s = -math.inf
        self._attitude = Attitude()
        self._detector = StepDetector()
        self._direction = Direction()
        self._rest = RestDetector()
        self._angles: deque[tuple[float, float, float]] = deque()
        self._first_bout = self._bout = bout
        self._bout_steps = 0

    def feed(self, sample: MotionSample) -> tuple[StepEvent, ...]:
        """Take one sample in.

        Parameters
        ----------
        sample : MotionSample
            The next one.

        Returns
        -------
        tuple of StepEvent
            Steps that are certain now; they lie up to 1.5 s back.
        """
        usable = self._hold.feed(sample)
        acceleration_ms2 = usable.acceleration_ms2
        is_timed = math.isfinite(sample.time_s)
        if acceleration_ms2 is None or not is_timed or not self._is_in_order(sample.time_s):
            self.dropped += 1
            return ()
        elapsed_s = sample.time_s - self._time_s
        if elapsed_s > _GAP_S:
            elapsed_s = 0.0
            self._bridge_gap()
        self._time_s = sample.time_s
        return self._advance(usable, acceleration_ms2, elapsed_s)

    def close(self) -> None:
        """End the still interval that lasts, if one does."""
        self._keep_still(self._rest.end())

    def _is_in_order(self, time_s: float) -> bool:
        if time_s > self._time_s:
            self._late = 0
            return True
        self._late += 1
        if self._late > _LATE_PATIENCE:
            self.close()
            self._restart(self._bout + 1)
            self._late = 0
            return True
        return False

    def _bridge_gap(self) -> None:
        """What was seen before a gap ends there."""
        self.close()
        self._angles.clear()

    def _advance(
        self, sample: MotionSample, acceleration_ms2: Vector, elapsed_s: float
    ) -> tuple[StepEvent, ...]:
        self._attitude.feed(sample, acceleration_ms2, elapsed_s)
        world_ms2 = turn(self._attitude.quaternion, acceleration_ms2)
        feet = self._detector.feed(sample.time_s, world_ms2[2], elapsed_s)
        angle_rad = self._direction.feed(
            self._attitude.quaternion, world_ms2, self._detector.vertical_ms2, elapsed_s
        )
        self._angles.append((sample.time_s, math.cos(angle_rad), math.sin(angle_rad)))
        while self._angles[0][0] < sample.time_s - _MEMORY_S:
            self._angles.popleft()
        still = self._rest.feed(sample.time_s, norm(acceleration_ms2), elapsed_s, bool(feet))
        self._keep_still(still)
        return tuple(self._event(each) for each in feet)

    def _keep_still(self, still: StillInterval | None) -> None:
        if still is not None:
            self.stills.append(still)

    def _event(self, foot: Footfall) -> StepEvent:
        bout = self._first_bout + self._attitude.bearing + self._direction.bout
        self._bout_steps = self._bout_steps + 1 if bout == self._bout else 1
        self._bout = bout
        length_m = step_length_m(foot.swing_ms2)
        is_held = self._direction.is_held
        share = _LENGTH_SHARE if is_held else _LOOSE_LENGTH_SHARE
        heading_rad, sd_rad, bias_sd_rad = self._heading(foot)
        return StepEvent(
            time_s=foot.time_s,
            length_m=length_m,
            heading_rad=heading_rad,
            length_sd_m=share * length_m,
            heading_sd_rad=sd_rad,
            bias_sd_rad=bias_sd_rad,
            bout=bout,
        )

    def _heading(self, foot: Footfall) -> tuple[float | None, float, float]:
        """Heading over the step, its own spread and that of its bias."""
        attitude, direction = self._attitude, self._direction
        # A compass alone is of use only where gravity shows how the phone lies: not in a swing.
        tells = attitude.knows_turns or (attitude.knows_north and direction.is_held)
        if not tells:
            return None, math.pi, math.pi
        # A swinging phone turns to and fro once in two steps.
        span_s = foot.interval_s * (1 if direction.is_held else 2)
        east, north = 0.0, 0.0
        for time_s, c, s in self._angles:
            if foot.time_s - span_s < time_s <= foot.time_s:
                east, north = east + c, north + s
        heading_rad = wrap(math.atan2(north, east) + direction.offset_rad())
        return heading_rad, self._sd_rad(), self._bias_sd_rad()

    def _sd_rad(self) -> float:
        if not self._attitude.knows_turns:
            return _COMPASS_ONLY_SD_RAD
        if self._direction.is_held:
            return _HELD_SD_RAD
        # The angle between a loose phone and the walk settles within the first steps of a bout.
        return _LOOSE_SD_RAD * math.sqrt(1 + _SETTLING_STEPS / self._bout_steps)

    def _bias_sd_rad(self) -> float:
        attitude, direction = self._attitude, self._direction
        if not attitude.knows_north or not (direction.is_held or direction.is_clear()):
            return math.pi
        if not direction.is_held:
            return _LOOSE_BIAS_SD_RAD
        return _HELD_BIAS_SD_RAD if attitude.is_given else _COMPASS_BIAS_SD_RAD


def motion_of_samples(samples: MotionSamples) -> Motion:
    """Steps and still intervals of one subject.

    Parameters
    ----------
    samples : MotionSamples
        In the order in which they came, 20 to 100 a second; whatever is missing is NaN.

    Returns
    -------
    Motion
        In the order of the samples.
    """
    tracker = StepTracker()
    steps = [step for sample in _each(samples) for step in tracker.feed(sample)]
    tracker.close()
    return Motion(tuple(steps), tuple(tracker.stills))


def steps_of_motion(samples: MotionSamples) -> tuple[StepEvent, ...]:
    """Steps of one subject; see `motion_of_samples`."""
    return motion_of_samples(samples).steps


def _each(samples: MotionSamples) -> list[MotionSample]:
    columns = (
        samples.acceleration_ms2,
        samples.rotation_rads,
        samples.magnetic_ut,
        samples.attitude,
    )
    rows = zip(samples.time_s.tolist(), *(each.tolist() for each in columns), strict=True)
    return [MotionSample(t, tuple(a), tuple(g), tuple(m), tuple(q)) for t, a, g, m, q in rows]
