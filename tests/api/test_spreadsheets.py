import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.spreadsheets import format_workbook, parse_workbook, read_tables
from api.usage import UsageError
from floorplans.formats.tables.apply import WRITERS, guess_table, import_tables
from floorplans.formats.tables.sheets import TableFormatError, make_sheet
from tests.support.rich_plans import rich_plan
from tests.support.tidy_plans import tidy_plans

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><t>&j;</t>"
)


def workbook_of(*rows) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def archive_of(**parts: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def changed_part(content: bytes, name: str, part: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return written.getvalue()


@settings(max_examples=50)
@given(tidy_plans)
def test_a_plan_is_the_same_after_its_tables_went_out_as_xlsx_and_replaced_themselves(plan):
    content = format_workbook(write(plan) for write in WRITERS.values())
    tables = [(guess_table(sheet), sheet) for sheet in parse_workbook(content)]
    result = import_tables(plan, tables, "replace")
    assert result.problems == ()
    assert result.plan == plan


def test_a_workbook_has_a_sheet_for_each_table_with_a_fixed_header():
    content = format_workbook(write(rich_plan()) for write in WRITERS.values())
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["shelves", "ranges", "aliases"]
    assert {sheet.freeze_panes for sheet in workbook} == {"A2"}
    assert workbook["ranges"]["A1"].value == "range"
    assert workbook["ranges"]["A1"].font.bold
    assert workbook["shelves"].column_dimensions["Q"].width > 8


def test_call_numbers_are_text_and_lengths_are_numbers():
    content = format_workbook(
        [
            make_sheet(
                "t",
                ["first", "x_m"],
                [["07", "22.9"], ["=1+1", "3"], ["-", "0.12345678901234567"]],
                ["x_m"],
            )
        ]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content))["t"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:]] == [
        ("07", "s"),
        ("=1+1", "s"),
        ("-", "s"),
    ]
    assert [cell.value for cell in sheet["B"][1:]] == [22.9, 3, "0.12345678901234567"]
    assert sheet["A2"].number_format == "@"


def test_numbers_and_dates_that_a_spreadsheet_made_are_read_as_people_write_them():
    day = datetime.datetime(2026, 3, 2)
    (sheet,) = parse_workbook(
        workbook_of(["first", "n", "on", "yes", "text"], [84.2, 1.0, day, True, "  a "], [22.95])
    )
    assert sheet.rows[1] == (2, ("84.2", "1", "2026-03-02", "True", "a"))
    assert sheet.rows[2] == (3, ("22.95",))


def test_formulas_count_as_their_values_and_empty_rows_are_counted():
    content = workbook_of(["a"], [], ["=1+1"], ["b"])
    (sheet,) = parse_workbook(content)
    assert sheet.rows == ((1, ("a",)), (4, ("b",)))


def test_empty_sheets_are_left_out():
    workbook = openpyxl.Workbook()
    workbook.create_sheet("ranges").append(["range"])
    written = io.BytesIO()
    workbook.save(written)
    assert [sheet.name for sheet in parse_workbook(written.getvalue())] == ["ranges"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"range;first\n", "is no workbook, whatever its name says"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "is an old Excel file"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "is protected with a password",
        ),
        ("a.csv", "alue".encode("utf-16"), "is in UTF-16"),
        ("a.xlsx", b"PK\x03\x04 and nothing more", "is a damaged workbook"),
        ("a.ods", archive_of(mimetype="x"), "is a damaged workbook"),
        ("a.xlsx", b"a" * 32_000_001, "is larger than 32 MB"),
    ],
)
def test_other_files_are_refused_with_what_to_do(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=words):
        read_tables(path)


def test_a_missing_file_is_one_clear_error(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_tables(tmp_path / "none.csv")


def test_a_zip_without_a_workbook_is_refused():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("plan.json", "{}")
    with pytest.raises(TableFormatError, match="is no Excel workbook"):
        parse_workbook(written.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    parts = {f"part{number}.xml": "0" * 30_000_000 for number in range(3)}
    with pytest.raises(TableFormatError, match="is larger than 64 MB when it is unpacked"):
        parse_workbook(archive_of(**parts))


def test_parts_that_are_read_as_a_whole_may_not_be_large():
    styles = b"<styleSheet>" + b"<font/>" * 200_000 + b"</styleSheet>"
    with pytest.raises(TableFormatError, match="is unusually large inside"):
        parse_workbook(changed_part(workbook_of(["a"]), "xl/styles.xml", styles))


def test_entities_that_multiply_are_refused():
    content = changed_part(workbook_of(["a"]), "xl/workbook.xml", LAUGHS.encode())
    with pytest.raises(TableFormatError, match="is a damaged workbook"):
        parse_workbook(content)


def test_too_many_rows_and_columns_are_refused():
    far = workbook_of(["a"])
    for old, new, words in [
        (b'r="A1"', b'r="DA1"', "more than 100 columns"),
        (b'<row r="1"', b'<row r="999999"', "more than 200000 rows"),
        (b'<row r="1"', b'<row r="99999999999"', "more than 1000000 cells"),
    ]:
        with zipfile.ZipFile(io.BytesIO(far)) as archive:
            part = archive.read("xl/worksheets/sheet1.xml").replace(old, new)
        with pytest.raises(TableFormatError, match=words):
            parse_workbook(changed_part(far, "xl/worksheets/sheet1.xml", part))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6))
def test_a_damaged_workbook_is_read_or_refused_but_nothing_else(damages):
    content = bytearray(workbook_of(["range", "first"], ["r1", 84.2]))
    for at, value in damages:
        content[at % len(content)] = value
    try:
        sheets = parse_workbook(bytes(content))
    except TableFormatError:
        return
    assert all(sheet.rows for sheet in sheets)


@settings(max_examples=200)
@given(st.data())
def test_a_workbook_with_damaged_xml_is_read_or_refused_but_nothing_else(data):
    content = workbook_of(["range", "first"], ["r1", 84.2])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = archive.read(name)
    at = data.draw(st.integers(0, len(part) - 1))
    length = data.draw(st.integers(0, 30))
    put = data.draw(st.binary(max_size=4) | st.sampled_from([b"<", b'"', b"99999999", b"/>"]))
    try:
        sheets = parse_workbook(changed_part(content, name, part[:at] + put + part[at + length :]))
    except TableFormatError:
        return
    assert all(sheet.rows for sheet in sheets)


def test_text_that_a_workbook_cannot_hold_is_refused():
    for text in ("a\x07", "a" * 40_000):
        with pytest.raises(TableFormatError):
            format_workbook([make_sheet("t", ["a"], [[text]])])
