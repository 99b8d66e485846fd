"""What a guided person is told, and when: the records of guidance and its thresholds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from routing.guidance.way import Way
from routing.model import Block

AdviceKind = Literal[
    "go",
    "near",
    "arrived",
    "off_route",
    "wrong_way",
    "wrong_aisle",
    "passed",
    "wrong_level",
    "replanned",
    "no_way",
]
SIGMAS_IN_RADIUS_95 = 2.45
"""Of a round normal distribution, √(−2 ln 0.05) standard deviations hold 95 of 100."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Where somebody is said to be.

    ``heading_deg`` is where they go, while they do; ``fix_m`` is the position before it was moved
    to where one can walk, if it was.
    """

    time_s: float
    level: str
    x_m: float
    y_m: float
    radius_95_m: float
    heading_deg: float | None = None
    fix_m: tuple[float, float] | None = None

    @property
    def fix(self) -> tuple[float, float]:
        """The position as it was found."""
        return (self.x_m, self.y_m) if self.fix_m is None else self.fix_m

    @property
    def sigma_m(self) -> float:
        """Standard deviation along each axis, metres."""
        return self.radius_95_m / SIGMAS_IN_RADIUS_95


@dataclass(frozen=True, slots=True)
class GuidingSettings:
    """When what is told.

    Times are of evidence: what speaks for a thing adds to its time, what speaks against it
    takes as much away, a thing is told when its time is full and taken back when it is used up.

    Attributes
    ----------
    off_route_m, off_route_sigmas, off_route_s : float
        Off the route is who walks farther from it than the greater of the two, for so long.
    wrong_aisle_doubt : float
        An aisle that the way does not lead through is told when positions like these are by so
        much less likely on the way.
    aisles : float
        So many aisles from the right one a wrong one is told as such, farther away there is a new
        way only: nobody counts more.
    wrong_count_doubt : float
        How many aisles it is to the right one is told when every other wrong aisle is by so much
        less likely than this one.
    errors_last_s : float
        For how long positions stay off by the same, as far as it is not seen that they scatter:
        those of radios some 10 s, with steps 16 s.
    entered_m : float
        How far between the shelves one is in an aisle.
    beside_m : float
        So near to the way nobody is in a wrong aisle.
    back_m, back_sigmas, back_s : float
        Who is farther from the goal than before by the greater of the two, for so long, goes
        the wrong way.
    passed_m, passed_sigmas, passed_s : float
        Who is farther beyond one bay from what is sought than the greater of the two, for so
        long, has passed it.
    arrived_s : float
        For how long somebody is in the right aisle and within one bay.
    near_s : float
        For how long somebody is so near that noise explains the rest.
    arrived_m : float
        Where there is no aisle: how near to the goal somebody is who sees it.
    left_m, left_s : float
        Who is so far beyond that, for so long, has left again; so long out of a wrong aisle, too.
    sure_sigma_m, most_doubt : float
        Where positions scatter by no more than this, the times above are enough. Else an arrival
        takes longer by the square of how much more it is, at most so many times, and until
        then somebody is said to be near.
    calm_s_per_m : float
        Positions are averaged over so long for each metre by which they scatter.
    noise_sigmas : float
        So near to the way, straight through shelves, nobody is off it.
    level_s : float
        After so long on a level that the way does not lead to it is a wrong one.
    ahead_m : float
        How far ahead a turn, stairs or the goal are announced; half a metre earlier counts.
    reassure_m : float
        After so much way without a word it is confirmed.
    early_m : float
        So far before its beginning a step is the current one: people need time to turn.
    alert_s, obeyed_m : float
        An alert that a new way came with stays for so long and until so much of it is walked.
    again_s : float
        A new way is not looked for sooner than so long after the last one.
    gap_s : float
        No pause between positions counts for more.
    """

    off_route_m: float = 3.0
    off_route_sigmas: float = 2.0
    off_route_s: float = 3.0
    wrong_aisle_doubt: float = 0.01
    aisles: float = 3.0
    wrong_count_doubt: float = 0.05
    errors_last_s: float = 10.0
    entered_m: float = 0.7
    beside_m: float = 1.0
    back_m: float = 4.0
    back_sigmas: float = 5.0
    back_s: float = 3.0
    passed_m: float = 0.6
    passed_sigmas: float = 1.0
    passed_s: float = 2.0
    arrived_s: float = 3.0
    near_s: float = 2.0
    arrived_m: float = 1.5
    left_m: float = 1.0
    left_s: float = 3.0
    sure_sigma_m: float = 0.4
    most_doubt: float = 3.0
    calm_s_per_m: float = 1.5
    noise_sigmas: float = 1.5
    level_s: float = 2.0
    ahead_m: float = 6.0
    reassure_m: float = 10.0
    early_m: float = 1.0
    alert_s: float = 4.0
    obeyed_m: float = 1.5
    again_s: float = 3.0
    gap_s: float = 1.0

    @property
    def aisle_told(self) -> float:
        """How much has to tell for another aisle; see `routing.guidance.other_aisle`."""
        return _told(self.wrong_aisle_doubt)

    @property
    def count_told(self) -> float:
        """How much more has to tell for one wrong aisle than for any other."""
        return _told(self.wrong_count_doubt)

    def off_m(self, sigma_m: float) -> float:
        """How far from the route one is off it, at a standard deviation of positions."""
        return max(self.off_route_m, self.off_route_sigmas * sigma_m)

    def lost_m(self, sigma_m: float) -> float:
        """How much farther from the goal one goes the wrong way."""
        return max(self.back_m, self.back_sigmas * sigma_m)

    def doubt(self, sigma_m: float) -> float:
        """How much more evidence an arrival takes, at a standard deviation of positions."""
        return min(self.most_doubt, max(1.0, (sigma_m / self.sure_sigma_m) ** 2))


def _told(doubt: float) -> float:
    return -math.log(doubt) if doubt > 0.0 else math.inf


DEFAULTS = GuidingSettings()

Params = tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """Words to say, as a key with its parameters.

    Steps are given by their number in the way (``step``, ``next``), levels by their ids;
    ``block`` is what has closed on the way before.
    """

    key: str
    params: Params = ()
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What somebody is told now.

    Attributes
    ----------
    kind : AdviceKind
        How things stand; "go" while all is well.
    message : Message
        The last words.
    news : int
        Grows with every message: who has said this number already says nothing.
    way : Way
        The way in force.
    way_number : int
        Grows with every new way.
    step : int
        Number of the current step in the way; the next one comes after it.
    step_left_m : float
        How far it is to the end of the current step.
    left_m : float
        How far it is to the goal.
    """

    kind: AdviceKind
    message: Message
    news: int
    way: Way
    way_number: int
    step: int
    step_left_m: float
    left_m: float
