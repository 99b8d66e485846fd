"""A table as it stands in a file: rows of cells, the header first. And such tables as CSV."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from floorplans.errors import PlanFormatError
from floorplans.wording import Wording

MOST_ROWS = 200_000
MOST_COLUMNS = 100
SEPARATORS = ",;\t"
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HOW_TO_SAVE = 'in Excel, choose "CSV UTF-8" or "Excel Workbook (.xlsx)" when you save it'

_NAMED_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_LIKE_A_FORMULA = tuple("=+-@\t\r")
_GUARD = "'"


class TableFormatError(PlanFormatError):
    """A file is no table that can be read; the message says how to save it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, and its rows with their numbers as spreadsheets show them.

    ``numbers`` are the positions of columns that spreadsheets may calculate with.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    numbers: frozenset[int] = frozenset()


def make_sheet(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[str] = ()
) -> Sheet:
    """Make a table of a header and rows; ``numbers`` names columns to calculate with."""
    lines = [tuple(header), *map(tuple, rows)]
    return Sheet(
        name, tuple(enumerate(lines, 1)), frozenset(header.index(column) for column in numbers)
    )


def parse_csv(content: bytes, name: str) -> Sheet:
    r"""Read a table from CSV.

    Parameters
    ----------
    content : bytes
        UTF-8, with or without a byte-order mark. Commas, semicolons or tabs separate the
        cells, whichever the first line has most of.
    name : str
        What the table is called.

    Returns
    -------
    Sheet
        At most `MOST_ROWS` rows of at most `MOST_COLUMNS` trimmed cells; empty rows are left
        out, but counted.

    Raises
    ------
    TableFormatError
        If it is in another encoding, too large or not CSV.

    Examples
    --------
    >>> parse_csv(b"range;first\n1A-1; 84.2 AAL\n", "ranges").rows
    ((1, ('range', 'first')), (2, ('1A-1', '84.2 AAL')))
    """
    text = _decode(content)
    named = _NAMED_SEPARATOR.match(text)
    if named:
        text = text[named.end() :]
    separator = named[1] if named else _find_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first_row = 2 if named else 1
    return Sheet(name, limit_rows(enumerate(_read_rows(reader, first_row), first_row)))


def format_csv(sheet: Sheet) -> str:
    r"""Write a table as CSV.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it, which
    `parse_csv` takes off. Numbers stay as they are.

    Examples
    --------
    >>> format_csv(make_sheet("t", ["range", "x_m"], [["=1+1", "-2"]], numbers=["x_m"]))
    "range,x_m\n'=1+1,-2\n"
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    for _, cells in sheet.rows:
        writer.writerow(
            cell if column in sheet.numbers else _guard(cell) for column, cell in enumerate(cells)
        )
    return written.getvalue()


def limit_rows(
    rows: Iterable[tuple[int, Sequence[str]]],
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Keep rows that say anything, without the empty cells at their ends.

    Raises
    ------
    TableFormatError
        If there are more rows or columns than limits allow.
    """
    kept = []
    for number, cells in rows:
        width = next((at for at in range(len(cells), 0, -1) if cells[at - 1]), 0)
        if width > MOST_COLUMNS:
            raise TableFormatError(
                Wording(
                    "file_columns",
                    "row {row} has more than {most} columns",
                    row=number,
                    most=MOST_COLUMNS,
                )
            )
        if width and number > MOST_ROWS:
            raise TableFormatError(
                Wording("file_rows", "has more than {most} rows; divide it", most=MOST_ROWS)
            )
        if width:
            kept.append((number, tuple(cells[:width])))
    return tuple(kept)


def _decode(content: bytes) -> str:
    if content.startswith(WIDE_MARKS):
        raise TableFormatError(Wording("file_utf16", f"is in UTF-16; {HOW_TO_SAVE}"))
    if b"\0" in content:
        raise TableFormatError(Wording("file_no_text", f"is no text; {HOW_TO_SAVE}"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableFormatError(
            Wording("file_not_utf8", f"is not in UTF-8 (byte {error.start}); {HOW_TO_SAVE}")
        ) from error


def _find_separator(text: str) -> str:
    first_line = text.lstrip("\r\n ").partition("\n")[0]
    return max(SEPARATORS, key=first_line.count)


def _read_rows(reader: Iterator[list[str]], first_row: int) -> Iterator[list[str]]:
    row = first_row
    try:
        for cells in reader:
            yield [_unguard(cell.strip()) for cell in cells]
            row += 1
    except csv.Error as error:
        raise TableFormatError(
            Wording(
                "file_quotes",
                "row {row} cannot be read ({error}); put a cell that holds quotation marks between "
                'quotation marks and write those inside twice ("")',
                row=row,
                error=str(error),
            )
        ) from error


def _guard(cell: str) -> str:
    return _GUARD + cell if cell.startswith((*_LIKE_A_FORMULA, _GUARD)) else cell


def _unguard(cell: str) -> str:
    return (
        cell[1:] if cell[:1] == _GUARD and cell[1:].startswith((*_LIKE_A_FORMULA, _GUARD)) else cell
    )
