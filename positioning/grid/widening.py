"""From the radius of a belief to one that is honest: what the filter's model leaves out.

A belief knows its own model only. Live, beliefs are told apart better than errors are: sure
ones are too sure (people turn as no model has it) and vague ones too vague. Hindsight joins
all looks, and what they wrongly agree about is in none of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Widening:
    """How radii are made honest.

    Attributes
    ----------
    middle_m : float
        The radius that live answers keep.
    shrinkage : float
        How far others are drawn to it, 0 to 1.
    widest_m : float
        Radii beyond this are drawn by no more than this one: who knows little, says so.
    settled_s : float
        After this lag nothing is drawn any more.
    hindsight : float
        Factor on radii of answers that know all that came after.
    survey_m : float
        What the map of a survey at points is wrong about in common for all that is heard at a
        place between them: more looks there do not help against it.
    survey_share : float
        Factor on the rest of the radius of who stands there; the map's spread, which belongs
        to places, has some of that error already.
    """

    middle_m: float = 2.0
    shrinkage: float = 0.2
    widest_m: float = 4.0
    settled_s: float = 2.0
    hindsight: float = 1.055
    survey_m: float = 1.5
    survey_share: float = 0.85

    def radius_m(self, radius_m: float, lag_s: float) -> float:
        """Honest radius for a belief's radius, known so long after its time.

        Grows with the belief's radius.

        >>> Widening().radius_m(2.0, 0.0)
        2.0
        >>> Widening().radius_m(3.0, 3.0)
        3.0
        """
        if math.isinf(lag_s):
            return self.hindsight * radius_m
        drawn = self.shrinkage * max(1 - lag_s / self.settled_s, 0.0)
        if not radius_m > 0:
            return 0.0
        near_m = min(radius_m, self.widest_m)
        return near_m * math.pow(self.middle_m / near_m, drawn) + radius_m - near_m

    def standing_radius_m(self, radius_m: float, is_surveyed: bool) -> float:
        """Honest radius of a subject that stands, with the map of a survey or without one.

        >>> Widening().standing_radius_m(0.4, is_surveyed=False)
        0.4
        """
        return math.hypot(self.survey_m, self.survey_share * radius_m) if is_surveyed else radius_m
