"""Whether the 95 % radii mean what they say."""

from __future__ import annotations

import math
from dataclasses import dataclass

from positioning.evaluate import Score

PROMISED = 0.95
MANY_ROWS = 200
LIMITS_OF_MANY = (0.92, 0.98)
LIMITS_OF_THIRDS = (0.88, 0.99)
_TAIL = 0.005


@dataclass(frozen=True, slots=True)
class Honesty:
    """What is wrong with the radii of a track; nothing if they are honest.

    ``limits`` are the least and the greatest coverage that count as honest.
    """

    limits: tuple[float, float]
    faults: tuple[str, ...]

    @property
    def is_honest(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def judge_radii(score: Score) -> Honesty:
    """Judge the 95 % radii of one track.

    Coverage must lie within `LIMITS_OF_MANY` where the track has at least `MANY_ROWS` rows,
    and so must each third of it, split by radius, within `LIMITS_OF_THIRDS`. With fewer rows
    chance alone goes beyond these, so coverage must lie within the 99 % interval of the
    binomial distribution, and thirds are not judged. The median radius must not be above the
    95th percentile of the errors: honest by being vague does not count.

    Returns
    -------
    Honesty
    """
    many = score.rows >= MANY_ROWS
    limits = LIMITS_OF_MANY if many else binomial_limits(score.radii)
    if score.coverage is None or score.radius_median_m is None or score.p95_m is None:
        return Honesty(limits, ("no radius",))
    faults = [_fault("", score.coverage, limits)]
    if many and score.coverage_by_radius:
        names = ("smallest third", "middle third", "largest third")
        for name, coverage in zip(names, score.coverage_by_radius, strict=True):
            faults.append(_fault(name, coverage, LIMITS_OF_THIRDS))
    if score.radius_median_m > score.p95_m:
        faults.append("vague")
    return Honesty(limits, tuple(each for each in faults if each))


def _fault(name: str, coverage: float, limits: tuple[float, float]) -> str:
    low, high = limits
    if low <= coverage <= high:
        return ""
    return f"{name} too {'small' if coverage < low else 'large'}".strip()


def binomial_limits(trials: int) -> tuple[float, float]:
    """Give the 99 % interval of the share that radii hold, if each holds with 95 %.

    Parameters
    ----------
    trials : int
        How many radii.

    Returns
    -------
    tuple of float
        The central interval: at most 0.5 % of chance lies below it, and at most so above.

    Examples
    --------
    >>> binomial_limits(20)
    (0.8, 1.0)
    """
    if not trials:
        return 0.0, 1.0
    below, low, high = 0.0, trials, trials
    for held in range(trials + 1):
        chance = math.comb(trials, held) * PROMISED**held * (1 - PROMISED) ** (trials - held)
        if below <= _TAIL < below + chance:
            low = held
        if below < 1 - _TAIL <= below + chance:
            high = held
        below += chance
    return low / trials, high / trials
