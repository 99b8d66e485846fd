"""From the radius of a belief to one that is honest: what the filter's model leaves out.

A belief knows its own model only. Its rim is made of the model's tails, and errors get there
less often than these say: the half in its middle, and how many places are about as likely,
are told better. Live, beliefs are told apart better than errors are: sure ones are too sure
(people turn as no model has it) and vague ones too vague. Hindsight joins all looks, and what
they wrongly agree about is in none of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a belief reaches about its middle.

    Attributes
    ----------
    radius_m : float
        Holds 95 % of it.
    half_m : float
        Holds half of it; 0.48 of the other if it is normal and round.
    even_m : float
        Holds 95 % of the round normal belief that is as undecided: of the same entropy.
    mean_m : float
        Mean distance: the error that the belief expects.
    """

    radius_m: float
    half_m: float = math.inf
    even_m: float = math.inf
    mean_m: float = math.inf


@dataclass(frozen=True, slots=True)
class SiteErrors:
    """How far off subjects that stand are at a site: mean errors over what beliefs expect.

    Attributes
    ----------
    known, unknown : float
        With a device model of the survey, and with another.
    """

    known: float
    unknown: float

    def ratio(self, is_known: bool) -> float:
        """Give the one for a device."""
        return self.known if is_known else self.unknown


@dataclass(frozen=True, slots=True)
class Widening:
    """How radii are made honest.

    Chosen for radii that are honest over all development recordings, and rounded;
    ``python -m benchmarks.radii`` chooses again, and shows each site with the constants that
    all others choose.

    Attributes
    ----------
    rim : float
        No radius, but of who stands where stops were surveyed, is more than so many times the
        one that holds half of the belief,
    undecided : float
        nor than so many times that of a round normal belief of the same entropy: far places
        count by how many they are, not by how far they are.
    middle_m : float
        Live radii are drawn to this one,
    shrinkage : float
        this far, 0 to 1;
    widest_m : float
        those beyond this by no more than this one: who knows little, says so.
    settled_s : float
        After this lag nothing is drawn any more.
    lagged, hindsight : float
        Factors on radii of answers with a lag that is settled, and of those that know all that
        came after.
    standing : float
        Radii of subjects that stand over the mean errors that the site's survey tells of. Normal
        errors have 1.95; places that are left out lie farther from surveyed ones than others.
    """

    rim: float = 2.6
    undecided: float = 1.5
    middle_m: float = 2.25
    shrinkage: float = 0.25
    widest_m: float = 4.0
    settled_s: float = 2.0
    lagged: float = 0.97
    hindsight: float = 1.06
    standing: float = 1.8

    def radius_m(self, reach: Reach, lag_s: float) -> float:
        """Honest radius of a subject under way, whose belief was known so long after its time.

        Grows with all that the belief reaches.

        >>> Widening(hindsight=1.1).radius_m(Reach(3.0), math.inf)
        3.3000000000000003
        >>> Widening(lagged=1.0, rim=2.5).radius_m(Reach(3.0, half_m=1.0), 3.0)
        2.5
        """
        core_m = self._core_m(reach)
        if math.isinf(lag_s):
            return self.hindsight * core_m
        if not core_m > 0:
            return 0.0
        fresh = max(1 - lag_s / self.settled_s, 0.0)
        near_m = min(core_m, self.widest_m)
        drawn_m = near_m * math.pow(self.middle_m / near_m, self.shrinkage * fresh)
        return math.pow(self.lagged, 1 - fresh) * (drawn_m + core_m - near_m)

    def standing_radius_m(self, reach: Reach, error_ratio: float | None) -> float:
        """Honest radius of a subject that stands, or has been heard for one look.

        Where no stops of a survey tell more, the belief's core is taken at its word.

        >>> Widening().standing_radius_m(Reach(0.4), None)
        0.4
        >>> Widening(standing=1.8).standing_radius_m(Reach(3.0, mean_m=1.0), 1.5)
        2.7
        """
        if error_ratio is None:
            return self._core_m(reach)
        return self.standing * error_ratio * reach.mean_m

    def _core_m(self, reach: Reach) -> float:
        return min(reach.radius_m, self.rim * reach.half_m, self.undecided * reach.even_m)
