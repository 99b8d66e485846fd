"""The things of one level out of what is drawn of each kind."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.checks.problem import Problem, info
from floorplans.formats.defaults import UNIT_NAMES
from floorplans.formats.drawings.bays import join_bays
from floorplans.formats.drawings.bodies import (
    Body,
    Fits,
    Skipped,
    areas_of,
    find_bodies,
    is_joined,
    outline_body,
    path_of,
)
from floorplans.formats.drawings.doors import find_door
from floorplans.formats.drawings.layers import LayerKind
from floorplans.formats.drawings.model import Item, Label, Stroke
from floorplans.formats.drawings.words import (
    STAFF_ONLY,
    Words,
    category_of,
    name_of,
    number_of,
)
from floorplans.formats.geometries import cut_open, outline_and_gaps, ring_of
from floorplans.formats.shelf_outlines import face_the_room, number_shelves, read_shelf
from floorplans.model import (
    Fixture,
    FixtureKind,
    Opening,
    OpeningKind,
    Shelf,
    Text,
    Unit,
    UnitCategory,
)
from floorplans.model import Level as LevelRecord
from floorplans.walkable import WALL_THICKNESS_M

Gathered = Mapping[LayerKind, Sequence[Item]]

WIDEST_M: Mapping[LayerKind, float] = {
    **{"pillar": 3.0, "door": 8.0, "stairs": 25.0, "lift": 8.0},
    **{"table": 8.0, "seat": 8.0, "desk": 12.0, "furniture": 8.0},
}
"""What is wider is no such thing, but several of them."""

FURNITURE: Mapping[LayerKind, FixtureKind] = {
    "pillar": "pillar",
    "table": "table",
    "seat": "seat",
    "desk": "desk",
    "furniture": "furniture",
}
LEAST_ROOM_M2 = 0.5
BODY_M = 0.7
"""An outline on a wall's layer that is thinner than this is the wall itself, else its line."""

CLOSING_M = 0.5
"""Rooms as far apart as twice this have a wall between them that is of the level."""

OUTER_DOOR_M = 0.4
DOOR_CUT_M = 0.35


@dataclass(frozen=True, slots=True)
class Level:
    """A level, its things, and what was odd on the way."""

    level: LevelRecord
    units: tuple[Unit, ...]
    openings: tuple[Opening, ...]
    fixtures: tuple[Fixture, ...]
    shelves: tuple[Shelf, ...]
    problems: tuple[Problem, ...]


def read_level(
    gathered: Gathered, level: str, skipped: Skipped, taken: frozenset[str]
) -> Level | None:
    """Read what is drawn as the things of a level.

    Parameters
    ----------
    gathered : Mapping[LayerKind, Sequence[Item]]
        What is drawn of each kind.
    level : str
        Id of the level.
    skipped : defaultdict of Counter
        Gets what is left out, by layer.
    taken : frozenset[str]
        Numbers of shelves on other levels.

    Returns
    -------
    Level or None
        None where nothing encloses anything.
    """
    return _Reading(gathered, level, skipped).read(taken)


