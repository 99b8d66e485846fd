"""A way that is being followed: how far along it somebody is, and how far beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from shapely.geometry import LineString, Point

from routing.directions.steps import describe
from routing.graph import RoutingGraph
from routing.guidance.aisle_place import GoalAisle
from routing.guidance.course import Course
from routing.model import Route, Spot, Step
from routing.nearby import find_way
from routing.sight.walls import Floats, Indices

SAMPLE_M = 0.5
LOOKS = 40
BESIDE_M = 2.0
APPROACH_M = 3.0
NOTABLE_M = 1.0
CONNECTOR_KINDS = frozenset({"stairs", "lift", "ramp", "escalator"})


@dataclass(frozen=True, slots=True)
class Way:
    """A route that is followed, with its steps.

    Attributes
    ----------
    route : Route
        The route.
    steps : tuple of Step
        Its steps; the last one is the arrival.
    starts_m : tuple of float
        How far along the route each step begins.
    legs : tuple of int
        Which leg of the route each step belongs to.
    ends_m : tuple of float
        How far along the route each leg ends.
    points_m : Floats
        Points of the route, at most half a metre apart, shape (points, 2).
    along_m : Floats
        How far along the route each point is, shape (points,).
    leg_of : Indices
        The leg of each point, shape (points,).
    through : frozenset of int
        The aisles beside the goal's that it leads through.
    along, across : int
        Which way it comes to the goal: to the left (-1) or right (1) along its face, towards
        lower (-1) or higher (1) aisles; 0 where it hardly does.
    """

    route: Route
    steps: tuple[Step, ...]
    starts_m: tuple[float, ...]
    legs: tuple[int, ...]
    ends_m: tuple[float, ...]
    points_m: Floats
    along_m: Floats
    leg_of: Indices
    through: frozenset[int]
    along: int
    across: int


def plan_way(course: Course, start: Spot) -> Way:
    """Plan the way to the goal of a course.

    Raises
    ------
    OffTheMapError
        If nobody can stand within 3 m of the start.
    NoRouteError
        If nothing leads from there to the goal.
    """
    route = course.find(start)
    steps = describe(route, course.guide, course.place, course.title)
    ends_m = tuple(np.cumsum([leg.length_m for leg in route.legs]).tolist())
    legs = tuple(_legs_of(steps, len(route.legs)))
    points_m, along_m, leg_of = _sample(route)
    before = int((along_m >= ends_m[-1] - APPROACH_M).argmax())
    return Way(
        route=route,
        steps=steps,
        starts_m=tuple(_starts(route, steps, legs, ends_m)),
        legs=legs,
        ends_m=ends_m,
        points_m=points_m,
        along_m=along_m,
        leg_of=leg_of,
        through=_through(course.aisle, route, points_m, leg_of),
        along=_signs(course.aisle, points_m[before], points_m[-1])[0],
        across=_signs(course.aisle, route.legs[-1].points[0], route.legs[-1].points[-1])[1],
    )


def rest_of(way: Way, leg: int, at_m: float) -> Route:
    """Give the part of a route that lies before somebody who is so far along a leg of it."""
    of_leg = np.flatnonzero(way.leg_of == leg)
    first = min(int((way.along_m[of_leg] < at_m).sum()), len(of_leg) - 2)
    points = tuple(_point(each) for each in way.points_m[of_leg[first:]])
    legs = way.route.legs
    return replace(way.route, legs=(replace(legs[leg], points=points), *legs[leg + 1 :]))


def is_like(rest: Route, way: Way) -> bool:
    """Tell whether a way leads where the rest of a route did: by the same stairs, and beside it."""
    if [leg.connector for leg in rest.legs] != [leg.connector for leg in way.route.legs]:
        return False
    return all(
        np.hypot(*(way.points_m[way.leg_of == number] - point).T).min() <= BESIDE_M
        for number, leg in enumerate(rest.legs)
        for point in leg.points
    )


def leads_across(way: Way, aisle: GoalAisle) -> bool:
    """Tell whether a way leads straight over to an aisle, past the ends of those between."""
    outs_m = [aisle.offset_m(*point)[1] for leg in way.route.legs for point in leg.points]
    over_m = sum(abs(other - one) for one, other in pairwise(outs_m))
    return len(way.route.legs) == 1 and over_m - abs(outs_m[-1] - outs_m[0]) <= NOTABLE_M


def find_along(
    graph: RoutingGraph, way: Way, leg: int, x_m: float, y_m: float, far_m: float
) -> tuple[float, float]:
    """Find how far along a leg of a way a point is, and how far one walks from it to the way.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    way : Way
        The way.
    leg : int
        The leg of the route.
    x_m, y_m : float
        A point of the leg's level, walkable.
    far_m : float
        From here on a detour round shelves is looked for.

    Returns
    -------
    tuple of float
        Along and beside, metres; infinitely far beside where no way leads to it.
    """
    of_leg = np.flatnonzero(way.leg_of == leg)
    points_m = way.points_m[of_leg]
    apart_m = np.hypot(points_m[:, 0] - x_m, points_m[:, 1] - y_m)
    order = np.argsort(apart_m, kind="stable")[:LOOKS].tolist()
    level, here = way.route.legs[leg].level, (x_m, y_m)
    seen = next((n for n in order if graph.sees(level, here, _point(points_m[n]))), None)
    nearest = order[0] if seen is None else seen
    beside_m = math.inf if seen is None else float(apart_m[nearest])
    if beside_m > far_m:
        detour = find_way(graph, level, here, _point(points_m[order[0]]))
        detour_m = sum(math.dist(a, b) for a, b in pairwise(detour)) if detour else math.inf
        if detour_m < beside_m:
            nearest, beside_m = order[0], detour_m
    return float(way.along_m[of_leg[nearest]]), beside_m


def _point(row: Floats) -> tuple[float, float]:
    return float(row[0]), float(row[1])


def _legs_of(steps: Sequence[Step], legs: int) -> Iterator[int]:
    """Tell the leg of each step: one that changes level ends its leg."""
    leg = 0
    for step in steps:
        yield min(leg, legs - 1)
        leg += step.kind in CONNECTOR_KINDS


def _starts(
    route: Route, steps: Sequence[Step], legs: Sequence[int], ends_m: Sequence[float]
) -> Iterator[float]:
    lines = [LineString(leg.points) for leg in route.legs]
    before_m = 0.0
    for step, leg in zip(steps, legs, strict=True):
        begin_m = ends_m[leg] - route.legs[leg].length_m
        if step.kind == "arrive" or step.kind in CONNECTOR_KINDS:
            start_m = ends_m[leg]
        else:
            start_m = begin_m + lines[leg].project(Point(step.x_m, step.y_m))
        before_m = max(before_m, start_m)
        yield before_m


def _sample(route: Route) -> tuple[Floats, Floats, Indices]:
    points, along, legs = [], [], []
    walked_m = 0.0
    for number, leg in enumerate(route.legs):
        for one, other in pairwise(leg.points):
            length_m = math.dist(one, other)
            shares = np.linspace(0.0, 1.0, max(1, math.ceil(length_m / SAMPLE_M)) + 1)
            points.append(np.outer(1.0 - shares, one) + np.outer(shares, other))
            along.append(walked_m + shares * length_m)
            legs.append(np.full(len(shares), number))
            walked_m += length_m
    return np.concatenate(points), np.concatenate(along), np.concatenate(legs)


def _signs(
    aisle: GoalAisle | None, start: Sequence[float], end: Sequence[float]
) -> tuple[int, int]:
    """Tell which way it is from one point to another, along the face and across the aisles."""
    if aisle is None:
        return 0, 0
    begins_m, ends_m = aisle.offset_m(start[0], start[1]), aisle.offset_m(end[0], end[1])
    along, across = (
        0 if abs(far_m) < NOTABLE_M else int(math.copysign(1, far_m))
        for far_m in (ends_m[0] - begins_m[0], ends_m[1] - begins_m[1])
    )
    return along, across


def _through(
    aisle: GoalAisle | None, route: Route, points_m: Floats, leg_of: Indices
) -> frozenset[int]:
    if aisle is None:
        return frozenset()
    found = (
        aisle.find_aisle(*_point(point))
        for point, leg in zip(points_m, leg_of.tolist(), strict=True)
        if route.legs[leg].level == aisle.level
    )
    return frozenset(each for each in found if each)
