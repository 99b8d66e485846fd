"""The quiet ground of the map: one level with its rooms, walls, shelves and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from floorplans.model import Fixture, Level, Plan
from kiosk_ui.svg.blocks import block_labels
from kiosk_ui.svg.frame import View, area_path, bounds_of, level_view, line_path, to_svg
from kiosk_ui.svg.labels import (
    DETAIL_GAP_PX,
    LINE_HEIGHT_PX,
    ZOOMS,
    Area,
    Label,
    Placed,
    label_box,
    place_labels,
)
from kiosk_ui.svg.pictograms import draw_icon
from kiosk_ui.svg.rooms import icon_labels, point_labels, room_labels
from kiosk_ui.svg.shelves import draw_shelves, number_labels, range_labels, shelves_on
from kiosk_ui.svg.theme import LEVEL_STYLE_PARTS, style_sheet
from kiosk_ui.svg.walls import stair_treads, wall_lines
from kiosk_ui.svg.writer import Node, Sheet
from kiosk_ui.words import say

PILL_RADIUS_PX = 6.0
PLATE_RADIUS_PX = 4.0
CLOSED_PERIOD_PX = 8.0
CLOSED_LINE_PX = 1.3
FIXTURE_CLASSES = {"desk": "m-desk", "pillar": "m-desk", "wall": "m-desk"}


def draw_level(
    plan: Plan,
    level_id: str,
    language: str = "fi",
    *,
    prefix: str = "",
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
    level = plan.get_level(level_id)
    view = level_view(level)
    sheet = start_sheet(
        view,
        f"{plan.name.in_language(language)}, {level.name.in_language(language)}",
        say("map.level", language, count=len(shelves_on(plan, level_id))),
        style_sheet(LEVEL_STYLE_PARTS),
        data_level=level_id,
    )
    m_per_px = 1 / view.zoom_scales_px_per_m[1]
    closed = sheet.hatch(
        f"{prefix}m-closed", CLOSED_PERIOD_PX * m_per_px, CLOSED_LINE_PX * m_per_px, "m-closed"
    )
    sheet.rect(*view.box, class_="m-out")
    sheet.path(area_path([level.outline]), class_="m-floor")
    _draw_rooms(sheet, plan, level_id, closed)
    _draw_fixtures(sheet, plan, level_id)
    _draw_walls(sheet, plan, level)
    draw_shelves(sheet.group(class_="m-shelves"), plan, level_id, language)
    _draw_labels(sheet, _place(plan, level_id, language, view))
    return sheet.to_text()


def start_sheet(
    view: View, title: str, description: str, css: str, **attributes: str | None
) -> Sheet:
    """Begin a drawing of a level with the scales that its marks need."""
    narrow, wide, near = view.zoom_scales_px_per_m
    return Sheet(
        view.box,
        title,
        description,
        css,
        class_="m-map",
        style=f"--m-narrow:{1 / narrow:.5f};--m-wide:{1 / wide:.5f}",
        data_zoom_2=f"{wide:.1f}",
        data_zoom_3=f"{near:.1f}",
        **attributes,
    )


def _draw_rooms(sheet: Sheet, plan: Plan, level_id: str, closed: str) -> None:
    rooms = [unit for unit in plan.units if unit.level == level_id and unit.walled]
    if rooms:
        sheet.path(area_path(unit.outline for unit in rooms), class_="m-room")
    hidden = [unit.outline for unit in rooms if unit.staff_only]
    if hidden:
        sheet.path(area_path(hidden), fill=closed)
    treads = [line for unit in rooms if unit.category == "stairs" for line in stair_treads(unit)]
    if treads:
        sheet.path(line_path(treads), class_="m-stair")


def _draw_fixtures(sheet: Sheet, plan: Plan, level_id: str) -> None:
    by_class: dict[str, list[Fixture]] = defaultdict(list)
    for fixture in plan.fixtures:
        if fixture.level == level_id:
            by_class[FIXTURE_CLASSES.get(fixture.kind, "m-furn")].append(fixture)
    for class_, fixtures in by_class.items():
        sheet.path(area_path(fixture.outline for fixture in fixtures), class_=class_)


def _draw_walls(sheet: Sheet, plan: Plan, level: Level) -> None:
    outer, inner = wall_lines(plan, level)
    if inner:
        sheet.path(line_path(inner), class_="m-wall")
    sheet.path(line_path(outer), class_="m-wall m-outer")


def _place(plan: Plan, level_id: str, language: str, view: View) -> tuple[Placed, ...]:
    wishes: list[Sequence[Label]] = [
        *icon_labels(plan, level_id, view.area),
        *room_labels(plan, level_id, language),
        *block_labels(plan, level_id, language),
        *point_labels(plan, level_id, language),
        *number_labels(plan, level_id),
        *range_labels(plan, level_id),
    ]
    floor = bounds_of(plan.get_level(level_id).outline)
    return place_labels(wishes, view.zoom_scales_px_per_m, floor, _obstacles(plan, level_id))


def _obstacles(plan: Plan, level_id: str) -> list[Area]:
    """Give the bounds of rooms and desks, which names of what is outside keep clear of."""
    rooms = [unit.outline for unit in plan.units if unit.level == level_id and unit.walled]
    desks = [
        fixture.outline
        for fixture in plan.fixtures
        if fixture.level == level_id and fixture.kind == "desk"
    ]
    return [bounds_of(outline) for outline in (*rooms, *desks)]


def _draw_labels(sheet: Sheet, placed: Sequence[Placed]) -> None:
    """Draw labels, one group for each zoom they begin and end at."""
    groups: dict[str, list[Placed]] = defaultdict(list)
    for each in placed:
        last_zoom = each.label.last_zoom
        until = "" if last_zoom == ZOOMS[-1] else f" to{last_zoom}"
        groups[f"z{each.zoom}{until}"].append(each)
    text = sheet.group(class_="m-text")
    for class_ in sorted(groups):
        group = text.group(class_=class_)
        ranges = group.group(class_="m-range")
        for each in groups[class_]:
            if each.label.kind == "range":
                align = each.label.align[0]
                ranges.text(
                    each.label.words,
                    to_svg(each.x_m, each.y_m),
                    class_=None if align == "m" else f"m-{align}",
                )
            else:
                mark = group.group(at=to_svg(each.x_m, each.y_m)).group(class_="m-mark")
                _draw_mark(mark, each.label)


def _draw_mark(mark: Node, label: Label) -> None:
    """Draw a label in pixels round the origin."""
    if label.kind == "icon":
        draw_icon(mark, label.words)
    elif label.kind == "room":
        mark.text(label.words, label.shift_px, class_="m-room-t")
    elif label.kind == "plate":
        _pill(mark, label, "m-plate", PLATE_RADIUS_PX)
        mark.text(label.words, label.shift_px, class_="m-number")
    elif label.kind == "class":
        _draw_class(mark, label)
    else:
        _pill(mark, label, "m-pill", PILL_RADIUS_PX)
        name = mark.text(label.words, class_="m-name")
        if label.detail:
            name.span(label.detail, class_="m-detail", dx=DETAIL_GAP_PX)


def _draw_class(mark: Node, label: Label) -> None:
    _pill(mark, label, "m-pill", PILL_RADIUS_PX)
    if not label.detail:
        mark.text(label.words, class_="m-class")
        return
    half_line_px = LINE_HEIGHT_PX / 2
    mark.text(label.words, (0.0, -half_line_px), class_="m-class")
    mark.text(label.detail, (0.0, half_line_px))


def _pill(mark: Node, label: Label, class_: str, radius_px: float) -> None:
    box = label_box(label)
    mark.rect(
        -box.left, -box.up, box.left + box.right, box.up + box.down, rx=radius_px, class_=class_
    )
