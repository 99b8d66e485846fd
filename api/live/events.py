"""What pages are told, as JSON."""

from __future__ import annotations

from types import MappingProxyType

from api.branches import Branch
from api.live.bus import EventData
from api.live.dots import dot_of
from api.live.later import Later
from api.live.positions import Position
from floorplans.model import Plan
from kiosk_ui.messages import LANGUAGES
from kiosk_ui.position_words import position_words
from kiosk_ui.svg.position import area_path


def position_data(position: Position, branch: Branch, has_area: bool = True) -> EventData:
    """What a page is told of a position; a few hundred bytes as JSON.

    ``area`` is the outline of where one can walk to within the radius, as
    `kiosk_ui.svg.position.area_path` writes it; it is worked out for those who read it. Without
    one pages draw a circle.
    """
    heading_deg, known = position.heading_deg, position.known
    return MappingProxyType(
        {
            "subject": position.subject,
            "level": position.level,
            "x_m": round(position.x_m, 2),
            "y_m": round(position.y_m, 2),
            "radius_95_m": round(position.radius_95_m, 1),
            "heading_deg": None if heading_deg is None else round(heading_deg) % 360,
            "knows": known.knows,
            "share": round(known.share, 2),
            "area": _area(position, branch) if has_area else None,
            "words": words_of(position, branch.plan),
        }
    )


def _area(position: Position, branch: Branch) -> Later | None:
    if position.known.knows in ("level", "nothing"):
        return None
    return Later(lambda: area_path(dot_of(position, branch)))


def words_of(position: Position, plan: Plan) -> dict[str, str] | None:
    """What is known of a position in every language; ``None`` where a spot is."""
    if position.known.knows == "spot":
        return None
    return {each: position_words(plan, position.known, each) for each in LANGUAGES}


def plan_data(branch: Branch) -> EventData:
    """What a page is told of a new version of the plan."""
    return MappingProxyType({"version": branch.version})
