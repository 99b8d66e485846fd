from dataclasses import replace

import pytest

from floorplans.model import Bay, Face, Shelf
from tests.support.plans import make_bays, toy_plan
from tests.support.table_files import complaints, put

HEADER = "shelf;number;level;x_m;y_m;length_m;depth_m;angle_deg;height_m;face;side;bays"
ROW = "s9;9;1;2;6,5;1.8;0.3;90;1.8;9A;front;2x0.9/5"


def put_shelves(*rows, header=HEADER, **keywords):
    return put("shelves", header, *rows, **keywords)


def test_a_row_becomes_a_shelf_with_one_face():
    result = put_shelves(ROW)
    face = Face("9A", "9A", "front", (Bay(1, 0.9, 5), Bay(2, 0.9, 5)))
    assert complaints(result) == []
    assert result.plan.shelves[-1] == Shelf("s9", "9", "1", 2.0, 6.5, 1.8, 0.3, 90.0, 1.8, (face,))
    assert result.plan.shelves[:-1] == toy_plan().shelves


def test_rows_with_one_id_are_the_faces_of_one_shelf():
    result = put_shelves(ROW, "s9;;;;;;;;;9B;;1.8/5")
    assert [(face.id, face.side) for face in result.plan.shelves[-1].faces] == [
        ("9A", "front"),
        ("9B", "back"),
    ]


def test_a_level_is_named_by_its_id_or_in_any_language():
    result = put_shelves(ROW.replace(";1;2;", ";Våning 2;2;"))
    assert result.plan.shelves[-1].level == "2"


def test_shape_mounting_and_bend_are_read():
    header = f"{HEADER};shape;mounting;wing_m;turn_deg"
    shelf = put_shelves(f"{ROW};Corner;wall;1,2;-90", header=header).plan.shelves[-1]
    assert (shelf.shape, shelf.mounting, shelf.wing_m, shelf.turn_deg) == (
        "corner",
        "wall",
        1.2,
        -90.0,
    )


def test_columns_that_the_table_does_not_have_keep_what_the_plan_has():
    result = put_shelves("s1;5.5", header="hylly;x")
    assert result.plan.shelves[0] == replace(toy_plan().shelves[0], x_m=5.5)
    faces = put_shelves("s1;1A;4x0.9/6", header="shelf;face;bays").plan.shelves[0].faces
    assert faces == (Face("1A", "1A", "front", make_bays(4, boards=6)),)


def test_all_that_is_wrong_is_told_at_once():
    result = put_shelves(
        "s7;7;cellar;2;6;1.8;0.3;90;1.8;7A;front;2x0.9/5",
        "s8;8;1;two;6;;0.3;90;1.8;8A;left;many",
        ";9;1;2;6;1.8;0.3;90;1.8;9A;front;2x0.9/5",
        "s6;6;1;2;6;1.8;0.3;90;9000;7A;front;2x0.9/5",
    )
    assert complaints(result) == [
        (2, "level"),
        (3, "x_m"),
        (3, "length_m"),
        (3, "side"),
        (3, "bays"),
        (4, "shelf"),
        (5, "face"),
        (5, ""),
    ]
    said = [problem.message for problem in result.problems]
    assert said[-2] == 'Face "7A" is already in row 2; name another.'
    assert said[-1] == "height_m: expected metres from 0.001 to 2000; found 9000."


@pytest.mark.parametrize("id_", ["s1", "s9"])
def test_a_new_shelf_needs_what_one_that_is_known_has(id_):
    result = put_shelves(f"{id_};1;4x0.9/5", header="shelf;number;bays")
    missing = [] if id_ == "s1" else ["level", "x_m", "y_m", "length_m", "depth_m"]
    assert [problem.column for problem in result.problems][:5] == missing
