"""Records of routing: where from, where to, the way and its steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Profile = Literal["walk", "step-free"]
StepKind = Literal[
    "start", "straight", "left", "right", "stairs", "lift", "ramp", "escalator", "arrive"
]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a level; ``heading_deg`` is where one looks there, if that matters."""

    level: str
    x_m: float
    y_m: float
    heading_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """A walk on one level along ``points``; ``connector`` leads on to the next leg."""

    level: str
    points: tuple[tuple[float, float], ...]
    length_m: float
    connector: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """The shortest way between two spots; ``cost_m`` adds what stairs and lifts are worth."""

    start: Spot
    goal: Spot
    legs: tuple[Leg, ...]
    length_m: float
    cost_m: float
    profile: Profile


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction as a message key with its parameters; words are for the reader's side.

    ``distance_m`` is what is walked in this step, (``x_m``, ``y_m``) is where it begins.
    Parameters that are named things of the plan (a landmark, a shelf, a level) are given by
    kind and id or as numbers, so that every language can say them.
    """

    kind: StepKind
    key: str
    level: str
    x_m: float
    y_m: float
    distance_m: float
    params: tuple[tuple[str, str | int | float], ...] = ()
