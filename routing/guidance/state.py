"""How far somebody is who is guided, and how that is put into words and advice."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from floorplans.closures import Closed
from routing.guidance.advice import Advice, AdviceKind, Heard, Message, Params
from routing.guidance.course import Way
from routing.guidance.evidence import Evidence
from routing.guidance.other_aisle import OtherAisle
from routing.model import Block, Spot

SOON_M = 8.0
CARRY_ON = "step.on"


@dataclass(frozen=True, slots=True)
class Guiding:
    """How far somebody is who is guided.

    Attributes
    ----------
    version : str
        The plan that the way is from.
    closed : Closed
        What was closed then.
    way : Way
        The way in force.
    way_number : int
        How many ways there were.
    heard : Heard
        The last position that was believed.
    calm_m : tuple of float
        A running mean of the positions, which noise moves less and which comes later.
    leg : int
        The leg of the way.
    at_m, best_m : float
        How far along the way, now and at most.
    step : int
        The current step.
    kind : AdviceKind
        How things stand.
    since_s : float
        Since when.
    way_s : float
        When the way was planned.
    aisle : int
        The wrong aisle that was told, 0 if none.
    toward : int
        Which way across the aisles the person was led: towards lower (-1) or higher (1) ones.
    came_by : int or None
        In which direction along the face somebody came by the goal, 0 if across it; None
        if not yet.
    ahead_of : int
        The step whose end was announced; -1 if none.
    said_m : float
        How far along the way something was said last.
    message : Message
        What was said last.
    news : int
        How many things were said.
    evidence : Evidence
        What speaks for each thing.
    other : OtherAisle or None
        What positions tell for another aisle.
    """

    version: str
    closed: Closed
    way: Way
    way_number: int
    heard: Heard
    calm_m: tuple[float, float]
    leg: int = 0
    at_m: float = 0.0
    best_m: float = 0.0
    step: int = 0
    kind: AdviceKind = "go"
    since_s: float = -math.inf
    way_s: float = -math.inf
    aisle: int = 0
    toward: int = 0
    came_by: int | None = None
    ahead_of: int = -1
    said_m: float = 0.0
    message: Message = field(default=Message("guide.step"))
    news: int = 0
    evidence: Evidence = field(default_factory=Evidence)
    other: OtherAisle | None = None


def say_step(state: Guiding) -> Guiding:
    """Say the current step, and the one after it if that comes soon."""
    way, step = state.way, state.step
    following = step + 1
    is_news = following < len(way.steps) and way.steps[following].key != CARRY_ON
    if is_news and way.starts_m[following] - state.at_m < SOON_M:
        return say(state, "guide.step.then", (("step", step), ("next", following)))
    return say(state, "guide.step", (("step", step),))


def say(state: Guiding, key: str, params: Params, block: Block | None = None) -> Guiding:
    """Say something new."""
    message = Message(key, params, block)
    return replace(state, message=message, news=state.news + 1, said_m=state.at_m)


def as_spot(heard: Heard) -> Spot:
    """Give where somebody is heard to be, and which way they go."""
    return Spot(heard.level, heard.x_m, heard.y_m, heard.heading_deg)


def as_advice(state: Guiding) -> Advice:
    """Give what somebody is told now."""
    way, following = state.way, min(state.step + 1, len(state.way.steps) - 1)
    return Advice(
        kind=state.kind,
        message=state.message,
        news=state.news,
        way=way,
        way_number=state.way_number,
        step=state.step,
        step_left_m=max(0.0, way.starts_m[following] - state.at_m),
        left_m=max(0.0, way.ends_m[-1] - state.at_m),
    )
