"""Items: the copies on the shelves, as a table that any library system can export.

The table is CSV with a header, one row for each copy. Cells are separated by commas,
semicolons or tabs, whichever the header uses. What the catalogue calls the item's place
(branch, department, collection, location, material) may stand instead of its partition, or
beside it. Other columns are passed over. Every row that cannot be used is reported by itself;
the others are kept.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Literal, get_args

from api.catalogue.row_problems import ItemsFormatError, RowProblem
from floorplans.aliases import FIELDS as NAME_COLUMNS
from floorplans.aliases import CatalogueNames

if TYPE_CHECKING:
    from _csv import Reader

Placing = Callable[[CatalogueNames], Sequence[str]]
"""Tells which partitions a catalogue's names mean."""

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

_ALL = ", ".join(COLUMNS)
_NEEDED = ("barcode", "title", "call_number", "partition")
_YEAR = re.compile(r"[12][0-9]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNPRINTABLE = {"Cc", "Cs"}


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
class Row:
    """One row of a table: an item, or what is wrong.

    ``unplaced`` is the item of a row of which only the partition is not known, with its ``names``.
    """

    line: int
    item: Item | None
    problems: tuple[RowProblem, ...] = ()
    unplaced: Item | None = None
    names: CatalogueNames | None = None


def parse_items(
    text: str, placing: Placing | None = None
) -> tuple[tuple[Item, ...], tuple[RowProblem, ...]]:
    r"""Read a table of items; keep the good rows and report the others.

    Parameters
    ----------
    text : str
        CSV with a header that holds all of `COLUMNS`, in any order.
    placing : callable, optional
        Finds the partition of rows that do not say it, by their names; with it the column
        ``partition`` may be missing where there is one of `NAME_COLUMNS`.

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
    items: list[Item] = []
    problems: list[RowProblem] = []
    lines: dict[str, int] = {}
    for row in read_items(io.StringIO(text, newline=""), placing, lines.get):
        problems.extend(row.problems)
        if row.item:
            lines[row.item.barcode] = row.line
            items.append(row.item)
    return tuple(items), tuple(problems)


def read_items(
    lines: Iterable[str], placing: Placing | None, line_of: Callable[[str], int | None]
) -> Iterator[Row]:
    """Read a table of items row by row, however long it is.

    Parameters
    ----------
    lines : iterable of str
        The table, as a file opened with ``newline=""`` gives it.
    placing : callable, optional
        As for `parse_items`.
    line_of : callable
        Gives the line on which a barcode was before, if it was.

    Yields
    ------
    Row
        An item, or what is wrong with its row.

    Raises
    ------
    ItemsFormatError
        If the header is missing, lacks a column or has one twice; before any row is given.
    """
    reader = _open(lines)
    header = _read_header(reader)
    optional = {"partition"} if placing and set(NAME_COLUMNS) & set(header) else set()
    _check_header(header, [column for column in COLUMNS if column not in optional])
    for line, cells in _rows(reader, len(header)):
        if isinstance(cells, RowProblem):
            yield Row(line, None, (cells,))
            continue
        row = {"partition": "", **dict(zip(header, cells, strict=True))}
        found = _check_row(line, row, line_of)
        names = _read_names(row) if placing and not row["partition"] else None
        if placing and names:
            found = [each for each in found if each.column != "partition"]
            lost = list(_place(line, row, names, placing))
            if lost and not found:
                yield Row(line, None, tuple(lost), _make_item(row), names)
                continue
            found += lost
        yield Row(line, None if found else _make_item(row), tuple(found))


def parse_names(text: str) -> tuple[CatalogueNames, ...]:
    """Read what a table of items calls the places of those that name no partition.

    Raises
    ------
    ItemsFormatError
        If the header cannot be read or has none of `NAME_COLUMNS`.
    """
    reader = _open(io.StringIO(text, newline=""))
    header = _read_header(reader)
    if not set(NAME_COLUMNS) & set(header):
        raise ItemsFormatError("staff.items.table.no_names", columns=", ".join(NAME_COLUMNS))
    rows = (
        dict(zip(header, cells, strict=True))
        for _, cells in _rows(reader, len(header))
        if not isinstance(cells, RowProblem)
    )
    unplaced = (_read_names(row) for row in rows if not row.get("partition"))
    return tuple(names for names in unplaced if names)


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


def _open(lines: Iterable[str]) -> Reader:
    """Read cells, separated by what the first line that says anything has most of."""
    rest = iter(lines)
    first: list[str] = []
    for line in rest:
        first.append(line if first else line.removeprefix("\ufeff"))
        if line.strip("\ufeff \t\r\n"):
            break
    delimiter = max(",;\t", key=first[-1].count) if first else ","
    return csv.reader(chain(first, rest), delimiter=delimiter, strict=True)


def _read_header(reader: Reader) -> list[str]:
    try:
        first_row = next((row for row in reader if any(cell.strip() for cell in row)), [])
    except csv.Error as error:
        raise ItemsFormatError("staff.items.table.unreadable", columns=_ALL) from error
    return [cell.strip().casefold() for cell in first_row]


def _check_header(header: Sequence[str], needed: Sequence[str]) -> None:
    missing = [column for column in needed if column not in header]
    if missing:
        raise ItemsFormatError("staff.items.table.lacks", missing=_quoted(missing), columns=_ALL)
    doubled = [column for column in (*COLUMNS, *NAME_COLUMNS) if header.count(column) > 1]
    if doubled:
        raise ItemsFormatError("staff.items.table.twice", doubled=_quoted(doubled), columns=_ALL)


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _rows(reader: Reader, width: int) -> Iterator[tuple[int, list[str] | RowProblem]]:
    """Yield the line of each row with its trimmed cells, or with what is wrong with it."""
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            yield line, _unreadable(line, reader.line_num)
            continue
        if not any(cells):
            continue
        if len(cells) == width:
            yield line, cells
        else:
            params = {"count": len(cells), "width": width}
            yield line, RowProblem(line, "", "staff.items.row.ragged", params)


def _unreadable(line: int, last: int) -> RowProblem:
    if last > line:
        return RowProblem(line, "", "staff.items.row.unreadable_to", {"last": last})
    return RowProblem(line, "", "staff.items.row.unreadable")


def _check_row(
    line: int, row: Mapping[str, str], line_of: Callable[[str], int | None]
) -> list[RowProblem]:
    """Find everything that is wrong with a row; ``line_of`` knows the barcodes seen so far."""
    found = []
    for column in COLUMNS:
        cell = row[column]
        key = _check_cell(column, cell)
        params: dict[str, str | int] = {}
        if key:
            params = {"cell": cell, "column": column, "known": ", ".join(STATUSES)}
            params["code"] = f"U+{ord(_first_unprintable(cell) or '?'):04X}"
        if column == "barcode" and (before := line_of(cell)):
            key, params = "staff.items.row.barcode_twice", {"cell": cell, "before": before}
        if key:
            found.append(RowProblem(line, column, key, params))
    return found


def _check_cell(column: str, cell: str) -> str:
    """Give the message that says what is wrong with a cell; empty where nothing is."""
    # Asked of all at once first, as nearly every cell is printable and there are millions.
    if not cell.isprintable() and _first_unprintable(cell):
        return "staff.items.row.control"
    if column in _NEEDED and not cell:
        return "staff.items.row.empty"
    if column == "year" and cell and not _YEAR.fullmatch(cell):
        return "staff.items.row.year"
    if column == "language" and not _LANGUAGE.fullmatch(cell):
        return "staff.items.row.language"
    if column == "status" and cell not in STATUSES:
        return "staff.items.row.status"
    if column == "due_on" and cell and not _is_date(cell):
        return "staff.items.row.date"
    return ""


def _first_unprintable(cell: str) -> str | None:
    return next((each for each in cell if unicodedata.category(each) in _UNPRINTABLE), None)


def _is_date(cell: str) -> bool:
    if not _DATE.fullmatch(cell):
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _read_names(row: Mapping[str, str]) -> CatalogueNames | None:
    """Give what the catalogue calls the item's place; None where it says nothing."""
    names = CatalogueNames(**{column: row.get(column, "") for column in NAME_COLUMNS})
    return names if names.words() else None


def _place(
    line: int, row: dict[str, str], names: CatalogueNames, placing: Placing
) -> Iterator[RowProblem]:
    """Fill in the partition that names mean, or say why not."""
    partitions = placing(names)
    if len(partitions) == 1:
        row["partition"] = partitions[0]
        return
    key = "staff.items.row.ambiguous" if partitions else "staff.items.row.nowhere"
    params = {"names": names.words(), "partitions": ", ".join(partitions)}
    yield RowProblem(line, "partition", key, params, names)


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
