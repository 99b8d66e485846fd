"""Lines of CSV files and JSON objects of recordings, which know where they stand."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Document = str | bytes

GREATEST = 1e6
GREATEST_TIME_S = 1e11


class RecordingError(ValueError):
    """A recording cannot be read; the message names file, line and column."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV file, which knows where it stands."""

    file: str
    line: int
    fields: Mapping[str, str | None]

    def text(self, column: str) -> str:
        """The field, stripped; empty where there is none."""
        return (self.fields.get(column) or "").strip()

    def word(self, column: str) -> str:
        """The field; refused where it is empty."""
        text = self.text(column)
        if not text:
            raise RecordingError(f"{self.file} line {self.line}: {column} is empty.")
        return text

    def number(self, column: str) -> float:
        """The field as a number; refused where it is none."""
        text = self.word(column)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        greatest = GREATEST_TIME_S if column == "time_s" else GREATEST
        if not abs(value) <= greatest:
            raise RecordingError(
                f"{self.file} line {self.line}: {column} {text!r} is no number "
                f"within ±{greatest:.0f}."
            )
        return value

    def maybe_number(self, column: str) -> float | None:
        """The field as a number, or ``None`` where it is empty."""
        return self.number(column) if self.text(column) else None


def read_rows(name: str, document: Document, columns: Sequence[str]) -> Iterator[Row]:
    """Give the lines of a CSV file after its header, which must have some columns."""
    reader = csv.DictReader(io.StringIO(_decode(name, document), newline=""))
    try:
        found = [each.strip() for each in reader.fieldnames or ()]
        reader.fieldnames = found
        missing = [column for column in columns if column not in found]
        twice = [column for column in columns if found.count(column) > 1]
        if twice:
            raise RecordingError(f"{name} line 1: column {', '.join(twice)} is there twice.")
        if missing:
            raise RecordingError(
                f"{name} line 1: column {', '.join(missing)} is missing; "
                f"found: {', '.join(found) or 'nothing'}."
            )
        for fields in reader:
            if None in fields:
                raise RecordingError(
                    f"{name} line {reader.line_num}: more fields than the header has."
                )
            yield Row(name, reader.line_num, fields)
    except csv.Error as error:
        raise RecordingError(f"{name} line {reader.line_num}: is no CSV ({error}).") from error


def _decode(name: str, document: Document) -> str:
    if isinstance(document, str):
        return document.removeprefix("\ufeff")
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordingError(f"{name}: is not UTF-8 text (byte {error.start}).") from error


def text_of(files: Mapping[str, Document], name: str) -> str:
    """Give the text of one of the files, which must be there."""
    if name not in files:
        raise RecordingError(f"{name} is missing.")
    return _decode(name, files[name])


def read_json(files: Mapping[str, Document], name: str) -> dict[str, Any]:
    """Read one of the files as a JSON object; all its numbers are floats."""
    try:
        document = json.loads(text_of(files, name), parse_int=float)
    except (json.JSONDecodeError, RecursionError) as error:
        raise RecordingError(f"{name}: is no JSON ({error}).") from error
    if not isinstance(document, dict):
        raise RecordingError(f"{name}: must be an object in braces.")
    return document
