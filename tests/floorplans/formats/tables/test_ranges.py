from dataclasses import replace

import pytest

from floorplans.model import BayRun, Range, Text
from tests.support.plans import make_range, toy_plan
from tests.support.rich_plans import rich_plan
from tests.support.table_files import complaints, put

HEADER = "range;partition;face;first_bay;last_bay;first;last;checked_on"


def put_ranges(*rows, header=HEADER, **keywords):
    return put("ranges", header, *rows, **keywords)


def get_range(result, id_):
    assert result.problems == ()
    return next(each for each in result.plan.ranges if each.id == id_)


def test_a_row_becomes_a_range():
    made = get_range(put_ranges("r9;aik-kauno;1B;2;3;84.31 AUS;84.31 KOR;2.11.2026"), "r9")
    run = BayRun("1B", 2, 3)
    assert made == Range("r9", "aik-kauno", (run,), "84.31 AUS", "84.31 KOR", "2026-11-02")


def test_rows_with_one_id_are_the_runs_of_one_range_in_turn():
    made = get_range(put_ranges("r9;aik-kauno;2A;;;84.2 A;84.2 Ö;", "r9;;1B;2;;;;"), "r9")
    assert made.runs == (BayRun("2A", 1, 4), BayRun("1B", 2, 2))


@pytest.mark.parametrize(
    ("cells", "run"),
    [("1A;;", (1, 4)), ("1A;2;", (2, 2)), ("1A;;3", (3, 3)), ("1a;1;2", (1, 2))],
)
def test_bays_that_a_row_does_not_say_are_the_whole_face_or_the_one_bay(cells, run):
    made = get_range(put_ranges(f"r9;aik-kauno;{cells};84.2 A;84.2 B;"), "r9")
    assert made.runs == (BayRun("1A", *run),)


@pytest.mark.parametrize("name", ["aik-kauno", "Skönlitteratur för vuxna", "adult  FICTION"])
def test_a_partition_is_named_by_its_id_or_in_any_language(name):
    assert get_range(put_ranges(f"r9;{name};1A;;;84.2 A;84.2 B;"), "r9").partition == "aik-kauno"


def test_a_face_is_named_as_signed_but_an_id_goes_first():
    plan = toy_plan()
    shelf = plan.shelves[0]
    faces = (replace(shelf.faces[0], name="17A"), replace(shelf.faces[1], name="2A"))
    signed = replace(plan, shelves=(replace(shelf, faces=faces), *plan.shelves[1:]))
    rows = ("x;aik-kauno;17A;;;84.2 A;84.2 B;", "y;aik-kauno;2A;;;84.2 A;84.2 B;")
    result = put_ranges(*rows, plan=signed)
    assert get_range(result, "x").runs[0].face == "1A"
    assert get_range(result, "y").runs[0].face == "2A"


def test_an_empty_id_is_made_of_partition_face_and_bay_and_no_other_row_has_it():
    rows = [";aik-kauno;1A;2;;84.2 A;84.2 B;"] * 2 + ["aik-kauno-1A-2;aik-kauno;1B;;;84.2;84.3;"]
    result = put_ranges(*rows)
    assert [each.id for each in result.plan.ranges[-3:]] == [
        "aik-kauno-1A-2-2",
        "aik-kauno-1A-2-3",
        "aik-kauno-1A-2",
    ]


def test_headers_are_understood_in_finnish_swedish_and_english():
    finnish = "Alue;Aineistoryhmä;Sivu;Ensimmäinen väli;viimeinen väli;alku;loppu;tarkistettu"
    swedish = "intervall;beståndsgrupp;hyllsida;första fack;sista fack;början;slut;kontrollerad"
    english = "Range;Partition;Face;First bay;Last bay;First;Last;Checked on"
    row = "r9;aik-kauno;1B;2;3;84.31 AUS;84.31 KOR;2026-11-02"
    made = [get_range(put_ranges(row, header=each), "r9") for each in (finnish, swedish, english)]
    assert made[0] == made[1] == made[2] == get_range(put_ranges(row), "r9")


def test_columns_that_the_table_does_not_have_keep_what_the_plan_has():
    plan = rich_plan()
    result = put_ranges("f;1.11.2026", header="range;checked_on", plan=plan)
    before = next(each for each in plan.ranges if each.id == "f")
    assert get_range(result, "f") == replace(before, checked_on="2026-11-01")
    assert [each.id for each in result.plan.ranges] == [each.id for each in plan.ranges]


def test_empty_cells_of_columns_that_it_has_empty_the_field():
    result = put_ranges("f;", header="range;bay_firsts", plan=rich_plan())
    assert get_range(result, "f").bay_firsts == ()


def test_themes_marks_and_first_items_are_read():
    header = "range;partition;face;kind;theme_fi;theme_en;marks;bay_firsts;starts_on"
    row = "r9;aik-kauno;1A;theme;Kauhu;Horror;KAU | GHO;84.2 A | - | 84.2 B | 84.2 C;1.12.2026"
    made = get_range(put_ranges(row, header=header), "r9")
    assert (made.kind, made.theme, made.marks) == (
        "theme",
        Text("Kauhu", "", "Horror"),
        ("KAU", "GHO"),
    )
    assert made.bay_firsts == ("84.2 A", "", "84.2 B", "84.2 C")
    assert made.starts_on == "2026-12-01"


