"""GeoJSON geometries from strangers: read with limits, and brought into a plan's metres."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from floorplans.crowding import is_crowded
from floorplans.errors import PlanFormatError
from floorplans.formats.native import MOST_CORNERS
from floorplans.frame import Frame
from floorplans.model import Georeference, Point, Ring
from floorplans.walkable import GRID_M

Line = tuple[Point, ...]
Rings = tuple[Line, ...]

FURTHEST_LATITUDE_DEG = 90.0
FURTHEST_LONGITUDE_DEG = 180.0
NEAR_DEG = 0.05
"""What is further from the origin than this, about 5 km, does not belong to the building."""

FURTHEST_ORIGIN_DEG = 85.0
MOST_FEATURES = 20_000
MOST_POSITIONS = 200_000

LEAST_AREA_M2 = 0.01
LEAST_GAP_M = 0.1
LEAST_CORNERS = 3
MOST_MENDED_CORNERS = 60
"""The time to mend an outline grows with the square of its corners."""

MOST_PARTS = 20
SHOWN_CHARACTERS = 60

KINDS = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")


class GeometryError(PlanFormatError):
    """A geometry cannot be read; ``rule`` names what it breaks."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Geometry:
    """A geometry in longitudes and latitudes, degrees.

    Attributes
    ----------
    kind : str
        Its GeoJSON type.
    points : tuple[Point, ...]
        The points of a Point or MultiPoint.
    lines : tuple[Line, ...]
        The lines of a LineString or MultiLineString.
    polygons : tuple[Rings, ...]
        For each polygon its outer ring and its holes, each without the closing position.
    """

    kind: str
    points: tuple[Point, ...] = ()
    lines: tuple[Line, ...] = ()
    polygons: tuple[Rings, ...] = ()

    @property
    def size(self) -> int:
        """How many positions it has."""
        return len(self.points) + sum(map(len, self.rings))

    @property
    def rings(self) -> Iterator[Line]:
        """All that is drawn: lines, outer rings and holes."""
        yield from self.lines
        for polygon in self.polygons:
            yield from polygon

    @property
    def positions(self) -> Iterator[Point]:
        """All positions, holes left out."""
        yield from self.points
        for line in self.lines:
            yield from line
        for outer, *_ in self.polygons:
            yield from outer


def parse_geometry(value: Any) -> Geometry | None:
    """Read a GeoJSON geometry.

    Parameters
    ----------
    value : Any
        What stands under ``geometry``; null gives None.

    Raises
    ------
    GeometryError
        If it is not a geometry of one of `KINDS`, or has numbers that are no place on Earth.

    Examples
    --------
    >>> parse_geometry({"type": "Point", "coordinates": [24.9, 60.2]}).points
    ((24.9, 60.2),)
    """
    if value is None:
        return None
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise GeometryError("geometry-type", f"The geometry is none of {', '.join(KINDS)}.")
    single = kind.removeprefix("Multi")
    coordinates = value.get("coordinates")
    parts = _list(coordinates) if kind != single else [coordinates]
    if single == "Point":
        return Geometry(kind, points=tuple(_position(part) for part in parts))
    if single == "LineString":
        return Geometry(kind, lines=tuple(_line(part, 2) for part in parts))
    return Geometry(
        kind, polygons=tuple(tuple(_ring(ring) for ring in _list(part)) for part in parts)
    )


def is_near(origin: Georeference, position: Point) -> bool:
    """Tell whether a position can be of the building at an origin."""
    east_deg = (position[0] - origin.longitude_deg + 180.0) % 360.0 - 180.0
    shrunk = math.cos(math.radians(origin.latitude_deg))
    return abs(position[1] - origin.latitude_deg) <= NEAR_DEG and abs(east_deg) * shrunk <= NEAR_DEG


def local_line(frame: Frame, line: Sequence[Point]) -> Line:
    """Bring positions into a plan's metres.

    Raises
    ------
    GeometryError
        If one of them is too far away.
    """
    for position in line:
        if not is_near(frame.georeference, position):
            raise GeometryError(
                "far-away", "It lies kilometres from the first level; check its coordinates."
            )
    return tuple(frame.to_local(position) for position in line)


def local_polygons(frame: Frame, rings: Rings) -> tuple[Polygon, ...]:
    """Bring a polygon into a plan's metres; one that crosses itself is mended.

    Parameters
    ----------
    frame : Frame
        Of the plan.
    rings : Rings
        The outer ring and holes. Holes outside the outer ring count as further parts.

    Returns
    -------
    tuple[Polygon, ...]
        Its valid parts, the largest one first; more than one only where it had to be mended.

    Raises
    ------
    GeometryError
        If it is too far away, encloses nothing, or crosses itself and is too intricate to mend.
    """
    outer, *holes = (local_line(frame, ring) for ring in rings)
    holes = [hole for hole in holes if len(hole) >= LEAST_CORNERS]
    polygon = Polygon(outer, holes)
    if polygon.is_valid:
        return sort_parts(polygon)
    if len(holes) > MOST_PARTS:
        raise GeometryError("outline-crossed", "It has too many holes to mend what crosses itself.")
    parts = sort_parts(reduce(shapely.symmetric_difference, map(_mend, (outer, *holes))))
    if len(parts) > MOST_PARTS:
        raise GeometryError("outline-crossed", "Its outline crosses itself too often to mend it.")
    return parts


def sort_parts(shape: BaseGeometry) -> tuple[Polygon, ...]:
    """Give the polygons of a geometry, to a tenth of a millimetre, the largest one first.

    Raises
    ------
    GeometryError
        If there is none.
    """
    parts = [
        part
        for part in shapely.get_parts(shapely.set_precision(shape, GRID_M))
        if isinstance(part, Polygon) and part.area >= LEAST_AREA_M2
    ]
    if not parts:
        raise GeometryError("empty-outline", "Its outline encloses nothing.")
    return tuple(sorted(parts, key=lambda part: -part.area))


