"""Names and pictograms of rooms and of what people ask for."""

from __future__ import annotations

from shapely import Point as GeoPoint
from shapely import Polygon

from floorplans.model import Plan, Point, PointOfInterest, Unit
from kiosk_ui.svg.blocks import BLOCK_ZOOMS, spots_in
from kiosk_ui.svg.frame import bounds_of
from kiosk_ui.svg.labels import (
    ALIGN_GAP_PX,
    ICON_PX,
    LINE_HEIGHT_PX,
    SYMBOL_PX,
    Area,
    Label,
    text_width_px,
)
from kiosk_ui.svg.pictograms import PICTURED_ROOMS, STROKES
from kiosk_ui.svg.shelves import shelves_on
from kiosk_ui.svg.theme import TEXT_PX

FIRST_ZOOM = 1
POINT_NAME_ZOOM = 2
BELOW_PX = 3.5


def icon_labels(plan: Plan, level_id: str, view: Area) -> list[list[Label]]:
    """Wish for a pictogram in each lift, stairs and toilet, and at each thing asked for."""
    rooms = [
        [Label("icon", unit.category, spots_in(Polygon(unit.outline)), FIRST_ZOOM, room=view)]
        for unit in _pictured_rooms(plan, level_id)
    ]
    points = [
        [Label("icon", point.kind, ((point.x_m, point.y_m),), FIRST_ZOOM, room=view)]
        for point in _pictured_points(plan, level_id)
    ]
    return rooms + points + _connector_labels(plan, level_id, view)


def landmark_labels(plan: Plan, level_id: str, language: str) -> list[list[Label]]:
    """Wish for a star at each landmark, and its name beside it."""
    wishes: list[list[Label]] = []
    for mark in plan.landmarks:
        if mark.level == level_id:
            spot = (mark.x_m, mark.y_m)
            words = mark.name.in_language(language)
            wishes.append([Label("symbol", "landmark", (spot,), POINT_NAME_ZOOM)])
            wishes.append(_names_beside(plan, level_id, words, spot, SYMBOL_PX))
    return wishes


def room_labels(plan: Plan, level_id: str, language: str) -> list[list[Label]]:
    """Wish for the name of each room inside its walls, and of each open area.

    The name of an open area with shelves makes room for those of its blocks.
    """
    wishes = []
    for unit in plan.units:
        if unit.level == level_id and unit.category not in PICTURED_ROOMS:
            words = unit.name.in_language(language)
            area = Polygon(unit.outline)
            if unit.walled:
                room = bounds_of(unit.outline)
                wishes.append([Label("room", words, spots_in(area), FIRST_ZOOM, room=room)])
            else:
                last_zoom = FIRST_ZOOM if _has_shelves(plan, unit) else BLOCK_ZOOMS[-1]
                wishes.append([Label("block", words, spots_in(area), FIRST_ZOOM, last_zoom)])
    return wishes


def point_labels(plan: Plan, level_id: str, language: str) -> list[list[Label]]:
    """Wish for the name of each thing asked for, beside its pictogram."""
    return [
        _names_beside(
            plan, level_id, point.name.in_language(language), (point.x_m, point.y_m), ICON_PX
        )
        for point in _pictured_points(plan, level_id)
    ]


def _names_beside(
    plan: Plan, level_id: str, words: str, spot: Point, mark_px: float
) -> list[Label]:
    """Give the choices of a name beside a mark, inside the room that the mark is in."""
    rooms = [unit for unit in plan.units if unit.level == level_id and unit.walled]
    room = next((bounds_of(unit.outline) for unit in rooms if _covers(unit, spot)), None)
    return [
        Label("room", words, (spot,), POINT_NAME_ZOOM, room=room, shift_px=shift_px)
        for shift_px in shifts_beside(words, mark_px)
    ]


def shifts_beside(words: str, mark_px: float) -> tuple[tuple[float, float], ...]:
    """Give where words go from a mark: below, above, right or left of it."""
    down_px = (mark_px + LINE_HEIGHT_PX) / 2 + BELOW_PX
    aside_px = mark_px / 2 + ALIGN_GAP_PX + text_width_px(words, TEXT_PX) / 2
    return (0.0, down_px), (0.0, -down_px), (aside_px, 0.0), (-aside_px, 0.0)


def _connector_labels(plan: Plan, level_id: str, view: Area) -> list[list[Label]]:
    """Wish for a pictogram where a connector is entered outside the rooms that have one."""
    rooms = _pictured_rooms(plan, level_id)
    return [
        [Label("icon", each.kind, ((stop.x_m, stop.y_m),), FIRST_ZOOM, room=view)]
        for each in plan.connectors
        for stop in each.stops
        if stop.level == level_id and not any(_covers(room, (stop.x_m, stop.y_m)) for room in rooms)
    ]


def _pictured_rooms(plan: Plan, level_id: str) -> list[Unit]:
    return [
        unit for unit in plan.units if unit.level == level_id and unit.category in PICTURED_ROOMS
    ]


def _pictured_points(plan: Plan, level_id: str) -> list[PointOfInterest]:
    """Give what has a pictogram of its own, outside the rooms that have one."""
    rooms = _pictured_rooms(plan, level_id)
    return [
        point
        for point in plan.points_of_interest
        if point.level == level_id
        and point.kind in STROKES
        and not any(_covers(room, (point.x_m, point.y_m)) for room in rooms)
    ]


def _has_shelves(plan: Plan, unit: Unit) -> bool:
    return any(_covers(unit, (shelf.x_m, shelf.y_m)) for shelf in shelves_on(plan, unit.level))


def _covers(unit: Unit, spot: Point) -> bool:
    return bool(Polygon(unit.outline).covers(GeoPoint(spot)))
