"""Which level a subject is on, by the evidence of the radios heard."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

MEMORY_S = 3.0
CHANGE_AFTER_S = 1.0
CHANGE_RATIO = 1.5


@dataclass(frozen=True, slots=True)
class LevelEvidence:
    """Fading sums of received strength per level, and the level decided on.

    ``rival`` is the level that has been stronger since ``rival_since_s``.
    """

    level: str | None = None
    time_s: float = 0.0
    sums: Mapping[str, float] = field(default_factory=dict)
    rival: str | None = None
    rival_since_s: float = 0.0


def add_evidence(
    evidence: LevelEvidence, time_s: float, strengths: Mapping[str, float]
) -> LevelEvidence:
    """Take in what was heard since the last time and decide on the level.

    The first level is the strongest one. It changes only when another has been stronger by
    half for a second, so that a stray packet through a stairwell moves nobody.

    Parameters
    ----------
    evidence : LevelEvidence
        So far.
    time_s : float
        Now; not before ``evidence.time_s``.
    strengths : mapping of str to float
        Received field strength per level since then, any common unit.

    Returns
    -------
    LevelEvidence
        With its ``level`` set once anything was heard.

    Examples
    --------
    >>> add_evidence(LevelEvidence(), 0.5, {"1": 0.2, "2": 0.7}).level
    '2'
    """
    fading = math.exp(-(time_s - evidence.time_s) / MEMORY_S)
    sums = {level: fading * total for level, total in evidence.sums.items()}
    for level, strength in strengths.items():
        sums[level] = sums.get(level, 0.0) + strength
    after = replace(evidence, time_s=time_s, sums=sums)
    if not sums:
        return after
    strongest = max(sorted(sums), key=lambda level: sums[level])
    if evidence.level is None:
        return replace(after, level=strongest)
    is_ahead = sums[strongest] > CHANGE_RATIO * sums.get(evidence.level, 0.0)
    if strongest == evidence.level or not is_ahead:
        return replace(after, rival=None)
    if strongest != evidence.rival:
        return replace(after, rival=strongest, rival_since_s=time_s)
    if time_s - evidence.rival_since_s < CHANGE_AFTER_S:
        return after
    return replace(after, level=strongest, rival=None)


def settle_level(time_s: float, level: str) -> LevelEvidence:
    """Start anew on a level that is certain, as after a check-in."""
    return LevelEvidence(level=level, time_s=time_s)
