from dataclasses import replace

import pytest
from hypothesis import given

from floorplans.formats.tables.apply import TABLES, WRITERS, guess_table, import_tables
from floorplans.formats.tables.sheets import Sheet, TableFormatError, format_csv, parse_csv
from tests.support.plans import toy_plan
from tests.support.rich_plans import rich_plan
from tests.support.table_files import put, sheet
from tests.support.tidy_plans import tidy_plans


@given(tidy_plans)
def test_a_plan_is_the_same_after_its_tables_went_out_as_csv_and_replaced_themselves(plan):
    files = {name: format_csv(write(plan)).encode() for name, write in WRITERS.items()}
    tables = [(name, parse_csv(content, name)) for name, content in files.items()]
    result = import_tables(plan, tables, "replace")
    assert result.problems == ()
    assert result.plan == plan


@given(tidy_plans)
def test_tables_of_a_plan_change_nothing_when_they_update_it(plan):
    result = import_tables(plan, [(name, write(plan)) for name, write in WRITERS.items()])
    assert result.plan == plan
    assert {(each.added, each.changed, each.removed) for each in result.changes} == {(0, 0, 0)}


@given(tidy_plans)
def test_tables_of_a_plan_fill_one_that_has_none(plan):
    bare = replace(plan, shelves=(), ranges=(), aliases=())
    tables = [(name, write(plan)) for name, write in WRITERS.items()]
    assert import_tables(bare, tables).plan == plan


@pytest.mark.parametrize("name", WRITERS)
def test_a_table_is_known_by_its_header_whatever_it_is_called(name):
    written = WRITERS[name](rich_plan())
    assert guess_table(replace(written, name="Sheet1")) == name


def test_a_table_is_known_by_its_finnish_header_or_its_name():
    walk = "sivu;hyllyväli;ensimmäinen;nähty"
    assert guess_table(sheet(walk)) == "first-items"
    assert guess_table(sheet("alue;tarkistettu")) == "ranges"
    assert [guess_table(Sheet(name.upper(), ())) for name in TABLES] == list(TABLES)
    assert guess_table(sheet("nimi;puhelin")) is None


def test_ranges_may_stand_on_shelves_of_the_same_file():
    shelves = sheet(
        "shelf;level;x_m;y_m;length_m;depth_m;angle_deg;height_m;face;bays",
        "s9;1;2;6.5;1.8;0.3;0;1.8;9A;2x0.9/5",
    )
    ranges = sheet("range;partition;face;first;last", "r9;aik-kauno;9A;84.2 A;84.2 B")
    result = import_tables(toy_plan(), [("ranges", ranges), ("shelves", shelves)])
    assert result.problems == ()
    assert result.plan.ranges[-1].runs[0].last_bay == 2


def test_if_one_table_is_wrong_the_other_is_not_imported_either():
    good = sheet("range;checked_on", "r1;2026-11-01", name="ranges")
    bad = sheet("shelf;x_m", "s1;x", name="shelves")
    result = import_tables(toy_plan(), [("ranges", good), ("shelves", bad)])
    assert result.plan is None
    assert [str(problem) for problem in result.problems] == [
        'shelves, row 2, column x_m: "x" is no number; write it like 22.9.'
    ]


def test_two_tables_of_a_kind_are_refused():
    with pytest.raises(TableFormatError, match='"a" and "b" are both ranges'):
        import_tables(
            toy_plan(), [("ranges", sheet("range", name="a")), ("ranges", sheet("range", name="b"))]
        )


def test_first_items_do_not_replace_all_ranges():
    with pytest.raises(TableFormatError, match="cannot replace all ranges"):
        put("first-items", "face;bay", mode="replace")
