"""What is closed: areas, rooms and bays under a hatch, doors and lifts with a sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shapely import Polygon

from floorplans.geometry import bays_outline
from floorplans.holding import Holding
from floorplans.model import Closure, Plan, Point, Ring
from kiosk_ui.svg.blocks import spots_in
from kiosk_ui.svg.frame import bounds_of
from kiosk_ui.svg.labels import SYMBOL_PX, Label
from kiosk_ui.svg.rooms import shifts_beside
from kiosk_ui.svg.shelves import Standing

CLOSED_ZOOM = 1
REASON_ZOOM = 2


def closed_rings(plan: Plan, level_id: str, closures: Iterable[Closure]) -> list[Ring]:
    """Give the areas of a level that closures block, and the rooms that they name."""
    rings: list[Ring] = []
    for closure in closures:
        if closure.level == level_id and closure.outline:
            rings.append(closure.outline)
        rings.extend(
            unit.outline
            for unit in plan.units
            if unit.level == level_id and unit.id in closure.units
        )
    return rings


def stack_rings(
    standing: Iterable[Standing], holdings: Mapping[str, Sequence[Holding]]
) -> list[Ring]:
    """Give the outlines of the bays from which only the staff fetch."""
    return [
        bays_outline(shelf, face, each.run.first_bay, each.run.last_bay)
        for shelf, _ in standing
        for face in shelf.faces
        for each in holdings.get(face.id, ())
        if each.range.kind == "closed"
    ]


def closed_labels(
    plan: Plan, level_id: str, closures: Iterable[Closure], language: str
) -> list[list[Label]]:
    """Wish for a sign at each thing that is closed, and why beside it."""
    floor = bounds_of(plan.get_level(level_id).outline)
    wishes: list[list[Label]] = []
    for closure in closures:
        words = closure.reason.in_language(language)
        for spots in _closed_spots(plan, level_id, closure):
            wishes.append([Label("symbol", "closed", spots, CLOSED_ZOOM)])
            wishes.append(
                [
                    Label("room", words, spots[:1], REASON_ZOOM, room=floor, shift_px=shift_px)
                    for shift_px in shifts_beside(words, SYMBOL_PX)
                ]
            )
    return wishes


def _closed_spots(plan: Plan, level_id: str, closure: Closure) -> list[tuple[Point, ...]]:
    """Give for each thing that a closure blocks on a level where its sign may stand."""
    areas = [spots_in(Polygon(ring)) for ring in closed_rings(plan, level_id, [closure])]
    doors = [
        (((each.start[0] + each.end[0]) / 2, (each.start[1] + each.end[1]) / 2),)
        for each in plan.openings
        if each.level == level_id and each.id in closure.openings
    ]
    stops = [
        ((stop.x_m, stop.y_m),)
        for each in plan.connectors
        if each.id in closure.connectors
        for stop in each.stops
        if stop.level == level_id
    ]
    return [*areas, *doors, *stops]
