"""What positions tell, over time, for another aisle than the way leads to.

Where aisles are hardly farther apart than positions are off, one position tells little; what they
tell adds up. Of positions with independent errors of standard deviation σ the logarithm of how
much likelier they are in an aisle than on the way is the sum of (w² - a²) / 2σ², with distances w
to the way and a to the aisle. Errors that last tell less: only the part of σ² that is another one
at the next position counts for one interval, the rest for as long as errors last. The sum begins
anew whenever it falls to nothing, as in Page's test, so that a long way on the right route does
not outweigh a wrong turn at its end.

References
----------
E. S. Page, "Continuous inspection schemes", Biometrika 41, 1954.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from routing.guidance.advice import GuidingSettings, Heard
from routing.guidance.course import Course
from routing.guidance.way import Way

MEMORY_S = 1.0
"""Positions are averaged over so long: else single ones would seem near to any bend of the way."""

FIRST_COUNT = 10
MOST_COUNT = 100
LEAST_STRENGTH = 1e-3
INDEPENDENT = 6.0
"""Second differences of independent errors have so many times their variance."""

LIKELIER = 1.0
"""So much tells for the aisle that somebody is in who is off her route anyway."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OtherAisle:
    """What positions have told.

    Attributes
    ----------
    calm_m : tuple of float
        A short running mean of the positions.
    last_m : tuple of tuple of float
        The last two positions.
    quick_m2 : float
        Variance of what is another error at each position, along each axis.
    count : int
        Of how many positions it is known, and some more in which there was none.
    told : tuple of tuple of int and float
        Aisles, and the logarithm of how much likelier each is than the way.
    """

    calm_m: Point
    last_m: tuple[Point, ...]
    quick_m2: float = 0.0
    count: int = FIRST_COUNT
    told: tuple[tuple[int, float], ...] = ()

    @property
    def likeliest(self) -> tuple[int, float]:
        """The aisle that most tells for, and how much; 0 if nothing tells for another one."""
        return max(self.told, key=lambda each: each[1], default=(0, 0.0))

    @property
    def lead(self) -> float:
        """How much likelier that one is than any other, as a logarithm."""
        *_, second, first = sorted((0.0, 0.0, *(sum_ for _, sum_ in self.told)))
        return first - second

    def begin_again(self) -> Self:
        """Keep what is known of the errors, for another way."""
        return replace(self, told=())


def listen(
    before: OtherAisle | None,
    course: Course,
    way: Way,
    leg: int,
    heard: Heard,
    dt_s: float,
    settings: GuidingSettings,
) -> OtherAisle:
    """Take in what a position tells.

    Parameters
    ----------
    before : OtherAisle or None
        What others have told; None at first and on another level.
    course, way, leg
        Where somebody is led, and on which leg of the way.
    heard : Heard
        The position.
    dt_s : float
        Time since the last one.
    settings : GuidingSettings
        The thresholds.
    """
    fix = heard.fix
    if before is None:
        return OtherAisle(fix, (fix,))
    share = 1.0 - math.exp(-dt_s / MEMORY_S)
    (x_m, y_m), (to_x_m, to_y_m) = before.calm_m, fix
    calm_m = x_m + share * (to_x_m - x_m), y_m + share * (to_y_m - y_m)
    quick_m2, count = _scatter(before, fix)
    told: tuple[tuple[int, float], ...] = ()
    aisle = course.aisle
    if aisle is not None and heard.level == aisle.level:
        slow_m2 = max(0.0, heard.sigma_m**2 - quick_m2)
        strength = max(quick_m2 * dt_s + slow_m2 * settings.errors_last_s, LEAST_STRENGTH)
        away_m = aisle.away_m(*calm_m)
        on_way_m = min(_apart_m(way, leg, calm_m), away_m.pop(0, math.inf))
        so_far = dict(before.told)
        told = tuple(
            (number, sum_)
            for number, off_m in away_m.items()
            if number not in way.through
            and (sum_ := so_far.get(number, 0.0) + dt_s * (on_way_m**2 - off_m**2) / 2 / strength)
            > 0.0
        )
    return OtherAisle(calm_m, (*before.last_m, fix)[-2:], quick_m2, count, told)


def _scatter(before: OtherAisle, fix: Point) -> tuple[float, int]:
    """Learn how much of the errors is gone at the next position."""
    if len(before.last_m) < 2:
        return before.quick_m2, before.count
    one, other = before.last_m
    square_m2 = sum((a - 2 * b + c) ** 2 for a, b, c in zip(one, other, fix, strict=True)) / 2
    count = min(before.count + 1, MOST_COUNT)
    return before.quick_m2 + (square_m2 / INDEPENDENT - before.quick_m2) / count, count


def _apart_m(way: Way, leg: int, point_m: Point) -> float:
    """How far a point is from a leg of a way, through whatever stands between."""
    return float(np.hypot(*(way.points_m[way.leg_of == leg] - point_m).T).min())
