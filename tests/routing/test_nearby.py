import math
import random
from dataclasses import replace
from itertools import pairwise

import pytest

from floorplans.walkable import build_walkable
from routing.errors import NoRouteError
from routing.graph import build_graph
from routing.model import Spot
from routing.nearby import find_way
from routing.search import find_route
from tests.support.floors import random_point
from tests.support.plans import toy_plan

PLAN = toy_plan()
WALKABLE = build_walkable(PLAN)
GRAPH = build_graph(PLAN, WALKABLE)


@pytest.mark.parametrize("seed", range(4))
def test_a_way_near_by_is_as_short_as_the_shortest_route(seed):
    draw, compared = random.Random(seed), 0
    for _ in range(60):
        here, target = random_point(WALKABLE, "1", draw), random_point(WALKABLE, "1", draw)
        if not GRAPH.sees("1", here, target):
            way = find_way(GRAPH, "1", here, target)
            assert way is not None
            assert (way[0], way[-1]) == (here, target)
            assert all(GRAPH.sees("1", one, other) for one, other in pairwise(way))
            length_m = sum(math.dist(one, other) for one, other in pairwise(way))
            route = find_route(GRAPH, Spot("1", *here), Spot("1", *target))
            assert length_m == pytest.approx(route.length_m)
            compared += 1
    assert compared > 5


def test_no_way_leads_into_a_room_without_a_door():
    doors = tuple(each for each in PLAN.openings if each.id != "quiet-door-1")
    plan = replace(PLAN, openings=doors)
    graph = build_graph(plan, build_walkable(plan))
    with pytest.raises(NoRouteError):
        find_route(graph, Spot("1", 8.0, 6.5), Spot("1", 10.5, 6.5))
    assert find_way(graph, "1", (8.0, 6.5), (10.5, 6.5)) is None
