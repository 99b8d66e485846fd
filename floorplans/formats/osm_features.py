"""Elements of OpenStreetMap as the features that indoor GeoJSON has: points, lines and areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry import Polygon

from floorplans.checks.problem import Problem, violation, warning
from floorplans.formats.result import LEFT_OUT
from floorplans.model import Point

INDOOR_KEYS = frozenset(
    {"door", "entrance", "furniture", "indoor", "level", "repeat_on", "room", "stairs"}
)
INDOOR_TAGS = frozenset({("highway", "elevator")})
BUILDING_KEYS = frozenset({"building:levels", "max_level"})
LINE_KEYS = frozenset({"barrier", "highway"})
MOST_HOLES = 200


@dataclass(frozen=True, slots=True)
class Member:
    """What a relation is made of, and as what."""

    id: str
    role: str


@dataclass(frozen=True, slots=True)
class Element:
    """A node, way or relation, where it stands in the file, and what it is made of."""

    id: str
    position: Point | None
    line: int
    tags: dict[str, str] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)


def make_features(
    elements: Mapping[str, Element], problems: list[Problem]
) -> tuple[list[dict[str, Any]], int]:
    """Make GeoJSON features of the elements that have indoor tags.

    Parameters
    ----------
    elements : Mapping[str, Element]
        By their ids.
    problems : list[Problem]
        Gets what is wrong, by element and line.

    Returns
    -------
    tuple[list[dict], int]
        The features, and how many tagged elements are of the world outside.
    """
    features, outdoors = [], 0
    for element in elements.values():
        if not _is_indoor(element.tags):
            outdoors += bool(element.tags)
            continue
        geometry = _geometry(element, elements, problems)
        if geometry is not None:
            features.append(
                {
                    "type": "Feature",
                    "id": element.id,
                    "geometry": geometry,
                    "properties": element.tags,
                }
            )
    return features, outdoors


def _is_indoor(tags: Mapping[str, str]) -> bool:
    is_building = "building" in tags and not BUILDING_KEYS.isdisjoint(tags)
    return is_building or not (
        INDOOR_KEYS.isdisjoint(tags) and INDOOR_TAGS.isdisjoint(tags.items())
    )


def _geometry(
    element: Element, elements: Mapping[str, Element], problems: list[Problem]
) -> dict[str, Any] | None:
    if element.position is not None:
        return {"type": "Point", "coordinates": list(element.position)}
    if element.id.startswith("way/"):
        line = _line(element, elements, problems)
        if line is None:
            return None
        if _is_area(element, line):
            return {"type": "Polygon", "coordinates": [line]}
        return {"type": "LineString", "coordinates": line}
    if element.tags.get("type") in ("multipolygon", "building"):
        return _multipolygon(element, elements, problems)
    message = f"A relation of this type is not read (line {element.line})."
    problems.append(warning(LEFT_OUT, f"feature {element.id}", message))
    return None


def _line(
    way: Element, elements: Mapping[str, Element], problems: list[Problem]
) -> list[list[float]] | None:
    """Give the positions of a way; none where one of its nodes is not in the file."""
    line = []
    for id_ in way.nodes:
        node = elements.get(id_)
        if node is None or node.position is None:
            message = f"Its {id_} is not in the file (line {way.line}); export with all nodes."
            problems.append(violation("missing-node", f"feature {way.id}", message))
            problems.append(warning(LEFT_OUT, f"feature {way.id}", "It is not whole."))
            return None
        line.append(list(node.position))
    return line


def _is_area(way: Element, line: Sequence[Sequence[float]]) -> bool:
    if len(line) < 4 or way.nodes[0] != way.nodes[-1]:
        return False
    told = way.tags.get("area")
    if told in ("yes", "no"):
        return told == "yes"
    if way.tags.get("highway") == "elevator":
        return True
    return way.tags.get("indoor") != "wall" and LINE_KEYS.isdisjoint(way.tags)


def _multipolygon(
    relation: Element, elements: Mapping[str, Element], problems: list[Problem]
) -> dict[str, Any] | None:
    """Join the ways of a relation to rings; each hole belongs to the ring that it lies in."""
    place = f"feature {relation.id}"
    rings: dict[bool, list[list[str]]] = {}
    for is_hole in (False, True):
        roles = ("inner",) if is_hole else ("outer", "outline", "")
        ways = [elements.get(each.id) for each in relation.members if each.role in roles]
        lines = [way.nodes for way in ways if way is not None and way.nodes]
        joined = _join(lines)
        if len(lines) < len(ways) or joined is None:
            message = (
                f"Its {'inner' if is_hole else 'outer'} ways do not close or are not in the "
                f"file (line {relation.line}); export it whole."
            )
            problems.append(violation("open-ring", place, message))
            problems.append(warning(LEFT_OUT, place, "It is not whole."))
            return None
        rings[is_hole] = joined
    outer = [_line(_as_way(relation, ring), elements, problems) for ring in rings[False]]
    holes = [_line(_as_way(relation, ring), elements, problems) for ring in rings[True]]
    if not outer or None in outer or None in holes or len(holes) > MOST_HOLES:
        problems.append(warning(LEFT_OUT, place, "It has no outer ring, or far too many holes."))
        return None
    return {"type": "MultiPolygon", "coordinates": _with_holes(outer, holes)}


def _as_way(relation: Element, nodes: list[str]) -> Element:
    return Element(relation.id, None, relation.line, nodes=nodes)


def _with_holes(outer: Sequence[Any], holes: Sequence[Any]) -> list[list[Any]]:
    polygons = [[ring] for ring in outer]
    shapes = [Polygon(ring) for ring in outer]
    for hole in holes:
        middle = shapely.Point(hole[0])
        at = min(range(len(shapes)), key=lambda index: shapes[index].distance(middle))
        polygons[at].append(hole)
    return polygons


def _join(lines: Sequence[list[str]]) -> list[list[str]] | None:
    """Join lines end to end to closed rings; none where one stays open."""
    rings = [line for line in lines if line[0] == line[-1] and len(line) > 3]
    ends: defaultdict[str, list[int]] = defaultdict(list)
    open_ = [line for line in lines if line[0] != line[-1]]
    for at, line in enumerate(open_):
        ends[line[0]].append(at)
        ends[line[-1]].append(at)
    used: set[int] = set()
    for start, line in enumerate(open_):
        if start in used:
            continue
        used.add(start)
        ring = list(line)
        while ring[0] != ring[-1]:
            following = next((at for at in ends[ring[-1]] if at not in used), None)
            if following is None:
                return None
            used.add(following)
            more = open_[following]
            ring += more[1:] if more[0] == ring[-1] else more[-2::-1]
        rings.append(ring)
    return rings
