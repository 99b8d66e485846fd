"""Words lead to the board: somebody who knows nothing but the steps gets there."""

import random
from collections.abc import Iterator

import pytest

from api.plans import load_plan
from benchmarks.floors import make_floor
from floorplans.geometry import bay_spot
from floorplans.model import Plan
from floorplans.shelving import Place
from floorplans.walkable import build_walkable
from routing.directions.steps import build_guide, describe
from routing.errors import RoutingError
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from tests.support.blind_follower import Follower, LostError
from tests.support.floors import random_point

ROUTES = 60
NEAR_M, VERY_NEAR_M = 6.0, 1.5


def arrivals(plan: Plan, seed: int) -> Iterator[bool]:
    """Tell of random routes to random bays whether who follows their words gets there.

    She does who stands in the right aisle with the shelf on the side that she was told.
    """
    draw = random.Random(seed)
    walkable = build_walkable(plan)
    graph, guide = build_graph(plan, walkable), build_guide(plan)
    for _ in range(ROUTES):
        shelf = draw.choice(plan.shelves)
        face = draw.choice(shelf.faces)
        bay = draw.randrange(len(face.bays)) + 1
        x_m, y_m, facing_deg = bay_spot(shelf, face, bay, 0.6)
        level = draw.choice(plan.levels).id
        start = Spot(level, *random_point(walkable, level, draw), draw.uniform(0.0, 360.0))
        try:
            route = find_route(graph, start, Spot(shelf.level, x_m, y_m))
        except RoutingError:
            continue
        place = Place(
            *("", "", shelf.level, shelf.id, shelf.number, face.id, face.name, bay, bay),
            *(None, None, x_m, y_m, facing_deg, 1.0, "", "", ""),
        )
        follower = Follower(plan, walkable, graph, level, (start.x_m, start.y_m), start.heading_deg)
        steps = describe(route, guide, place)
        try:
            follower.follow(steps)
            left_m = find_route(graph, follower.spot, route.goal).length_m
        except (LostError, RoutingError):
            yield False
            continue
        yield left_m <= VERY_NEAR_M or (left_m <= NEAR_M and follower.is_at_shelf(steps[-1]))


@pytest.mark.parametrize(
    ("plan", "least_share"),
    [(make_floor(100), 0.85), (load_plan("demo"), 0.6)],
    ids=["rows", "two levels with halls"],
)
def test_who_does_what_is_told_and_sees_no_map_gets_to_the_shelf(plan, least_share):
    there = list(arrivals(plan, 1))
    assert len(there) >= 0.9 * ROUTES
    assert sum(there) >= least_share * len(there)
