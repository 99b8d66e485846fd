"""Small floors where geometry is at its worst: touching, in line, just wide enough, or slivers."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import replace

import shapely

from floorplans.model import Fixture, Level, Opening, Plan, Ring, Text, Unit
from tests.support.plans import rectangle

Point = tuple[float, float]

SIDES_M = ((8.0, 6.0), (12.0, 8.0), (14.0, 10.0), (5.0, 5.0))
KINDS = ("in line", "just wide enough", "touching", "turned", "slivers", "round", "room in a room")
GRID_M = 1e-4


def odd_floor(seed: int, origin: Point = (0.0, 0.0)) -> Plan:
    """Give a level of one of the `KINDS` with its south-west corner at an origin."""
    draw = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    wide_m, deep_m = draw.choice(SIDES_M)
    tables = [_table(draw, kind, wide_m, deep_m) for _ in range(draw.randint(2, 9))]
    level = Level("1", 0, Text("1. kerros"), _moved(rectangle(0, 0, wide_m, deep_m), origin))
    fixtures = tuple(
        Fixture(f"f{number}", "1", "table", _moved(ring, origin))
        for number, ring in enumerate(tables)
    )
    plan = Plan("odd", Text("Outo"), "text", (level,), fixtures=fixtures)
    if kind != "room in a room":
        return plan
    room = rectangle(1.5, 1.5, wide_m - 3, deep_m - 3)
    left_m = draw.uniform(1.5, wide_m - 3)
    door = _moved(((left_m, 1.5), (left_m + draw.choice((0.5, 0.6, 0.7, 1.0)), 1.5)), origin)
    return replace(
        plan,
        units=(Unit("room", "1", "room", Text("Huone"), _moved(room, origin)),),
        openings=(Opening("door", "1", "door", door[0], door[1]),),
    )


def _table(draw: random.Random, kind: str, wide_m: float, deep_m: float) -> Ring:
    x_m, y_m = draw.uniform(0, wide_m), draw.uniform(0, deep_m)
    turn = draw.uniform(0, math.pi)
    if kind == "in line":
        return _turned(_half(x_m), _half(y_m), draw.randint(1, 5) / 2, draw.randint(1, 3) / 2, 0.0)
    if kind == "just wide enough":
        x_m, y_m = 0.6 * int(x_m / 0.6), 0.6 * int(y_m / 0.6)
        return _turned(x_m, y_m, 0.6 * draw.randint(1, 3), 0.6 * draw.randint(1, 2), 0.0)
    if kind == "touching":
        turn = draw.choice((0.0, math.pi / 4, math.atan2(3, 4)))
        return _turned(_half(x_m), _half(y_m), draw.randint(1, 5) / 2, 0.5, turn)
    if kind == "slivers":
        return _turned(x_m, y_m, draw.uniform(1, 4), draw.choice((1e-3, 1e-2, 0.1)), turn)[:3]
    if kind == "round":
        sides, radius_m = draw.choice((5, 8, 12, 24, 40)), draw.uniform(0.1, 1.2)
        turns = (2 * math.pi * side / sides for side in range(sides))
        return tuple((x_m + radius_m * math.cos(t), y_m + radius_m * math.sin(t)) for t in turns)
    return _turned(x_m, y_m, draw.uniform(0.1, 4), draw.uniform(0.1, 1), turn)


def odd_points(area: shapely.MultiPolygon, draw: random.Random, count: int) -> Iterator[Point]:
    """Points of an area on a grid: on corners, a hair beside them, in line with them, anywhere."""
    corners = shapely.get_coordinates(area).tolist()
    west_m, south_m, east_m, north_m = area.bounds
    while count:
        (x_m, y_m), (_, other_m) = draw.choice(corners), draw.choice(corners)
        beside = x_m + draw.randint(-3, 3) * GRID_M, y_m + draw.randint(-3, 3) * GRID_M
        anywhere = draw.uniform(west_m, east_m), draw.uniform(south_m, north_m)
        point = draw.choice(((x_m, y_m), beside, (x_m, other_m), anywhere))
        point = round(point[0], 4), round(point[1], 4)
        if shapely.intersects_xy(area, *point):
            count -= 1
            yield point


def _half(at_m: float) -> float:
    return int(2 * at_m) / 2


def _turned(x_m: float, y_m: float, wide_m: float, deep_m: float, turn: float) -> Ring:
    cos, sin = math.cos(turn), math.sin(turn)
    box = rectangle(0.0, 0.0, wide_m, deep_m)
    return tuple((x_m + cos * x - sin * y, y_m + sin * x + cos * y) for x, y in box)


def _moved(ring: Ring, origin: Point) -> Ring:
    return tuple((round(x_m + origin[0], 6), round(y_m + origin[1], 6)) for x_m, y_m in ring)
