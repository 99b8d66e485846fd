"""Outlines of lines and arcs in few bytes, for live events.

Coordinates are whole tenths of metres. Where corners of a ring lie on a circle one after
another, an arc is written in their place, which is shorter and round at every zoom.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from kiosk_ui.svg.frame import to_svg

UNIT_M = 0.1
DETAIL_M = 0.02
STRAIGHT_M = (0.04, 0.1)
STRAIGHT_SHARE = 0.01
ROUND_M = 0.05
LEAST_CORNERS = 4
MOST_BEND_RAD = math.radians(25)
MOST_CHORD = math.sqrt(3)
"""The longest chord in radii, that of a third of a circle: of a longer arc, rounding the radius
would move the middle by more than it is rounded."""

LEAST_LINES = 3
"""An arc takes as many bytes as so many lines."""

Point = tuple[float, float]


def outline_path(area: BaseGeometry) -> str:
    """Write the outline of an area in tenths of metres.

    Parameters
    ----------
    area : BaseGeometry
        Polygons, plan metres.

    Returns
    -------
    str
        Path data; to be scaled by ``UNIT_M``. It is up to a tenth of a metre off.

    Examples
    --------
    >>> outline_path(shapely.box(2, 1, 4, 3))
    'M40-10v-20h-20v20z'
    >>> outline_path(shapely.Point(0, 0).buffer(4).intersection(shapely.box(0, 0, 9, 9)))
    'M0-40a40 40 0 0 1 40 40h-40z'
    """
    rings = [
        ring
        for polygon in shapely.get_parts(shapely.simplify(area, DETAIL_M))
        for ring in (polygon.exterior, *polygon.interiors)
        if not polygon.is_empty
    ]
    west_m, south_m, east_m, north_m = area.bounds
    wide_m = max(east_m - west_m, north_m - south_m) if rings else 0.0
    straight_m = min(max(STRAIGHT_SHARE * wide_m, STRAIGHT_M[0]), STRAIGHT_M[1])
    return "".join(_ring_path(_from_a_corner(ring.coords[:-1]), straight_m) for ring in rings)


def circle_path(x_m: float, y_m: float, radius_m: float) -> str:
    """Write the outline of a circle in tenths of metres."""
    (x, y), radius = _tenths(to_svg(x_m, y_m)), round(radius_m / UNIT_M)
    arc = f"a{radius} {radius} 0 1 0"
    return f"M{_pair(x - radius, y)}{arc} {2 * radius} 0{arc}{-2 * radius} 0z"


def _from_a_corner(ring: Sequence[Point]) -> list[Point]:
    """Let a ring begin, and end, at its sharpest corner, so that no arc goes over its ends."""
    bends = [
        abs(_bend(ring[at - 1], ring[at], ring[(at + 1) % len(ring)])) for at in range(len(ring))
    ]
    first = bends.index(max(bends))
    turned = [*ring[first:], *ring[:first]]
    return [to_svg(*point) for point in (*turned, turned[0])]


def _ring_path(points: Sequence[Point], straight_m: float) -> str:
    """Write a ring in steps; one that is the like of the step before goes without its letter."""
    here = _tenths(points[0])
    parts, before = [f"M{_pair(*here)}"], ""
    steps = [*_steps(points, straight_m)]
    if not steps[-1][0]:
        # What closes a path is a line.
        steps.pop()
    for arc, point in steps:
        there = _tenths(point)
        right, down = there[0] - here[0], there[1] - here[1]
        if right or down:
            letter, step = _step(right, down, arc)
            gap = "" if letter != before or step.startswith("-") else " "
            parts.append(f"{letter if letter != before else gap}{step}")
            here, before = there, letter
    return f"{''.join(parts)}z"


def _step(right: int, down: int, arc: str) -> tuple[str, str]:
    if arc:
        end = _pair(right, down)
        return "a", f"{arc}{end if right < 0 else ' ' + end}"
    if down == 0:
        return "h", str(right)
    return ("v", str(down)) if right == 0 else ("l", _pair(right, down))


def _steps(points: Sequence[Point], straight_m: float) -> Iterator[tuple[str, Point]]:
    """Give the parts of a ring: how they are round, nothing for lines, and where they end."""
    at, line = 0, [0]
    while at < len(points) - 1:
        arc = _arc(points, at, straight_m)
        if arc is None:
            at += 1
            line.append(at)
            continue
        yield from _lines([points[each] for each in line], straight_m)
        at, radius_m = arc
        first, second, third = points[line[-1]], points[line[-1] + 1], points[line[-1] + 2]
        radius = round(radius_m / UNIT_M)
        yield f"{radius} {radius} 0 0 {int(_bend(first, second, third) > 0)}", points[at]
        line = [at]
    yield from _lines([points[each] for each in line], straight_m)


def _lines(points: Sequence[Point], straight_m: float) -> Iterator[tuple[str, Point]]:
    if len(points) > 1:
        yield from (("", point) for point in _few(points, straight_m)[1:])


def _few(points: Sequence[Point], straight_m: float) -> list[Point]:
    few = shapely.LineString(points).simplify(straight_m, preserve_topology=False)
    return [(x, y) for x, y in few.coords]


def _arc(points: Sequence[Point], first: int, straight_m: float) -> tuple[int, float] | None:
    """Find how far corners from one on lie on a circle, and its radius."""
    found = None
    first_bend_rad = _bend(*points[first : first + 3]) if first + 2 < len(points) else 0.0
    for last in range(first + 2, len(points)):
        bend_rad = _bend(*points[last - 2 : last + 1])
        if bend_rad * first_bend_rad <= 0 or abs(bend_rad) > MOST_BEND_RAD:
            break
        if last - first + 1 >= LEAST_CORNERS:
            radius_m = _radius_m(points[first : last + 1])
            if radius_m is None or math.dist(points[first], points[last]) > MOST_CHORD * radius_m:
                break
            found = last, radius_m
    if found is None or len(_few(points[first : found[0] + 1], straight_m)) <= LEAST_LINES:
        return None
    return found


def _radius_m(points: Sequence[Point]) -> float | None:
    """Give the radius of a circle through the first, the middle and the last of some points.

    None if others of them, or the middles of the lines between them, are not on it.
    """
    (ax, ay), (bx, by), (cx, cy) = points[0], points[len(points) // 2], points[-1]
    bx, by, cx, cy = bx - ax, by - ay, cx - ax, cy - ay
    twice = 2 * (bx * cy - by * cx)
    if abs(twice) < 1e-9:
        return None
    b, c = bx * bx + by * by, cx * cx + cy * cy
    x, y = (cy * b - by * c) / twice, (bx * c - cx * b) / twice
    radius_m = math.hypot(x, y)
    centre = x + ax, y + ay
    middles = [((p[0] + q[0]) / 2, (p[1] + q[1]) / 2) for p, q in pairwise(points)]
    off_m = max(abs(math.dist(centre, each) - radius_m) for each in (*points, *middles))
    return radius_m if off_m <= ROUND_M else None


def _bend(one: Point, middle: Point, other: Point) -> float:
    """Give by how much a way turns at a point, radians, −π to π."""
    in_x, in_y = middle[0] - one[0], middle[1] - one[1]
    out_x, out_y = other[0] - middle[0], other[1] - middle[1]
    return math.atan2(in_x * out_y - in_y * out_x, in_x * out_x + in_y * out_y)


def _pair(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _tenths(point: Point) -> tuple[int, int]:
    """Round a point of the drawing."""
    return round(point[0] / UNIT_M), round(point[1] / UNIT_M)
