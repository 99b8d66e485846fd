"""What the JSON of a way that there is not looks like."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import BaseModel, Field

from floorplans.closures import read_local_time
from floorplans.model import Plan
from floorplans.zones import find_zone
from routing.model import NoWay


class BlockOut(BaseModel):
    """A thing of the plan that is in the way."""

    kind: str = Field(description="connector, opening, unit or area.")
    id: str
    closure: str = Field(
        description="Id of the closure; empty for hours, and for what leads the other way."
    )
    ends_at: str | None = Field(
        default=None,
        description="When the closure ends, ISO 8601 with the offset of the branch's clocks; null "
        "where that is open, for hours, and for what leads the other way.",
        examples=["2026-12-01T14:00+02:00"],
    )


class NearestOut(BaseModel):
    """The place nearest to the goal that one gets to."""

    level: str
    x_m: float
    y_m: float
    left_m: float = Field(description="Metres from there to the goal, as the crow flies.")


class NoWayOut(BaseModel):
    """Why there is no way."""

    why: Literal["closed", "narrow", "steps", "staff", "one-way", "cut-off"]
    blocks: list[BlockOut] = Field(description="What is closed or leads the other way.")
    nearest: NearestOut | None = Field(description="Null where that is on another level.")


def no_way_out(why: NoWay, plan: Plan) -> NoWayOut:
    """Write why there is no way."""
    spot, nearest = why.nearest, None
    if spot is not None and math.isfinite(why.left_m):
        x_m, y_m = round(spot.x_m, 2), round(spot.y_m, 2)
        nearest = NearestOut(level=spot.level, x_m=x_m, y_m=y_m, left_m=round(why.left_m, 2))
    blocks = [
        BlockOut(
            kind=each.kind, id=each.id, closure=each.closure, ends_at=_end_of(plan, each.closure)
        )
        for each in why.blocks
    ]
    return NoWayOut(why=why.why, blocks=blocks, nearest=nearest)


def _end_of(plan: Plan, id: str) -> str | None:
    """Give when a closure ends; None for one without an end, and for none."""
    text = next((each.ends_at for each in plan.closures if each.id == id), "")
    ends = read_local_time(text, plan.time_zone)
    if ends is None:
        return None
    return ends.replace(tzinfo=find_zone(plan.time_zone)).isoformat(timespec="minutes")
