"""How far one gets from the entrance, and which bays one can stand in front of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.geometry import bay_spot
from floorplans.model import Connector, Face, Plan, Ring, Shelf, Stop
from floorplans.model import Point as PlanPoint
from floorplans.walkable import Walkable, ring_polygon

NEAREST_STAND_M = 0.3
FARTHEST_STAND_M = 0.5
REACH_M = 0.5
"""A kiosk, stop or point is reached from this far."""

TOLERANCE_M = 1e-3

Part = tuple[str, int]
Stands = Mapping[tuple[str, int], LineString]
"""Where one stands in front of bays of a level, by face and bay: a short line before each."""

_Spot = tuple[str, int, list[PlanPoint]]
Missed = dict[str, list[int]]
"""Numbers of bays by the id of their face."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The connected walkable space that the entrance leads to, by level."""

    areas: Mapping[str, MultiPolygon]

    def misses(self, level: str, shape: BaseGeometry, distance_m: float) -> bool:
        """Tell whether a shape is farther than a distance, on a level that is reached at all."""
        return level in self.areas and not shapely.dwithin(self.areas[level], shape, distance_m)


def spread(
    plan: Plan, walkable: Walkable, connectors: Iterable[Connector], *, backwards: bool = False
) -> Reached:
    """Spread from the entrance, or from the largest space, through connectors.

    Parameters
    ----------
    plan : Plan
        The plan.
    walkable : Walkable
        Its walkable space.
    connectors : iterable of Connector
        What may be used.
    backwards : bool
        Whether to find where one can come from instead of where one can go to.

    Returns
    -------
    Reached
        The space, prepared for queries; levels that are not reached are missing.
    """
    parts = {
        (level, number): shape
        for level in walkable.levels
        for number, shape in enumerate(walkable.area(level).geoms)
    }
    ordinals = {level.id: level.ordinal for level in plan.levels}
    links: defaultdict[Part, set[Part]] = defaultdict(set)
    for connector in connectors:
        near = {
            stop: _parts_near(parts, stop.level, Point(stop.x_m, stop.y_m))
            for stop in connector.stops
        }
        for start, end in _passages(connector, ordinals):
            if backwards:
                start, end = end, start
            for part in near[start]:
                links[part].update(near[end])
    found = _entrance_parts(plan, parts)
    while more := {other for part in found for other in links[part]} - found:
        found |= more
    return Reached(
        {
            level: _prepared(parts[part] for part in sorted(found) if part[0] == level)
            for level in {level for level, _ in found}
        }
    )


def list_stands_by_level(plan: Plan) -> dict[str, Stands]:
    """Give where patrons stand in front of bays, by level.

    Shelves in rooms for staff only, and faces that hold only closed stacks, are left out.
    """
    staff = staff_areas(plan)
    closed = _closed_faces(plan)
    spots: defaultdict[str, list[_Spot]] = defaultdict(list)
    for shelf in plan.shelves:
        if shelf.level in staff and staff[shelf.level].contains(Point(shelf.x_m, shelf.y_m)):
            continue
        for face in shelf.faces:
            if face.id not in closed:
                spots[shelf.level].extend(_face_spots(shelf, face))
    return {
        level: {(face, bay): LineString(ends) for face, bay, ends in those}
        for level, those in spots.items()
        if those
    }


def missed_bays(
    reached: Reached, stands: Mapping[str, Stands], distance_m: float = TOLERANCE_M
) -> Missed:
    """Give the bays that nobody reaches, on levels that are reached at all."""
    missed: Missed = {}
    for level, those in stands.items():
        if level in reached.areas:
            near = shapely.dwithin(reached.areas[level], list(those.values()), distance_m)
            for (face, bay), is_near in zip(those, near, strict=True):
                if not is_near:
                    missed.setdefault(face, []).append(bay)
    return missed


def staff_areas(plan: Plan) -> dict[str, BaseGeometry]:
    """Give the rooms for staff only, by level; patrons need not reach their shelves."""
    rings: defaultdict[str, list[Ring]] = defaultdict(list)
    for unit in plan.units:
        if unit.staff_only:
            rings[unit.level].append(unit.outline)
    return {
        level: shapely.union_all([ring_polygon(ring) for ring in those])
        for level, those in rings.items()
    }


def _closed_faces(plan: Plan) -> set[str]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for each in plan.ranges:
        for run in each.runs:
            kinds[run.face].add(each.kind)
    return {face for face, those in kinds.items() if those == {"closed"}}


def _face_spots(shelf: Shelf, face: Face) -> Iterator[_Spot]:
    for bay in sorted({bay.number for bay in face.bays}):
        ends = [
            bay_spot(shelf, face, bay, off_m)[:2] for off_m in (NEAREST_STAND_M, FARTHEST_STAND_M)
        ]
        yield face.id, bay, ends


def _passages(connector: Connector, ordinals: Mapping[str, int]) -> Iterator[tuple[Stop, Stop]]:
    """Give from which stop one gets to which; an escalator may run in one direction only."""
    wanted = {"up": 1, "down": -1}.get(connector.direction, 0)
    one_way = connector.kind == "escalator" and wanted
    for start in connector.stops:
        for end in connector.stops:
            rise = ordinals.get(end.level, 0) - ordinals.get(start.level, 0)
            if start.level != end.level and (not one_way or rise * wanted > 0):
                yield start, end


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


def _prepared(parts: Iterable[Polygon]) -> MultiPolygon:
    area = MultiPolygon(list(parts))
    shapely.prepare(area)
    return area
