"""The axes that shelves stand along: straight, bent at a corner, or curved.

Everything on a shelf is told by two numbers: ``offset_m``, how far left of the axis it is, and
``along_m``, how far from the start of the line at that offset. Parallel lines of a bent or
curved axis differ in length, which is why the inner face of a corner has fewer bays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from floorplans.records.basics import Point
from floorplans.records.shelves import Shelf

ARC_STEP_DEG = 7.5
LEAST_TURN_DEG = 1e-6
"""A curve that turns less is straight; its radius would be beyond what numbers can tell."""


class Axis(Protocol):
    """A line with a left and a right side."""

    def length_m(self, offset_m: float) -> float:
        """Length of the line at an offset."""
        ...

    def at(self, along_m: float, offset_m: float) -> tuple[float, float, float]:
        """Give x and y of a point, and the direction of the line there, degrees."""
        ...

    def bends(self, start_m: float, end_m: float, offset_m: float) -> tuple[float, ...]:
        """Where the line changes direction between two of its points, in order."""
        ...

    def across(self, along_m: float, offset_m: float, other_m: float) -> float:
        """How far along the line at another offset the point lies that is square to this one."""
        ...


def axis_of(shelf: Shelf) -> Axis:
    """Give the axis of a shelf that is not round.

    Examples
    --------
    >>> shelf = Shelf("s1", "1", "1", 5.0, 3.0, 4.0, 0.6, 0.0, 1.8, ())
    >>> axis_of(shelf).at(4.0, 0.3)
    (7.0, 3.3, 0.0)
    """
    if shelf.shape == "corner":
        return CornerAxis(
            (shelf.x_m, shelf.y_m),
            shelf.angle_deg,
            shelf.angle_deg + shelf.turn_deg,
            shelf.length_m,
            shelf.wing_m,
            math.tan(math.radians(shelf.turn_deg) / 2),
        )
    if shelf.shape == "curved" and abs(shelf.turn_deg) >= LEAST_TURN_DEG:
        radius_m = shelf.length_m / math.radians(shelf.turn_deg)
        centre = move((shelf.x_m, shelf.y_m), shelf.angle_deg, 0.0, radius_m)
        return CurvedAxis(centre, shelf.angle_deg, shelf.turn_deg, radius_m)
    return StraightAxis((shelf.x_m, shelf.y_m), shelf.angle_deg, shelf.length_m)


def move(start: Point, direction_deg: float, ahead_m: float, left_m: float) -> Point:
    """Give the point that lies ahead and to the left of another.

    Examples
    --------
    >>> move((1.0, 1.0), 90.0, 2.0, 0.5)
    (0.5, 3.0)
    """
    cosine, sine = direction(direction_deg)
    return (
        start[0] + ahead_m * cosine - left_m * sine,
        start[1] + ahead_m * sine + left_m * cosine,
    )


def direction(angle_deg: float) -> Point:
    """Cosine and sine, exact at right angles."""
    angle_rad = math.radians(angle_deg)
    return round(math.cos(angle_rad), 15), round(math.sin(angle_rad), 15)


@dataclass(frozen=True, slots=True)
class StraightAxis:
    """A straight line about its middle."""

    middle: Point
    angle_deg: float
    total_m: float

    def length_m(self, offset_m: float) -> float:
        """See `Axis.length_m`."""
        return self.total_m

    def at(self, along_m: float, offset_m: float) -> tuple[float, float, float]:
        """See `Axis.at`."""
        ahead_m = along_m - self.total_m / 2
        return *move(self.middle, self.angle_deg, ahead_m, offset_m), self.angle_deg

    def bends(self, start_m: float, end_m: float, offset_m: float) -> tuple[float, ...]:
        """See `Axis.bends`."""
        return ()

    def across(self, along_m: float, offset_m: float, other_m: float) -> float:
        """See `Axis.across`."""
        return along_m


@dataclass(frozen=True, slots=True)
class CornerAxis:
    """Two arms that meet at ``bend``; ``half_tangent`` is that of half the turn."""

    bend: Point
    first_deg: float
    second_deg: float
    first_m: float
    second_m: float
    half_tangent: float

    def length_m(self, offset_m: float) -> float:
        """See `Axis.length_m`."""
        return self.first_m + self.second_m - 2 * self._cut_m(offset_m)

    def at(self, along_m: float, offset_m: float) -> tuple[float, float, float]:
        """See `Axis.at`."""
        cut_m = self._cut_m(offset_m)
        if along_m <= self.first_m - cut_m:
            point = move(self.bend, self.first_deg, along_m - self.first_m, offset_m)
            return *point, self.first_deg
        ahead_m = along_m - self.first_m + 2 * cut_m
        return *move(self.bend, self.second_deg, ahead_m, offset_m), self.second_deg

    def bends(self, start_m: float, end_m: float, offset_m: float) -> tuple[float, ...]:
        """See `Axis.bends`."""
        bend_m = self.first_m - self._cut_m(offset_m)
        return (bend_m,) if start_m < bend_m < end_m else ()

    def across(self, along_m: float, offset_m: float, other_m: float) -> float:
        """See `Axis.across`."""
        if along_m <= self.first_m - self._cut_m(offset_m):
            return min(along_m, self.first_m - self._cut_m(other_m))
        from_end_m = self.length_m(offset_m) - along_m
        other_total_m = self.length_m(other_m)
        return max(other_total_m - from_end_m, self.first_m - self._cut_m(other_m))

    def _cut_m(self, offset_m: float) -> float:
        """How much shorter each arm is at an offset; below 0 on the outer side."""
        return offset_m * self.half_tangent


@dataclass(frozen=True, slots=True)
class CurvedAxis:
    """An arc about ``centre``; turn and radius are below 0 where it turns right."""

    centre: Point
    middle_deg: float
    turn_deg: float
    radius_m: float

    def length_m(self, offset_m: float) -> float:
        """See `Axis.length_m`."""
        return (self.radius_m - offset_m) * math.radians(self.turn_deg)

    def at(self, along_m: float, offset_m: float) -> tuple[float, float, float]:
        """See `Axis.at`."""
        heading_deg = self.middle_deg + (self._share(along_m, offset_m) - 0.5) * self.turn_deg
        return *move(self.centre, heading_deg, 0.0, offset_m - self.radius_m), heading_deg

    def bends(self, start_m: float, end_m: float, offset_m: float) -> tuple[float, ...]:
        """See `Axis.bends`."""
        turned = self._share(end_m, offset_m) - self._share(start_m, offset_m)
        steps = max(1, math.ceil(abs(self.turn_deg * turned) / ARC_STEP_DEG))
        return tuple(start_m + (end_m - start_m) * step / steps for step in range(1, steps))

    def across(self, along_m: float, offset_m: float, other_m: float) -> float:
        """See `Axis.across`."""
        return self._share(along_m, offset_m) * self.length_m(other_m)

    def _share(self, along_m: float, offset_m: float) -> float:
        """How much of the arc lies before a point; half of it where the line has no length."""
        length_m = self.length_m(offset_m)
        return along_m / length_m if length_m else 0.5
