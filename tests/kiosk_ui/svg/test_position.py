import math

import pytest
import shapely

from floorplans.model import Plan
from floorplans.shelving import Place
from kiosk_ui.svg.position import Dot, area_path
from kiosk_ui.svg.route import draw_overlay
from kiosk_ui.svg.writer import DrawingError
from routing.model import Route
from tests.support.outlines import read_outline
from tests.support.svg import SVG, of_class, parse, translation


def area_of(svg: str) -> str:
    (area,) = of_class(parse(svg), "m-area")
    assert area.get("transform") == "scale(0.1)"
    return area.get("d", "")


def test_one_transform_moves_the_dot_and_its_area_is_drawn_where_it_is(plan: Plan) -> None:
    svg = draw_overlay(plan, "1", dot=Dot(3.0, 2.0, 1.5, None, "1"))
    groups = {each.get("id"): each for each in parse(svg).iter(f"{SVG}g")}
    assert translation(groups["dot"]) == (3.0, -2.0)
    assert groups["area"].get("transform") is None
    assert groups["area"].get("data-radius-m") == "1.5"
    for name, mark in (("dot", "m-dot"), ("area", "m-area")):
        assert groups[name].get("display") is None
        assert of_class(groups[name], mark)


def test_without_a_reach_the_area_is_a_circle(plan: Plan) -> None:
    svg = draw_overlay(plan, "1", dot=Dot(3.0, 2.0, 1.5, None, "1"))
    assert area_of(svg) == "M15-20a15 15 0 1 0 30 0a15 15 0 1 0-30 0z"


def test_without_a_dot_there_is_an_area_to_be_filled(plan: Plan) -> None:
    svg = draw_overlay(plan, "1")
    assert area_of(svg) == ""
    assert of_class(parse(svg), "m-areagroup")[0].get("display") == "none"


def test_a_reach_is_drawn_as_it_is(plan: Plan) -> None:
    reach = shapely.box(1, 1, 5, 4).difference(shapely.box(2, 2, 3, 2.5))
    svg = draw_overlay(plan, "1", dot=Dot(3.5, 3.0, 3.0, None, "1", reach))
    assert read_outline(area_of(svg)).equals(reach)


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


def test_an_area_of_no_size_is_refused_with_what_to_give() -> None:
    with pytest.raises(DrawingError, match="finite metres"):
        area_path(Dot(1.0, 2.0, math.inf, None, "1"))