def cut_open(polygon: Polygon) -> tuple[Polygon, ...]:
    """Cut a polygon with holes into pieces without.

    Examples
    --------
    >>> ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    >>> [piece.area for piece in cut_open(ring)]
    [4.0, 4.0]
    """
    if not polygon.interiors:
        return (polygon,)
    west_m, south_m, east_m, north_m = polygon.bounds
    cut_m = Polygon(polygon.interiors[0]).centroid.x
    halves = (
        shapely.box(west_m, south_m, cut_m, north_m),
        shapely.box(cut_m, south_m, east_m, north_m),
    )
    pieces = (
        part
        for half in halves
        for part in shapely.get_parts(polygon.intersection(half))
        if isinstance(part, Polygon)
    )
    return tuple(piece for part in pieces for piece in cut_open(part))


def outline_and_gaps(floor: BaseGeometry) -> tuple[Polygon, list[Polygon]]:
    """Give one outline for a level and, as polygons without holes, what is not floor in it.

    A floor of several parts gets the outline that is drawn tightly round them all.

    Raises
    ------
    GeometryError
        If there is no floor.
    """
    whole = floor if isinstance(floor, Polygon) else floor.convex_hull
    outline = Polygon(sort_parts(whole)[0].exterior)
    gaps = [
        piece
        for part in shapely.get_parts(outline.difference(floor))
        if isinstance(part, Polygon)
        for piece in cut_open(part)
        if not piece.buffer(-LEAST_GAP_M / 2).is_empty
    ]
    return outline, gaps


def check_count(items: Sequence[Any]) -> None:
    """Make sure that a file has not more features than a building, before they are read.

    Raises
    ------
    PlanFormatError
        If there are too many.
    """
    if len(items) > MOST_FEATURES:
        raise PlanFormatError(f"there are more than {MOST_FEATURES} features")


def check_size(geometries: Iterable[Geometry | None]) -> None:
    """Make sure that an import is not larger than a building.

    Raises
    ------
    PlanFormatError
        If there are too many geometries or positions.
    """
    sizes = [each.size if each else 0 for each in geometries]
    check_count(sizes)
    if sum(sizes) > MOST_POSITIONS:
        raise PlanFormatError(f"the features have more than {MOST_POSITIONS} positions together")


def check_crowding(levels: Mapping[str, Iterable[Geometry]]) -> None:
    """Make sure that what is drawn on each level can be told apart.

    Parameters
    ----------
    levels : Mapping[str, Iterable[Geometry]]
        What there is, by level.

    Raises
    ------
    PlanFormatError
        If the outlines of a level meet too often.
    """
    for level, geometries in levels.items():
        if is_crowded(ring for each in geometries for ring in each.rings):
            raise PlanFormatError(
                f"the outlines of level {level[:SHOWN_CHARACTERS]!a} cross or cover each other too "
                "often; take away what is drawn many times over, and export with fewer corners"
            )


def find_origin(geometries: Iterable[Geometry]) -> Georeference:
    """Put the origin in the south-west of the first geometry and of all that are near it."""
    positions = [position for geometry in geometries for position in geometry.positions]
    near = [each for each in positions if is_near(Georeference(*positions[0]), each)]
    west_deg, south_deg = (min(values) for values in zip(*near, strict=True))
    limited_deg = max(-FURTHEST_ORIGIN_DEG, min(south_deg, FURTHEST_ORIGIN_DEG))
    return Georeference(west_deg, limited_deg)


def ring_of(polygon: Polygon) -> Ring:
    """Give the outer ring of a polygon, anticlockwise, without the closing point."""
    outer = orient(polygon).exterior
    return tuple((float(x_m), float(y_m)) for x_m, y_m in outer.coords[:-1])


def _mend(ring: Line) -> BaseGeometry:
    polygon = Polygon(ring)
    if polygon.is_valid:
        return polygon
    if len(ring) > MOST_MENDED_CORNERS:
        raise GeometryError(
            "outline-crossed", "Its outline crosses itself and is too long to mend."
        )
    return shapely.make_valid(polygon, method="structure", keep_collapsed=False)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise GeometryError("coordinates", "Its coordinates are not a list with something in it.")
    if len(value) > MOST_CORNERS:
        raise GeometryError("too-many-corners", f"It has more than {MOST_CORNERS} corners.")
    return value


def _line(value: Any, least: int) -> Line:
    positions = tuple(_position(each) for each in _list(value))
    if len(positions) < least:
        raise GeometryError("coordinates", f"It has fewer than {least} positions.")
    return positions


def _ring(value: Any) -> Line:
    """Read a ring and take its closing position off."""
    positions = _line(value, LEAST_CORNERS)
    return positions[:-1] if positions[0] == positions[-1] else positions


def _position(value: Any) -> Point:
    if not isinstance(value, list) or len(value) < 2:
        raise GeometryError("coordinates", "A position is not a list of longitude and latitude.")
    longitude_deg, latitude_deg = value[0], value[1]
    if type(longitude_deg) not in (int, float) or type(latitude_deg) not in (int, float):
        raise GeometryError("coordinates", "A position has something else than numbers.")
    if (
        not abs(longitude_deg) <= FURTHEST_LONGITUDE_DEG
        or not abs(latitude_deg) <= FURTHEST_LATITUDE_DEG
    ):
        raise GeometryError(
            "out-of-range", "A position is not on Earth; longitude and latitude are in degrees."
        )
    return float(longitude_deg), float(latitude_deg)
