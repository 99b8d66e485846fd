"""Tables in files: XLSX workbooks, and CSV; the only module that imports openpyxl."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException

from api.usage import UsageError
from floorplans.formats.tables.sheets import (
    HOW_TO_SAVE,
    Sheet,
    TableFormatError,
    limit_rows,
    parse_csv,
)
from floorplans.wording import Wording

MOST_BYTES = 32_000_000
MOST_UNPACKED_BYTES = 64_000_000
MOST_PART_BYTES = 1_000_000
MOST_FILES = 500
MOST_SHEETS = 20
MOST_CELLS = 1_000_000
LAST_ROW = 1_048_576
EXACT_DIGITS = 15
"""More digits of a number neither Excel nor openpyxl keeps."""

MOST_CHARACTERS = 32_767
WIDEST_CHARACTERS = 40
LEAST_CHARACTERS = 8
XLSX_SUFFIXES = frozenset({".xlsx", ".xlsm"})

ZIP_START = b"PK"
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
TEXT_FORMAT = "@"

_DAMAGED = (
    AttributeError,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises while it reads a workbook that is none."""


def read_tables(path: Path) -> tuple[Sheet, ...]:
    """Read the tables of a file: one of a CSV file, each sheet with any cells of a workbook.

    Parameters
    ----------
    path : Path
        The file; its first bytes tell what it is.

    Returns
    -------
    tuple[Sheet, ...]
        Cells are text: numbers as written, dates in ISO form, formulas as their values.

    Raises
    ------
    UsageError
        If it cannot be read, is of another kind, or exceeds a limit.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"{path}: is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        if content.startswith(ZIP_START):
            return parse_workbook(content)
        _refuse_other_kinds(content, path.suffix.lower())
        return (parse_csv(content, path.stem),)
    except TableFormatError as error:
        raise UsageError(f"{path}: {error}.") from error


def parse_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Read the sheets of an XLSX workbook.

    Raises
    ------
    TableFormatError
        If it is damaged, of another kind, or exceeds a limit.
    """
    try:
        _check_archive(content)
        with warnings.catch_warnings():
            # openpyxl warns of drawings and rules, which tables do without.
            warnings.simplefilter("ignore")
            sheets = _read_sheets(content)
    except TableFormatError:
        raise
    except _DAMAGED as error:
        raise TableFormatError(
            Wording(
                "workbook_damaged",
                "is a damaged workbook ({error}); save it anew",
                error=str(error),
            )
        ) from error
    return tuple(sheet for sheet in sheets if sheet.rows)


def format_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Write tables as an XLSX workbook.

    Each sheet has its header fixed at the top. Cells are text, so that a spreadsheet changes
    nothing ("07") and computes nothing ("=1+1"), but for the columns of numbers.

    Raises
    ------
    TableFormatError
        If a cell has a character that a workbook cannot hold.
    """
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        worksheet = workbook.create_sheet(sheet.name)
        worksheet.freeze_panes = "A2"
        for column, width in enumerate(_find_widths(sheet), 1):
            worksheet.column_dimensions[get_column_letter(column)].width = width
        for position, (_, cells) in enumerate(sheet.rows):
            worksheet.append(_make_cells(worksheet, cells, sheet, is_header=position == 0))
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _refuse_other_kinds(content: bytes, suffix: str) -> None:
    if content.startswith(OLD_OFFICE_START):
        if ENCRYPTED_PART in content:
            raise TableFormatError(
                Wording("workbook_locked", "is protected with a password; save it without one")
            )
        raise TableFormatError(
            Wording(
                "workbook_old", 'is an old Excel file (.xls); save it as "Excel Workbook (.xlsx)"'
            )
        )
    if suffix in XLSX_SUFFIXES:
        raise TableFormatError(
            Wording(
                "workbook_not", "is no workbook, whatever its name says; if it is CSV, name it .csv"
            )
        )


def _check_archive(content: bytes) -> None:
    """Look into a workbook's archive before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if len(entries) > MOST_FILES or len(names) < len(entries):
            raise TableFormatError(
                Wording("workbook_parts", "has more parts than a workbook should; save it anew")
            )
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
            raise TableFormatError(
                Wording(
                    "workbook_large",
                    "is larger than {most} MB when it is unpacked",
                    most=MOST_UNPACKED_BYTES // 1_000_000,
                )
            )
        for entry in entries:
            if entry.file_size > _part_limit(entry.filename):
                raise TableFormatError(
                    Wording(
                        "workbook_part",
                        "is unusually large inside ({part!a}); copy its table into a new workbook",
                        part=entry.filename[:80],
                    )
                )
        if "[Content_Types].xml" not in names:
            raise TableFormatError(Wording("workbook_none", f"is no Excel workbook; {HOW_TO_SAVE}"))


