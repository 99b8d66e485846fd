"""Radios whose clocks are wrong: their packets are out of time while others' are in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from positioning.model import Sighting

_WRONG_CALLS = 5
_STEADY_S = 1.0
_COMPARED_S = 5.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Calls in a row in which all packets of a radio were out of time by about as much."""

    calls: int
    error_s: float


def errors_of(clocks: Mapping[str, Clock]) -> dict[str, float]:
    """How far the clocks are off, in seconds, of the radios whose clocks are surely wrong."""
    return {radio: each.error_s for radio, each in clocks.items() if each.calls >= _WRONG_CALLS}


def watch_clocks(
    clocks: Mapping[str, Clock],
    timely: Iterable[Sighting],
    untimely: Sequence[Sighting],
    since_s: float,
    until_s: float,
    timely_s: float,
) -> dict[str, Clock]:
    """Note which radios have no packet in time while others have.

    Where nothing at all is in time, it is the delivery that is late and no clock.

    Parameters
    ----------
    clocks : mapping of str to Clock
        Radio → what was noted so far.
    timely, untimely : sightings
        Of this call; in time, and not.
    since_s, until_s : float
        The present of the call before, and of this one.
    timely_s : float
        When a radio was last heard in time.
    """
    if not (clocks or untimely):
        return {}
    in_time = {each.radio for each in timely}
    after = {radio: each for radio, each in clocks.items() if radio not in in_time}
    if not in_time and until_s - timely_s > _COMPARED_S:
        return after
    errors_s = defaultdict(list)
    for each in untimely:
        if each.radio not in in_time:
            nearest_s = min(max(each.time_s, since_s), until_s)
            errors_s[each.radio].append(each.time_s - nearest_s)
    for radio, off_s in errors_s.items():
        after[radio] = _continue_clock(after.get(radio), median(off_s))
    return after


def _continue_clock(before: Clock | None, error_s: float) -> Clock:
    """Count one more call; a growing error is an old packet told again, and no clock."""
    if before is None or abs(error_s - before.error_s) > _STEADY_S:
        return Clock(1, error_s)
    return Clock(before.calls + 1, before.error_s)
