"""What the tests of the map draw: the toy plan, a place in it and a way there."""

import pytest

from floorplans.model import Plan
from floorplans.shelving import Place, build_shelf_index, locate
from routing.model import Leg, Route, Spot
from tests.support.plans import toy_plan


@pytest.fixture
def plan() -> Plan:
    return toy_plan()


@pytest.fixture
def place(plan: Plan) -> Place:
    return locate(build_shelf_index(plan), "84.2 KIV")[0]


@pytest.fixture
def upstairs(plan: Plan) -> Place:
    return locate(build_shelf_index(plan), "L84.2 AHO", "lap-kauno")[0]


@pytest.fixture
def route(place: Place) -> Route:
    start, goal = Spot("1", 2.0, 1.5, 90.0), Spot("1", place.x_m, place.y_m, place.facing_deg)
    points = ((2.0, 1.5), (2.4, 3.9), (place.x_m, place.y_m))
    return Route(start, goal, (Leg("1", points, 5.9),), 5.9, 5.9, "walk")


@pytest.fixture
def route_upstairs(upstairs: Place) -> Route:
    start, goal = Spot("1", 2.0, 1.5), Spot("2", upstairs.x_m, upstairs.y_m)
    below = Leg("1", ((2.0, 1.5), (9.45, 2.4), (9.45, 0.9)), 9.0, "stairs")
    above = Leg("2", ((9.45, 0.9), (9.45, 2.4), (upstairs.x_m, upstairs.y_m)), 7.0)
    return Route(start, goal, (below, above), 16.0, 30.0, "walk")
