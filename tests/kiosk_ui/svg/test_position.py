import math

import pytest

from floorplans.model import Plan
from floorplans.shelving import Place
from kiosk_ui.svg.position import Dot
from kiosk_ui.svg.route import draw_overlay
from kiosk_ui.svg.writer import DrawingError
from routing.model import Route
from tests.support.svg import SVG, of_class, parse, translation


def test_one_transform_each_moves_the_dot_and_its_area(plan: Plan) -> None:
    root = parse(draw_overlay(plan, "1", dot=Dot(3.0, 2.0, 1.5, None, "1")))
    groups = {each.get("id"): each for each in root.iter(f"{SVG}g")}
    for name, mark in (("dot", "m-dot"), ("area", "m-area")):
        assert translation(groups[name]) == (3.0, -2.0)
        assert groups[name].get("display") is None
        assert of_class(groups[name], mark)
    assert [each.get("r") for each in of_class(groups["area"], "m-area")] == ["1.5"]


def test_the_area_lies_under_route_and_goal_and_the_dot_above(
    plan: Plan, route: Route, place: Place
) -> None:
    root = parse(draw_overlay(plan, "1", route, place, Dot(3.0, 2.0, 1.5, None, "1")))
    classes = [each.get("class") for each in root.iter()]
    order = [classes.index(name) for name in ("m-area", "m-goal", "m-route", "m-dot")]
    assert order == sorted(order)


@pytest.mark.parametrize(("heading_deg", "clockwise"), [(90.0, "0"), (0.0, "90"), (180.0, "-90")])
def test_the_heading_turns_clockwise_from_north(
    plan: Plan, heading_deg: float, clockwise: str
) -> None:
    root = parse(draw_overlay(plan, "1", dot=Dot(3.0, 2.0, 1.5, heading_deg, "1")))
    heading = of_class(root, "m-heading")[0]
    assert heading.get("transform") == f"rotate({clockwise})"
    assert heading.get("display") is None


def test_an_unknown_heading_is_hidden(plan: Plan) -> None:
    root = parse(draw_overlay(plan, "1", dot=Dot(3.0, 2.0, 1.5, None, "1")))
    assert of_class(root, "m-heading")[0].get("display") == "none"


def test_a_dot_that_is_nowhere_is_refused(plan: Plan) -> None:
    with pytest.raises(DrawingError):
        draw_overlay(plan, "1", dot=Dot(math.nan, 2.0, 1.5, None, "1"))
