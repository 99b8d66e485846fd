"""Ways where geometry is at its worst, beside a search in whole numbers over all corners."""

import math
import random

import pytest

from floorplans.walkable import build_walkable
from routing.errors import NoRouteError
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from tests.support.compiling import let_be_ready
from tests.support.exact_ways import ExactWays
from tests.support.odd_floors import KINDS, odd_floor, odd_points

POINTS = 8
SLACK_M = 2.5e-4
"""Within a tenth of a millimetre of a corner one sees past it."""


def find_length_m(graph, start, goal):
    try:
        return find_route(graph, Spot("1", *start), Spot("1", *goal)).length_m
    except NoRouteError:
        return math.inf


def compare(seed, origin=(0.0, 0.0), points=POINTS):
    """Lengths of ways on a floor and what they ought to be."""
    plan = odd_floor(seed, origin)
    walkable = build_walkable(plan)
    area = walkable.area("1")
    if area.is_empty:
        return
    reference, graph = ExactWays(area), build_graph(plan, walkable, turn_cost_m=0.0)
    ends = list(odd_points(area, random.Random(seed), points))
    for start, goal in zip(ends[::2], ends[1::2], strict=True):
        yield find_length_m(graph, start, goal), reference.length_m(start, goal)


@pytest.mark.parametrize("is_ready", [True, False])
@pytest.mark.parametrize("kind", range(len(KINDS)), ids=KINDS)
def test_ways_are_as_short_as_whole_numbers_say(monkeypatch, kind, is_ready):
    let_be_ready(monkeypatch, is_ready)
    compared = 0
    for seed in range(kind, kind + 12 * len(KINDS), len(KINDS)):
        for found_m, expected_m in compare(seed):
            assert found_m == pytest.approx(expected_m, rel=1e-6, abs=SLACK_M)
            compared += math.isfinite(expected_m)
    assert compared > 12


@pytest.mark.parametrize("origin", [(85_000.0, 67_200.0), (385_000.0, 6_672_000.0), (-9e6, 9e6)])
def test_ways_are_as_short_wherever_a_plan_has_its_origin(monkeypatch, origin):
    let_be_ready(monkeypatch, True)
    for seed in range(28):
        for found_m, expected_m in compare(seed, origin, points=4):
            assert found_m == pytest.approx(expected_m, rel=1e-6, abs=SLACK_M)
