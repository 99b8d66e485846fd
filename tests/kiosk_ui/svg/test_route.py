from collections import Counter

import pytest

from floorplans.errors import PlanReferenceError
from floorplans.geometry import bays_outline
from floorplans.model import Plan
from floorplans.shelving import Place
from kiosk_ui.svg.frame import to_svg
from kiosk_ui.svg.level import draw_level
from kiosk_ui.svg.position import Dot
from kiosk_ui.svg.route import draw_overlay
from routing.model import Leg, Route, Spot
from tests.support.svg import SVG, close, of_class, parse, path_points, translation, words

DOT = Dot(3.0, 2.0, 1.5, 90.0, "1")


def test_the_line_has_the_points_of_the_route(plan: Plan, route: Route) -> None:
    lines = of_class(parse(draw_overlay(plan, "1", route)), "m-route")
    assert [path_points(line.get("d", "")) for line in lines] == [
        [close(to_svg(*point)) for point in route.legs[0].points]
    ]


def test_the_line_lies_on_a_casing_of_the_same_shape(plan: Plan, route: Route) -> None:
    root = parse(draw_overlay(plan, "1", route))
    drawn = [each for each in root.iter(f"{SVG}path") if "d" in each.attrib]
    classes = [each.get("class") for each in drawn]
    assert classes.index("m-case") < classes.index("m-route")
    assert of_class(root, "m-case")[0].get("d") == of_class(root, "m-route")[0].get("d")


def test_the_sought_bays_are_marked_where_they_are(plan: Plan, place: Place) -> None:
    root = parse(draw_overlay(plan, "1", None, place))
    sought = of_class(root, "m-sought")
    shelf = next(each for each in plan.shelves if each.id == place.shelf)
    face = next(each for each in shelf.faces if each.id == place.face)
    ring = bays_outline(shelf, face, place.first_bay, place.last_bay)
    assert [each.get("data-face") for each in sought] == [place.face]
    assert path_points(sought[0].get("d", "")) == [close(to_svg(*point)) for point in ring]


def test_the_target_is_colour_and_hatch_and_edge_and_flag(plan: Plan, place: Place) -> None:
    root = parse(draw_overlay(plan, "1", None, place))
    for zoom in ("z-in", "z-out"):
        parts = [each for group in of_class(root, zoom) for each in group.iter()]
        assert any(each.get("class") == "m-goal" for each in parts)
        assert any(each.get("fill", "").startswith("url(#m-hatch") for each in parts)
        assert any("m-goal-edge" in each.get("class", "") for each in parts)
        assert [each.text for each in parts if each.get("class") == "m-flag-t"] == ["84.2 KIV"]


def test_the_flag_of_the_bays_stands_behind_them(plan: Plan, place: Place, route: Route) -> None:
    root = parse(draw_overlay(plan, "1", route, place))
    flag = next(each for each in of_class(root, "z-in") if each.get("transform"))
    axis = next(shelf.y_m for shelf in plan.shelves if shelf.id == place.shelf)
    box = next(each for each in flag.iter() if each.get("class") == "m-flag")
    assert translation(flag)[1] == to_svg(0.0, axis)[1]
    assert float(box.get("y", "")) > 0


def test_the_flag_never_covers_the_route(plan: Plan, place: Place) -> None:
    shelf = next(each for each in plan.shelves if each.id == place.shelf)
    behind = ((1.0, shelf.y_m - 0.8), (11.0, shelf.y_m - 0.8))
    spot = Spot("1", *behind[1])
    way = Route(spot, spot, (Leg("1", behind, 10.0),), 10.0, 10.0, "walk")
    root = parse(draw_overlay(plan, "1", way, place))
    flag = next(each for each in of_class(root, "z-in") if each.get("transform"))
    assert translation(flag)[1] < to_svg(0.0, shelf.y_m)[1]


