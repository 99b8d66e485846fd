"""Features of indoor GeoJSON as records of a plan, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point, Polygon

from floorplans.errors import PlanFormatError
from floorplans.formats.defaults import CONNECTORS, POINT_NAMES, UNIT_NAMES
from floorplans.formats.geometries import (
    Geometry,
    cut_open,
    local_line,
    local_polygons,
    ring_of,
    sort_parts,
)
from floorplans.formats.indoor_tags import (
    Part,
    Tags,
    door_width_m,
    find_connector,
    find_furniture,
    find_point,
    is_private,
    read_category,
    read_name,
    shelf_height_m,
)
from floorplans.formats.joints import Landing
from floorplans.formats.shelf_outlines import HEIGHT_M, read_shelf
from floorplans.formats.wall_doors import Ends, lay_door
from floorplans.frame import Frame
from floorplans.model import (
    Connector,
    Fixture,
    FixtureKind,
    Opening,
    OpeningKind,
    PointOfInterest,
    Shelf,
    Stop,
    Unit,
)
from floorplans.walkable import WALL_THICKNESS_M

Record = Unit | Fixture | Opening | Connector | PointOfInterest


@dataclass(frozen=True, slots=True)
class Tagged:
    """A feature with a geometry, and what its tags say that it is."""

    id: str
    part: Part
    tags: Tags
    geometry: Geometry
    levels: tuple[int, ...]

    @property
    def place(self) -> str:
        """What problems call it."""
        return f"feature {self.id}"


class LeftOutError(PlanFormatError):
    """A feature has no place in the plan; the message says why."""


class Reading:
    """Reads features one by one; doors look for walls among the rooms read before them."""

    def __init__(self, frame: Frame, levels: Mapping[int, str]) -> None:
        self._frame = frame
        self._levels = levels
        self._walls: dict[int, list[LineString]] = {}
        self._wall_trees: dict[int, shapely.STRtree] = {}
        self.landings: list[Landing] = []
        self.shelves: list[Shelf] = []

    def walls(self, number: int) -> list[LineString]:
        """List the walls of the rooms of a level."""
        return self._walls.get(number, [])

    def read(self, feature: Tagged) -> list[Record]:
        """Read a feature, once for each level that it is on.

        Raises
        ------
        PlanFormatError
            If it has no place in the plan.
        """
        readers: Mapping[Part, Callable[[Tagged, int, str], Iterator[Record]]] = {
            "area": self._read_room,
            "door": self._read_door,
            "furniture": self._read_obstacle,
            "pillar": self._read_obstacle,
            "point": self._read_point,
            "room": self._read_room,
            "shelf": self._read_shelf,
            "wall": self._read_obstacle,
        }
        numbers = [number for number in feature.levels if number in self._levels]
        if not numbers:
            raise LeftOutError("Nothing else is on its level.")
        if feature.part == "connector":
            return self._read_connector(feature, numbers)
        if feature.part not in readers:
            raise LeftOutError("Its tags say nothing that a plan shows.")
        return [
            record
            for count, number in enumerate(numbers)
            for record in readers[feature.part](
                feature, number, f"{feature.id}@{number}" if count else feature.id
            )
        ]

    def _read_room(self, feature: Tagged, number: int, id_: str) -> Iterator[Unit]:
        walled = feature.part == "room"
        category = read_category(feature.tags) if walled else "section"
        name = read_name(feature.tags) or UNIT_NAMES[category]
        kind = find_connector(feature.tags)
        for part, shape in enumerate(polygons_of(feature, self._frame)):
            unit = f"{id_}-{part + 1}" if part else id_
            level, ring = self._levels[number], ring_of(shape)
            yield Unit(unit, level, category, name, ring, walled, is_private(feature.tags))
            if walled:
                self._walls.setdefault(number, []).append(shape.exterior)
            if kind:
                self.landings.append(Landing(unit, kind, level, number, shape, name))

    def _read_obstacle(self, feature: Tagged, number: int, id_: str) -> Iterator[Fixture]:
        """Read a wall, pillar or furniture: areas as they are, lines as thick as a wall."""
        kinds: Mapping[Part, FixtureKind] = {
            "furniture": find_furniture(feature.tags),
            "pillar": "pillar",
        }
        pieces = [piece for shape in self._bodies(feature) for piece in cut_open(shape)]
        for part, piece in enumerate(pieces):
            fixture = f"{id_}-{part + 1}" if part else id_
            kind = kinds.get(feature.part, "wall")
            yield Fixture(fixture, self._levels[number], kind, ring_of(piece))

    def _read_shelf(self, feature: Tagged, number: int, id_: str) -> Iterator[Record]:
        """Keep a shelf, which is turned when all the others are known; others are furniture."""
        level = self._levels[number]
        height_m = shelf_height_m(feature.tags, HEIGHT_M)
        signed = feature.tags.get("ref") or feature.tags.get("name", "")
        for part, shape in enumerate(polygons_of(feature, self._frame)):
            shelf = read_shelf(shape, f"{id_}-{part + 1}" if part else id_, level, signed, height_m)
            if shelf is None:
                raise LeftOutError("It is no straight shelf; draw it as a long rectangle.")
            self.shelves.append(shelf)
        yield from ()

    def _bodies(self, feature: Tagged) -> Sequence[Polygon]:
        if feature.geometry.polygons:
            return polygons_of(feature, self._frame)
        lines = [LineString(local_line(self._frame, line)) for line in feature.geometry.lines]
        thick = shapely.buffer(lines, WALL_THICKNESS_M / 2, cap_style="flat", join_style="mitre")
        return sort_parts(shapely.union_all(thick))

    def _read_door(self, feature: Tagged, number: int, id_: str) -> Iterator[Opening]:
        start, end = self._find_door(feature, number)
        kind: OpeningKind = "passage" if feature.tags.get("door") == "no" else "door"
        if "entrance" in feature.tags:
            kind = "entrance"
        automatic = feature.tags.get("automatic_door", "no") not in ("no", "unknown")
        private = is_private(feature.tags)
        yield Opening(id_, self._levels[number], kind, start, end, private, automatic)

    def _find_door(self, feature: Tagged, number: int) -> Ends:
        if feature.geometry.lines:
            line = local_line(self._frame, feature.geometry.lines[0])
            return line[0], line[-1]
        here = Point(local_line(self._frame, feature.geometry.points[:1])[0])
        walls = self.walls(number)
        if number not in self._wall_trees:
            self._wall_trees[number] = shapely.STRtree(walls)
        ends = lay_door(self._wall_trees[number], here, door_width_m(feature.tags))
        if ends is None:
            raise LeftOutError("There is no wall near the door.")
        return ends

    def _read_point(self, feature: Tagged, number: int, id_: str) -> Iterator[PointOfInterest]:
        kind = find_point(feature.tags)
        if kind:
            x_m, y_m = local_line(self._frame, feature.geometry.points[:1])[0]
            name = read_name(feature.tags) or POINT_NAMES[kind]
            yield PointOfInterest(id_, kind, name, self._levels[number], x_m, y_m)

    def _read_connector(self, feature: Tagged, numbers: Sequence[int]) -> list[Record]:
        """Read stairs or a lift that say all their levels; others are joined by where they lie."""
        kind = find_connector(feature.tags) or "stairs"
        if len(numbers) < 2:
            if not feature.geometry.polygons:
                raise LeftOutError("It leads to no other level that is in the file.")
            shape = polygons_of(feature, self._frame)[0]
            level = self._levels[numbers[0]]
            self.landings.append(Landing(feature.id, kind, level, numbers[0], shape))
            return []
        lower, upper = self._ends(feature)
        middle = ((lower[0] + upper[0]) / 2, (lower[1] + upper[1]) / 2)
        places = [lower, *[middle] * (len(numbers) - 2), upper]
        defaults = CONNECTORS[kind]
        return [
            Connector(
                feature.id,
                kind,
                read_name(feature.tags) or defaults.name,
                tuple(
                    Stop(self._levels[number], *place)
                    for number, place in zip(numbers, places, strict=True)
                ),
                defaults.entry_cost_m,
                defaults.level_cost_m,
                defaults.step_free,
            )
        ]

    def _ends(self, feature: Tagged) -> Ends:
        """Where a connector is entered on its lowest and on its highest level."""
        if feature.geometry.lines:
            line = local_line(self._frame, feature.geometry.lines[0])
            downhill = feature.tags.get("incline", "up").startswith(("down", "-"))
            return (line[-1], line[0]) if downhill else (line[0], line[-1])
        if feature.geometry.polygons:
            middle = polygons_of(feature, self._frame)[0].representative_point()
            return (middle.x, middle.y), (middle.x, middle.y)
        point = local_line(self._frame, feature.geometry.points[:1])[0]
        return point, point


def polygons_of(feature: Tagged, frame: Frame) -> list[Polygon]:
    """Give the areas of a feature in the plan's metres.

    Raises
    ------
    GeometryError
        If one of them is too far away or encloses nothing.
    """
    return [part for rings in feature.geometry.polygons for part in local_polygons(frame, rings)]
