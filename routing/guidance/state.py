"""How far somebody is who is guided, and how that is put into words and advice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from routing.guidance.advice import (
    Advice,
    AdviceKind,
    GuidingSettings,
    Heard,
    Message,
    Params,
)
from routing.guidance.course import Course
from routing.guidance.evidence import Evidence
from routing.guidance.other_aisle import OtherAisle
from routing.guidance.way import Way
from routing.model import Block, Spot

SOON_M = 8.0
ANNOUNCED_EARLIER_M = 0.5
STILL_TO_GO_M = 1.0
CARRY_ON = "step.on"


@dataclass(frozen=True, slots=True)
class Guiding:
    """How far somebody is who is guided.

    Attributes
    ----------
    course : Course
        Where they are led.
    way : Way
        The way in force.
    heard : Heard
        The last position that was believed.
    calm_m : tuple of float
        A running mean of the positions, which noise moves less and which comes later.
    since_s : float
        Since when things stand as they do.
    way_s : float
        When the way was planned.
    kind : AdviceKind
        How things stand.
    way_number : int
        How many ways there were.
    leg : int
        The leg of the way.
    at_m, best_m : float
        How far along the way, now and at most.
    step : int
        The current step.
    has_come_by : bool
        Whether they have come to the goal, and may now be past it.
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

    course: Course
    way: Way
    heard: Heard
    calm_m: tuple[float, float]
    since_s: float
    way_s: float
    kind: AdviceKind = "go"
    way_number: int = 1
    leg: int = 0
    at_m: float = 0.0
    best_m: float = 0.0
    step: int = 0
    has_come_by: bool = False
    ahead_of: int = -1
    said_m: float = 0.0
    message: Message = field(default=Message("guide.step"))
    news: int = 0
    evidence: Evidence = field(default_factory=Evidence)
    other: OtherAisle | None = None

    @property
    def left_m(self) -> float:
        """How far it is to the goal."""
        return max(0.0, self.way.ends_m[-1] - self.at_m)


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


def walk_on(state: Guiding, settings: GuidingSettings) -> Guiding:
    """Go from step to step, announce what comes, and confirm the way in between."""
    way, step = state.way, state.step
    last = len(way.steps) - 1
    at_m = state.at_m + settings.early_m
    begun = [n for n in range(last) if way.legs[n] == state.leg and at_m >= way.starts_m[n]]
    now = begun[-1] if begun else step
    if now > step or at_m < way.starts_m[step] - settings.off_m(state.heard.sigma_m):
        return _say_again(replace(state, step=now)) if now != step else state
    following = step + 1
    if state.kind != "go" or step >= last:
        return state
    left_m = way.starts_m[following] - state.at_m
    if left_m <= settings.ahead_m + ANNOUNCED_EARLIER_M:
        long_m = way.starts_m[following] - way.starts_m[step]
        is_said = state.ahead_of == step or way.steps[following].key == CARRY_ON
        if is_said or long_m < SOON_M or left_m < STILL_TO_GO_M:
            return state
        params: Params = (("count", round(left_m)), ("next", following))
        return say(replace(state, ahead_of=step), "guide.ahead", params)
    if state.at_m - state.said_m >= settings.reassure_m:
        return say(state, "guide.keep", (("count", round(left_m)),))
    return state


def _say_again(state: Guiding) -> Guiding:
    """Say what is in force with another current step."""
    if state.kind == "go":
        return say_step(state)
    key, block = state.message.key, state.message.block
    others = (each for each in state.message.params if each[0] != "step")
    return say(state, key, (*others, ("step", state.step)), block)


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
        left_m=state.left_m,
    )
