"""DXF drawings: layers become things, in any unit and version."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from shapely.affinity import affine_transform, rotate, translate

from floorplans.errors import PlanFormatError
from floorplans.formats.drawings.layers import guess_kind
from floorplans.formats.drawings.read import DrawingOptions, read_dxf
from floorplans.geometry import shelf_outline
from floorplans.validate import check_plan, find_breaks
from tests.support.dxf_files import UNITS_M, VERSIONS, Sheet, draw_library, draw_outlines

MM = DrawingOptions(units="mm")


def read(sheet, **asked):
    return read_dxf(sheet.write(), "branch", DrawingOptions(**asked))


def told(result, rule):
    return {each.place: each.message for each in result.problems if each.rule == rule}


def by_number(result):
    return {shelf.number: shelf for shelf in result.plan.shelves}


def ends(opening):
    return {(round(x_m, 2), round(y_m, 2)) for x_m, y_m in (opening.start, opening.end)}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_library_comes_with_all_its_things_from_every_version(version):
    result = read(draw_library(version=version), units="mm")
    plan = result.plan
    assert find_breaks(plan) == ()
    assert [(level.id, Polygon(level.outline).area) for level in plan.levels] == [("1", 240)]
    units = {unit.category: unit for unit in plan.units}
    assert units["room"].name.fi == "Käsikirjasto ÅÖ"
    assert Polygon(units["room"].outline).area == pytest.approx(30)
    assert Polygon(units["stairs"].outline).area == pytest.approx(6)
    assert Polygon(units["lift"].outline).area == pytest.approx(2.56)
    assert {fixture.kind for fixture in plan.fixtures} == {"wall", "pillar", "table"}
    assert sorted(by_number(result)) == ["1", "10", "11", "12", "13"]


def test_shelves_have_faces_bays_and_the_number_of_their_block():
    shelves = by_number(read(draw_library()))
    ten = shelves["10"]
    assert (ten.x_m, ten.y_m, ten.length_m, ten.depth_m) == pytest.approx((2.35, 2.3, 2.7, 0.6))
    assert [(face.name, len(face.bays)) for face in ten.faces] == [("10A", 3), ("10B", 3)]
    assert (shelves["1"].mounting, shelves["1"].angle_deg, len(shelves["1"].faces)) == (
        "wall",
        180,
        1,
    )


def test_a_door_is_read_of_the_arc_that_its_leaf_swings_along():
    openings = {each.kind: each for each in read(draw_library()).plan.openings}
    assert ends(openings["entrance"]) == {(9.05, 0), (9.95, 0)}
    assert ends(openings["door"]) == {(14, 7.1), (14, 8)}


def test_a_double_door_goes_from_hinge_to_hinge():
    sheet = draw_library()
    for at, turn in ((4, 0), (5.8, 90)):
        centre = sheet.at((at, 12))[0]
        sheet.space.add_arc(centre, 900, turn, turn + 90, dxfattribs={"layer": "OVET"})
    assert {(4, 12), (5.8, 12)} in [ends(each) for each in read(sheet).plan.openings]


def test_walls_have_gaps_where_doors_are_drawn_across_them():
    sheet = draw_library()
    sheet.lines("SEINÄ", (14, 7), (14, 12))
    walls = [Polygon(each.outline) for each in read(sheet).plan.fixtures if each.kind == "wall"]
    door = Polygon([(13.9, 7.2), (14.1, 7.2), (14.1, 7.9), (13.9, 7.9)])
    assert not any(wall.intersects(door) for wall in walls)
    assert any(wall.contains(Polygon([(13.98, 9), (14.02, 9), (14, 9.1)])) for wall in walls)


def test_the_plan_of_a_drawing_has_no_more_violations_than_what_no_drawing_tells():
    rules = {
        each.rule for each in check_plan(read(draw_library()).plan) if each.severity == "violation"
    }
    assert rules <= {"no-ranges", "no-partitions"}


def test_bays_that_are_drawn_one_by_one_are_a_shelf():
    sheet = draw_library()
    for at, width_m in ((0, 0.9), (0.9, 1.2), (2.1, 0.6)):
        sheet.box("HYLLYT", 1 + at, 8, 1 + at + width_m, 8.5)
    row = next(each for each in read(sheet).plan.shelves if each.y_m == 8.25)
    front, back = ([bay.width_m for bay in face.bays] for face in row.faces)
    assert sorted([front, back]) == [[0.6, 1.2, 0.9], [0.9, 1.2, 0.6]]
    assert row.length_m == pytest.approx(2.7)


def test_shelves_of_loose_lines_are_read():
    sheet = draw_library()
    sheet.lines("HYLLYT", (9, 9), (12, 9), (12, 9.5), (9, 9.5), (9, 9))
    sheet.lines("HYLLYT", (9, 9), (12, 9.5))
    found = [each for each in read(sheet).plan.shelves if each.y_m == 9.25]
    assert [(each.length_m, each.depth_m) for each in found] == [(3, 0.5)]


def test_a_block_of_many_shelves_is_taken_apart():
    sheet = draw_library()
    block = sheet.document.blocks.new("OSASTO")
    for at in range(3):
        block.add_blockref("HYLLY", sheet.at((0, 1.9 * at))[0])
    sheet.insert("HYLLYT", "OSASTO", 9, 6.2, rotation=10)
    assert len(read(sheet).plan.shelves) == 8


def test_a_block_put_in_rows_is_drawn_out():
    sheet = draw_library()
    grid = sheet.insert("HYLLYT", "HYLLY", 8, 1)
    grid.dxf.row_count, grid.dxf.row_spacing = 3, 1900
    ids = [each.id for each in read(sheet).plan.shelves]
    assert len(ids) == len(set(ids)) == 8


def test_layers_can_be_told_and_left_out():
    sheet = draw_library()
    sheet.box("X-17", 11, 8, 13, 8.5)
    untold = read(sheet)
    assert "layer X-17" in told(untold, "left-out")
    given_ = read(sheet, layers={"X-17": "shelf", "PÖYDÄT": "nothing", "MITAT": "nothing"})
    assert len(given_.plan.shelves) == 6
    assert "table" not in {each.kind for each in given_.plan.fixtures}
    assert told(given_, "left-out") == {}
    kinds = {layer.name: (layer.kind, layer.things) for layer in given_.drawing.layers}
    assert kinds["X-17"] == ("shelf", 1)
    assert kinds["HYLLYT"] == ("shelf", 21)


def test_a_layer_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(PlanFormatError, match=r"no layer 'HYLY'.*HYLLYT"):
        read(draw_library(), layers={"HYLY": "shelf"})


def test_what_is_not_read_is_counted_by_layer():
    sheet = draw_library()
    for at in range(3):
        sheet.space.add_hatch(dxfattribs={"layer": "SEINÄ"}).set_pattern_fill("ANSI31", at + 1)
    sheet.space.add_blockref("MISSING", (0, 0), dxfattribs={"layer": "PILARI"})
    bent = ((1, 9), (4, 9), (4, 9.3), (1.3, 9.3), (1.3, 11), (1, 11))
    sheet.ring("HYLLYT", *bent)
    messages = told(read(sheet), "left-out")
    assert messages["layer SEINÄ"] == "Not read: 3 × HATCH."
    assert "1 × INSERT without its block" in messages["layer PILARI"]
    assert "1 × not of such a form" in messages["layer HYLLYT"]


def test_a_layer_that_is_switched_off_is_left_out_unless_it_is_asked_for():
    sheet = draw_library()
    sheet.document.layers.add("KALUSTEET").off()
    sheet.box("KALUSTEET", 11, 8, 12, 8.5)
    assert "switched off" in told(read(sheet), "left-out")["layer KALUSTEET"]
    asked = read(sheet, layers={"KALUSTEET": "furniture"})
    assert "furniture" in {each.kind for each in asked.plan.fixtures}


def test_without_a_unit_it_says_how_large_it_would_be_and_what_to_do():
    result = read(draw_library(""))
    assert result.plan is None
    last = result.problems[-1]
    assert last.rule == "no-units"
    assert "--units, one of mm, cm" in last.message
    assert "In mm it is 24 m wide and 16 m deep." in last.message
    assert (result.drawing.units, result.drawing.guessed) == ("", "mm")
    assert any(layer.name == "HYLLYT" for layer in result.drawing.layers)


@pytest.mark.parametrize(("drawn", "guessed"), [("m", "m"), ("cm", "cm"), ("mm", "mm")])
def test_the_unit_is_guessed_by_the_size_of_a_building(drawn, guessed):
    sheet = draw_library(drawn)
    sheet.document.header["$INSUNITS"] = 0
    assert read(sheet).drawing.guessed == guessed


def test_a_drawing_far_from_its_origin_is_brought_near_by_whole_kilometres():
    sheet = Sheet("m")
    sheet.box("KERROS", 25_496_100, 6_672_300, 25_496_120, 6_672_312)
    (level,) = read(sheet).plan.levels
    assert set(level.outline) == {(100, 300), (120, 300), (120, 312), (100, 312)}


def test_a_level_is_called_as_it_is_asked_for():
    plan = read(draw_library(), level="2").plan
    assert (plan.levels[0].id, plan.levels[0].ordinal, plan.levels[0].name.fi) == (
        "2",
        1,
        "2. kerros",
    )
    assert all(shelf.id.startswith("2-") and shelf.level == "2" for shelf in plan.shelves)


def test_bent_lines_are_followed_to_half_a_centimetre():
    sheet = Sheet("mm")
    corners = [(0, 0, 1), (10_000, 0, 0), (10_000, 8_000, 0), (0, 8_000, 0)]
    sheet.space.add_lwpolyline(corners, format="xyb", close=True, dxfattribs={"layer": "HUONE"})
    (room,) = read(sheet).plan.units
    assert Polygon(room.outline).area == pytest.approx(80 + math.pi * 12.5, abs=0.1)


def test_words_of_several_lines_name_a_room_by_the_line_with_most_letters():
    sheet = Sheet("mm")
    sheet.box("HUONE", 0, 0, 9, 9)
    sheet.space.add_mtext(
        "{\\fArial|b1;204}\\PLUKUSALI\\P12,5 m²",
        dxfattribs={"layer": "HUONE", "char_height": 250, "insert": (3000, 6000)},
    )
    assert [unit.name.fi for unit in read(sheet).plan.units] == ["LUKUSALI"]


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        ("SEINÄT", "wall"),
        ("A-WALL-FULL", "wall"),
        ("väliseinä", "wall"),
        ("Kirjahyllyt", "shelf"),
        ("BOKHYLLOR", "shelf"),
        ("ULKO-OVET", "door"),
        ("Dörrar", "door"),
        ("HUONETILAT", "room"),
        ("HISSI", "lift"),
        ("A-FLOR-STRS", "stairs"),
        ("Trappor", "stairs"),
        ("KALUSTEET", "furniture"),
        ("PÖYDÄT", "table"),
        ("BORDER", "nothing"),
        ("0", "nothing"),
        ("Kerroksen ääriviiva", "level"),
    ],
)
def test_the_names_of_layers_tell_what_is_on_them(layer, kind):
    assert guess_kind(layer) == kind


@pytest.mark.parametrize(
    ("level", "ordinal", "name"),
    [("3", 2, "3. kerros"), ("K", -1, "Kerros K"), ("", 0, "1. kerros")],
)
def test_a_level_is_named_as_it_is_signed(level, ordinal, name):
    (read_,) = read(draw_library(), level=level).plan.levels
    assert (read_.ordinal, read_.name.fi) == (ordinal, name)


places = st.tuples(
    st.integers(0, 3),
    st.integers(0, 2),
    st.floats(0.3, 7.0),
    st.floats(0.2, 1.0),
    st.floats(0, 180),
)
turns = st.tuples(st.floats(0, 360), st.sampled_from([1, -1]), st.sampled_from([1.0, 0.1, 10.0]))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(places, min_size=1, max_size=8, unique_by=lambda box: box[:2]),
    st.sampled_from(["mm", "cm", "m", "dm", "in", "ft"]),
    turns,
)
def test_any_shelves_come_where_they_are_in_any_unit_turned_and_mirrored(drawn, units, turned):
    shapes = []
    for column, row, length_m, depth_m, turn_deg in drawn:
        depth_m = min(depth_m, length_m * 0.9)
        box = Polygon([(0, 0), (length_m, 0), (length_m, depth_m), (0, depth_m)])
        shapes.append(translate(rotate(box, turn_deg), 9.9 * column, 9.9 * row))
    turn_deg, mirror, scale = turned
    sheet = draw_outlines("HYLLYT", (), units)
    block = sheet.document.blocks.new("KERROS")
    for shape in shapes:
        small = affine_transform(shape, [1 / scale, 0, 0, 1 / scale, 0, 0])
        sheet.ring("0", *list(small.exterior.coords)[:-1], on=block)
    sheet.insert("HYLLYT", "KERROS", 3, 4, rotation=turn_deg, xscale=mirror * scale, yscale=scale)
    sine, cosine = math.sin(math.radians(turn_deg)), math.cos(math.radians(turn_deg))
    matrix = [mirror * cosine, -sine, mirror * sine, cosine, 3, 4]
    expected = [affine_transform(shape, matrix) for shape in shapes]
    plan = read(sheet).plan
    assert find_breaks(plan) == ()
    found = [Polygon(shelf_outline(shelf)) for shelf in plan.shelves]
    assert len(found) == len(expected)
    for shape in expected:
        shared_m2 = max(each.intersection(shape).area for each in found)
        assert shared_m2 == pytest.approx(shape.area, rel=0.02)
    assert UNITS_M[units] == sheet.unit_m