class _Reading:
    def __init__(self, gathered: Gathered, level: str, skipped: Skipped) -> None:
        self._gathered = gathered
        self._level = level
        self._skipped = skipped
        self._words = Words([each for each in gathered.get("text", ()) if isinstance(each, Label)])

    def read(self, taken: frozenset[str]) -> Level | None:
        rooms = self._areas("room")
        walls = self._walls()
        rings = [LineString(each.shape.exterior.coords) for each in rooms]
        doors = self._doors([*(each for _, each in walls), *rings], rings)
        shelves, problems = self._shelves()
        units = [*self._units(rooms, True), *self._units(self._areas("area"), False)]
        units += [*self._connecting("stairs", "stairs"), *self._connecting("lift", "lift")]
        furniture = list(self._furniture())
        drawn = [
            *(Polygon(each.outline) for each in units),
            *(Polygon(each.outline) for each in furniture),
            *(each for _, each in walls),
        ]
        floor = self._floor(drawn, shelves)
        if floor is None:
            return None
        outline, gaps = outline_and_gaps(floor)
        fixtures = (
            *self._cut_walls(walls, doors),
            *furniture,
            *(
                Fixture(self._id(f"gap-{number}"), self._level, "wall", ring_of(gap))
                for number, gap in enumerate(gaps, start=1)
            ),
        )
        solid = [*(Polygon(each.outline) for each in fixtures), *rings]
        return Level(
            LevelRecord(self._level, ordinal_of(self._level), _name(self._level), ring_of(outline)),
            tuple(units),
            tuple(self._openings(doors, outline)),
            fixtures,
            number_shelves(face_the_room(_in_order(shelves), solid, outline), taken),
            tuple(problems),
        )

    def _id(self, handle: str) -> str:
        return f"{self._level}-{handle}"

    def _areas(self, kind: LayerKind) -> list[Body]:
        bodies = areas_of(self._gathered.get(kind, ()), self._skipped)
        return [each for each in bodies if each.shape.area >= LEAST_ROOM_M2]

    def _units(self, bodies: Sequence[Body], walled: bool) -> Iterator[Unit]:
        """Name rooms by the words in them; those in a smaller room are that one's."""
        taken: set[int] = set()
        words: dict[str, list[Label]] = {}
        for body in sorted(bodies, key=lambda body: body.shape.area):
            found = self._words.within(body.shape)
            words[body.handle] = [each for each in found if id(each) not in taken]
            taken.update(map(id, found))
        for body in bodies:
            name = name_of(words[body.handle])
            category: UnitCategory = category_of(name) if walled else "section"
            staff_only = category in STAFF_ONLY
            text = Text(name) if name else UNIT_NAMES[category]
            ring = ring_of(Polygon(body.shape.exterior))
            id_ = self._id(body.handle)
            yield Unit(id_, self._level, category, text, ring, walled, staff_only)

    def _connecting(self, kind: LayerKind, category: UnitCategory) -> Iterator[Unit]:
        """Read stairs or lifts: what their lines are drawn tightly round."""
        opened = [_opened(each) for each in self._gathered.get(kind, ())]
        for body in find_bodies(opened, _fits(kind), self._skipped):
            id_, ring = self._id(body.handle), ring_of(body.shape)
            yield Unit(id_, self._level, category, UNIT_NAMES[category], ring, walled=False)

    def _walls(self) -> list[tuple[str, Polygon]]:
        """Give walls as areas: thin outlines as they are, lines as thick as a wall."""
        found: list[tuple[str, BaseGeometry]] = []
        lines: dict[tuple[float, float], str] = {}
        drawn = []
        for stroke in self._gathered.get("wall", ()):
            if not isinstance(stroke, Stroke):
                continue
            body = outline_body(stroke) if stroke.is_closed else None
            if body is not None and 2 * body.shape.area / body.shape.length < BODY_M:
                found.append((stroke.handle, body.shape))
            elif stroke.is_closed:
                found.append((stroke.handle, _thick(LineString(path_of(stroke)))))
            else:
                drawn.append(LineString(stroke.points))
                lines.setdefault(stroke.points[0], stroke.handle)
                lines.setdefault(stroke.points[-1], stroke.handle)
        for line in shapely.get_parts(shapely.line_merge(shapely.MultiLineString(drawn))):
            found.append((lines.get(line.coords[0], "line"), _thick(line)))
        return [
            (handle if not part else f"{handle}-{part + 1}", piece)
            for handle, shape in found
            for part, piece in enumerate(_pieces(shape))
        ]

    def _doors(
        self, walls: Sequence[BaseGeometry], rings: Sequence[LineString]
    ) -> list[tuple[Body, LineString]]:
        trees = shapely.STRtree(walls), shapely.STRtree(rings)
        found = []
        for body in find_bodies(self._gathered.get("door", ()), _fits("door"), self._skipped):
            ends = find_door(body, *trees)
            if ends is None:
                self._skipped[body.layer]["not as wide as a door"] += 1
            else:
                found.append((body, LineString(ends)))
        return found

    def _openings(
        self, doors: Iterable[tuple[Body, LineString]], outline: Polygon
    ) -> Iterator[Opening]:
        for body, line in doors:
            is_outer = outline.exterior.distance(line.centroid) <= OUTER_DOOR_M
            kind: OpeningKind = "entrance" if is_outer else "door"
            start, end = ((float(x_m), float(y_m)) for x_m, y_m in line.coords)
            yield Opening(self._id(body.handle), self._level, kind, start, end)

    def _cut_walls(
        self, walls: Iterable[tuple[str, Polygon]], doors: Iterable[tuple[Body, LineString]]
    ) -> Iterator[Fixture]:
        """Give walls, with gaps where doors are drawn across them."""
        gaps = shapely.STRtree([line.buffer(DOOR_CUT_M, cap_style="flat") for _, line in doors])
        ids: Counter[str] = Counter()
        for handle, shape in walls:
            near = [gaps.geometries[at] for at in gaps.query(shape)]
            left = shape.difference(shapely.union_all(near)) if near else shape
            for piece in _pieces(left):
                ids[handle] += 1
                id_ = handle if ids[handle] == 1 else f"{handle}.{ids[handle]}"
                yield Fixture(self._id(f"w{id_}"), self._level, "wall", ring_of(piece))

    def _furniture(self) -> Iterator[Fixture]:
        for kind, fixture in FURNITURE.items():
            for body in find_bodies(self._gathered.get(kind, ()), _fits(kind), self._skipped):
                for part, piece in enumerate(_pieces(body.shape)):
                    handle = f"{body.handle}-{part + 1}" if part else body.handle
                    yield Fixture(self._id(handle), self._level, fixture, ring_of(piece))

    def _shelves(self) -> tuple[list[Shelf], list[Problem]]:
        bodies = find_bodies(self._gathered.get("shelf", ()), _is_shelf, self._skipped)
        found = []
        for body in bodies:
            words = [*body.labels, *self._words.within(body.shape)]
            id_ = self._id(body.handle)
            shelf = read_shelf(body.shape, id_, self._level, number_of(words))
            if shelf is not None:
                found.append(shelf)
        joined = list(join_bays(found))
        if not joined:
            return joined, []
        message = "Their boards and heights are guessed, and bays that are not drawn one by one."
        return joined, [info("shelves-guessed", f"{len(joined)} shelves", message)]

    def _floor(
        self, drawn: Sequence[BaseGeometry], shelves: Sequence[Shelf]
    ) -> BaseGeometry | None:
        """Give the outline that is drawn, or else what all that is drawn has together."""
        outlines = self._areas("level")
        if outlines:
            return max((each.shape for each in outlines), key=lambda shape: float(shape.area))
        if drawn:
            closed = shapely.union_all(drawn).buffer(CLOSING_M, join_style="mitre")
            whole = _filled(closed).buffer(-CLOSING_M, join_style="mitre")
            if whole.area >= LEAST_ROOM_M2:
                return whole
        points = shapely.MultiPoint([(each.x_m, each.y_m) for each in shelves])
        return (
            points.buffer(1 + max(each.length_m for each in shelves)).envelope if shelves else None
        )


