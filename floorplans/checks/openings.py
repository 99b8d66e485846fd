"""Openings in walls, with floor on both sides and wide enough."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.checks.floors import Floor
from floorplans.checks.hours import check_hours
from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.survey import Survey
from floorplans.checks.things import at_opening
from floorplans.model import Opening
from floorplans.walkable import DEFAULT_CLEARANCE_M, HAIR_M, OPENING_REACH_M, WALL_THICKNESS_M

WHEELCHAIR_OPENING_M = 0.8
SHARES_ALONG = [share / 20 for share in range(21)]
BEHIND_M = 0.8
"""Who goes through an opening stands within this on its other side."""


def check_openings(survey: Survey, floors: Iterable[Floor]) -> Iterator[Problem]:
    """Find openings off the walls, onto nothing, too narrow, or with hours that make no sense."""
    for floor in floors:
        shapely.prepare(floor.wall_lines)
        area = survey.staff_walkable.area(floor.level.id)
        for opening in floor.openings:
            if not _has_wall_along(opening, floor.wall_lines):
                message = (
                    "There is no wall along the opening; draw it on the wall that it leads through."
                )
                yield report("opening-without-wall", at_opening(opening), message)
            elif opening.kind == "entrance":
                yield from _check_entrance(opening, floor, area)
            else:
                yield from _check_inner(opening, area)
    for opening in survey.plan.openings:
        yield from _check_width(opening)
        if opening.hours is not None:
            yield from check_hours(opening.hours, at_opening(opening))


def _has_wall_along(opening: Opening, walls: BaseGeometry) -> bool:
    line = LineString((opening.start, opening.end))
    spots = shapely.line_interpolate_point(line, SHARES_ALONG, normalized=True)
    return bool(shapely.dwithin(walls, spots, OPENING_REACH_M).all())


def _check_inner(opening: Opening, area: MultiPolygon) -> Iterator[Problem]:
    if not all(shapely.intersects(area, side) for side in _sides(opening)):
        message = (
            "There is no floor to walk on behind one of its sides; move it to a wall between two "
            "rooms, clear the way, or make it an entrance if it leads outdoors."
        )
        yield report("opening-onto-nothing", at_opening(opening), message)


def _check_entrance(opening: Opening, floor: Floor, area: MultiPolygon) -> Iterator[Problem]:
    if not any(shapely.intersects(area, side) for side in _sides(opening)):
        message = "There is no floor to walk on behind the entrance; clear the way in."
        yield report("opening-onto-nothing", at_opening(opening), message)
    outer = floor.shape.boundary
    if any(outer.distance(Point(end)) > OPENING_REACH_M for end in (opening.start, opening.end)):
        message = "It is not on the level's outer wall; move it there, or make it a door."
        yield report("entrance-inside", at_opening(opening), message)


def _sides(opening: Opening) -> Iterator[Polygon]:
    """Give the floor right behind each side of an opening."""
    (x1, y1), (x2, y2) = opening.start, opening.end
    width_m = math.dist(opening.start, opening.end) or 1.0
    across, along = (y1 - y2) / width_m, (x2 - x1) / width_m
    for sign in (1.0, -1.0):
        near_m, far_m = sign * WALL_THICKNESS_M, sign * BEHIND_M
        yield Polygon(
            [
                (x1 + near_m * across, y1 + near_m * along),
                (x2 + near_m * across, y2 + near_m * along),
                (x2 + far_m * across, y2 + far_m * along),
                (x1 + far_m * across, y1 + far_m * along),
            ]
        )


def _check_width(opening: Opening) -> Iterator[Problem]:
    width_m = math.dist(opening.start, opening.end)
    if width_m < 2 * (DEFAULT_CLEARANCE_M - HAIR_M):
        message = (
            f"It is {width_m:.2f} m wide and counts as shut; "
            f"widen it to at least {2 * DEFAULT_CLEARANCE_M:.1f} m."
        )
        yield report("opening-too-narrow", at_opening(opening), message)
    elif width_m < WHEELCHAIR_OPENING_M and not opening.staff_only:
        message = (
            f"It is {width_m:.2f} m wide; a wheelchair needs {WHEELCHAIR_OPENING_M:.1f} m, so "
            "widen it or show another way in."
        )
        yield report("opening-narrow", at_opening(opening), message)