def test_a_ring_ends_the_way_in_front_of_the_bay(
    plan: Plan, route_upstairs: Route, upstairs: Place
) -> None:
    assert not of_class(parse(draw_overlay(plan, "1", route_upstairs)), "m-ring")
    root = parse(draw_overlay(plan, "2", route_upstairs, upstairs))
    assert len(of_class(root, "m-ring")) == 1


def test_where_one_is_stands_at_the_start(plan: Plan, route: Route) -> None:
    root = parse(draw_overlay(plan, "1", route))
    assert [translation(each) for each in of_class(root, "m-start")] == [(2.0, -1.5)]
    assert "Olet tässä" in words(root)


def test_a_start_can_be_given_without_a_route(plan: Plan) -> None:
    root = parse(draw_overlay(plan, "1", language="en", start=Spot("1", 3.0, 2.0)))
    assert words(root) == ["You are here"]


def test_a_live_dot_takes_the_place_of_the_start(plan: Plan, route: Route) -> None:
    assert words(parse(draw_overlay(plan, "1", route, dot=DOT))) == []


def test_a_change_of_level_is_marked_on_both(plan: Plan, route_upstairs: Route) -> None:
    below = parse(draw_overlay(plan, "1", route_upstairs))
    above = parse(draw_overlay(plan, "2", route_upstairs))
    assert [translation(each) for each in of_class(below, "m-change")] == [(9.45, -0.9)]
    assert [translation(each) for each in of_class(above, "m-change")] == [(9.45, -0.9)]
    assert "↑ 2. kerros" in words(below)


def test_nothing_of_another_level_is_drawn(plan: Plan, route: Route, place: Place) -> None:
    root = parse(draw_overlay(plan, "2", route, place, DOT))
    for name in ("m-route", "m-goal", "m-ring", "m-start"):
        assert not of_class(root, name)
    assert of_class(root, "m-dotgroup")[0].get("display") == "none"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_description_says_place_and_length(
    plan: Plan, route: Route, place: Place, language: str
) -> None:
    title, description = list(parse(draw_overlay(plan, "1", route, place, None, language)))[:2]
    assert plan.get_level("1").name.in_language(language) in (title.text or "")
    assert "84.2 KIV" in (description.text or "")
    assert "1A" in (description.text or "")
    assert "6\u00a0m" in (description.text or "")


def test_an_empty_overlay_says_so(plan: Plan) -> None:
    description = list(parse(draw_overlay(plan, "1", language="en")))[1]
    assert "Neither" in (description.text or "")


def test_the_overlay_has_the_view_of_the_level(plan: Plan) -> None:
    level, overlay = parse(draw_level(plan, "1")), parse(draw_overlay(plan, "1"))
    assert overlay.get("viewBox") == level.get("viewBox")


def test_maps_with_different_prefixes_share_no_id(plan: Plan, route: Route, place: Place) -> None:
    ids = Counter(
        each.get("id")
        for prefix in ("a-", "b-")
        for svg in (
            draw_level(plan, "1", prefix=prefix),
            draw_overlay(plan, "1", route, place, DOT, prefix=prefix),
        )
        for each in parse(svg).iter()
        if each.get("id")
    )
    assert max(ids.values()) == 1


def test_markup_in_a_call_number_is_only_text(plan: Plan, place: Place) -> None:
    hostile = place._replace(call_number='84.2 <b>&"')
    assert '84.2 <b>&"' in words(parse(draw_overlay(plan, "1", None, hostile)))


def test_a_way_of_one_point_can_be_drawn(plan: Plan) -> None:
    here = Spot("1", 2.0, 1.5)
    way = Route(here, here, (Leg("1", ((2.0, 1.5),), 0.0),), 0.0, 0.0, "walk")
    assert of_class(parse(draw_overlay(plan, "1", way)), "m-ring")


def test_a_place_that_the_plan_no_longer_has_is_named(plan: Plan, place: Place) -> None:
    with pytest.raises(PlanReferenceError, match='no face "77X"'):
        draw_overlay(plan, "1", None, place._replace(face="77X"))
