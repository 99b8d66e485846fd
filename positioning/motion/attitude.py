"""Attitude of a phone: how its axes lie in the world, from whatever sensors it has.

Indoor magnetics are distrusted. Where the device gives a quaternion, its tilt is taken, and
its heading only in the long run: within a minute the gyroscope tells turns better. Without
a quaternion gyroscope and gravity are fused, and the compass pulls slowly, and only while
strength and dip of the field stay what they were.

References
----------
R. Mahony, T. Hamel, J.-M. Pflimlin, Nonlinear Complementary Filters on the Special
Orthogonal Group, IEEE Transactions on Automatic Control 53(5), 2008.
M. H. Afzal, V. Renaudin, G. Lachapelle, Use of Earth's Magnetic Field for Mitigating
Gyroscope Errors Regardless of Magnetic Perturbation, Sensors 11(12), 2011.
"""

from __future__ import annotations

import math

from positioning.motion.records import MotionSample, Quaternion, Vector
from positioning.motion.vectors import (
    conjugate,
    multiply,
    norm,
    normalise,
    rotation,
    turn,
    twist,
    wrap,
)

GRAVITY_MS2 = 9.81

_IDENTITY = (0.0, 0.0, 0.0, 1.0)
_NO_ROTATION = (0.0, 0.0, 0.0)
_TILT_TIME_S = 2.0
_TILT_TIME_WITHOUT_GYRO_S = 0.3
_GRAVITY_TOLERANCE_MS2 = 4.0
_GIVEN_TIME_S = 60.0
_COMPASS_TIME_S = 60.0
_COMPASS_TIME_WITHOUT_GYRO_S = 0.2
_FIELD_TIME_S = 10.0
_FIELD_TOLERANCE = 0.15
_DIP_TOLERANCE_RAD = math.radians(10)
_REST_RATE_RADS = 0.06
_REST_ACCELERATION_MS2 = 0.3
_BIAS_TIME_S = 5.0