def _part_limit(name: str) -> int:
    """Limit a part: sheets are read as a stream, other parts as a whole, pictures never."""
    if "/worksheets/" in name:
        return MOST_UNPACKED_BYTES
    if name.endswith("/sharedStrings.xml") or name.startswith("xl/media/"):
        return MOST_BYTES
    return MOST_PART_BYTES


def _read_sheets(content: bytes) -> list[Sheet]:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    if len(workbook.worksheets) > MOST_SHEETS:
        raise TableFormatError(
            Wording("workbook_sheets", "has more than {most} sheets", most=MOST_SHEETS)
        )
    return [_read_sheet(worksheet) for worksheet in workbook.worksheets]


def _read_sheet(worksheet: Any) -> Sheet:
    worksheet.reset_dimensions()
    return Sheet(worksheet.title, limit_rows(enumerate(_read_rows(worksheet), 1)))


def _read_rows(worksheet: Any) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a sheet, of which a few bytes may claim that there are any number."""
    cells = 0
    for number, row in enumerate(worksheet.iter_rows(values_only=True), 1):
        cells += len(row)
        if number > LAST_ROW or cells > MOST_CELLS:
            raise TableFormatError(
                Wording(
                    "workbook_cells",
                    'sheet "{sheet}" has more than {most} cells',
                    sheet=worksheet.title,
                    most=MOST_CELLS,
                )
            )
        yield tuple(map(_as_text, row))


def _as_text(value: object) -> str:
    """Write a cell's value as a person would.

    Examples
    --------
    >>> [_as_text(value) for value in (84.2, 1.0, datetime(2026, 3, 2), None, " AIK ")]
    ['84.2', '1', '2026-03-02', '', 'AIK']
    """
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _find_widths(sheet: Sheet) -> Iterator[int]:
    """Give each column the width of its longest cell, within limits."""
    columns = max((len(cells) for _, cells in sheet.rows), default=0)
    for column in range(columns):
        longest = max(len(cells[column]) for _, cells in sheet.rows if column < len(cells))
        yield min(max(longest + 2, LEAST_CHARACTERS), WIDEST_CHARACTERS)


def _make_cells(
    worksheet: Any, cells: Sequence[str], sheet: Sheet, *, is_header: bool
) -> Iterator[Any]:
    for column, cell in enumerate(cells):
        if column in sheet.numbers and not is_header and _is_kept(cell):
            yield float(cell)
        else:
            yield _make_text(worksheet, cell, is_header=is_header)


def _is_kept(cell: str) -> bool:
    """Tell whether a spreadsheet keeps a number exactly."""
    return cell != "" and float(f"{float(cell):.{EXACT_DIGITS}g}") == float(cell)


def _make_text(worksheet: Any, text: str, *, is_header: bool) -> Any:
    if len(text) > MOST_CHARACTERS:
        raise TableFormatError(f"{text[:40]!a}… is longer than a cell of a workbook may be")
    try:
        cell = WriteOnlyCell(worksheet, text)
    except IllegalCharacterError as error:
        raise TableFormatError(f"{text[:40]!a} cannot be written into a workbook") from error
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    if is_header:
        cell.font = Font(bold=True)
    return cell
