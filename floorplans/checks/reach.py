"""How far one gets from the entrance, and which bays one can stand in front of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from floorplans.checks.things import MOST_PLANS, MOST_SHELVES
from floorplans.doors import find_one_way_doors, leads_to
from floorplans.geometry import bay_spot
from floorplans.model import Connector, Face, Opening, Plan, Range, Ring, Shelf, Stop, Unit
from floorplans.model import Point as PlanPoint
from floorplans.remembering import remembered
from floorplans.walkable import STAND_M, Walkable, ring_polygon

NEAREST_STAND_M = 0.3
FARTHEST_STAND_M = 0.5
REACH_M = 0.5
"""A kiosk, point or entrance is reached from this far."""

TOLERANCE_M = 1e-3

Part = tuple[str, int]
Stands = Mapping[tuple[str, int], LineString]
"""Where one stands in front of bays of a level, by face and bay: a short line before each."""

Missed = dict[str, list[int]]
"""Numbers of bays by the id of their face."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The walkable space that the entrances lead to, or that leads out to them, by level."""

    areas: Mapping[str, MultiPolygon]

    def holds(self, level: str, point: PlanPoint) -> bool:
        """Tell whether a walkable point is in it."""
        return level in self.areas and not self.misses(level, Point(point), TOLERANCE_M)

    def misses(self, level: str, shape: BaseGeometry, distance_m: float) -> bool:
        """Tell whether a shape is farther than a distance, on a level that is reached at all."""
        return level in self.areas and not shapely.dwithin(self.areas[level], shape, distance_m)


