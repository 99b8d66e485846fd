"""One difference between two plans."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from floorplans.model import Point, Text

Compass = Literal["e", "ne", "n", "nw", "w", "sw", "s", "se"]
Param = str | int | float | Text | tuple[str, ...]

COMPASS: tuple[Compass, ...] = ("e", "ne", "n", "nw", "w", "sw", "s", "se")
MOVED_M = 0.005
"""Anything that moved less than this was only rounded."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference; ``kind`` is what happened to the ``thing`` with this ``id``.

    Attributes
    ----------
    kind : str
        Such as "added", "removed", "moved", "renamed", "resized" or "changed".
    thing : str
        Such as "shelf", "range" or "unit".
    id : str
        Id of the thing; the first one's where several changed alike.
    level : str
        Where it is now, or was; empty for what is on no level.
    params : tuple of (str, Param)
        What the words need: names, distances in metres, bays.
    """

    kind: str
    thing: str
    id: str
    level: str = ""
    params: tuple[tuple[str, Param], ...] = ()

    def get(self, name: str) -> Param:
        """Get a parameter.

        Raises
        ------
        KeyError
            If the change has none of this name.
        """
        return dict(self.params)[name]


def make_change(kind: str, thing: str, id: str, level: str = "", **params: Param) -> Change:
    """Make a change with parameters by their names."""
    return Change(kind, thing, id, level, tuple(params.items()))


def shift(before: Point, after: Point) -> dict[str, Param]:
    """Tell how far and where to something moved; empty where it did not.

    Examples
    --------
    >>> shift((1.0, 2.0), (2.4, 2.0))
    {'distance_m': 1.4, 'compass': 'e'}
    >>> shift((1.0, 2.0), (1.0, 2.001))
    {}
    """
    distance_m = math.dist(before, after)
    if distance_m < MOVED_M:
        return {}
    turns = math.atan2(after[1] - before[1], after[0] - before[0]) / (2 * math.pi)
    compass = COMPASS[round(turns * len(COMPASS)) % len(COMPASS)]
    return {"distance_m": round(distance_m, 2), "compass": compass}
