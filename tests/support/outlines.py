"""Outlines as pages get them, read back as areas."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

ARC_POINTS = 32
Point = tuple[float, float]


def read_outline(path: str) -> BaseGeometry:
    """Give what a path in tenths of metres encloses, plan metres."""
    rings = [list(_ring(each)) for each in path.split("M")[1:]]
    polygons = [shapely.Polygon([(x / 10, -y / 10) for x, y in ring]) for ring in rings]
    area: BaseGeometry = shapely.Polygon()
    for polygon in polygons:
        area = area.symmetric_difference(shapely.make_valid(polygon))
    return area


def _ring(text: str) -> Iterator[Point]:
    assert text.endswith("z")
    first_x, first_y, *tokens = re.findall(r"[ahvl]|-?\d+", text)
    x, y, letter = int(first_x), int(first_y), ""
    yield x, y
    while tokens:
        if tokens[0] in "ahvl":
            letter = tokens.pop(0)
        numbers = [int(tokens.pop(0)) for _ in range({"a": 7, "l": 2}.get(letter, 1))]
        right = numbers[-2] if letter in "al" else numbers[-1] * (letter == "h")
        down = numbers[-1] * (letter != "h")
        if letter == "a":
            yield from _arc((x, y), (right, down), numbers[0], numbers[3], numbers[4])
        x, y = x + right, y + down
        yield x, y


def _arc(start: Point, step: Point, radius: float, large: int, clockwise: int) -> Iterator[Point]:
    """Give points along an arc (SVG 2, appendix B.2.4) of a circle."""
    chord = math.hypot(*step)
    radius = max(radius, chord / 2)
    side = (1 if clockwise else -1) * (-1 if large else 1)
    height = side * math.sqrt(max(radius**2 - chord**2 / 4, 0.0))
    centre_x = start[0] + step[0] / 2 - height * step[1] / chord
    centre_y = start[1] + step[1] / 2 + height * step[0] / chord
    from_rad = math.atan2(start[1] - centre_y, start[0] - centre_x)
    to_rad = math.atan2(start[1] + step[1] - centre_y, start[0] + step[0] - centre_x)
    turn_rad = (to_rad - from_rad) % math.tau if clockwise else -((from_rad - to_rad) % math.tau)
    for number in range(1, ARC_POINTS):
        angle_rad = from_rad + turn_rad * number / ARC_POINTS
        yield centre_x + radius * math.cos(angle_rad), centre_y + radius * math.sin(angle_rad)
