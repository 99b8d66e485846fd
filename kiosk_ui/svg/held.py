"""Which bays of a level a partition holds, and those that are chosen, drawn over the level."""

from __future__ import annotations

from collections.abc import Collection

from floorplans.geometry import bay_outline
from floorplans.model import Plan
from floorplans.shelving.strips import Spot
from kiosk_ui.messages import say
from kiosk_ui.svg.frame import compact_area_path, level_view
from kiosk_ui.svg.level import start_sheet
from kiosk_ui.svg.theme import MOVES_STYLE_PARTS, style_sheet


def draw_held(
    plan: Plan, level_id: str, held: Collection[Spot], chosen: Collection[Spot], language: str
) -> str:
    """Draw over a level the bays of a partition filled, and the chosen ones with a dashed edge.

    Raises
    ------
    PlanReferenceError
        If the plan has no such level.
    """
    level = plan.get_level(level_id)
    name = level.name.in_language(language)
    sheet = start_sheet(
        level_view(level),
        say("staff.ranges.map", language, level=name),
        say("staff.ranges.map_counts", language, held=len(held), chosen=len(chosen)),
        style_sheet(MOVES_STYLE_PARTS),
        data_level=level_id,
    )
    for spots, look in ((held, "m-after"), (chosen, "m-before")):
        outlines = [
            bay_outline(shelf, face, bay.number)
            for shelf in plan.shelves
            if shelf.level == level_id
            for face in shelf.faces
            for bay in face.bays
            if Spot(face.id, bay.number) in spots
        ]
        if outlines:
            sheet.path(compact_area_path(outlines), class_=look)
    return sheet.to_text()
