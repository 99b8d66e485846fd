"""How one moves: what each profile may use, and what it would rather not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from floorplans.model import Connector, Plan
from routing.model import Profile

TURN_COST_M = 0.05
"""What a bend of the way is worth: of ways that are nearly as long the simpler one is told.

The way of the least length and bends is exact among those that bend only round corners that they
touch, as a shortest way does.
"""


@dataclass(frozen=True, slots=True)
class Manner:
    """What a profile means for its ways.

    Attributes
    ----------
    clearance_m : float
        Half the width that it takes.
    is_step_free : bool
        Whether stairs and escalators are out of the question.
    is_staff : bool
        Whether doors and rooms for staff are open.
    busy_factor : float
        How many metres elsewhere a metre in a busy place is worth.
    """

    clearance_m: float = 0.3
    is_step_free: bool = False
    is_staff: bool = False
    busy_factor: float = 1.0


MANNERS: Mapping[Profile, Manner] = {
    "walk": Manner(),
    "step-free": Manner(clearance_m=0.45, is_step_free=True),
    "pushchair": Manner(clearance_m=0.4, is_step_free=True),
    "staff": Manner(is_staff=True),
    "quiet": Manner(busy_factor=3.0),
}
"""Half-widths: of a person; of a wheelchair with its hands; of a pushchair for two."""


def may_use(profile: Profile, connector: Connector) -> bool:
    """Tell whether a profile may use stairs or a lift, whatever a plan says of steps."""
    if not MANNERS[profile].is_step_free:
        return True
    return connector.step_free and connector.kind not in ("stairs", "escalator")


def find_twin(profile: Profile, plan: Plan) -> Profile:
    """Give the first profile, maybe the same, that gets through the same places of a plan."""
    return next(each for each in MANNERS if _ground(each, plan) == _ground(profile, plan))


def _ground(profile: Profile, plan: Plan) -> Manner:
    """What of a profile decides where it gets through."""
    manner = MANNERS[profile]
    is_closed = any(each.staff_only for each in plan.units)
    is_locked = any(each.staff_only for each in plan.openings)
    return replace(manner, busy_factor=1.0, is_staff=manner.is_staff and (is_closed or is_locked))
