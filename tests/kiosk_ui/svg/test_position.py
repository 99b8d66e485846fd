import math

import pytest

from floorplans.model import Plan
from kiosk_ui.svg.position import Dot
from kiosk_ui.svg.route import draw_overlay
from kiosk_ui.svg.writer import DrawingError
from tests.support.svg import SVG, of_class, parse, translation


def test_one_transform_moves_the_dot_and_its_area(plan: Plan) -> None:
    root = parse(draw_overlay(plan, "1", dot=Dot(3.0, 2.0, 1.5, None, "1")))
    group = next(each for each in root.iter(f"{SVG}g") if each.get("id") == "dot")
    assert translation(group) == (3.0, -2.0)
    assert group.get("display") is None
    assert [each.get("r") for each in of_class(group, "m-area")] == ["1.5"]
    assert not [
        each
        for each in root.iter()
        if each.get("class") == "m-dot" and each not in list(group.iter())
    ]


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
