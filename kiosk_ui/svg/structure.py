"""The building on the map: rooms, furniture, walls, and doors that are not for everybody."""

from __future__ import annotations

import math
from collections import defaultdict

from floorplans.model import Fixture, Level, Opening, Plan, Point
from kiosk_ui.svg.frame import area_path, line_path
from kiosk_ui.svg.walls import Line, stair_treads, wall_lines
from kiosk_ui.svg.writer import Node

ARROW_HALF_M = 0.45
HEAD_M = 0.2
FIXTURE_CLASSES = {"desk": "m-desk", "pillar": "m-desk", "wall": "m-desk"}


def draw_rooms(parent: Node, plan: Plan, level_id: str, closed: str) -> None:
    """Draw the rooms with walls, those for the staff under a hatch, and the treads of stairs."""
    rooms = [unit for unit in plan.units if unit.level == level_id and unit.walled]
    if rooms:
        parent.path(area_path(unit.outline for unit in rooms), class_="m-room")
    hidden = [unit.outline for unit in rooms if unit.staff_only]
    if hidden:
        parent.path(area_path(hidden), fill=closed)
    treads = [line for unit in rooms if unit.category == "stairs" for line in stair_treads(unit)]
    if treads:
        parent.path(line_path(treads), class_="m-stair")


def draw_fixtures(parent: Node, plan: Plan, level_id: str) -> None:
    """Draw furniture, and what is dark as walls are."""
    by_class: dict[str, list[Fixture]] = defaultdict(list)
    for fixture in plan.fixtures:
        if fixture.level == level_id:
            by_class[FIXTURE_CLASSES.get(fixture.kind, "m-furn")].append(fixture)
    for class_, fixtures in by_class.items():
        parent.path(area_path(fixture.outline for fixture in fixtures), class_=class_)


def draw_walls(parent: Node, plan: Plan, level: Level) -> None:
    """Draw inner and outer walls with gaps at their openings."""
    outer, inner = wall_lines(plan, level)
    if inner:
        parent.path(line_path(inner), class_="m-wall")
    parent.path(line_path(outer), class_="m-wall m-outer")


def draw_doors(parent: Node, plan: Plan, level_id: str) -> None:
    """Draw an arrow through each one-way door, and a bar across each door for the staff."""
    doors = [each for each in plan.openings if each.level == level_id]
    bars: list[Line] = [(each.start, each.end) for each in doors if each.staff_only]
    if bars:
        parent.path(line_path(bars), class_="m-staff")
    arrows = [line for each in doors if each.one_way for line in arrow_lines(each)]
    if arrows:
        parent.path(line_path(arrows), class_="m-oneway")


def arrow_lines(opening: Opening) -> list[Line]:
    """Give the shaft and the head of an arrow through a door, to the right of its direction.

    Examples
    --------
    >>> door = Opening("d", "1", "door", (0.0, 0.0), (0.0, 2.0), one_way=True)
    >>> arrow_lines(door)[0]
    ((-0.45, 1.0), (0.45, 1.0))
    """
    (start_x, start_y), (end_x, end_y) = opening.start, opening.end
    width_m = math.dist(opening.start, opening.end)
    if not width_m:
        return []
    ahead = ((end_y - start_y) / width_m, (start_x - end_x) / width_m)
    middle = ((start_x + end_x) / 2, (start_y + end_y) / 2)

    def at(ahead_m: float, left_m: float) -> Point:
        return (
            middle[0] + ahead[0] * ahead_m - ahead[1] * left_m,
            middle[1] + ahead[1] * ahead_m + ahead[0] * left_m,
        )

    back_m = ARROW_HALF_M - HEAD_M
    shaft = (at(-ARROW_HALF_M, 0.0), at(ARROW_HALF_M, 0.0))
    return [shaft, (at(back_m, HEAD_M), shaft[1], at(back_m, -HEAD_M))]
