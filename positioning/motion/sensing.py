"""From what a phone told to what can be used: bad numbers left out, short gaps bridged."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TypeVar

from positioning.motion.records import MotionSample, Quaternion, Vector
from positioning.motion.vectors import norm, normalise

_HOLD_S = 0.25
_GREATEST_MS2 = 160.0
_GREATEST_RADS = 100.0
_FIELD_RANGE_UT = (15.0, 100.0)


_Value = TypeVar("_Value")


class SensorHold:
    """Cleans samples and, as sensors come at paces of their own, keeps each value for a moment."""

    def __init__(self) -> None:
        self._rates: tuple[float, Vector] | None = None
        self._field: tuple[float, Vector] | None = None
        self._attitude: tuple[float, Quaternion] | None = None

    def feed(self, sample: MotionSample) -> MotionSample:
        """Take one sample in.

        Parameters
        ----------
        sample : MotionSample
            As it came.

        Returns
        -------
        MotionSample
            With finite numbers only. What is missing is as of late, or None; but a missing
            acceleration stays missing.
        """
        time_s = sample.time_s
        rates = _usable_rates(sample.rotation_rads)
        field = _usable_field(sample.magnetic_ut)
        attitude = _usable_attitude(sample.attitude)
        self._rates = (time_s, rates) if rates else _young(self._rates, time_s)
        self._field = (time_s, field) if field else _young(self._field, time_s)
        self._attitude = (time_s, attitude) if attitude else _young(self._attitude, time_s)
        return replace(
            sample,
            acceleration_ms2=_usable_acceleration(sample.acceleration_ms2),
            rotation_rads=self._rates[1] if self._rates else None,
            magnetic_ut=self._field[1] if self._field else None,
            attitude=self._attitude[1] if self._attitude else None,
        )


def _young(held: tuple[float, _Value] | None, time_s: float) -> tuple[float, _Value] | None:
    return held if held is not None and 0 <= time_s - held[0] <= _HOLD_S else None


def _usable_acceleration(vector: Vector | None) -> Vector | None:
    known = _fill_missing(vector)
    return known if known is not None and norm(known) < _GREATEST_MS2 else None


def _usable_rates(vector: Vector | None) -> Vector | None:
    known = _fill_missing(vector)
    return known if known is not None and norm(known) < _GREATEST_RADS else None


def _usable_field(vector: Vector | None) -> Vector | None:
    if vector is None or not math.isfinite(sum(vector)):
        return None
    return vector if _FIELD_RANGE_UT[0] < norm(vector) < _FIELD_RANGE_UT[1] else None


def _usable_attitude(quaternion: Quaternion | None) -> Quaternion | None:
    if quaternion is None:
        return None
    length = math.sqrt(sum(each * each for each in quaternion))
    return normalise(quaternion) if 0.9 < length < 1.1 else None


def _fill_missing(vector: Vector | None) -> Vector | None:
    """A vector with 0 for the axes that are not finite, or None when none is."""
    if vector is None or not any(math.isfinite(each) for each in vector):
        return None
    x, y, z = (each if math.isfinite(each) else 0.0 for each in vector)
    return (x, y, z)
