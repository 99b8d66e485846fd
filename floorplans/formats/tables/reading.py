"""Rows read by the names of their columns, and what is wrong with them, all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from floorplans.errors import PlanFormatError
from floorplans.formats.codec import RecordReader, encode
from floorplans.formats.native import LIMITS, MOST_THINGS
from floorplans.formats.tables.cells import CellError
from floorplans.formats.tables.sheets import Sheet
from floorplans.wording import Wording, worded

FORMULA_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!"}
)

_RECORDS = RecordReader(LIMITS, most_items=MOST_THINGS)

Value = TypeVar("Value")
Read = Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what else its header may say, and whether it holds numbers to calculate with."""

    name: str
    fi: str
    sv: str
    is_number: bool = False

    def folded_names(self) -> frozenset[str]:
        """Give all its names as `fold_header` gives them."""
        return frozenset(map(fold_header, (self.name, self.fi, self.sv)))


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row, and what to do; ``column`` is empty for the row as a whole."""

    table: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        """Name the place as spreadsheets show it.

        Examples
        --------
        >>> print(RowProblem("ranges", 14, "first", "The cell is empty."))
        ranges, row 14, column first: The cell is empty.
        """
        column = f", column {self.column}" if self.column else ""
        return f"{self.table}, row {self.row}{column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong with a table, and what only looks so; both grow while it is read."""

    table: str
    problems: list[RowProblem] = field(default_factory=list)
    doubts: list[RowProblem] = field(default_factory=list)

    def complain(self, row: int, column: str, message: str) -> None:
        """Add a problem: nothing of the table is taken over."""
        self.problems.append(RowProblem(self.table, row, column, message))

    def doubt(self, row: int, column: str, message: str) -> None:
        """Add a doubt: somebody should look at it."""
        self.doubts.append(RowProblem(self.table, row, column, message))


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells by the names of the columns that the table has."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Give a cell; empty where the table has no such column."""
        return self.cells.get(column, "")


def read_rows(sheet: Sheet, columns: Sequence[Column], report: Report) -> tuple[Row, ...]:
    """Read the rows of a table below its header.

    Parameters
    ----------
    sheet : Sheet
        The table.
    columns : sequence of Column
        The columns that it may have, in any order, under any of their names.
    report : Report
        Gets what is wrong.
    """
    if not sheet.rows:
        report.complain(
            1,
            "",
            Wording(
                "table_empty",
                "The table is empty; the first row must name {columns}.",
                columns=_all(columns),
            ),
        )
        return ()
    header_row, header = sheet.rows[0]
    names = _read_header(header_row, header, columns, report)
    rows = []
    for number, cells in sheet.rows[1:]:
        if len(cells) > len(header):
            message = Wording(
                "row_ragged",
                "The row has {count} cells, the header has {width}; put a cell that "
                "holds the separator between quotation marks.",
                count=len(cells),
                width=len(header),
            )
            report.complain(number, "", message)
        padded = (*cells, *[""] * (len(header) - len(cells)))
        row = Row(number, {name: padded[at] for at, name in names.items()})
        for column, cell in row.cells.items():
            if cell in FORMULA_ERRORS:
                report.complain(
                    number,
                    column,
                    Wording("cell_formula", "The formula gives {cell}; mend it.", cell=cell),
                )
        if any(row.cells.values()):
            rows.append(row)
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of one record, read column by column; ``is_new`` if the plan has none such."""

    rows: Sequence[Row]
    report: Report
    is_new: bool = True

    @property
    def number(self) -> int:
        """Number of its first row."""
        return self.rows[0].number

    def has(self, column: str) -> bool:
        """Tell whether the table has a column."""
        return column in self.rows[0].cells

    def read(self, column: str, read: Read[Value], empty: Value, current: Value) -> Value:
        """Read what all rows of the record share; those may leave it empty that repeat it.

        Parameters
        ----------
        column : str
            The column.
        read : callable
            Reads a cell, or raises `CellError`.
        empty : Value
            What an empty cell means.
        current : Value
            What holds where the table has no such column.
        """
        if not self.has(column):
            return current
        found: tuple[int, Value] | None = None
        for row in self.rows:
            if not row.get(column):
                continue
            value = self.try_read(row, column, read)
            if found is None and value is not None:
                found = (row.number, value)
            elif found is not None and value not in (None, found[1]):
                message = Wording(
                    "row_disagrees",
                    "Row {row} says something else of the same thing; write it there only.",
                    row=found[0],
                )
                self.report.complain(row.number, column, message)
        return empty if found is None else found[1]

    def need(self, column: str, read: Read[Value], current: Value) -> Value:
        """Read what all rows share and one must say; complain where none does."""
        if self.has(column):
            if not any(row.get(column) for row in self.rows):
                self.report.complain(
                    self.number, column, Wording("cell_empty", "The cell is empty; fill it in.")
                )
        elif self.is_new:
            self.report.complain(
                self.number,
                column,
                Wording("column_missing", "The table has no such column; add it."),
            )
        return self.read(column, read, current, current)

    def try_read(self, row: Row, column: str, read: Read[Value]) -> Value | None:
        """Read one row's cell; complain where it cannot be read."""
        try:
            return read(row.get(column))
        except CellError as error:
            self.report.complain(row.number, column, worded(error))
            return None


def group_rows(rows: Iterable[Row], column: str) -> list[tuple[Row, ...]]:
    """Put rows together that have the same in a column; empty cells stand for themselves."""
    groups: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        key = row.get(column)
        groups.setdefault((key, 0 if key else row.number), []).append(row)
    return [tuple(group) for group in groups.values()]


def check_record(record: object, reading: Reading) -> None:
    """Complain where a record could not be stored in a plan's document."""
    try:
        _RECORDS.read(type(record), encode(record))
    except PlanFormatError as error:
        reading.report.complain(reading.number, "", f"{error}.")


def read_text(cell: str) -> str:
    """Read any text."""
    return cell


def read_choice(choices: Sequence[Value]) -> Read[Value]:
    """Make what reads one of a few words."""

    def read(cell: str) -> Value:
        for choice in choices:
            if choice == cell.casefold():
                return choice
        raise CellError(
            Wording(
                "cell_choice",
                '"{cell}" is none of {known}.',
                cell=cell[:40],
                known=", ".join(map(str, choices)),
            )
        )

    return read


def fold_header(name: str) -> str:
    """Give a column's name in the form in which names compare."""
    return " ".join(name.replace("_", " ").casefold().split())


def _read_header(
    number: int, header: Sequence[str], columns: Sequence[Column], report: Report
) -> dict[int, str]:
    """Find what each position of the header means."""
    known = {name: column.name for column in columns for name in column.folded_names()}
    names: dict[int, str] = {}
    for at, cell in enumerate(header):
        name = known.get(fold_header(cell))
        if name is None:
            if cell:
                message = f"No such column is known, so it was passed over; known: {_all(columns)}."
                report.doubt(number, cell[:40], message)
        elif name in names.values():
            report.complain(
                number, cell[:40], Wording("column_twice", "The column is there twice; remove one.")
            )
        else:
            names[at] = name
    if not names:
        report.complain(
            number,
            "",
            Wording(
                "no_columns",
                "No column is known; the first row must name {columns}.",
                columns=_all(columns),
            ),
        )
    return names


def _all(columns: Sequence[Column]) -> str:
    return ", ".join(column.name for column in columns)
