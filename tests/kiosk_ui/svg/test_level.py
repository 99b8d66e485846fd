import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from floorplans.errors import PlanReferenceError
from floorplans.geometry import bays_outline
from floorplans.model import Plan, Text
from kiosk_ui.svg.frame import to_svg
from kiosk_ui.svg.level import Look, Zoom, draw_level
from kiosk_ui.svg.writer import DrawingError
from tests.support.plans import toy_plan
from tests.support.shapes import shapes_plan
from tests.support.svg import SVG, faces, of_class, parse, path_points, words

LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize("make", [toy_plan, shapes_plan])
def test_every_face_of_the_level_is_drawn_where_its_bays_are(make: Callable[[], Plan]) -> None:
    plan = make()
    drawn = faces(parse(draw_level(plan, "1")))
    standing = {
        face.id: (shelf, face)
        for shelf in plan.shelves
        if shelf.level == "1"
        for face in shelf.faces
    }
    assert set(drawn) == set(standing)
    for id, (shelf, face) in standing.items():
        ring = bays_outline(shelf, face, 1, len(face.bays))
        assert drawn[id][1] == [pytest.approx(to_svg(*point), abs=0.011) for point in ring]


@pytest.mark.parametrize("zoom", [None, 1, 2, 3])
def test_a_level_without_shelves_is_drawn_with_its_rooms(zoom: Zoom | None) -> None:
    empty = replace(toy_plan(), shelves=(), ranges=())
    drawn = parse(draw_level(empty, "1", look=Look(zoom=zoom)))
    assert not faces(drawn)
    assert "Hiljainen huone" in words(drawn)


def test_the_area_of_a_face_is_that_of_its_bays() -> None:
    plan = shapes_plan()
    drawn = faces(parse(draw_level(plan, "1")))
    for shelf in plan.shelves:
        for face in shelf.faces:
            area_m2 = Polygon(bays_outline(shelf, face, 1, len(face.bays))).area
            assert Polygon(drawn[face.id][1]).area == pytest.approx(area_m2, rel=0.03)


def test_shelves_carry_their_id_and_their_number(plan: Plan) -> None:
    root = parse(draw_level(plan, "2"))
    assert [each.get("data-shelf") for each in of_class(root, "shelf")] == ["s3", "s4"]
    assert {each.text for each in of_class(root, "m-number")} == {"3", "4"}


def test_a_face_tells_its_range_by_labels_or_by_its_title(plan: Plan) -> None:
    root = parse(draw_level(plan, "1"))
    titles = {id: path.findtext(f"{SVG}title", "") for id, (path, _) in faces(root).items()}
    told = {word for group in of_class(root, "m-range") for word in words(group)}
    assert {"AAL–KOR", "KOS–ÖST", "AUS–WOO"} <= told
    assert titles["1A"] == "Hylly\u00a01A"
    narrow = replace(plan.shelves[0], length_m=0.4, faces=plan.shelves[0].faces)
    bays = tuple(replace(bay, width_m=0.1) for bay in narrow.faces[0].bays)
    crowded = replace(narrow, faces=(replace(narrow.faces[0], bays=bays),))
    root = parse(draw_level(replace(plan, shelves=(crowded,)), "1"))
    assert faces(root)["1A"][0].findtext(f"{SVG}title") == "Hylly\u00a01A: 84.2 AAL–ÖST"


def test_a_face_without_ranges_is_named(plan: Plan) -> None:
    titles = [each.text for each in parse(draw_level(replace(plan, ranges=()), "1")).iter()]
    assert "Hylly\u00a01A" in titles


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_and_description_are_in_the_language(plan: Plan, language: str) -> None:
    title, description = list(parse(draw_level(plan, "1", language)))[:2]
    level = plan.get_level("1").name.in_language(language)
    assert title.text == f"{plan.name.in_language(language)}, {level}"
    assert description.tag == f"{SVG}desc"
    assert "2" in (description.text or "")
    assert len({draw_level(plan, "1", each) for each in LANGUAGES}) == len(LANGUAGES)


def test_names_come_with_the_zoom(plan: Plan) -> None:
    root = parse(draw_level(plan, "1"))
    near, far = of_class(root, "z3"), of_class(root, "z1")
    assert {"AAL–KOR", "KOS–ÖST"} <= {word for group in near for word in words(group)}
    assert any("Tietokirjallisuus" in word for group in far for word in words(group))


def test_rooms_for_staff_are_hatched(plan: Plan) -> None:
    root = parse(draw_level(plan, "1", prefix="left-"))
    hatched = [each for each in root.iter(f"{SVG}path") if each.get("fill")]
    assert [each.get("fill") for each in hatched] == ["url(#left-m-closed)"]
    staff_room = next(unit for unit in plan.units if unit.staff_only)
    assert path_points(hatched[0].get("d", "")) == [to_svg(*each) for each in staff_room.outline]


def test_walls_have_gaps_at_openings(plan: Plan) -> None:
    points = [
        point
        for wall in of_class(parse(draw_level(plan, "1")), "m-wall")
        for point in path_points(wall.get("d", ""))
    ]
    for opening in plan.openings:
        if opening.level == "1":
            assert to_svg(*opening.start) in points
            assert to_svg(*opening.end) in points


def test_a_level_without_openings_has_a_closed_wall(plan: Plan) -> None:
    outer = of_class(parse(draw_level(replace(plan, openings=(), units=()), "1")), "m-outer")
    points = path_points(outer[0].get("d", ""))
    assert points[0] == points[-1]


def test_no_id_is_there_twice(plan: Plan) -> None:
    ids = Counter(each.get("id") for each in parse(draw_level(plan, "1")).iter() if each.get("id"))
    assert ids
    assert max(ids.values()) == 1


def test_the_same_plan_gives_the_same_bytes(plan: Plan) -> None:
    assert draw_level(plan, "1") == draw_level(toy_plan(), "1")


def test_an_empty_level_can_be_drawn(plan: Plan) -> None:
    bare = Plan("bare", Text("Tyhjä"), "ykl", plan.levels)
    assert not of_class(parse(draw_level(bare, "1")), "shelf")


@pytest.mark.parametrize("scheme", ["ykl", "finnish", "text"])
def test_plans_of_every_scheme_can_be_drawn(plan: Plan, scheme: str) -> None:
    assert of_class(parse(draw_level(replace(plan, scheme=scheme), "1")), "shelf")


@given(st.text(min_size=1))
def test_any_name_is_drawn_as_text(name: str) -> None:
    plan = toy_plan()
    units = tuple(replace(unit, name=Text(name)) for unit in plan.units)
    parse(draw_level(replace(plan, name=Text(name), units=units), "1"))


def test_an_unknown_level_is_named(plan: Plan) -> None:
    with pytest.raises(PlanReferenceError, match='no level "9"'):
        draw_level(plan, "9")


def test_a_fixture_with_a_coordinate_that_is_no_number_is_refused(plan: Plan) -> None:
    desk = replace(plan.fixtures[0], outline=((0.0, 0.0), (math.nan, 1.0), (1.0, 1.0)))
    with pytest.raises(DrawingError, match="check the plan"):
        draw_level(replace(plan, fixtures=(desk,)), "1")
