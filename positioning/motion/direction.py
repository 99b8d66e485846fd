"""Where a walker goes, seen from how the phone lies in hand, swings or sits in a pocket.

A phone held in front points where its owner walks. A swinging or pocketed one does not: there
the device's turns are followed, and the angle between device and walk comes from the
acceleration. Walkers are fastest when the body is lowest, so the forward acceleration goes
with the rate of the vertical one; that tells the sense of the axis along which the
horizontal acceleration is greatest.

References
----------
M. Kourogi, T. Kurata, Personal Positioning Based on Walking Locomotion Analysis with
Self-Contained Sensors and a Wearable Camera, ISMAR 2003.
U. Steinhoff, B. Schiele, Dead Reckoning from the Pocket, PerCom 2010.
"""

from __future__ import annotations

import math

from positioning.motion.gait import SMOOTHING_S
from positioning.motion.records import Quaternion, Vector
from positioning.motion.vectors import conjugate, turn

_POSE_TIME_S = 1.5
_HELD_SCREEN_UP = 0.3
_HELD_SWAY = 0.06
_HABIT_S = 1.0
_LANDSCAPE = 0.75
_DIRECTION_TIME_S = 15.0
_AXIS_LIMIT = 0.85
_CLEAR_AXIS = 3.0
_CLEAR_SENSE = 0.1
_UP = (0.0, 0.0, 1.0)
_AXES: tuple[Vector, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class Direction:
    """Angle of the phone in the plane and from there to the walk, sample by sample.

    Attributes
    ----------
    bout : int
        Goes up whenever the angle between phone and walk is another one.
    is_held : bool
        Whether the phone is held in front.
    """

    def __init__(self) -> None:
        self.bout = 0
        self.is_held = True
        self._pose: Vector | None = None
        self._doubt_s = 0.0
        self._axis = 0
        self._horizontal_ms2 = [0.0, 0.0, 0.0, 0.0]
        self._vertical_ms2 = 0.0
        self._forget()

    def feed(
        self,
        attitude: Quaternion,
        acceleration_ms2: Vector,
        vertical_ms2: float,
        elapsed_s: float,
    ) -> float:
        """Take one sample in.

        Parameters
        ----------
        attitude : Quaternion
            Device to world.
        acceleration_ms2 : Vector
            In the world's axes, m/s².
        vertical_ms2 : float
            The smoothed vertical acceleration of the step detector.
        elapsed_s : float
            Since the sample before.

        Returns
        -------
        float
            Angle of the device in the plane, radians from east.
        """
        self._watch_pose(turn(conjugate(attitude), _UP), elapsed_s)
        x, y, _ = turn(attitude, _AXES[self._axis])
        angle_rad = math.atan2(y, x)
        if not self.is_held and elapsed_s > 0:
            self._learn(angle_rad, acceleration_ms2, vertical_ms2, elapsed_s)
        self._vertical_ms2 = vertical_ms2
        return angle_rad

    def offset_rad(self) -> float:
        """Angle from the device to the walk."""
        if self.is_held:
            return math.pi / 2 if self._axis == 0 else math.pi
        forward, left, xx, xy, yy, _ = self._sums
        middle, half = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
        if middle + half < _CLEAR_AXIS * (middle - half):
            return math.atan2(left, forward)
        axis_rad = math.atan2(2 * xy, xx - yy) / 2
        agrees = forward * math.cos(axis_rad) + left * math.sin(axis_rad) >= 0
        return axis_rad if agrees else axis_rad + math.pi

    def is_clear(self) -> bool:
        """Whether the acceleration of a loose phone tells a direction at all."""
        forward, left, xx, _, yy, rates = self._sums
        power = math.sqrt((xx + yy) * rates)
        return power > 0 and math.hypot(forward, left) > _CLEAR_SENSE * power

    def _start_bout(self) -> None:
        self.bout += 1
        self._forget()

    def _forget(self) -> None:
        self._sums = [0.0] * 6

    def _watch_pose(self, up: Vector, elapsed_s: float) -> None:
        """Follow how gravity lies in the device, and tell held from loose."""
        is_first, pose = self._pose is None, self._pose or up
        share = 1 - math.exp(-elapsed_s / _POSE_TIME_S)
        x, y, z = (old + share * (new - old) for old, new in zip(pose, up, strict=True))
        self._pose = (x, y, z)
        sway = 1 - (x * x + y * y + z * z)
        looks_held = sway < _HELD_SWAY and (z > _HELD_SCREEN_UP or abs(x) > _LANDSCAPE)
        axis = self._best_axis(looks_held)
        is_same = looks_held == self.is_held and axis == self._axis
        self._doubt_s = 0.0 if is_same else self._doubt_s + elapsed_s
        if is_first or self._doubt_s > _HABIT_S:
            if not is_first:
                self._start_bout()
            self.is_held, self._axis, self._doubt_s = looks_held, axis, 0.0

    def _best_axis(self, looks_held: bool) -> int:
        """The axis whose angle in the plane is followed: one that lies flat."""
        tilts = [abs(each) for each in self._pose or _UP]
        if looks_held:
            return 0 if tilts[0] <= _LANDSCAPE else 2
        if not self.is_held and tilts[self._axis] < _AXIS_LIMIT:
            return self._axis
        return tilts.index(min(tilts))

    def _learn(
        self, angle_rad: float, acceleration_ms2: Vector, vertical_ms2: float, elapsed_s: float
    ) -> None:
        """Gather how the horizontal acceleration goes with the rate of the vertical one."""
        share = 1 - math.exp(-elapsed_s / SMOOTHING_S)
        smooth = self._horizontal_ms2
        for i in range(2):
            smooth[i] += share * (acceleration_ms2[i] - smooth[i])
            smooth[i + 2] += share * (smooth[i] - smooth[i + 2])
        c, s = math.cos(angle_rad), math.sin(angle_rad)
        x, y = c * smooth[2] + s * smooth[3], c * smooth[3] - s * smooth[2]
        rate = (vertical_ms2 - self._vertical_ms2) / elapsed_s
        keep = math.exp(-elapsed_s / _DIRECTION_TIME_S)
        news = (x * rate, y * rate, x * x, x * y, y * y, rate * rate)
        self._sums = [keep * a + b * elapsed_s for a, b in zip(self._sums, news, strict=True)]
