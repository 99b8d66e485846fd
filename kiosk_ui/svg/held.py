"""Which bays of a level a partition holds, and those that are chosen, drawn over the level."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from floorplans.geometry import bay_outline
from floorplans.model import Plan
from floorplans.shelving.strips import Spot
from kiosk_ui.messages import say
from kiosk_ui.svg.frame import compact_area_path, level_view
from kiosk_ui.svg.level import start_sheet
from kiosk_ui.svg.theme import MOVES_STYLE_PARTS, style_sheet


def draw_held(
    plan: Plan,
    level_id: str,
    held: Collection[Spot],
    chosen: Collection[Spot],
    language: str,
    names: Mapping[Spot, str],
) -> str:
    """Draw over a level the bays of a partition filled, and the chosen ones with a dashed edge.

    Parameters
    ----------
    plan : Plan
        The plan.
    level_id : str
        The level to draw.
    held : collection of Spot
        Bays of the partition.
    chosen : collection of Spot
        Bays that are chosen.
    language : str
        One of `kiosk_ui.messages.LANGUAGES`.
    names : mapping of Spot to str
        Bays that a script can choose, by what ``data-spot`` calls them; those that are not chosen
        are drawn with the class "off".

    Returns
    -------
    str
        An SVG element.

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
    outlines = {
        spot: bay_outline(shelf, face, bay.number)
        for shelf in plan.shelves
        if shelf.level == level_id
        for face in shelf.faces
        for bay in face.bays
        if (spot := Spot(face.id, bay.number)) in held or spot in names
    }
    filled = [outline for spot, outline in outlines.items() if spot in held]
    if filled:
        sheet.path(compact_area_path(filled), class_="m-after")
    for spot, name in names.items():
        if spot in outlines:
            look = "m-before" if spot in chosen else "m-before off"
            sheet.path(compact_area_path([outlines[spot]]), class_=look, data_spot=name)
    return sheet.to_text()
