"""The live state of one branch: its ground, who moves on it, and what waits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from api.branches import Branch
from api.live.intake import Intake
from api.live.pipeline import Mover
from api.live.positions import Position
from api.live.radios import Judgement, RadioHealth
from api.live.screening import Screening
from positioning.grid.live_ground import LiveGround, ground_of_plan
from positioning.model import Sighting


@dataclass(slots=True)
class BranchLive:
    """The live state of one branch.

    ``heard`` is what is not in the health of the radios yet: many packets at once cost less.
    ``swept_s`` is when the silent were last forgotten.
    """

    branch: Branch
    ground: LiveGround
    radio_of_key: Mapping[str, str]
    intake: Intake = field(default_factory=Intake)
    movers: dict[str, Mover] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    health: dict[str, RadioHealth] = field(default_factory=dict)
    heard: list[Sighting] = field(default_factory=list)
    screening: Screening = field(default_factory=Screening)
    judgement: Judgement = field(default_factory=Judgement)
    swept_s: float = -math.inf


def begin(branch: Branch) -> BranchLive:
    """Begin with a branch on which nobody is yet."""
    keys = {radio.key: radio.id for radio in branch.plan.radios}
    return BranchLive(branch, ground_of_plan(branch.plan), keys)