class Attitude:
    """Attitude of one phone, sample by sample.

    Attributes
    ----------
    quaternion : Quaternion
        Device to world: x east, y north, z up.
    knows_turns : bool
        Whether changes of heading are seen.
    knows_north : bool
        Whether the heading is tied to magnetic north, well or badly.
    is_given : bool
        Whether the device itself told the last attitude.
    bearing : int
        Goes up whenever the heading starts anew from anywhere.
    """

    def __init__(self) -> None:
        self.quaternion: Quaternion = _IDENTITY
        self.knows_turns = False
        self.knows_north = False
        self.is_given = False
        self.bearing = 0
        self._is_set = False
        self._given: Quaternion | None = None
        self._shift_rad = 0.0
        self._bias_rads: Vector = _NO_ROTATION
        self._field: tuple[float, float] | None = None
        self._compass_s = 0.0

    def feed(self, sample: MotionSample, acceleration_ms2: Vector, elapsed_s: float) -> None:
        """Take one sample in.

        Parameters
        ----------
        sample : MotionSample
            Usable numbers; all but its acceleration is read here.
        acceleration_ms2 : Vector
            Of the device, with gravity, m/s².
        elapsed_s : float
            Since the sample before; 0 at the start and after a gap.
        """
        rates, field_ut = sample.rotation_rads, sample.magnetic_ut
        self.is_given = sample.attitude is not None
        if sample.attitude is not None:
            self._follow(sample.attitude, rates, elapsed_s)
            return
        self._given = None
        self.knows_turns = rates is not None
        if elapsed_s <= 0:
            self._lose(field_ut)
        if not self._is_set:
            self._set(acceleration_ms2)
        else:
            self._fuse(acceleration_ms2, rates, elapsed_s)
        if field_ut is not None:
            self._point(field_ut, elapsed_s)
        self.knows_north = field_ut is not None or (self.knows_north and self.knows_turns)

    def _follow(self, given: Quaternion, rates: Vector | None, elapsed_s: float) -> None:
        """Take the tilt of a given quaternion, and its heading in the long run."""
        if self._given is not None and rates is not None and elapsed_s > 0:
            turned_rad = turn(given, rates)[2] * elapsed_s
            told_rad = twist(multiply(given, conjugate(self._given)))
            self._shift_rad = wrap(self._shift_rad + turned_rad - told_rad)
            self._shift_rad *= math.exp(-elapsed_s / _GIVEN_TIME_S)
        half = self._shift_rad / 2
        self.quaternion = multiply((0.0, 0.0, math.sin(half), math.cos(half)), given)
        self._given = given
        self._is_set = self.knows_turns = self.knows_north = True

    def _lose(self, field_ut: Vector | None) -> None:
        """After a gap the phone may lie anyhow; only a compass tells the heading anew."""
        if self._is_set and field_ut is None:
            self.bearing += 1
            self.knows_north = False
        self._is_set = False
        self._compass_s = 0.0

    def _set(self, acceleration_ms2: Vector) -> None:
        """Start level with gravity, facing anywhere."""
        if _is_gravity(acceleration_ms2):
            self.quaternion = _shortest_turn_up(acceleration_ms2)
            self._is_set = True

    def _fuse(self, acceleration_ms2: Vector, rates: Vector | None, elapsed_s: float) -> None:
        """Turn by the gyroscope and pull the tilt towards gravity."""
        time_s = _TILT_TIME_WITHOUT_GYRO_S
        if rates is not None:
            time_s = _TILT_TIME_S
            self._learn_bias(rates, acceleration_ms2, elapsed_s)
            bx, by, bz = self._bias_rads
            x, y, z = rates
            delta = ((x - bx) * elapsed_s, (y - by) * elapsed_s, (z - bz) * elapsed_s)
            self.quaternion = normalise(multiply(self.quaternion, rotation(delta)))
        if _is_gravity(acceleration_ms2):
            x, y, z = turn(self.quaternion, acceleration_ms2)
            share = (1 - math.exp(-elapsed_s / time_s)) / norm((x, y, z))
            self._turn_world((y * share, -x * share, 0.0))

    def _learn_bias(self, rates: Vector, acceleration_ms2: Vector, elapsed_s: float) -> None:
        """What a gyroscope tells while the phone rests is its bias."""
        b = self._bias_rads
        left: Vector = (rates[0] - b[0], rates[1] - b[1], rates[2] - b[2])
        is_quiet = abs(norm(acceleration_ms2) - GRAVITY_MS2) < _REST_ACCELERATION_MS2
        if norm(left) < _REST_RATE_RADS and is_quiet:
            share = 1 - math.exp(-elapsed_s / _BIAS_TIME_S)
            self._bias_rads = (
                b[0] + share * left[0],
                b[1] + share * left[1],
                b[2] + share * left[2],
            )

    def _point(self, field_ut: Vector, elapsed_s: float) -> None:
        """Let the compass pull the heading, as fast as there is nothing better."""
        east, north, _ = turn(self.quaternion, field_ut)
        error_rad = wrap(math.pi / 2 - math.atan2(north, east))
        if self._watch_field(field_ut, elapsed_s):
            time_s = _COMPASS_TIME_S if self.knows_turns else _COMPASS_TIME_WITHOUT_GYRO_S
            # A running mean at first: headings set by one reading were off by 40° (sd) in
            # recorded walks.
            share = 1 - math.exp(-elapsed_s / time_s)
            if self._compass_s < time_s:
                self._compass_s += elapsed_s
                share = max(share, elapsed_s / self._compass_s) if self._compass_s else 1.0
            self._turn_world((0.0, 0.0, share * error_rad))

    def _watch_field(self, field_ut: Vector, elapsed_s: float) -> bool:
        """Whether strength and dip are what they were of late."""
        east, north, up = turn(self.quaternion, field_ut)
        strength, dip = norm(field_ut), math.atan2(-up, math.hypot(east, north))
        usual = self._field or (strength, dip)
        share = 1 - math.exp(-elapsed_s / _FIELD_TIME_S)
        self._field = (
            usual[0] + share * (strength - usual[0]),
            usual[1] + share * (dip - usual[1]),
        )
        is_as_strong = abs(strength - usual[0]) < _FIELD_TOLERANCE * usual[0]
        return is_as_strong and abs(dip - usual[1]) < _DIP_TOLERANCE_RAD

    def _turn_world(self, vector: Vector) -> None:
        self.quaternion = normalise(multiply(rotation(vector), self.quaternion))


def _is_gravity(acceleration_ms2: Vector) -> bool:
    return abs(norm(acceleration_ms2) - GRAVITY_MS2) < _GRAVITY_TOLERANCE_MS2


def _shortest_turn_up(vector: Vector) -> Quaternion:
    """The shortest turn that takes a vector to the vertical."""
    x, y, z = vector
    length = norm(vector)
    if z < -0.999 * length:
        return (1.0, 0.0, 0.0, 0.0)
    return normalise((y, -x, 0.0, length + z))
