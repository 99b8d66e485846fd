"""Items: the copies on the shelves, as a table that any library system can export.

The table is CSV with a header, one row for each copy. Cells are separated by commas,
semicolons or tabs, whichever the header uses. Columns beside the nine known ones are
passed over. Every row that cannot be used is reported by itself; the others are kept.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from _csv import Reader

Status = Literal["available", "on_loan", "in_transit", "on_display", "storage", "missing"]

COLUMNS = (
    "barcode",
    "title",
    "author",
    "year",
    "call_number",
    "partition",
    "language",
    "status",
    "due_on",
)
STATUSES: tuple[Status, ...] = get_args(Status)

_NEEDED = ("barcode", "title", "call_number", "partition")
_YEAR = re.compile(r"[12][0-9]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNPRINTABLE = {"Cc", "Cs"}


class ItemsFormatError(Exception):
    """The text is no table of items; the message names the columns it must have."""


@dataclass(frozen=True, slots=True)
class Item:
    """One copy of a book, recording, film or issue.

    ``author`` is empty for works entered under their title. ``language`` is an ISO 639
    code of two or three small letters (``zxx`` where there are no words). ``due_on`` is
    the ISO date on which a loan ends, where known.
    """

    barcode: str
    title: str
    author: str
    year: int | None
    call_number: str
    partition: str
    language: str
    status: Status = "available"
    due_on: str | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row, and what to do; ``column`` is empty for the row as a whole."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        column = f', column "{self.column}"' if self.column else ""
        return f"Line {self.line}{column}: {self.message}"


def parse_items(text: str) -> tuple[tuple[Item, ...], tuple[RowProblem, ...]]:
    r"""Read a table of items; keep the good rows and report the others.

    Parameters
    ----------
    text : str
        CSV with a header that holds all of `COLUMNS`, in any order.

    Returns
    -------
    tuple of Item
        The rows that can be used, in the order of the table.
    tuple of RowProblem
        What is wrong with the other rows, in the order of the table.

    Raises
    ------
    ItemsFormatError
        If the header is missing, lacks a column or has one twice.

    Examples
    --------
    >>> header = "barcode,title,author,year,call_number,partition,language,status,due_on"
    >>> items, problems = parse_items(header + "\n4001,Kalevala,,1849,81.4 KAL,runot,fi,lost,")
    >>> items
    ()
    >>> print(problems[0].line, problems[0].column)
    2 status
    """
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header = _read_header(reader)
    items: list[Item] = []
    problems: list[RowProblem] = []
    lines: dict[str, int] = {}
    for line, cells in _rows(reader, len(header), problems):
        row = dict(zip(header, cells, strict=True))
        found = _check_row(line, row, lines)
        problems.extend(found)
        if not found:
            lines[row["barcode"]] = line
            items.append(_make_item(row))
    return tuple(items), tuple(problems)


def format_items(items: Iterable[Item]) -> str:
    """Write items as the table that `parse_items` reads.

    Examples
    --------
    >>> item = Item("4001", "Kalevala", "", 1849, "81.4 KAL", "runot", "fi")
    >>> print(format_items([item]).splitlines()[1])
    4001,Kalevala,,1849,81.4 KAL,runot,fi,available,
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(item) for item in items)
    return table.getvalue()


def _delimiter(text: str) -> str:
    """Choose the separator that the first line has most of."""
    first_line = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first_line.count)


def _read_header(reader: Reader) -> list[str]:
    try:
        first_row = next((row for row in reader if any(cell.strip() for cell in row)), [])
    except csv.Error as error:
        raise ItemsFormatError(
            f"The header cannot be read ({error}); {_expected_header()}"
        ) from error
    header = [cell.strip().casefold() for cell in first_row]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise ItemsFormatError(f"The header lacks {_quoted(missing)}; {_expected_header()}")
    doubled = [column for column in COLUMNS if header.count(column) > 1]
    if doubled:
        raise ItemsFormatError(f"The header has {_quoted(doubled)} twice; {_expected_header()}")
    return header


def _expected_header() -> str:
    return f"the first row must name the columns {', '.join(COLUMNS)}."


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _rows(
    reader: Reader, width: int, problems: list[RowProblem]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and trimmed cells of each whole row; report the rows that are not."""
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(RowProblem(line, "", _unreadable(line, reader.line_num, error)))
            continue
        if not any(cells):
            continue
        if len(cells) == width:
            yield line, cells
        else:
            problems.append(RowProblem(line, "", _ragged(len(cells), width)))


def _unreadable(first_line: int, last_line: int, error: csv.Error) -> str:
    extent = f" Nothing up to line {last_line} was read." if last_line > first_line else ""
    return (
        f"The row cannot be read ({error}); put a cell that holds quotation marks between "
        f'quotation marks and write those inside twice ("").{extent}'
    )


def _ragged(count: int, width: int) -> str:
    return (
        f"The row has {count} cells, the header has {width}; put a cell that holds "
        "the separator between quotation marks."
    )


def _check_row(line: int, row: Mapping[str, str], lines: Mapping[str, int]) -> list[RowProblem]:
    """Find everything that is wrong with a row; ``lines`` has the barcodes seen so far."""
    found = []
    for column in COLUMNS:
        message = _check_cell(column, row[column])
        if column == "barcode" and row[column] in lines:
            message = (
                f'"{row[column]}" is already on line {lines[row[column]]}; each copy needs its own.'
            )
        if message:
            found.append(RowProblem(line, column, message))
    return found


def _check_cell(column: str, cell: str) -> str | None:
    """Say what is wrong with a cell and what to write instead."""
    unprintable = next((c for c in cell if unicodedata.category(c) in _UNPRINTABLE), None)
    if unprintable is not None:
        return f"The cell holds the control character U+{ord(unprintable):04X}; remove it."
    if column in _NEEDED and not cell:
        return f"The cell is empty; write the {column.replace('_', ' ')}."
    if column == "year" and cell and not _YEAR.fullmatch(cell):
        return f'"{cell}" is no year; write four digits such as 1998, or nothing.'
    if column == "language" and not _LANGUAGE.fullmatch(cell):
        return f'"{cell}" is no language code; write an ISO 639 code such as fi, sv or en.'
    if column == "status" and cell not in STATUSES:
        return f'"{cell}" is no status; write one of {", ".join(STATUSES)}.'
    if column == "due_on" and cell and not _is_date(cell):
        return f'"{cell}" is no date; write it like 2026-12-05, or nothing.'
    return None


def _is_date(cell: str) -> bool:
    if not _DATE.fullmatch(cell):
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _make_item(row: Mapping[str, str]) -> Item:
    return Item(
        barcode=row["barcode"],
        title=row["title"],
        author=row["author"],
        year=int(row["year"]) if row["year"] else None,
        call_number=row["call_number"],
        partition=row["partition"],
        language=row["language"],
        status=next(status for status in STATUSES if status == row["status"]),
        due_on=row["due_on"] or None,
    )
