"""Small floors with rectangles in the way, and ways over them by brute force."""

from __future__ import annotations

import math
import random
from itertools import combinations

import networkx as nx
import shapely
from shapely.geometry import LineString, Point

from floorplans.model import Fixture, Level, Plan, Text
from floorplans.walkable import Walkable, build_walkable
from tests.support.plans import rectangle

TOLERANCE_M = 1e-3
WIDTH_M, HEIGHT_M = 14.0, 10.0


def floor_plan(seed: int, obstacles: int = 6) -> Plan:
    """Give one level of 14 × 10 m with rectangles at random places, overlapping or not."""
    draw = random.Random(seed)
    fixtures = tuple(
        Fixture(
            f"f{number}",
            "1",
            "table",
            rectangle(
                draw.uniform(0.5, 11.0),
                draw.uniform(0.5, 8.0),
                draw.uniform(0.2, 3.0),
                draw.uniform(0.2, 2.0),
            ),
        )
        for number in range(obstacles)
    )
    level = Level("1", 0, Text("1. kerros"), rectangle(0, 0, WIDTH_M, HEIGHT_M))
    return Plan("floor", Text("Kerros"), "text", (level,), fixtures=fixtures)


def floor_with_ways(seed: int) -> tuple[Plan, Walkable]:
    """Give a floor and where one can walk on it."""
    plan = floor_plan(seed)
    return plan, build_walkable(plan)


def random_point(walkable: Walkable, level: str, draw: random.Random) -> tuple[float, float]:
    """Give a random point that one can stand at."""
    west_m, south_m, east_m, north_m = walkable.area(level).bounds
    while True:
        point = draw.uniform(west_m, east_m), draw.uniform(south_m, north_m)
        if walkable.contains(level, *point):
            return point


def brute_force_length_m(
    walkable: Walkable, level: str, start: tuple[float, float], goal: tuple[float, float]
) -> float:
    """Give the length of the shortest way over all corners of a level; infinite if none."""
    area = walkable.area(level).buffer(TOLERANCE_M / 10, join_style="mitre")
    points = [start, goal, *map(tuple, shapely.get_coordinates(walkable.area(level)))]
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(len(points)))
    for one, other in combinations(range(len(points)), 2):
        if area.covers(LineString((points[one], points[other]))):
            graph.add_edge(one, other, length=math.dist(points[one], points[other]))
    try:
        return nx.dijkstra_path_length(graph, 0, 1, weight="length")
    except nx.NetworkXNoPath:
        return math.inf


def stays_walkable(walkable: Walkable, level: str, points: tuple[tuple[float, float], ...]) -> bool:
    """Tell whether a way stays in walkable space, up to a millimetre."""
    way = LineString(points) if len(set(points)) > 1 else Point(points[0])
    return bool(walkable.area(level).buffer(TOLERANCE_M).covers(way))
