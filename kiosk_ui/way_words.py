"""Why no way leads to a place, in words."""

from __future__ import annotations

import math

from floorplans.closures import read_local_time
from floorplans.model import Plan
from kiosk_ui.messages import Language, say
from kiosk_ui.words import time_text
from routing.errors import NoRouteError
from routing.model import Block, NoWay

NEAR_M = 30.0
"""Who gets no nearer than this is not helped by being told."""


HERE_M = 0.5
"""Who has less to go is told of no distance."""


def total_text(length_m: float, minutes: int, language: str) -> str:
    r"""Say how long a way is; that one is there where there is none to go.

    Examples
    --------
    >>> total_text(12.4, 1, "en"), total_text(0.0, 1, "en")
    ('12\xa0m in all, about 1\xa0min', 'You have arrived')
    """
    if length_m < HERE_M:
        return say("guide.arrived.spot", language)
    return say("step.total", language, distance=round(length_m), minutes=minutes)


def no_route_text(error: NoRouteError, plan: Plan, language: Language) -> str:
    """Say why there is no route; as the error has it where it knows no reason."""
    return str(error) if error.why is None else no_way_text(error.why, plan, language)


def no_way_text(why: NoWay, plan: Plan, language: Language) -> str:
    """Say why no way leads to a place, and how near one gets.

    Parameters
    ----------
    why : NoWay
        The reason.
    plan : Plan
        The plan, whose things it names.
    language : Language
        Of the words.
    """
    tell = _one_way_text if why.why == "one-way" else block_text
    said = [tell(block, plan, language) for block in why.blocks[:1]]
    if not said:
        said = [say(f"ui.no_way.{'cut-off' if why.why == 'closed' else why.why}", language)]
    if math.isfinite(why.left_m) and 1 <= why.left_m <= NEAR_M:
        said.append(say("ui.no_way.nearest", language, distance=round(why.left_m)))
    return " ".join(said)


def _one_way_text(block: Block, plan: Plan, language: Language) -> str:
    return say("ui.no_way.one-way", language, thing=_thing(block, plan, language))


def block_text(
    block: Block, plan: Plan, language: str, family: str = "ui.no_way", **more: str
) -> str:
    """Say what is closed until when, in the words of a family of messages that need ``more``."""
    closure = next((each for each in plan.closures if each.id == block.closure), None)
    if closure is None:
        return say(f"{family}.hours", language, **more)
    thing = _thing(block, plan, language)
    reason = closure.reason.in_language(language).rstrip(".")
    ends = read_local_time(closure.ends_at, plan.time_zone)
    if ends is None:
        return say(f"{family}.closed", language, thing=thing, reason=reason, **more)
    named = {"thing": thing, "reason": reason, "date": time_text(ends, language)}
    return say(f"{family}.closed_until", language, **named, **more)


def _thing(block: Block, plan: Plan, language: str) -> str:
    named = {
        "connector": {each.id: each.name for each in plan.connectors},
        "unit": {each.id: each.name for each in plan.units},
    }
    name = named.get(block.kind, {}).get(block.id)
    if name is not None:
        return name.in_language(language)
    return say("ui.no_way.door" if block.kind == "opening" else "ui.no_way.area", language)
