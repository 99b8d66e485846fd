"""Everything that can stand on a level, on the plan that has one of each."""

from dataclasses import replace
from datetime import datetime
from typing import get_args

import pytest

from floorplans.model import Plan, PointKind, Text
from kiosk_ui.svg.level import draw_level
from kiosk_ui.svg.pictograms import STROKES
from kiosk_ui.svg.scene import dated_now
from tests.support.shapes import shapes_plan
from tests.support.svg import SVG, of_class, parse, translation, words

BEFORE, DURING = datetime(2026, 11, 30, 12, 0), datetime(2026, 12, 1, 12, 0)


@pytest.fixture
def plan() -> Plan:
    return shapes_plan()


def shelf_group(svg: str, id: str):
    return next(each for each in of_class(parse(svg), "m-shelf") if each.get("data-shelf") == id)


def test_low_shelves_are_drawn_lighter(plan: Plan) -> None:
    svg = draw_level(plan, "1")
    low = {each.get("data-shelf") for each in of_class(parse(svg), "m-low")}
    assert low == {shelf.id for shelf in plan.shelves if shelf.is_low}


def test_only_mobile_shelves_run_on_rails(plan: Plan) -> None:
    root = parse(draw_level(plan, "1"))
    on_rails = {
        each.get("data-shelf")
        for each in of_class(root, "m-shelf")
        if list(of_class(each, "m-rails"))
    }
    assert on_rails == {shelf.id for shelf in plan.shelves if shelf.mounting == "mobile"}


def test_what_the_bays_do_not_fill_is_drawn_too(plan: Plan) -> None:
    svg = draw_level(plan, "1")
    paths = shelf_group(svg, "s6").findall(f"{SVG}path")
    assert [path.get("data-face") for path in paths] == [None, "6A", None]
    assert len(shelf_group(svg, "s13").findall(f"{SVG}path")) == 3


def test_a_shelf_without_faces_has_its_outline(plan: Plan) -> None:
    bare = replace(plan.shelves[0], faces=())
    svg = draw_level(replace(plan, shelves=(bare,), ranges=()), "1")
    assert len(shelf_group(svg, bare.id).findall(f"{SVG}path")) == 1


def test_ticks_of_both_faces_are_one_line(plan: Plan) -> None:
    ticks = of_class(shelf_group(draw_level(plan, "1"), "s1"), "m-bays")[0]
    assert ticks.get("d", "").count("M") == 3


@pytest.mark.parametrize("kind", get_args(PointKind))
def test_every_kind_of_point_has_a_pictogram(kind: str) -> None:
    assert kind in STROKES


def test_ramps_and_escalators_are_marked_where_they_are_entered(plan: Plan) -> None:
    root = parse(draw_level(plan, "1"))
    marked = {
        translation(group)
        for group in root.iter(f"{SVG}g")
        for path in group.findall(f"{SVG}g/{SVG}path")
        if path.get("d") in (STROKES["ramp"], STROKES["escalator"]) and group.get("transform")
    }
    assert marked == {(18.0, -14.5), (16.8, -14.5)}


def test_landmarks_have_their_names_from_the_second_zoom_on(plan: Plan) -> None:
    root = parse(draw_level(plan, "1", "sv"))
    assert "Jordglob" in {word for group in of_class(root, "z2") for word in words(group)}
    assert "Jordglob" not in {word for group in of_class(root, "z1") for word in words(group)}


def test_what_is_closed_for_good_is_hatched_with_its_reason(plan: Plan) -> None:
    root = parse(draw_level(plan, "1"))
    barred = of_class(root, "m-barred")
    assert [path.get("d") for path in barred] == ["M12.5 -3.5L15 -3.5 15 -7 12.5 -7Z"]
    assert {"Remontti", "Epäkunnossa"} <= set(words(root))
    assert len(of_class(root, "m-bar")) == 2


def test_a_closure_shows_while_it_holds(plan: Plan) -> None:
    before, during = (parse(draw_level(plan, "1", at=at)) for at in (BEFORE, DURING))
    assert "Suljettu" not in words(before)
    assert "Suljettu" in words(during)
    assert of_class(during, "m-barred")[0].get("d", "").count("M") == 2


def test_one_way_doors_have_an_arrow_and_staff_doors_a_bar(plan: Plan) -> None:
    root = parse(draw_level(plan, "1"))
    assert of_class(root, "m-oneway")[0].get("d", "").count("M") == 4
    assert of_class(root, "m-staff")[0].get("d") == "M20 -13L20 -14"


def test_closed_stacks_displays_and_trolleys_have_signs_and_no_block(plan: Plan) -> None:
    root = parse(draw_level(plan, "1"))
    assert len(of_class(root, "m-disc")) == 2 + 2 + 2
    far = [word for group in of_class(root, "z1") for word in words(group)]
    held = replace(plan, ranges=tuple(r for r in plan.ranges if r.kind in ("display", "trolley")))
    names = words(parse(draw_level(held, "1")))
    assert any("Kaunokirjallisuus" in word for word in far)
    assert not any("Kaunokirjallisuus" in word for word in names)


def test_a_display_is_gone_after_its_last_day(plan: Plan) -> None:
    shown = replace(plan.ranges[9], starts_on="2026-11-01", ends_on="2026-11-30")
    dated = replace(plan, ranges=(shown,))
    assert len(of_class(parse(draw_level(dated, "1", at=BEFORE)), "m-disc")) == 2 + 1
    assert len(of_class(parse(draw_level(dated, "1", at=DURING)), "m-disc")) == 2
    assert dated_now(dated, BEFORE) != dated_now(dated, DURING)


def test_a_theme_is_called_by_its_name(plan: Plan) -> None:
    names = words(parse(draw_level(plan, "1", "en")))
    assert names.count("Thrillers") >= 2


def test_titles_of_books_are_cut_to_their_first_letters(plan: Plan) -> None:
    assert "Aalt–Kivi" in words(parse(draw_level(plan, "1")))


def test_a_partition_may_have_a_scheme_of_its_own(plan: Plan) -> None:
    other = tuple(replace(each, scheme="text", block=Text(each.id)) for each in plan.partitions)
    assert "aik-kauno" in words(parse(draw_level(replace(plan, partitions=other), "1")))
