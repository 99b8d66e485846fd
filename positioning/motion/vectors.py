"""Vectors and quaternions (x, y, z, w) of plain numbers."""

from __future__ import annotations

import math

from positioning.motion.records import Quaternion, Vector


def norm(vector: Vector) -> float:
    """Length of a vector."""
    x, y, z = vector
    return math.sqrt(x * x + y * y + z * z)


def multiply(a: Quaternion, b: Quaternion) -> Quaternion:
    """Quaternion that turns by ``b`` and then by ``a``.

    Examples
    --------
    >>> multiply((0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 1.0, 0.0))
    (0.0, 0.0, 0.0, -1.0)
    """
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def conjugate(q: Quaternion) -> Quaternion:
    """Quaternion that turns back."""
    return (-q[0], -q[1], -q[2], q[3])


def normalise(q: Quaternion) -> Quaternion:
    """The same turn with length one."""
    x, y, z, w = q
    length = math.sqrt(x * x + y * y + z * z + w * w)
    return (x / length, y / length, z / length, w / length)


def turn(q: Quaternion, vector: Vector) -> Vector:
    """Turn a vector by a unit quaternion."""
    qx, qy, qz, qw = q
    x, y, z = vector
    tx, ty, tz = 2 * (qy * z - qz * y), 2 * (qz * x - qx * z), 2 * (qx * y - qy * x)
    return (
        x + qw * tx + qy * tz - qz * ty,
        y + qw * ty + qz * tx - qx * tz,
        z + qw * tz + qx * ty - qy * tx,
    )


def rotation(vector: Vector) -> Quaternion:
    """Quaternion of a rotation vector, radians."""
    angle = norm(vector)
    if angle < 1e-9:
        return (0.0, 0.0, 0.0, 1.0)
    scale = math.sin(angle / 2) / angle
    return (vector[0] * scale, vector[1] * scale, vector[2] * scale, math.cos(angle / 2))


def twist(q: Quaternion) -> float:
    """How far a quaternion turns about the vertical, radians in (-π, π]."""
    return wrap(2 * math.atan2(q[2], q[3]))


def wrap(angle_rad: float) -> float:
    """The same angle in [-π, π).

    Examples
    --------
    >>> round(wrap(math.radians(270)), 4)
    -1.5708
    """
    return (angle_rad + math.pi) % (2 * math.pi) - math.pi
