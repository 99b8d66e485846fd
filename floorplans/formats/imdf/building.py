"""The building of a plan as features: venue, levels, units that tile them, openings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from floorplans.formats.hours import write_hours
from floorplans.formats.imdf.categories import (
    CONNECTORS_OUT,
    HALL,
    OCCUPANT,
    OPENINGS_OUT,
    SECTIONS_OUT,
    STAFF_OPENING,
    UNITS_OUT,
    VENUE,
)
from floorplans.formats.imdf.maker import Made, Maker, Source
from floorplans.formats.texts import write_labels
from floorplans.model import Connector, Level, Opening, Plan, Unit
from floorplans.walkable import GRID_M, ring_polygon

SIDE_M = 0.3
"""How far from the middle of an opening its rooms are looked for."""

LEAST_TILE_M2 = 0.01


@dataclass(frozen=True, slots=True)
class Address:
    """Where the building is, for the mail; ``country`` is its ISO 3166 code."""

    street: str
    locality: str
    country: str


class Floor:
    """The unit features of a level, and which of them a point is in."""

    def __init__(self, tiles: list[tuple[str, BaseGeometry]]) -> None:
        self._ids = [id_ for id_, _ in tiles]
        self._tree = shapely.STRtree([shape for _, shape in tiles])

    def find(self, x_m: float, y_m: float) -> str | None:
        """Find the unit that a point is in."""
        hits = self._tree.query(Point(x_m, y_m), predicate="intersects")
        return self._ids[min(hits)] if len(hits) else None

    def nearest(self, x_m: float, y_m: float) -> str:
        """Give the unit that a point is in, or else the nearest one."""
        return self.find(x_m, y_m) or self._ids[int(self._tree.nearest(Point(x_m, y_m)))]


def make_venue(plan: Plan, maker: Maker, address: Address) -> tuple[Made, Made, Made, Made]:
    """Make address, venue, building and footprint."""
    ground = shapely.union_all([ring_polygon(level.outline) for level in plan.levels])
    name = write_labels(plan.name)
    middle = maker.write_point(ground)
    where = maker.make(
        "address",
        "address",
        None,
        {"address": address.street, "locality": address.locality, "country": address.country},
    )
    venue = maker.make(
        "venue",
        "venue",
        ground,
        {
            "category": VENUE,
            "name": name,
            "display_point": middle,
            "address_id": where.id,
            "hours": write_hours(plan.hours),
        },
    )
    building = maker.make(
        "building",
        "building",
        None,
        {
            "category": "unspecified",
            "name": name,
            "display_point": middle,
            "address_id": where.id,
        },
    )
    footprint = maker.make(
        "footprint", "footprint", ground, {"category": "ground", "building_ids": [building.id]}
    )
    return where, venue, building, footprint


def make_level(maker: Maker, index: int, level: Level, building: str, address: str) -> Made:
    """Make a level."""
    outline = ring_polygon(level.outline)
    properties = {
        "category": "unspecified",
        "outdoor": False,
        "ordinal": level.ordinal,
        "name": write_labels(level.name),
        "short_name": {"fi": level.id},
        "display_point": maker.write_point(outline),
        "address_id": address,
        "building_ids": [building],
    }
    return maker.make("level", level.id, outline, properties, Source("levels", index))


def make_units(
    plan: Plan, maker: Maker, level: Level, level_feature: str
) -> tuple[list[Made], Floor]:
    """Make the units that tile a level, and sections for areas without walls.

    Rooms that overlap share no floor: the smaller one keeps it. What the rooms leave is one
    unit more.
    """
    made: list[Made] = []
    tiles: list[tuple[str, BaseGeometry]] = []
    floor = ring_polygon(level.outline)
    rooms = {
        index: ring_polygon(unit.outline)
        for index, unit in enumerate(plan.units)
        if unit.level == level.id
    }
    walled = [index for index in rooms if plan.units[index].walled]
    for index, shape in _share_out(floor, {index: rooms[index] for index in walled}).items():
        unit = plan.units[index]
        made.append(_make_unit(maker, index, unit, shape, level_feature))
        tiles.append((made[-1].id, shape))
    rest = _clean(
        shapely.difference(floor, shapely.union_all([s for _, s in tiles]), grid_size=GRID_M)
    )
    if not tiles or not rest.is_empty:
        rest = rest if tiles else floor
        properties = _area_properties(maker, HALL, None, rest, level_feature)
        made.append(maker.make("unit", f"hall {level.id}", rest, properties))
        tiles.append((made[-1].id, rest))
    for index, shape in rooms.items():
        unit = plan.units[index]
        if not unit.walled:
            category = SECTIONS_OUT[unit.category]
            properties = _area_properties(maker, category, unit, shape, level_feature)
            source = Source("units", index)
            made.append(maker.make("section", unit.id, shape, properties, source))
    return made, Floor(tiles)


def make_openings(
    plan: Plan, maker: Maker, levels: Mapping[str, str], floors: Mapping[str, Floor]
) -> Iterator[Made]:
    """Make openings, and the ways through them."""
    for index, opening in enumerate(plan.openings):
        if opening.level not in levels:
            continue
        line = LineString((opening.start, opening.end))
        made = maker.make(
            "opening",
            opening.id,
            line,
            {
                "category": STAFF_OPENING if opening.staff_only else OPENINGS_OUT[opening.kind],
                "level_id": levels[opening.level],
                "door": _door(opening),
                "display_point": maker.write_geometry(line.interpolate(0.5, normalized=True)),
            },
            Source("openings", index),
        )
        yield made
        sides = _sides(opening, floors[opening.level])
        if sides is not None:
            yield maker.make(
                "relationship",
                f"opening {opening.id}",
                None,
                {
                    "category": "traversal",
                    "direction": "directed" if opening.one_way else "undirected",
                    "origin": _end(sides[0]),
                    "intermediary": [_end(made.id, "opening")],
                    "destination": _end(sides[1]),
                },
            )


def make_connectors(plan: Plan, maker: Maker, floors: Mapping[str, Floor]) -> Iterator[Made]:
    """Make the ways from level to level."""
    ordinals = {level.id: level.ordinal for level in plan.levels}
    for connector in plan.connectors:
        stops = sorted(
            (stop for stop in connector.stops if stop.level in floors),
            key=lambda stop: ordinals[stop.level],
        )
        units = [floors[stop.level].nearest(stop.x_m, stop.y_m) for stop in stops]
        for number, (lower, upper) in enumerate(pairwise(units)):
            origin, destination = (
                (lower, upper) if connector.direction != "down" else (upper, lower)
            )
            yield maker.make(
                "relationship",
                f"connector {connector.id} {number}",
                None,
                {
                    "category": CONNECTORS_OUT[connector.kind],
                    "direction": _direction(connector),
                    "origin": _end(origin),
                    "destination": _end(destination),
                },
            )


def make_occupant(plan: Plan, maker: Maker, level: Level, floor: Floor) -> tuple[Made, Made]:
    """Make the library itself, with a point that it is shown at."""
    middle = ring_polygon(level.outline).representative_point()
    anchor = maker.make("anchor", "library", middle, {"unit_id": floor.nearest(middle.x, middle.y)})
    occupant = maker.make(
        "occupant",
        "library",
        None,
        {
            "category": OCCUPANT,
            "name": write_labels(plan.name),
            "anchor_id": anchor.id,
            "hours": write_hours(plan.hours),
        },
    )
    return anchor, occupant


def _share_out(floor: BaseGeometry, rooms: Mapping[int, BaseGeometry]) -> dict[int, BaseGeometry]:
    """Give each room its part of the floor, the smallest first."""
    order = sorted(rooms, key=lambda index: (rooms[index].area, index))
    shapes = [rooms[index] for index in order]
    tree = shapely.STRtree(shapes)
    shares: dict[int, BaseGeometry] = {}
    for number, index in enumerate(order):
        smaller = [shapes[hit] for hit in tree.query(shapes[number]) if hit < number]
        # Where a room and the floor share an edge only, the intersection has lines, too.
        share = _clean(shapely.intersection(shapes[number], floor, grid_size=GRID_M))
        share = _clean(shapely.difference(share, shapely.union_all(smaller), grid_size=GRID_M))
        if not share.is_empty:
            shares[index] = share
    return dict(sorted(shares.items()))


def _clean(shape: BaseGeometry) -> BaseGeometry:
    """Keep what is an area worth it."""
    parts = [
        part
        for part in shapely.get_parts(shape)
        if isinstance(part, shapely.Polygon) and part.area >= LEAST_TILE_M2
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _make_unit(maker: Maker, index: int, unit: Unit, shape: BaseGeometry, level: str) -> Made:
    properties = _area_properties(maker, UNITS_OUT[unit.category], unit, shape, level)
    return maker.make("unit", unit.id, shape, properties, Source("units", index))


def _area_properties(
    maker: Maker, category: str, unit: Unit | None, shape: BaseGeometry, level: str
) -> dict[str, Any]:
    staff_only = unit is not None and unit.staff_only
    return {
        "category": category,
        "level_id": level,
        "restriction": "employeesonly" if staff_only else None,
        "name": write_labels(unit.name) if unit else None,
        "display_point": maker.write_point(shape),
    }


def _door(opening: Opening) -> dict[str, Any]:
    if opening.kind in ("passage", "gate"):
        return {"type": "open", "automatic": opening.automatic, "material": None}
    kind = "sliding" if opening.automatic else "swinging"
    return {"type": kind, "automatic": opening.automatic, "material": None}


def _sides(opening: Opening, floor: Floor) -> tuple[str, str] | None:
    """Find the units to the left and to the right of an opening, if there are two."""
    (start_x, start_y), (end_x, end_y) = opening.start, opening.end
    length_m = LineString((opening.start, opening.end)).length
    if not length_m:
        return None
    x_m, y_m = (start_x + end_x) / 2, (start_y + end_y) / 2
    left_x, left_y = (start_y - end_y) / length_m * SIDE_M, (end_x - start_x) / length_m * SIDE_M
    left = floor.find(x_m + left_x, y_m + left_y)
    right = floor.find(x_m - left_x, y_m - left_y)
    return (left, right) if left and right and left != right else None


def _direction(connector: Connector) -> str:
    return "undirected" if connector.direction == "both" else "directed"


def _end(id_: str, type_: str = "unit") -> dict[str, str]:
    return {"id": id_, "feature_type": type_}
