from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.items import COLUMNS, STATUSES, Item, format_items, parse_items
from api.catalogue.row_problems import ItemsFormatError

HEADER = ",".join(COLUMNS)
HOBITTI = Item(
    barcode="4001",
    title="Hobitti eli Sinne ja takaisin",
    author="Tolkien, J. R. R.",
    year=1985,
    call_number="84.2 TOL",
    partition="aik-kauno",
    language="fi",
    status="on_loan",
    due_on="2026-12-05",
)
HOBITTI_ROW = (
    '4001,Hobitti eli Sinne ja takaisin,"Tolkien, J. R. R.",1985,84.2 TOL,'
    "aik-kauno,fi,on_loan,2026-12-05"
)

cells = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
items = st.builds(
    Item,
    barcode=cells,
    title=cells,
    author=cells | st.just(""),
    year=st.none() | st.integers(1000, 2999),
    call_number=cells,
    partition=cells,
    language=st.sampled_from(["fi", "sv", "en", "smn", "zxx"]),
    status=st.sampled_from(STATUSES),
    due_on=st.none() | st.dates().map(lambda day: day.isoformat()),
)


def one_row(**cells: str) -> str:
    row = {"barcode": "1", "title": "T", "call_number": "84.2 A", "partition": "p"}
    row |= {"author": "", "year": "", "language": "fi", "status": "available", "due_on": ""}
    row |= cells
    return HEADER + "\n" + ",".join(row[column] for column in COLUMNS) + "\n"


def test_a_row_becomes_an_item():
    assert parse_items(f"{HEADER}\n{HOBITTI_ROW}\n") == ((HOBITTI,), ())


def test_unknown_year_and_due_date_are_none():
    (item,), _ = parse_items(one_row(year="", due_on=""))
    assert (item.year, item.due_on) == (None, None)


@given(st.lists(items, unique_by=lambda item: item.barcode))
def test_what_is_written_is_read_back(some_items):
    assert parse_items(format_items(some_items)) == (tuple(some_items), ())


@given(st.text())
def test_any_text_without_a_header_is_refused_as_no_table(text):
    with pytest.raises(ItemsFormatError, match="must name the columns barcode, title, author"):
        parse_items(text)


@given(st.text(st.sampled_from('a1,;"\t\r\n\x00 \ud800') | st.characters(), max_size=200))
def test_any_text_under_a_good_header_gives_items_and_problems(text):
    found, problems = parse_items(f"{HEADER}\n{text}")
    assert len({item.barcode for item in found}) == len(found)
    assert all(problem.line >= 2 and problem.message for problem in problems)


def test_a_good_row_between_bad_ones_is_kept():
    text = f"{HEADER}\nonly,three,cells\n{HOBITTI_ROW}\n,,,,,,,,x\n"
    found, problems = parse_items(text)
    assert found == (HOBITTI,)
    assert {problem.line for problem in problems} == {2, 4}


@pytest.mark.parametrize(
    ("column", "cell", "advice"),
    [
        ("barcode", "", "column barcode"),
        ("title", "", "column title"),
        ("call_number", "", "column call_number"),
        ("partition", "", "column partition"),
        ("year", "19x4", "four digits"),
        ("year", "١٩٩٨", "four digits"),
        ("language", "suomi", "ISO 639"),
        ("language", "", "ISO 639"),
        ("status", "lost", "write one of available, on_loan"),
        ("due_on", "5.12.2026", "like 2026-12-05"),
        ("due_on", "2026-02-30", "like 2026-12-05"),
        ("title", "Hobi\x00tti", "U+0000"),
    ],
)
def test_a_bad_cell_is_reported_with_its_place_and_what_to_do(column, cell, advice):
    found, (problem,) = parse_items(one_row(**{column: cell}))
    assert found == ()
    assert (problem.line, problem.column) == (2, column)
    assert advice in problem.message
    assert str(problem).startswith(f'Line 2, column "{column}": ')


def test_all_problems_of_a_row_are_reported_at_once():
    _, problems = parse_items(one_row(title="", year="x", status="gone"))
    assert [problem.column for problem in problems] == ["title", "year", "status"]


def test_the_second_row_with_a_barcode_is_left_out_and_names_the_first():
    other = replace(HOBITTI, title="Silmarillion")
    found, (problem,) = parse_items(format_items([HOBITTI, other]))
    assert found == (HOBITTI,)
    assert (problem.line, problem.column) == (3, "barcode")
    assert "already on line 2" in problem.message


@pytest.mark.parametrize("cells", ["1,2,3", "1,2,3,4,5,6,7,8,9,10"])
def test_a_ragged_row_is_reported_with_its_width(cells):
    _, (problem,) = parse_items(f"{HEADER}\n{cells}\n")
    assert f"has {cells.count(',') + 1} cells, the header has 9" in problem.message


def test_a_row_with_stray_quotation_marks_does_not_harm_the_next():
    found, (problem,) = parse_items(f'{HEADER}\n1,"Oh" no,,,x,p,fi,available,\n{HOBITTI_ROW}\n')
    assert found == (HOBITTI,)
    assert problem.line == 2
    assert "quotation marks" in problem.message


def test_an_open_quotation_mark_is_reported_where_it_opens_and_how_far_it_reaches():
    found, (problem,) = parse_items(f'{HEADER}\n{HOBITTI_ROW}\n1,"Oh no\n2,a\n3,b\n')
    assert found == (HOBITTI,)
    assert problem.line == 3
    assert "Nothing up to line 5 was read." in problem.message


def test_lines_are_counted_as_an_editor_counts_them():
    text = f'{HEADER}\r\n\r\n"1\n2",T,,,x,p,fi,available,\r\n{HOBITTI_ROW},more\r\n'
    _, problems = parse_items(text)
    assert [problem.line for problem in problems] == [3, 5]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_spreadsheet_separators_are_understood(separator):
    row = separator.join(["1", "T", "A, B", "1998", "84.2 A", "p", "fi", "available", ""])
    (item,), problems = parse_items(f"\ufeff{separator.join(COLUMNS)}\n{row}\n")
    assert (item.author, item.year, problems) == ("A, B", 1998, ())


def test_columns_stand_in_any_order_and_others_are_passed_over():
    names = [*reversed(COLUMNS), "shelf"]
    row = ["", "available", "fi", "p", "84.2 A", "1998", "A", "T", "1", "12"]
    (item,), _ = parse_items(f"{','.join(names).upper()}\n{','.join(row)}\n")
    assert (item.barcode, item.call_number) == ("1", "84.2 A")


@pytest.mark.parametrize("missing", COLUMNS)
def test_a_missing_column_is_one_clear_error(missing):
    header = ",".join(column for column in COLUMNS if column != missing)
    with pytest.raises(ItemsFormatError, match=f'lacks "{missing}"; the first row must name'):
        parse_items(f"{header}\n1,2,3,4,5,6,7,8\n")


def test_a_column_that_stands_there_twice_is_refused():
    with pytest.raises(ItemsFormatError, match='has "title" twice'):
        parse_items(f"{HEADER},title\n")


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_refused(text):
    with pytest.raises(ItemsFormatError, match="lacks"):
        parse_items(text)


def test_an_unreadable_header_is_refused():
    with pytest.raises(ItemsFormatError, match="cannot be read"):
        parse_items('"barcode')