def ordinal_of(level: str) -> int:
    """Tell how high a level is by what it is called: "1" is at the entrance, "K" below.

    Examples
    --------
    >>> [ordinal_of(level) for level in ("1", "3", "0", "-2", "K", "katto")]
    [0, 2, -1, -2, -1, 0]
    """
    try:
        number = int(level)
    except ValueError:
        return -1 if level.upper().startswith(("K", "B")) and len(level) <= 2 else 0
    return max(-200, min(number - 1 if number >= 0 else number, 200))


def _name(level: str) -> Text:
    finnish = f"{level}. kerros" if level.isdigit() else f"Kerros {level}"
    return Text(finnish, f"Våning {level}", f"Floor {level}")


def _fits(kind: LayerKind) -> Fits:
    widest_m = WIDEST_M[kind]

    def fits(body: Body) -> bool:
        west_m, south_m, east_m, north_m = body.shape.bounds
        return math.hypot(east_m - west_m, north_m - south_m) <= widest_m

    return fits


def _is_shelf(body: Body) -> bool:
    return read_shelf(body.shape, "", "", "") is not None and is_joined(body)


def _in_order(shelves: Iterable[Shelf]) -> list[Shelf]:
    """Order shelves as they are counted: row by row from the north-west."""
    return sorted(shelves, key=lambda shelf: (-round(shelf.y_m), shelf.x_m, shelf.id))


def _opened(item: Item) -> Item:
    """Give an outline as the line that it is drawn by, to be joined with what touches it."""
    if isinstance(item, Stroke) and item.is_closed:
        return Stroke(item.layer, item.handle, path_of(item))
    return item


def _thick(line: LineString) -> BaseGeometry:
    return line.buffer(WALL_THICKNESS_M / 2, cap_style="flat", join_style="mitre")


def _pieces(shape: BaseGeometry) -> list[Polygon]:
    parts = (each for each in shapely.get_parts(shape) if isinstance(each, Polygon) and each.area)
    return [piece for part in parts for piece in cut_open(part)]


def _filled(shape: BaseGeometry) -> BaseGeometry:
    """Give a shape without holes: what walls enclose is floor."""
    parts = (Polygon(part.exterior) for part in shapely.get_parts(shape))
    return shapely.union_all(list(parts))