def spread(
    plan: Plan, walkable: Walkable, connectors: Iterable[Connector], *, backwards: bool = False
) -> Reached:
    """Spread from the entrances, or from the largest space, through connectors and doors.

    Parameters
    ----------
    plan : Plan
        The plan.
    walkable : Walkable
        Its walkable space, where one-way doors are walls.
    connectors : iterable of Connector
        What may be used.
    backwards : bool
        Whether to find from where one gets out instead of where one gets to.

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
    links: defaultdict[Part, set[Part]] = defaultdict(set)
    for start, end in _links(plan, walkable, parts, connectors):
        links[end if backwards else start].add(start if backwards else end)
    found = _entrance_parts(plan, parts, backwards)
    while more := {other for part in found for other in links[part]} - found:
        found |= more
    return Reached(
        {
            level: _parts_of(
                walkable.area(level), sorted(at for home, at in found if home == level)
            )
            for level in {level for level, _ in found}
        }
    )


def list_stands_by_level(plan: Plan) -> dict[str, Stands]:
    """Give where patrons stand in front of bays, by level.

    Shelves in rooms for staff only, and faces that hold only closed stacks, are left out.
    """
    return _list_stands(plan.shelves, plan.units, _closed_faces(plan.ranges))


@remembered(MOST_PLANS)
def _list_stands(
    shelves: tuple[Shelf, ...], units: tuple[Unit, ...], closed: frozenset[str]
) -> dict[str, Stands]:
    staff = staff_areas(units)
    stands: defaultdict[str, dict[tuple[str, int], LineString]] = defaultdict(dict)
    for shelf in shelves:
        if shelf.level in staff and staff[shelf.level].contains(Point(shelf.x_m, shelf.y_m)):
            continue
        for face in shelf.faces:
            if face.id not in closed and face.bays:
                stands[shelf.level].update(_face_stands(shelf, face))
    return dict(stands)


def missed_bays(
    reached: Reached, stands: Mapping[str, Stands], distance_m: float = TOLERANCE_M
) -> Missed:
    """Give the bays that nobody reaches, on levels that are reached at all."""
    missed: Missed = {}
    for level, those in stands.items():
        if level in reached.areas:
            for face, bay in _missed_of(reached.areas[level], those, distance_m):
                missed.setdefault(face, []).append(bay)
    return missed


@remembered(MOST_PLANS)
def _missed_of(
    area: MultiPolygon, stands: Stands, distance_m: float
) -> tuple[tuple[str, int], ...]:
    lines = np.array(list(stands.values()))
    # Of nearly all the far end is reached, which takes a tenth of the time to see.
    ends = shapely.get_coordinates(lines)[1::2]
    left = np.flatnonzero(~shapely.intersects_xy(area, ends[:, 0], ends[:, 1]))
    missed = set(left[~shapely.dwithin(area, lines[left], distance_m)].tolist())
    return tuple(bay for at, bay in enumerate(stands) if at in missed)


def staff_areas(units: Iterable[Unit]) -> dict[str, BaseGeometry]:
    """Give the rooms for staff only, by level; patrons need not reach their shelves."""
    rings: defaultdict[str, list[Ring]] = defaultdict(list)
    for unit in units:
        if unit.staff_only:
            rings[unit.level].append(unit.outline)
    return {
        level: shapely.union_all([ring_polygon(ring) for ring in those])
        for level, those in rings.items()
    }


@remembered(MOST_PLANS)
def _closed_faces(ranges: tuple[Range, ...]) -> frozenset[str]:
    open = {run.face for each in ranges if each.kind != "closed" for run in each.runs}
    closed = {run.face for each in ranges if each.kind == "closed" for run in each.runs}
    return frozenset(closed - open)


@remembered(MOST_SHELVES)
def _face_stands(shelf: Shelf, face: Face) -> Stands:
    """Give where patrons stand before a face."""
    bays = sorted({bay.number for bay in face.bays})
    offs_m = (NEAREST_STAND_M, FARTHEST_STAND_M)
    lines = shapely.linestrings(
        [[bay_spot(shelf, face, bay, off_m)[:2] for off_m in offs_m] for bay in bays]
    )
    return {(face.id, bay): line for bay, line in zip(bays, lines, strict=True)}


def _links(
    plan: Plan,
    walkable: Walkable,
    parts: Mapping[Part, Polygon],
    connectors: Iterable[Connector],
) -> Iterator[tuple[Part, Part]]:
    """Give from which part one gets to which, by connectors and one-way doors."""
    ordinals = {level.id: level.ordinal for level in plan.levels}
    for connector in connectors:
        near = {
            stop: _parts_near(parts, stop.level, Point(stop.x_m, stop.y_m), STAND_M)
            for stop in connector.stops
        }
        for start, end in _passages(connector, ordinals):
            yield from product(near[start], near[end])
    for door in find_one_way_doors(plan, walkable):
        before, after = (
            _parts_near(parts, door.level, Point(side), REACH_M)
            for side in (door.before, door.after)
        )
        yield from product(before, after)


def _passages(connector: Connector, ordinals: Mapping[str, int]) -> Iterator[tuple[Stop, Stop]]:
    """Give from which stop one gets to which; a connector may run in one direction only."""
    wanted = {"up": 1, "down": -1}.get(connector.direction, 0)
    for start in connector.stops:
        for end in connector.stops:
            rise = ordinals.get(end.level, 0) - ordinals.get(start.level, 0)
            if start.level != end.level and (not wanted or rise * wanted > 0):
                yield start, end


def _entrance_parts(plan: Plan, parts: Mapping[Part, Polygon], backwards: bool) -> set[Part]:
    """Give where one is who has just come in, or is about to get out."""
    doors = [
        (door, part)
        for door in plan.openings
        if door.kind == "entrance"
        for part in _parts_near(parts, door.level, LineString((door.start, door.end)), REACH_M)
    ]
    found = {part for door, part in doors if _lets_pass(door, parts[part], backwards)}
    # Without any, doors the wrong way are a finding of their own, and the rest is looked at still.
    found = found or {part for _, part in doors}
    if found or not parts:
        return found
    return {max(parts, key=lambda part: parts[part].area)}


def _lets_pass(entrance: Opening, inside: Polygon, backwards: bool) -> bool:
    """Tell whether one gets in by an entrance, or backwards out of it."""
    stand, _ = nearest_points(inside, LineString((entrance.start, entrance.end)).centroid)
    return not entrance.one_way or leads_to(entrance, (stand.x, stand.y)) != backwards


def _parts_near(
    parts: Mapping[Part, Polygon], level: str, shape: BaseGeometry, within_m: float
) -> list[Part]:
    """Nearest part of the level, if it is within reach."""
    near = [
        part
        for part, area in parts.items()
        if part[0] == level and shapely.dwithin(area, shape, within_m)
    ]
    return sorted(near, key=lambda part: parts[part].distance(shape))[:1]


def _parts_of(area: MultiPolygon, numbers: Sequence[int]) -> MultiPolygon:
    """Give some parts of an area, prepared; all of them are the area itself."""
    return area if len(numbers) == len(area.geoms) else _some_of(area, *numbers)


@remembered(MOST_PLANS)
def _some_of(area: MultiPolygon, *numbers: int) -> MultiPolygon:
    some = MultiPolygon([area.geoms[number] for number in numbers])
    shapely.prepare(some)
    return some
