"""Indoor GeoJSON in one file as a plan: the tags of OpenStreetMap, or alike.

See `floorplans.formats.indoor_tags` for what is understood. A level without an outline of its
own gets the one that its rooms have together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.checks.problem import Problem, info, violation, warning
from floorplans.errors import PlanFormatError
from floorplans.formats.documents import parse_document
from floorplans.formats.geometries import (
    Geometry,
    GeometryError,
    check_count,
    check_crowding,
    check_size,
    find_origin,
    outline_and_gaps,
    parse_geometry,
    ring_of,
)
from floorplans.formats.indoor_records import Reading, Record, Tagged, polygons_of
from floorplans.formats.indoor_tags import (
    Tags,
    building_levels,
    classify,
    read_levels,
    read_name,
    read_tags,
)
from floorplans.formats.joints import join_landings
from floorplans.formats.result import LEFT_OUT, ImportResult, finish
from floorplans.formats.shelf_outlines import face_the_room, number_shelves
from floorplans.formats.texts import clean
from floorplans.frame import Frame
from floorplans.model import (
    Connector,
    Fixture,
    Level,
    Opening,
    Plan,
    PointOfInterest,
    Shelf,
    Text,
    Unit,
)

DEFAULT_BRANCH = "imported"
DEFAULT_NAME = Text("Nimetön rakennus", "Namnlös byggnad", "Unnamed building")
SCHEME = "ykl"
AREA_KINDS = frozenset({"Polygon", "MultiPolygon"})
LINE_KINDS = frozenset({"LineString", "MultiLineString"})
NO_FLOOR = frozenset({"building", "furniture", "pillar", "shelf", "unknown", "wall"})
"""Parts that make no level where nothing else is."""

READING_ORDER = (
    *("room", "area", "wall", "pillar", "furniture", "shelf"),
    *("door", "connector", "point", "unknown"),
)
"""Doors look for walls, so walls are read before them."""


def read_geojson(content: bytes, branch: str = "") -> ImportResult:
    """Read one file of indoor GeoJSON as far as it goes.

    Parameters
    ----------
    content : bytes
        A FeatureCollection in UTF-8.
    branch : str
        Id of the plan.

    Returns
    -------
    ImportResult
        A plan with everything of the file that it can hold, and problems by feature id.

    Raises
    ------
    PlanFormatError
        If the file is no GeoJSON, or too large for one building.
    """
    items = parse_document(content).get("features")
    if not isinstance(items, list):
        raise PlanFormatError("is no GeoJSON FeatureCollection")
    return read_features(items, branch, [])


def read_features(items: Sequence[Any], branch: str, problems: list[Problem]) -> ImportResult:
    """Read features with indoor tags as far as they go.

    Parameters
    ----------
    items : Sequence[Any]
        GeoJSON features.
    branch : str
        Id of the plan.
    problems : list[Problem]
        What was odd before.

    Returns
    -------
    ImportResult
        A plan with everything that it can hold, and problems by feature id.

    Raises
    ------
    PlanFormatError
        If there is too much for one building.
    """
    check_count(items)
    features = list(_read_features(items, problems))
    check_size(feature.geometry for feature in features for _ in feature.levels)
    check_crowding(_geometries_by_level(features))
    areas = [each for each in features if each.geometry.polygons and each.part not in NO_FLOOR]
    if not areas:
        message = "The file has no room, area or level; there is nothing to make a plan of."
        return ImportResult(None, (*problems, violation("no-levels", "levels", message)))
    frame = Frame(find_origin(each.geometry for each in areas))
    return finish(_make_plan(features, frame, branch or DEFAULT_BRANCH, problems), problems)


def _read_features(items: Sequence[Any], problems: list[Problem]) -> Iterator[Tagged]:
    seen: set[str] = set()
    for number, item in enumerate(items, start=1):
        place = f"feature {number}"
        if not isinstance(item, dict):
            problems.append(violation("no-feature", place, "It is no feature; it was left out."))
            continue
        tags = read_tags(item.get("properties"))
        id_ = _id_of(item, tags, number)
        place = f"feature {id_}"
        if id_ in seen:
            message = "Another feature has the same id; only the first one was read."
            problems.append(violation("duplicate-id", place, message))
            continue
        seen.add(id_)
        try:
            geometry = parse_geometry(item.get("geometry"))
        except GeometryError as error:
            problems.append(violation(error.rule, place, str(error)))
            geometry = None
        if geometry is None:
            message = "It has no geometry that can be read."
            problems.append(warning(LEFT_OUT, place, message))
            continue
        yield _tag(id_, tags, geometry, problems)


def _id_of(item: Mapping[str, Any], tags: Tags, number: int) -> str:
    id_ = item.get("id")
    text = f"{id_}" if type(id_) is int and abs(id_) < 10**18 else clean(id_)
    return text or tags.get("@id") or tags.get("id") or str(number)


def _tag(id_: str, tags: Tags, geometry: Geometry, problems: list[Problem]) -> Tagged:
    dimension = 2 if geometry.kind in AREA_KINDS else 1 if geometry.kind in LINE_KINDS else 0
    part = classify(tags, dimension)
    levels = building_levels(tags) if part == "building" else read_levels(tags)
    if not levels:
        levels = (0,)
        if part != "unknown":
            message = "It does not say its level; it was put on level 0."
            problems.append(info("no-level", f"feature {id_}", message))
    return Tagged(id_, part, tags, geometry, levels)


def _make_plan(
    features: Sequence[Tagged], frame: Frame, branch: str, problems: list[Problem]
) -> Plan:
    floors = _find_floors(features, frame)
    levels: dict[int, Level] = {}
    fixtures: list[Fixture] = []
    for number, (floor, tags) in sorted(floors.items()):
        outline, gaps = outline_and_gaps(floor)
        levels[number] = _level(number, tags, outline)
        fixtures += (
            Fixture(f"gap-{number}-{count}", levels[number].id, "wall", ring_of(gap))
            for count, gap in enumerate(gaps, start=1)
        )
    reading = Reading(frame, {number: level.id for number, level in levels.items()})
    records: list[Record] = []
    for part in READING_ORDER:
        for feature in (each for each in features if each.part == part):
            try:
                records += reading.read(feature)
            except PlanFormatError as error:
                problems.append(warning(LEFT_OUT, feature.place, str(error)))
    joined = join_landings(reading.landings, ())
    for id_ in joined.alone:
        message = "It leads to no other level; join the levels in the plan by hand."
        problems.append(warning("landing-alone", f"feature {id_}", message))
    told = (each for each in records if isinstance(each, Connector))
    obstacles = (*fixtures, *(each for each in records if isinstance(each, Fixture)))
    return Plan(
        branch,
        _name_of(features),
        SCHEME,
        levels=tuple(levels.values()),
        units=tuple(each for each in records if isinstance(each, Unit)),
        openings=tuple(each for each in records if isinstance(each, Opening)),
        connectors=(*told, *joined.connectors),
        fixtures=obstacles,
        shelves=_set_up(reading, levels.values(), obstacles, problems),
        points_of_interest=tuple(each for each in records if isinstance(each, PointOfInterest)),
        georeference=frame.georeference,
    )


def _name_of(features: Iterable[Tagged]) -> Text:
    """Name the plan as its building is named."""
    names = (read_name(each.tags) for each in features if each.part == "building")
    return next((name for name in names if name), DEFAULT_NAME)


def _set_up(
    reading: Reading,
    levels: Iterable[Level],
    obstacles: Sequence[Fixture],
    problems: list[Problem],
) -> tuple[Shelf, ...]:
    """Number the shelves that have no number, and turn all to where there is room."""
    shelves: list[Shelf] = []
    for level in levels:
        found = [each for each in reading.shelves if each.level == level.id]
        solid = [Polygon(each.outline) for each in obstacles if each.level == level.id]
        walls = (*solid, *reading.walls(level.ordinal))
        shelves += face_the_room(found, walls, Polygon(level.outline))
    if shelves:
        message = "Their bays, boards and heights are guessed; look at them in the editor."
        problems.append(info("shelves-guessed", f"{len(shelves)} shelves", message))
    return number_shelves(shelves)


def _geometries_by_level(features: Iterable[Tagged]) -> dict[str, list[Geometry]]:
    found: defaultdict[str, list[Geometry]] = defaultdict(list)
    for feature in features:
        for number in feature.levels:
            found[str(number)].append(feature.geometry)
    return found


def _find_floors(features: Iterable[Tagged], frame: Frame) -> dict[int, tuple[BaseGeometry, Tags]]:
    """Find the floor of each level, and the tags of its outline where it has one."""
    outlines: dict[int, tuple[list[Polygon], Tags]] = {}
    rooms: dict[int, list[Polygon]] = {}
    buildings: list[tuple[tuple[int, ...], Polygon]] = []
    for feature in features:
        if not feature.geometry.polygons or feature.part in NO_FLOOR - {"building"}:
            continue
        try:
            shapes = polygons_of(feature, frame)
        except PlanFormatError:
            continue  # told where the feature itself is read
        if feature.part == "building":
            buildings += ((feature.levels, shape) for shape in shapes)
            continue
        for number in feature.levels:
            if feature.part == "level":
                outlines.setdefault(number, ([], feature.tags))[0].extend(shapes)
            else:
                rooms.setdefault(number, []).extend(shapes)
    floors: dict[int, tuple[BaseGeometry, Tags]] = {
        number: (_within(shapely.union_all(found), number, buildings), {})
        for number, found in rooms.items()
    }
    told = {number: (shapely.union_all(found), tags) for number, (found, tags) in outlines.items()}
    return {**floors, **told}


def _within(
    rooms: BaseGeometry, number: int, buildings: Iterable[tuple[tuple[int, ...], Polygon]]
) -> BaseGeometry:
    """Give the rooms of a level with the floor of the building that most of them are in."""
    for levels, shape in buildings:
        if number in levels and shape.intersection(rooms).area > rooms.area / 2:
            return rooms.union(shape)
    return rooms


def _level(number: int, tags: Tags, outline: Polygon) -> Level:
    id_ = tags.get("level:ref") or str(number)
    default = Text(f"Kerros {id_}", f"Våning {id_}", f"Floor {id_}")
    return Level(id_, number, read_name(tags) or default, ring_of(outline))
