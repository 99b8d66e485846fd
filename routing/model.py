"""Records of routing: where from, where to, the way and its steps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Profile = Literal["walk", "step-free", "pushchair", "staff", "quiet"]
StepKind = Literal[
    "start", "straight", "left", "right", "stairs", "lift", "ramp", "escalator", "arrive"
]

Params = tuple[tuple[str, str | int | float], ...]


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
    """The shortest way between two spots.

    ``cost_m`` adds what stairs and lifts are worth; ``via`` is the first node of its
    graph that it leads to, and helps to find the way from near by.
    """

    start: Spot
    goal: Spot
    legs: tuple[Leg, ...]
    length_m: float
    cost_m: float
    profile: Profile
    via: int = -1


@dataclass(frozen=True, slots=True)
class Block:
    """What is in the way: a thing of the plan, closed by a closure or its hours, or one-way.

    ``kind`` is "connector", "opening", "unit" or "area"; ``closure`` is the closure's id, empty
    for a door that is shut by its hours and for what leads the other way. The id of an area is
    that of its closure.
    """

    kind: str
    id: str
    closure: str = ""


@dataclass(frozen=True, slots=True)
class NoWay:
    """Why no way leads to a goal.

    Attributes
    ----------
    why : str
        "closed" by ``blocks`` for a time, "narrow" or "steps" for the profile though people
        could walk, "staff" only, "one-way" by ``blocks`` that lead the other way, or "cut-off"
        for everybody.
    blocks : tuple of Block
        What is closed, or leads the other way, on the way that there would be.
    nearest : Spot or None
        The place nearest to the goal that one gets to, if that is on the goal's level.
    left_m : float
        How far from there it is to the goal as the crow flies; infinite without one.
    """

    why: Literal["closed", "narrow", "steps", "staff", "one-way", "cut-off"]
    blocks: tuple[Block, ...] = ()
    nearest: Spot | None = None
    left_m: float = math.inf


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction as a message key with its parameters; words are for the reader's side.

    ``distance_m`` is what is walked in this step, (``x_m``, ``y_m``) is where it begins.
    Parameters that are named things of the plan (a landmark, a shelf, a level) are given by
    kind and id or as numbers, so that every language can say them. ``then`` is a second turn
    that follows so soon that both are told as one; ``distance_m`` is that of both.
    """

    kind: StepKind
    key: str
    level: str
    x_m: float
    y_m: float
    distance_m: float
    params: Params = ()
    then: Step | None = None
