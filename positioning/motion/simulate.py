"""A simulated phone: what its sensors would tell on a walk, in the hand or in a pocket.

The body is lowest and fastest when both feet are down, so that its forward acceleration goes
with the rate of the vertical one; an arm or thigh that carries the phone is a pendulum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from positioning.motion.attitude import GRAVITY_MS2
from positioning.motion.records import FloatArray, MotionSamples

Carrying = Literal["flat", "swinging", "pocket"]
Sensor = Literal["rotation_rads", "magnetic_ut", "attitude"]

_FINE_HZ = 200
# North and down, as in southern Finland.
_FIELD_UT = (0.0, 15.0, -49.0)
_DISTURBANCE_M = 3.0
_FORWARD_SHARE = 0.4
_SIDEWAYS_SHARE = 0.2
_TREMOR_MS2 = 0.05


@dataclass(frozen=True, slots=True)
class Leg:
    """A piece of a walk at one speed; ``turn_rad`` is spread evenly over it, left is positive."""

    duration_s: float
    speed_ms: float = 1.26
    turn_rad: float = 0.0


@dataclass(frozen=True, slots=True)
class SimulatedPhone:
    """How the phone is carried and what its sensors are like.

    Attributes
    ----------
    rate_hz : int
        Samples a second, a divisor of 200.
    missing : tuple of Sensor
        Sensors that tell nothing.
    gyro_bias_rads : tuple of float
        Of the device's axes, rad/s.
    disturbance_ut : float
        Spread of the magnetic field of a building, changing over some 3 m.
    compass_error_rad : float
        By how much the given attitude points too far left.
    mounting_rad : float
        How the phone is turned in a pocket about the vertical.
    """

    carrying: Carrying = "flat"
    rate_hz: int = 50
    missing: tuple[Sensor, ...] = ()
    gyro_bias_rads: tuple[float, float, float] = (0.0, 0.0, 0.0)
    disturbance_ut: float = 0.0
    compass_error_rad: float = 0.0
    mounting_rad: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedWalk:
    """Samples with the truth: a position per sample, and when the feet came down."""

    samples: MotionSamples
    x_m: FloatArray
    y_m: FloatArray
    heading_rad: FloatArray
    step_times_s: FloatArray


def simulate_walk(
    legs: Sequence[Leg],
    rng: np.random.Generator,
    phone: SimulatedPhone | None = None,
    heading_rad: float = 0.0,
    cadence_hz: float = 1.8,
) -> SimulatedWalk:
    """What a phone's sensors tell on a walk.

    Parameters
    ----------
    legs : sequence of Leg
        The walk.
    rng : numpy.random.Generator
        Of the noise; the same seed gives the same samples.
    phone : SimulatedPhone, optional
        Other than one held flat.
    heading_rad : float
        At the start, counter-clockwise from east.
    cadence_hz : float
        Steps a second while walking.

    Returns
    -------
    SimulatedWalk
        From (0, 0) and time 0 on.

    Raises
    ------
    ValueError
        If the rate does not divide 200, or no leg lasts.

    Examples
    --------
    >>> walk = simulate_walk([Leg(10.0)], np.random.default_rng(1))
    >>> len(walk.samples.time_s), len(walk.step_times_s)
    (500, 18)
    """
    phone = phone or SimulatedPhone()
    if phone.rate_hz < 1 or _FINE_HZ % phone.rate_hz:
        raise ValueError(f"The rate is {phone.rate_hz} Hz; it must divide {_FINE_HZ}.")
    counts = [round(leg.duration_s * _FINE_HZ) for leg in legs]
    if sum(counts) < 2:
        raise ValueError("The walk has no leg that lasts.")
    speed_ms = np.repeat([leg.speed_ms for leg in legs], counts)
    rate_rads = np.repeat([leg.turn_rad / max(leg.duration_s, 1e-9) for leg in legs], counts)
    heading = heading_rad + np.cumsum(rate_rads) / _FINE_HZ
    x_m = np.cumsum(speed_ms * np.cos(heading)) / _FINE_HZ
    y_m = np.cumsum(speed_ms * np.sin(heading)) / _FINE_HZ
    phase = np.cumsum(np.where(speed_ms > 0, cadence_hz, 0.0)) / _FINE_HZ
    body_ms2, limb_rad, limb_m = _gait(phase, speed_ms, cadence_hz, phone.carrying)
    moved_ms2 = body_ms2 + _pendulum_ms2(limb_rad, limb_m)
    to_world = _about("z", heading - math.pi / 2)
    device = to_world * _hold(phase, limb_rad, speed_ms > 0, phone)
    kept = slice(0, None, _FINE_HZ // phone.rate_hz)
    world_ms2: FloatArray = to_world.apply(moved_ms2) + np.array([0.0, 0.0, GRAVITY_MS2])
    field_ut = _field_ut(np.cumsum(speed_ms) / _FINE_HZ, phone.disturbance_ut, rng)
    samples = _sense(device, world_ms2, field_ut, kept, phone, rng)
    falls = np.flatnonzero(np.diff(np.floor(phase)) > 0) + 1
    return SimulatedWalk(samples, x_m[kept], y_m[kept], heading[kept], falls / _FINE_HZ)


def _gait(
    phase: FloatArray, speed_ms: FloatArray, cadence_hz: float, carrying: Carrying
) -> tuple[FloatArray, FloatArray, float]:
    """Acceleration of the body (right, forward, up), swing of the limb, and its length."""
    # A swing of 2 × 4.5 m/s² at 0.7 m: what phones in walkers' hands show.
    height_ms2 = 4.5 * (speed_ms / cadence_hz / 0.7) ** 4
    turn = 2 * math.pi * phase
    up = height_ms2 * (np.cos(turn) + 0.2 * np.cos(2 * turn + 0.5))
    forward = -_FORWARD_SHARE * height_ms2 * np.sin(turn)
    right = _SIDEWAYS_SHARE * height_ms2 * np.sin(turn / 2)
    swing_deg, limb_m = {"flat": (0.0, 0.0), "swinging": (25.0, 0.6), "pocket": (22.0, 0.3)}[
        carrying
    ]
    limb_rad = np.where(speed_ms > 0, math.radians(swing_deg) * np.sin(turn / 2), 0.0)
    return np.stack([right, forward, up], axis=1), limb_rad, limb_m


def _pendulum_ms2(limb_rad: FloatArray, limb_m: float) -> FloatArray:
    """Acceleration of the end of a limb that swings fore and aft (right, forward, up)."""
    rate = np.gradient(limb_rad) * _FINE_HZ
    spin = np.gradient(rate) * _FINE_HZ
    sine, cosine = np.sin(limb_rad), np.cos(limb_rad)
    forward = limb_m * (spin * cosine - rate**2 * sine)
    up = limb_m * (spin * sine + rate**2 * cosine)
    return np.stack([np.zeros_like(forward), forward, up], axis=1)


def _hold(
    phase: FloatArray, limb_rad: FloatArray, is_walking: NDArray[np.bool_], phone: SimulatedPhone
) -> Rotation:
    """Turn from the device's axes to the body's (right, forward, up)."""
    if phone.carrying == "flat":
        sway_rad = math.radians(4) * np.sin(math.pi * phase) * is_walking
        return _about("z", sway_rad) * Rotation.from_euler("x", 25, degrees=True)
    # Hanging, top down; in the hand the screen faces the thigh, in a pocket it may face anywhere.
    facing_rad = math.pi / 2 if phone.carrying == "swinging" else phone.mounting_rad
    hanging = Rotation.from_euler("z", facing_rad) * Rotation.from_euler("x", -90, degrees=True)
    return _about("x", limb_rad) * hanging


def _about(axis: str, angles_rad: FloatArray) -> Rotation:
    return Rotation.from_euler(axis, angles_rad[:, None])


def _field_ut(along_m: FloatArray, disturbance_ut: float, rng: np.random.Generator) -> FloatArray:
    """Magnetic field along the walk, east, north, up."""
    waves = rng.normal(0.0, 1 / _DISTURBANCE_M, (8, 1))
    phases = rng.uniform(0.0, 2 * math.pi, (8, 3))
    around = np.cos(waves[:, :, None] * along_m[None, :, None] + phases[:, None, :])
    disturbance: FloatArray = disturbance_ut * math.sqrt(2 / 8) * around.sum(axis=0)
    return disturbance + _FIELD_UT


def _sense(
    device: Rotation,
    world_ms2: FloatArray,
    field_ut: FloatArray,
    kept: slice,
    phone: SimulatedPhone,
    rng: np.random.Generator,
) -> MotionSamples:
    """What the sensors tell of a phone that lies and moves in the world like this."""
    back = device.inv()
    turns = (back[:-1] * device[1:]).as_rotvec() * _FINE_HZ
    rates = np.concatenate([turns[:1], turns])[kept] + phone.gyro_bias_rads
    told = Rotation.from_euler("z", phone.compass_error_rad) * device
    known = {
        "rotation_rads": rates + rng.normal(0.0, 0.01, rates.shape),
        "magnetic_ut": back.apply(field_ut)[kept] + rng.normal(0.0, 0.5, rates.shape),
        "attitude": told.as_quat()[kept],
    }
    for sensor in phone.missing:
        known[sensor] = np.full_like(known[sensor], np.nan)
    pulled = back.apply(world_ms2)[kept]
    return MotionSamples(
        time_s=np.arange(len(rates)) / phone.rate_hz,
        acceleration_ms2=pulled + rng.normal(0.0, _TREMOR_MS2, pulled.shape),
        **known,
    )