def test_displays_need_no_partition_but_other_ranges_do():
    header = "range;partition;face;kind"
    assert complaints(put_ranges("d;;1A;display", header=header)) == []
    assert complaints(put_ranges("d;;1A;theme", header=header)) == [(2, "partition")]


def test_all_that_is_wrong_is_told_at_once_by_row_and_column_and_nothing_is_imported():
    result = put_ranges(
        "r1;aik-kaunoo;1A;1;2;84.2 A;84.2 B;2026-03-02",
        "r2;aik-kauno;9A;1;2;84.2 A;84.2 B;yesterday",
        "r3;aik-kauno;1B;1;7;84.2 A;84.2 B;",
        "r4;aik-kauno;1B;x;;84.2 A;84.2 B;",
        "r5;aik-kauno;;1;;84.2 A;84.2 B;",
        "r6;aik-kauno;1B;3;2;84.2 A;84.2 B;",
        "r7;aik-kauno;1B;1;1;84.2 A;84.2 B;",
        "r7;aik-tieto;1B;2;2;;;",
    )
    assert complaints(result) == [
        (2, "partition"),
        (3, "face"),
        (3, "checked_on"),
        (4, "last_bay"),
        (5, "first_bay"),
        (6, "face"),
        (7, "last_bay"),
        (9, "partition"),
    ]
    said = {problem.row: problem.message for problem in result.problems}
    assert said[2] == 'No partition is called "aik-kaunoo"; the nearest: aik-kauno, lap-kauno.'
    assert said[4] == 'Face "1B" has no bay 7; its bays: 1 to 4.'
    assert said[9].startswith("Row 8 says something else")


def test_a_name_that_several_faces_have_is_refused():
    plan = toy_plan()
    shelf = plan.shelves[0]
    faces = tuple(replace(face, name="1") for face in shelf.faces)
    twice = replace(plan, shelves=(replace(shelf, faces=faces), *plan.shelves[1:]))
    result = put_ranges("r9;aik-kauno;1;;;84.2 A;84.2 B;", plan=twice)
    assert complaints(result) == [(2, "face")]
    assert "Several faces are called" in result.problems[0].message


def test_first_items_of_a_run_that_others_follow_must_be_complete():
    header = "range;partition;face;bay_firsts"
    result = put_ranges("r9;aik-kauno;1A;a | b", "r9;;1B;c", header=header)
    assert complaints(result) == [(2, "bay_firsts")]
    assert "has 4 bays, but 2 firsts" in result.problems[0].message
    assert complaints(put_ranges("r9;aik-kauno;1A;a|b|c|d", "r9;;1B;e", header=header)) == []


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("7", "may have lost a zero"),
        ("7.3", "may have lost a zero"),
        ("2026-12-03", "is a date"),
    ],
)
def test_what_spreadsheets_are_known_to_change_is_doubted_but_imported(cell, words):
    result = put_ranges(f"r9;aik-tieto;1A;;;{cell};99;")
    assert complaints(result) == []
    ((row, column, message),) = [(each.row, each.column, each.message) for each in result.doubts]
    assert (row, column) == (2, "first")
    assert words in message


@pytest.mark.parametrize("cell", ["07", "84.2", "00.1 KIR", "7 päivää"])
def test_call_numbers_that_look_right_are_not_doubted(cell):
    assert put_ranges(f"r9;aik-tieto;1A;;;{cell};99;").doubts == ()


def test_titles_may_be_any_numbers():
    header = "range;partition;face;kind;first;last"
    assert put_ranges("r9;aik-kauno;1A;title;7;9", header=header).doubts == ()


def test_columns_that_nobody_knows_are_named_and_passed_over():
    result = put_ranges("r1;x", header="range;chekced_on")
    assert complaints(result) == []
    assert [(doubt.row, doubt.column) for doubt in result.doubts] == [(1, "chekced_on")]


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("range;first;first", "r1;a;b", "is there twice"),
        ("a;b", "r1;a", "No column is known; the first row must name range, partition"),
        ("range;first", "r1;a;b;c", "has 4 cells, the header has 2"),
        ("range;first", "r1;#REF!", "The formula gives #REF!"),
        ("range;kind", "r1;shelf", "is none of call_number, title"),
        ("range;face", "r9;1A", "The table has no such column"),
        ("range;theme_sv", "r1;Kärlek", "Finnish name"),
        ("range;first", "r1;a\u0007", "without control characters"),
        ("range;first_board;face", "r1;0;1A", "whole number from 1 to 50"),
    ],
)
def test_a_table_that_makes_no_sense_says_why(header, row, words):
    result = put_ranges(row, header=header)
    assert result.plan is None
    assert any(words in problem.message for problem in result.problems)


def test_an_empty_table_says_what_it_needs():
    result = put("ranges", "")
    assert "The table is empty; the first row must name range" in result.problems[0].message


def test_to_update_keeps_what_no_row_names_and_to_replace_does_not():
    row = "r2;aik-kauno;1B;;;84.2 KOS;84.2 ÖST;"
    kept, alone = put_ranges(row), put_ranges(row, mode="replace")
    assert [each.id for each in kept.plan.ranges] == [each.id for each in toy_plan().ranges]
    assert get_range(kept, "r1") == make_range(
        "r1", "aik-kauno", "1A", (1, 2), "84.2 AAL", "84.2 KOR"
    )
    assert [each.id for each in alone.plan.ranges] == ["r2"]
    (changes,) = alone.changes
    assert (changes.added, changes.changed, changes.unchanged, changes.removed) == (0, 1, 0, 7)
