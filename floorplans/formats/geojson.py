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
    classify,
    read_levels,
    read_name,
    read_tags,
)
from floorplans.formats.joints import join_landings
from floorplans.formats.result import LEFT_OUT, ImportResult, finish
from floorplans.formats.texts import clean
from floorplans.frame import Frame
from floorplans.model import (
    Connector,
    Fixture,
    Level,
    Opening,
    Plan,
    PointOfInterest,
    Text,
    Unit,
)

DEFAULT_BRANCH = "imported"
DEFAULT_NAME = Text("Nimetön rakennus", "Namnlös byggnad", "Unnamed building")
SCHEME = "ykl"
AREA_KINDS = frozenset({"Polygon", "MultiPolygon"})
LINE_KINDS = frozenset({"LineString", "MultiLineString"})


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
    check_count(items)
    problems: list[Problem] = []
    features = list(_read_features(items, problems))
    check_size(feature.geometry for feature in features for _ in feature.levels)
    check_crowding(_geometries_by_level(features))
    areas = [each for each in features if each.geometry.polygons and each.part != "unknown"]
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
    levels = read_levels(tags)
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
    for part in ("room", "area", "wall", "pillar", "door", "connector", "point", "unknown"):
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
    return Plan(
        branch,
        DEFAULT_NAME,
        SCHEME,
        levels=tuple(levels.values()),
        units=tuple(each for each in records if isinstance(each, Unit)),
        openings=tuple(each for each in records if isinstance(each, Opening)),
        connectors=(*told, *joined.connectors),
        fixtures=(*fixtures, *(each for each in records if isinstance(each, Fixture))),
        points_of_interest=tuple(each for each in records if isinstance(each, PointOfInterest)),
        georeference=frame.georeference,
    )


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
    for feature in features:
        if not feature.geometry.polygons or feature.part in ("unknown", "wall", "pillar"):
            continue
        try:
            shapes = polygons_of(feature, frame)
        except PlanFormatError:
            continue  # told where the feature itself is read
        for number in feature.levels:
            if feature.part == "level":
                outlines.setdefault(number, ([], feature.tags))[0].extend(shapes)
            else:
                rooms.setdefault(number, []).extend(shapes)
    floors: dict[int, tuple[BaseGeometry, Tags]] = {
        number: (shapely.union_all(found), {}) for number, found in rooms.items()
    }
    told = {number: (shapely.union_all(found), tags) for number, (found, tags) in outlines.items()}
    return {**floors, **told}


def _level(number: int, tags: Tags, outline: Polygon) -> Level:
    id_ = tags.get("level:ref") or str(number)
    default = Text(f"Kerros {id_}", f"Våning {id_}", f"Floor {id_}")
    return Level(id_, number, read_name(tags) or default, ring_of(outline))
