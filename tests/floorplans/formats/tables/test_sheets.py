import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.formats.tables.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    TableFormatError,
    format_csv,
    make_sheet,
    parse_csv,
)

cells = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=6).map(str.strip)
rows = st.lists(st.lists(cells, min_size=3, max_size=3), max_size=4)


@given(rows | st.just([["=1+1", "'", "'=x"], ["-", "+358", "@a"]]))
def test_cells_are_read_as_they_were_written(some_rows):
    sheet = parse_csv(format_csv(make_sheet("t", ["a", "b", "c"], some_rows)).encode(), "t")
    padded = {number: [*row, "", "", ""][:3] for number, row in sheet.rows[1:]}
    assert padded == {number: row for number, row in enumerate(some_rows, 2) if any(row)}


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_text_begins_as_a_formula_does(cell):
    written = format_csv(make_sheet("t", ["text", "x_m"], [[cell, "-3.5"]], ["x_m"]))
    (text, number) = list(csv.reader(io.StringIO(written)))[1]
    assert text == f"'{cell}"
    assert number == "-3.5"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"sep=;\r\n"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_separator_is_understood_also_one_that_is_named(start, separator):
    if start.startswith(b"sep"):
        start = start.replace(b";", separator.encode())
    content = start + f"a{separator}b\r\n1{separator} x y \r\n".encode()
    assert [cells for _, cells in parse_csv(content, "t").rows] == [("a", "b"), ("1", "x y")]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    sheet = parse_csv(b'a,b\n\n"1\n2",x\n,\n3,y\n', "t")
    assert [number for number, _ in sheet.rows] == [1, 3, 5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("alku;loppu\n".encode("utf-16"), "is in UTF-16; in Excel, choose"),
        ("päättyy;\n".encode("latin-1"), r"is not in UTF-8 \(byte 1\); in Excel, choose"),
        (b"\x89PNG\r\n\0\0", "is no text"),
        (b'a,b\n1,2\n3,"x" y\n', "row 3 cannot be read"),
        (b'a,b\n1,"2\n3,4\n', "row 2 cannot be read"),
        (b"," * MOST_COLUMNS + b"a\n", f"row 1 has more than {MOST_COLUMNS} columns"),
        (b"a\n" * (MOST_ROWS + 1), f"has more than {MOST_ROWS} rows"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(content, words):
    with pytest.raises(TableFormatError, match=words):
        parse_csv(content, "t")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(content):
    try:
        sheet = parse_csv(content, "t")
    except TableFormatError:
        return
    assert all(any(cells) for _, cells in sheet.rows)
