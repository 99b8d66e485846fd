"""Reading raw motion: ``motion.csv``, also compressed, into arrays per subject."""

from __future__ import annotations

import csv
import gzip
import io
import math
import zlib
from collections.abc import Iterator, Mapping
from typing import Protocol

import numpy as np

from positioning.motion.records import FloatArray, MotionSamples
from positioning.rows import RecordingError

MOTION_FILES = ("motion.csv", "motion.csv.gz")

_SENSORS = (("ax", "ay", "az"), ("gx", "gy", "gz"), ("mx", "my", "mz"), ("qx", "qy", "qz", "qw"))
_COLUMNS = ("time_s", *(column for sensor in _SENSORS for column in sensor))
_GREATEST = 1e6
_GREATEST_TIME_S = 1e11
_GREATEST_BYTES = 2**30


class _CsvLines(Protocol):
    """What `csv.reader` gives: fields line by line, and the number of the line."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def read_motion(files: Mapping[str, str | bytes]) -> dict[str, MotionSamples]:
    """Read the raw motion of a recording set.

    Parameters
    ----------
    files : mapping of str to (str or bytes)
        ``motion.csv`` or ``motion.csv.gz``; without either there is no motion. Columns
        time_s and subject are needed, any others of the sensors may be missing, and any field
        but the two may be empty.

    Returns
    -------
    dict of str to MotionSamples
        Per subject, rows in the order of the file.

    Raises
    ------
    RecordingError
        If a file cannot be read; the message names file and line.
    """
    name = next((each for each in MOTION_FILES if each in files), None)
    if name is None:
        return {}
    reader = csv.reader(io.StringIO(_text(name, files[name]), newline=""))
    rows: dict[str, list[list[float]]] = {}
    try:
        header = _header(name, next(reader, []))
        for subject, numbers in _rows(name, reader, header):
            rows.setdefault(subject, []).append(numbers)
    except csv.Error as error:
        raise RecordingError(f"{name} line {reader.line_num}: is no CSV ({error}).") from error
    return {subject: _samples(header, np.array(each)) for subject, each in rows.items()}


def _text(name: str, document: str | bytes) -> str:
    if isinstance(document, str):
        return document.removeprefix("\ufeff")
    if name.endswith(".gz"):
        document = _unpack(name, document)
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordingError(f"{name}: is not UTF-8 text (byte {error.start}).") from error


def _unpack(name: str, document: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(document)) as packed:
            unpacked = packed.read(_GREATEST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RecordingError(f"{name}: is not packed with gzip ({error}).") from error
    if len(unpacked) > _GREATEST_BYTES:
        raise RecordingError(f"{name}: is larger than {_GREATEST_BYTES} bytes when unpacked.")
    return unpacked


def _header(name: str, fields: list[str]) -> list[str]:
    found = [each.strip() for each in fields]
    missing = [each for each in ("time_s", "subject") if each not in found]
    if missing:
        raise RecordingError(
            f"{name} line 1: column {', '.join(missing)} is missing; "
            f"found: {', '.join(found) or 'nothing'}."
        )
    twice = [each for each in ("subject", *_COLUMNS) if found.count(each) > 1]
    if twice:
        raise RecordingError(f"{name} line 1: column {', '.join(twice)} is there twice.")
    return found


def _rows(name: str, reader: _CsvLines, header: list[str]) -> Iterator[tuple[str, list[float]]]:
    """Give the subject of each row, and the numbers of the known columns that are there."""
    columns = [each for each in _COLUMNS if each in header]
    places = [header.index(each) for each in columns]
    width, subject_place = len(header), header.index("subject")
    for fields in reader:
        if not fields:
            continue
        line = reader.line_num
        if len(fields) > width:
            raise RecordingError(f"{name} line {line}: more fields than the header has.")
        fields += [""] * (width - len(fields))
        subject = fields[subject_place].strip()
        if not subject:
            raise RecordingError(f"{name} line {line}: subject is empty.")
        texts = [fields[place] for place in places]
        numbers = _plain_numbers(texts)
        if numbers is None:
            each = zip(columns, texts, strict=True)
            numbers = [_number(name, line, column, text) for column, text in each]
        yield subject, numbers


def _plain_numbers(texts: list[str]) -> list[float] | None:
    """The time and numbers of a row where all are there and far from any limit."""
    try:
        numbers = list(map(float, texts))
    except ValueError:
        return None
    return numbers if math.fsum(map(abs, numbers)) < _GREATEST else None


def _number(name: str, line: int, column: str, text: str) -> float:
    """A number within reason; an empty field is unknown, but for the time."""
    try:
        value = float(text) if text else math.nan
    except ValueError:
        value = math.inf if text.strip() else math.nan
    greatest = _GREATEST_TIME_S if column == "time_s" else _GREATEST
    is_unknown = math.isnan(value) and column != "time_s"
    if not (is_unknown or abs(value) <= greatest):
        raise RecordingError(
            f"{name} line {line}: {column} {text!r} is no number within ±{greatest:.0f}."
        )
    return value


def _samples(header: list[str], numbers: FloatArray) -> MotionSamples:
    """Put the numbers of the columns that are there in their places."""
    places = [place for place, each in enumerate(_COLUMNS) if each in header]
    table = np.full((len(numbers), len(_COLUMNS)), np.nan)
    table[:, places] = numbers
    return MotionSamples(table[:, 0], *np.split(table[:, 1:], [3, 6, 9], axis=1))
