"""What a belief honestly says: a spot, a run of shelves, an area, a level, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part

Knows = Literal["spot", "run", "area", "level", "nothing"]
IntArray = NDArray[np.int32]
BoolArray = NDArray[np.bool_]

# Beyond this a dot tells a lie, even with its circle.
SPOT_RADIUS_M = 8.0
ENOUGH = 0.8
# A run of more of a level's cells than this says no more than an area does.
_LONGEST_RUN = 1 / 3


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """The places of a plan that have names, as cells of its levels.

    Attributes
    ----------
    fronts : mapping of str to (rows, columns) int32 array
        Which range each cell of a level lies in front of, by number; −1 for none.
    sizes : (ranges,) int64 array
        How many cells lie before each range.
    ranges : tuple of str
        Ids of the ranges by number.
    orders : tuple of tuple of int
        Numbers of the ranges of each collection in their order.
    areas : mapping of str to tuple of (str, (rows, columns) bool array)
        Ids and cells of each level's rooms and areas, the smallest first.
    """

    fronts: Mapping[str, IntArray]
    sizes: NDArray[np.int64]
    ranges: tuple[str, ...]
    orders: tuple[tuple[int, ...], ...]
    areas: Mapping[str, tuple[tuple[str, BoolArray], ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a position, and how sure that is.

    Attributes
    ----------
    knows : Knows
    share : float
        How much of the belief it holds, from 0 to 1.
    level : str
        Level id; empty for a spot or nothing.
    first, last : str
        Ids of a run's first and last range, which may be the same; or of an area, as ``first``.
    """

    knows: Knows
    share: float
    level: str = ""
    first: str = ""
    last: str = ""


SPOT = Known("spot", 0.95)
NO_ZONES = Zones({}, np.zeros(0, dtype=np.int64), (), (), {})


def summarise_belief(belief: Belief, radius_95_m: float, zones: Zones) -> Known:
    """Say what is known: the narrowest thing that holds four fifths of a belief.

    Parameters
    ----------
    belief : Belief
        Of one subject.
    radius_95_m : float
        The radius of its fix, metres.
    zones : Zones
        Of its plan.
    """
    if radius_95_m <= SPOT_RADIUS_M:
        return SPOT
    places = {level: part.places() for level, part in belief.parts.items()}
    whole = sum(float(each.sum()) for each in places.values())
    level = max(places, key=lambda each: float(places[each].sum()))
    share = float(places[level].sum()) / whole
    if share < ENOUGH:
        return Known("nothing", share)
    here, part = places[level] / whole, belief.parts[level]
    return (
        _run_of(here, part, level, zones)
        or _area_of(here, part, level, zones)
        or Known("level", share, level)
    )


def _run_of(places: NDArray[np.floating], part: Part, level: str, zones: Zones) -> Known | None:
    """Find the run of ranges, in the order of a collection, that holds enough on fewest cells."""
    fronts = zones.fronts.get(level)
    if fronts is None:
        return None
    numbers = fronts[part.window] + 1
    counted = np.bincount(numbers.ravel(), places.ravel(), len(zones.ranges) + 1)
    chances = counted[1:].astype(np.float64)
    best: tuple[int, float, int, int] | None = None
    for order in zones.orders:
        ranges = np.array(order)
        if chances[ranges].sum() >= ENOUGH:
            size, share, first, last = _shortest(chances[ranges], zones.sizes[ranges])
            found = (size, -share, order[first], order[last])
            best = found if best is None else min(best, found)
    if best is None or best[0] > _LONGEST_RUN * fronts.size:
        return None
    _, share, first, last = best
    return Known("run", -share, level, zones.ranges[first], zones.ranges[last])


def _shortest(
    chances: NDArray[np.float64], sizes: NDArray[np.int64]
) -> tuple[int, float, int, int]:
    """Find the window that holds enough on fewest cells: those, its share, its first and last."""
    sums, cells = (np.concatenate([[0], np.cumsum(each)]) for each in (chances, sizes))
    firsts = np.flatnonzero(chances > 0)
    firsts = firsts[sums[-1] - sums[firsts] >= ENOUGH]
    # Rounding must not push the end of what holds just enough over the last range.
    ends = np.minimum(np.searchsorted(sums, sums[firsts] + ENOUGH), len(chances))
    held, counts = sums[ends] - sums[firsts], cells[ends] - cells[firsts]
    at = np.lexsort((-held, counts))[0]
    return int(counts[at]), float(held[at]), int(firsts[at]), int(ends[at]) - 1


def _area_of(places: NDArray[np.floating], part: Part, level: str, zones: Zones) -> Known | None:
    """Find the smallest area that holds enough."""
    for name, cells in zones.areas.get(level, ()):
        share = float(places[cells[part.window]].sum())
        if share >= ENOUGH:
            return Known("area", share, level, name)
    return None
