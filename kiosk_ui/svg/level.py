"""The quiet ground of the map: one level with its rooms, walls, shelves and names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from floorplans.model import Plan
from kiosk_ui.messages import say
from kiosk_ui.svg.frame import View, area_path, level_view
from kiosk_ui.svg.marks import draw_labels, draw_own_labels, labels_by_shelf
from kiosk_ui.svg.scene import Scene, place_names, set_scene
from kiosk_ui.svg.shelves import draw_shelf
from kiosk_ui.svg.structure import draw_doors, draw_fixtures, draw_rooms, draw_walls
from kiosk_ui.svg.theme import LEVEL_STYLE_PARTS, style_sheet
from kiosk_ui.svg.tokens import Theme
from kiosk_ui.svg.writer import Sheet

CLOSED_PERIOD_PX = 8.0
CLOSED_LINE_PX = 1.3

Zoom = Literal[1, 2, 3]


@dataclass(frozen=True, slots=True)
class Look:
    """How a drawing looks: following its page or reader, or always the same.

    ``zoom`` fixes the scale and the names shown: 1 a phone, 2 a kiosk, 3 near.
    """

    theme: Theme = "auto"
    zoom: Zoom | None = None


AS_THE_PAGE = Look()


def draw_level(
    plan: Plan,
    level_id: str,
    language: str = "fi",
    *,
    prefix: str = "",
    at: datetime | None = None,
    look: Look = AS_THE_PAGE,
) -> str:
    """Draw a whole level, without anything that changes while somebody looks.

    Parameters
    ----------
    plan : Plan
        The plan.
    level_id : str
        The level.
    language : str
        Language of the names, the title and the description.
    prefix : str
        Begins every id, so that several maps fit on one page.
    at : datetime or None
        Local time, for what is closed or on display; without it only what always is.
    look : Look
        Theme and zoom.

    Returns
    -------
    str
        An SVG document. Its user unit is the metre. Names come in groups of class ``z1``,
        ``z2`` and ``z3``, of which the root's ``data-zoom`` shows the first ones;
        ``data-zoom-2`` and ``data-zoom-3`` are the pixels per metre from which they fit.

    Raises
    ------
    PlanReferenceError
        If the plan has no such level.
    DrawingError
        If a coordinate is not a finite number.
    """
    scene = set_scene(plan, level_id, language, at)
    view = level_view(scene.level)
    sheet = start_sheet(
        view,
        f"{plan.name.in_language(language)}, {scene.level.name.in_language(language)}",
        describe_level(scene),
        style_sheet(LEVEL_STYLE_PARTS, look.theme),
        **(_fixed_size(view, look.zoom) if look.zoom else {}),
        data_level=level_id,
    )
    draw_scene(sheet, scene, view, prefix)
    return sheet.to_text()


def start_sheet(
    view: View, title: str, description: str, css: str, **attributes: str | None
) -> Sheet:
    """Begin a drawing of a level with the scales that its marks need."""
    narrow, wide, near = view.zoom_scales_px_per_m
    scales = f"--m-narrow:{1 / narrow:.5f};--m-wide:{1 / wide:.5f}"
    return Sheet(
        view.box,
        title,
        description,
        css,
        class_="m-map",
        style=f"{scales}{attributes.pop('style', '')}",
        data_zoom_2=f"{wide:.1f}",
        data_zoom_3=f"{near:.1f}",
        **attributes,
    )


def describe_level(scene: Scene) -> str:
    """Say in a sentence what a drawing of a level shows."""
    return say("map.level", scene.language, count=len(scene.standing))


def draw_scene(sheet: Sheet, scene: Scene, view: View, prefix: str) -> None:
    """Draw everything there is on a level."""
    m_per_px = 1 / view.zoom_scales_px_per_m[1]
    closed = sheet.hatch(
        f"{prefix}m-closed", CLOSED_PERIOD_PX * m_per_px, CLOSED_LINE_PX * m_per_px, "m-closed"
    )
    sheet.rect(*view.box, class_="m-out")
    sheet.path(area_path([scene.level.outline]), class_="m-floor")
    draw_rooms(sheet, scene.plan, scene.level.id, closed)
    draw_fixtures(sheet, scene.plan, scene.level.id)
    draw_walls(sheet, scene.plan, scene.level)
    draw_doors(sheet, scene.plan, scene.level.id)
    placed, untold = place_names(scene, view)
    held = {face: held for face, held in scene.holdings.items() if face in untold}
    scales = view.zoom_scales_px_per_m
    own = labels_by_shelf(placed, [shelf for shelf, _ in scene.standing], scales)
    shelves = sheet.group(class_="m-shelves")
    for shelf, kind in scene.standing:
        group = draw_shelf(shelves, shelf, kind.picture, held, scene.language)
        draw_own_labels(group, shelf, own.get(shelf.id, ()))
    for rings, class_ in ((scene.stacks, None), (scene.closed, "m-barred")):
        if rings:
            sheet.path(area_path(rings), fill=closed)
            if class_:
                sheet.path(area_path(rings), class_=class_)
    with_shelves = {id(each) for labels in own.values() for each in labels}
    draw_labels(
        sheet.group(class_="m-text"), [each for each in placed if id(each) not in with_shelves]
    )


def _fixed_size(view: View, zoom: Zoom) -> dict[str, str | None]:
    scale = view.zoom_scales_px_per_m[zoom - 1]
    return {
        "width": f"{view.width * scale:.0f}",
        "height": f"{view.height * scale:.0f}",
        "style": f";--map-px:{1 / scale:.5f}",
        "data_zoom": str(zoom),
    }
