"""What IMDF says of how features lie together: units tile levels, doors lie on walls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.checks.problem import Problem, violation, warning
from floorplans.errors import PlanFormatError
from floorplans.formats.geometries import local_line, local_polygons
from floorplans.formats.imdf.features import Contents, Feature, id_of_end
from floorplans.formats.imdf.records import Setting

OVERLAP_M2 = 0.05
UNCOVERED_SHARE = 0.01
"""Drawings leave out the thickness of walls; more than this is missing floor."""

REACH_M = 0.25
"""An opening this near to a boundary lies on it."""

MATCHING_SHARE = 0.8
MOST_PAIRED = 1000
MOST_LIFT_CORNERS = 400
"""A lift with more is no lift; comparing its outlines with all others would take hours."""

VERTICAL = frozenset({"elevator", "escalator", "stairs"})

Shapes = Mapping[str, BaseGeometry]


def check_tiling(contents: Contents, setting: Setting) -> Iterator[Problem]:
    """Find features that do not fit together.

    Parameters
    ----------
    contents : Contents
        What an archive has in it.
    setting : Setting
        Where its origin is.

    Yields
    ------
    Problem
        Violations for outlines that cross themselves, warnings for all else.
    """
    shapes: dict[str, BaseGeometry] = {}
    for feature in contents.of("level", "unit"):
        try:
            shapes[feature.id] = _shape(feature, setting)
        except PlanFormatError:
            continue  # told where the feature itself is read
    for feature in contents.features:
        if _crosses_itself(feature, setting):
            message = "Its outline crosses itself, or has a hole outside of it."
            yield violation("outline-crossed", feature.place, message)
    units = _by_level(contents.of("unit"), shapes)
    openings = _by_level(contents.of("opening"), None)
    for level in contents.of("level"):
        if level.id in shapes:
            yield from _check_level(level, units[level.id], shapes)
        yield from _check_openings(openings[level.id], units[level.id], shapes, setting)
    yield from _check_lifts(contents, shapes)


def _shape(feature: Feature, setting: Setting) -> BaseGeometry:
    rings = feature.geometry.polygons if feature.geometry else ()
    return shapely.union_all(
        [part for each in rings for part in local_polygons(setting.frame, each)]
    )


def _crosses_itself(feature: Feature, setting: Setting) -> bool:
    for outer, *holes in feature.geometry.polygons if feature.geometry else ():
        polygon = Polygon(outer, [hole for hole in holes if len(hole) > 2])
        if len(outer) > 2 and not polygon.is_valid:
            return True
    return False


def _by_level(
    features: tuple[Feature, ...], shapes: Shapes | None
) -> defaultdict[str, list[Feature]]:
    found: defaultdict[str, list[Feature]] = defaultdict(list)
    for feature in features:
        if shapes is None or feature.id in shapes:
            found[feature.text("level_id")].append(feature)
    return found


def _check_level(level: Feature, units: list[Feature], shapes: Shapes) -> Iterator[Problem]:
    floor = shapes[level.id]
    covered = shapely.union_all([shapes[unit.id] for unit in units])
    uncovered_m2 = floor.difference(covered).area
    if uncovered_m2 > UNCOVERED_SHARE * floor.area:
        message = f"Its units leave {uncovered_m2:.1f} m² of it free; units tile their level."
        yield warning("level-not-tiled", level.place, message)
    nearly = floor.buffer(REACH_M)
    for unit in units:
        if shapes[unit.id].difference(nearly).area > OVERLAP_M2:
            yield warning("outside-level", unit.place, "It reaches outside its level.")
    if sum(shapes[unit.id].area for unit in units) - covered.area > OVERLAP_M2:
        yield from _check_overlaps(level, units, shapes)


def _check_overlaps(level: Feature, units: list[Feature], shapes: Shapes) -> Iterator[Problem]:
    if len(units) > MOST_PAIRED:
        yield warning("units-overlap", level.place, "Some of its many units overlap.")
        return
    tree = shapely.STRtree([shapes[unit.id] for unit in units])
    for number, unit in enumerate(units):
        for index in sorted(tree.query(shapes[unit.id])):
            if index > number:
                shared_m2 = shapes[unit.id].intersection(shapes[units[index].id]).area
                if shared_m2 > OVERLAP_M2:
                    message = f"It overlaps unit {units[index].id} by {shared_m2:.2f} m²."
                    yield warning("units-overlap", unit.place, message)


def _check_openings(
    openings: list[Feature], units: list[Feature], shapes: Shapes, setting: Setting
) -> Iterator[Problem]:
    edges = [shapes[unit.id].boundary for unit in units]
    tree = shapely.STRtree(edges)
    opened: set[int] = set()
    for opening in openings:
        line = _line(opening, setting)
        if line is None:
            continue
        on = [
            int(index)
            for index in tree.query(line, predicate="dwithin", distance=REACH_M)
            if _lies_along(line, edges[index])
        ]
        opened.update(on)
        if not on:
            message = "It lies on the boundary of no unit."
            yield warning("opening-off-boundary", opening.place, message)
    for index, unit in enumerate(units):
        if unit.text("category") in VERTICAL and index not in opened:
            yield warning("no-opening", unit.place, "No opening leads into it.")


def _line(opening: Feature, setting: Setting) -> LineString | None:
    if opening.geometry is None or not opening.geometry.lines:
        return None
    try:
        return LineString(local_line(setting.frame, opening.geometry.lines[0]))
    except PlanFormatError:
        return None  # told where the opening itself is read


def _lies_along(line: LineString, edge: BaseGeometry) -> bool:
    ends = shapely.points([line.coords[0], line.coords[-1]])
    return bool(shapely.dwithin(ends, edge, REACH_M).all())


def _check_lifts(contents: Contents, shapes: Shapes) -> Iterator[Problem]:
    seen: set[tuple[str, ...]] = set()
    for relationship in contents.of("relationship"):
        if relationship.text("category") != "elevator":
            continue
        ends = (relationship.properties.get(end) for end in ("origin", "destination"))
        ids = tuple(map(id_of_end, ends))
        if ids in seen or not all(id_ in shapes for id_ in ids):
            continue
        seen.add(ids)
        lower, upper = (shapes[id_] for id_ in ids)
        if shapely.get_num_coordinates((lower, upper)).sum() > MOST_LIFT_CORNERS:
            continue
        shared_m2 = lower.intersection(upper).area
        if shared_m2 < MATCHING_SHARE * max(lower.area, upper.area):
            message = "The lift has another outline on one level than on the other."
            yield warning("lift-outline", relationship.place, message)
