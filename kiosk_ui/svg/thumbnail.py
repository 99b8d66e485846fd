"""A small picture of where on a level something stands, for a row of results."""

from __future__ import annotations

from floorplans.geometry import shelf_outline
from floorplans.model import Plan, Shelf
from floorplans.shelving import Place
from kiosk_ui.messages import say
from kiosk_ui.svg.frame import View, area_path, line_path, to_svg, view_around
from kiosk_ui.svg.goal import HATCH_SHARE, find_goal
from kiosk_ui.svg.theme import THUMBNAIL_STYLE_PARTS, style_sheet
from kiosk_ui.svg.walls import wall_lines
from kiosk_ui.svg.writer import Sheet

REACH_M = 6.0
HATCH_M = 0.5


def draw_thumbnail(plan: Plan, place: Place, language: str = "fi", *, prefix: str = "") -> str:
    """Draw the surroundings of a place: walls, neighbouring shelves and the sought face.

    Parameters
    ----------
    plan : Plan
        The plan.
    place : Place
        What is sought.
    language : str
        Language of the title and the description.
    prefix : str
        Begins every id; rows of one page need one each.

    Returns
    -------
    str
        An SVG document of a few kilobytes.

    Raises
    ------
    PlanReferenceError
        If the plan has no such place.
    """
    goal = find_goal(plan, place)
    level = plan.get_level(place.level)
    view = view_around([(goal.shelf.x_m, goal.shelf.y_m)], REACH_M)
    words = {"call_number": place.call_number, "face": place.face_name}
    sheet = Sheet(
        view.box,
        say("map.overlay.place", language, **words),
        level.name.in_language(language),
        style_sheet(THUMBNAIL_STYLE_PARTS),
        class_="m-map",
        data_level=place.level,
    )
    hatch = sheet.hatch(f"{prefix}m-hatch", HATCH_M, HATCH_M * HATCH_SHARE, "m-hatch")
    sheet.rect(*view.box, class_="m-out")
    sheet.path(area_path([level.outline]), class_="m-floor")
    outer, inner = wall_lines(plan, level)
    sheet.path(line_path([*outer, *inner]), class_="m-wall")
    near = [shelf for shelf in plan.shelves if _is_near(shelf, place.level, view)]
    sheet.group(class_="m-shelf").path(area_path(shelf_outline(shelf) for shelf in near))
    sought = area_path([shelf_outline(goal.shelf)])
    sheet.path(sought, class_="m-goal")
    sheet.path(sought, fill=hatch)
    sheet.path(sought, class_="m-goal-edge")
    return sheet.to_text()


def _is_near(shelf: Shelf, level_id: str, view: View) -> bool:
    if shelf.level != level_id:
        return False
    x, y = to_svg(shelf.x_m, shelf.y_m)
    reach_m = max(shelf.length_m, shelf.depth_m) / 2
    return (
        view.x - reach_m < x < view.x + view.width + reach_m
        and view.y - reach_m < y < view.y + view.height + reach_m
    )
