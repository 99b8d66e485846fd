"""What people can reach on foot: faces, levels, stops, kiosks, rooms."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.checks.problem import Problem, error, number_runs, warning
from floorplans.checks.things import list_stands
from floorplans.geometry import bay_spot
from floorplans.model import Connector, Face, Plan, Ring, Shelf
from floorplans.walkable import DEFAULT_CLEARANCE_M, Walkable, build_walkable, ring_polygon

NEAREST_STAND_M = 0.3
FARTHEST_STAND_M = 0.5
REACH_M = 0.5
"""A kiosk, stop or point is reached from this far."""

TOLERANCE_M = 1e-3

Part = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Reached:
    """The connected walkable space that the entrance leads to, by level."""

    areas: dict[str, MultiPolygon]

    def misses(self, level: str, shape: BaseGeometry, distance_m: float) -> bool:
        """Tell whether a shape is farther than a distance, on a level that is reached at all."""
        return level in self.areas and not shapely.dwithin(self.areas[level], shape, distance_m)


def check_access(plan: Plan) -> Iterator[Problem]:
    """Find faces, levels, stops, points and rooms that nobody can walk to."""
    for connector in plan.connectors:
        yield from _check_connector(connector)
    yield from _check_widths(plan)
    walkable = build_walkable(plan)
    reached = _reach(plan, walkable, plan.connectors)
    step_free = _reach(plan, walkable, [each for each in plan.connectors if each.step_free])
    yield from _check_levels(plan, reached, step_free)
    yield from _check_faces(plan, reached)
    yield from _check_points(plan, reached)
    yield from _check_rooms(plan, reached)


def _check_connector(connector: Connector) -> Iterator[Problem]:
    levels = {stop.level for stop in connector.stops}
    if len(levels) < 2 or len(levels) < len(connector.stops):
        message = "It needs one stop on each of two levels or more; add or remove stops."
        yield error("connector-stops", f"{connector.kind} {connector.id}", message)


def _check_widths(plan: Plan) -> Iterator[Problem]:
    for opening in plan.openings:
        width_m = math.dist(opening.start, opening.end)
        if width_m <= 2 * DEFAULT_CLEARANCE_M:
            message = (
                f"It is {width_m:.2f} m wide and counts as shut; "
                f"people need more than {2 * DEFAULT_CLEARANCE_M:.1f} m."
            )
            yield warning("opening-too-narrow", f"opening {opening.id}", message)


def _reach(plan: Plan, walkable: Walkable, connectors: Iterable[Connector]) -> _Reached:
    """Spread from the entrance, or from the largest space, through the connectors."""
    parts = {
        (level, number): shape
        for level in walkable.levels
        for number, shape in enumerate(walkable.area(level).geoms)
    }
    joined = [_parts_at_stops(connector, parts) for connector in connectors]
    found = _entrance_parts(plan, parts)
    while more := {part for group in joined if group & found for part in group} - found:
        found |= more
    return _Reached(
        {
            level: MultiPolygon([parts[part] for part in sorted(found) if part[0] == level])
            for level in {level for level, _ in found}
        }
    )


def _parts_at_stops(connector: Connector, parts: Mapping[Part, Polygon]) -> set[Part]:
    return {
        part
        for stop in connector.stops
        for part in _parts_near(parts, stop.level, Point(stop.x_m, stop.y_m))
    }


def _entrance_parts(plan: Plan, parts: Mapping[Part, Polygon]) -> set[Part]:
    found = {
        part
        for opening in plan.openings
        if opening.kind == "entrance"
        for part in _parts_near(parts, opening.level, LineString((opening.start, opening.end)))
    }
    if found or not parts:
        return found
    return {max(parts, key=lambda part: parts[part].area)}


def _parts_near(parts: Mapping[Part, Polygon], level: str, shape: BaseGeometry) -> list[Part]:
    """Nearest part of the level, if it is within reach."""
    near = [
        part
        for part, area in parts.items()
        if part[0] == level and shapely.dwithin(area, shape, REACH_M)
    ]
    return sorted(near, key=lambda part: parts[part].distance(shape))[:1]


def _check_levels(plan: Plan, reached: _Reached, step_free: _Reached) -> Iterator[Problem]:
    for level in plan.levels:
        if level.id not in reached.areas:
            message = "No way leads here; join it by stairs or a lift with a stop on both levels."
            yield error("level-not-joined", f"level {level.id}", message)
        elif level.id not in step_free.areas:
            message = "No step-free way leads here; if there is a lift, add it with its stops."
            yield warning("no-step-free-way", f"level {level.id}", message)


def _check_faces(plan: Plan, reached: _Reached) -> Iterator[Problem]:
    closed = _staff_areas(plan)
    for shelf in plan.shelves:
        if shelf.level in closed and closed[shelf.level].contains(Point(shelf.x_m, shelf.y_m)):
            continue
        for face in shelf.faces:
            missed = [bay for bay in _bay_numbers(face) if _is_missed(reached, shelf, face, bay)]
            if missed:
                message = (
                    f"Nobody can stand in front of bay {number_runs(missed)}; an aisle needs more "
                    f"than {2 * DEFAULT_CLEARANCE_M:.1f} m and a way in."
                )
                place = f"shelf {shelf.number}, face {face.name}, bay {number_runs(missed)}"
                yield error("unreachable-face", place, message)


def _staff_areas(plan: Plan) -> dict[str, BaseGeometry]:
    """Give the rooms for staff only, by level; patrons need not reach their shelves."""
    rings: defaultdict[str, list[Ring]] = defaultdict(list)
    for unit in plan.units:
        if unit.staff_only:
            rings[unit.level].append(unit.outline)
    return {
        level: shapely.union_all([ring_polygon(ring) for ring in those])
        for level, those in rings.items()
    }


def _bay_numbers(face: Face) -> list[int]:
    return sorted({bay.number for bay in face.bays})


def _is_missed(reached: _Reached, shelf: Shelf, face: Face, bay: int) -> bool:
    near, far = (bay_spot(shelf, face, bay, off)[:2] for off in (NEAREST_STAND_M, FARTHEST_STAND_M))
    return reached.misses(shelf.level, LineString((near, far)), TOLERANCE_M)


def _check_points(plan: Plan, reached: _Reached) -> Iterator[Problem]:
    for spot in list_stands(plan):
        if reached.misses(spot.level, spot.point, REACH_M):
            message = f"No way leads to it on level {spot.level}; move it, or open a way."
            yield error("unreachable-point", spot.place, message)


def _check_rooms(plan: Plan, reached: _Reached) -> Iterator[Problem]:
    for unit in plan.units:
        room = ring_polygon(unit.outline).buffer(-DEFAULT_CLEARANCE_M)
        public = unit.walled and not unit.staff_only and not room.is_empty
        if public and reached.misses(unit.level, room, 0.0):
            message = "No way leads into the room; add an opening wider than 0.6 m."
            yield warning("closed-room", f"unit {unit.id}", message)
