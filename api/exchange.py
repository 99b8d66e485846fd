"""Formats that plans come in and go out as. A format that is added here, the command line knows.

A reader gets a path, the id for a plan that has none of its own, and what drawings do not tell; a
writer gets a plan and what else goes into the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from api.archives import pack, read_archive
from api.usage import UsageError
from floorplans.checks.problem import Problem
from floorplans.errors import PlanFormatError
from floorplans.formats.documents import decode
from floorplans.formats.drawings.read import DrawingOptions, read_dxf
from floorplans.formats.dxf import BINARY_START
from floorplans.formats.geojson import read_geojson
from floorplans.formats.imdf import Address, doubt_export, read_imdf, write_imdf
from floorplans.formats.native import FORMAT, format_plan, parse_plan
from floorplans.formats.osm import read_osm
from floorplans.formats.result import UNREADABLE, ImportResult, finish
from floorplans.formats.tables.apply import WRITERS as TABLE_WRITERS
from floorplans.formats.tables.apply import TableName
from floorplans.formats.tables.sheets import format_csv
from floorplans.model import Plan

LOOKED_AT_BYTES = 4096
DXF_START = re.compile(rb"\s*(?:999\s*\n[^\n]*\n\s*)*0\s*\n\s*SECTION")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a file tells that is not in the plan: when it was written, and the mail address.

    ``table`` is the only table that is wanted, for formats that are tables.
    """

    created: datetime
    address: Address | None = None
    table: TableName | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, and what it says without knowing it."""

    content: bytes
    doubts: tuple[Problem, ...] = ()


def _read_imdf(path: Path, branch: str, options: DrawingOptions) -> ImportResult:
    archive = read_archive(path)
    result = read_imdf(archive.files, branch)
    return ImportResult(result.plan, (*archive.problems, *result.problems))


def _read_geojson(path: Path, branch: str, options: DrawingOptions) -> ImportResult:
    return read_geojson(_read_single(path), branch)


def _read_osm(path: Path, branch: str, options: DrawingOptions) -> ImportResult:
    return read_osm(_read_single(path), branch)


def _read_json(path: Path, branch: str, options: DrawingOptions) -> ImportResult:
    return finish(parse_plan(decode(_read_single(path))), ())


def _read_dxf(path: Path, branch: str, options: DrawingOptions) -> ImportResult:
    return read_dxf(_read_single(path), branch, options)


def _read_single(path: Path) -> bytes:
    files = list(read_archive(path).files.values())
    if len(files) != 1:
        raise UsageError(f"{path}: has {len(files)} files; this format is one file.")
    return files[0]


def _write_imdf(plan: Plan, circumstances: Circumstances) -> Exported:
    files = write_imdf(plan, circumstances.created, circumstances.address)
    return Exported(pack(files, circumstances.created), doubt_export(plan, circumstances.address))


def _write_json(plan: Plan, circumstances: Circumstances) -> Exported:
    return Exported(format_plan(plan).encode())


def _write_csv(plan: Plan, circumstances: Circumstances) -> Exported:
    if circumstances.table is None:
        raise UsageError(f"CSV is one table; say which with --table: {', '.join(TABLE_WRITERS)}.")
    return Exported(format_csv(TABLE_WRITERS[circumstances.table](plan)).encode())


def _write_xlsx(plan: Plan, circumstances: Circumstances) -> Exported:
    # openpyxl takes a while to load, and only workbooks need it.
    from api.spreadsheets import format_workbook

    names = [circumstances.table] if circumstances.table else list(TABLE_WRITERS)
    return Exported(format_workbook(TABLE_WRITERS[name](plan) for name in names))


READERS: Mapping[str, Callable[[Path, str, DrawingOptions], ImportResult]] = {
    "dxf": _read_dxf,
    "geojson": _read_geojson,
    "imdf": _read_imdf,
    "json": _read_json,
    "osm": _read_osm,
}

WRITERS: Mapping[str, Callable[[Plan, Circumstances], Exported]] = {
    "csv": _write_csv,
    "imdf": _write_imdf,
    "json": _write_json,
    "xlsx": _write_xlsx,
}

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xls", ".xlsm", ".xlsx"})
"""Names of tables, which are no plans, but go into one."""

DRAWINGS = frozenset({"dxf"})
"""Formats of drawings, which tell less than plans: `DrawingOptions` say the rest."""

FORMATS_BY_SUFFIX: Mapping[str, str] = {
    ".dxf": "dxf",
    ".geojson": "geojson",
    ".imdf": "imdf",
    ".osm": "osm",
    ".zip": "imdf",
}

OTHERS_BY_SUFFIX: Mapping[str, str] = {
    ".dwg": "is a DWG drawing; save it as DXF in the drawing program",
    ".osc": "has changes only; export the map itself as .osm",
    ".pbf": "is packed OpenStreetMap data; convert it to .osm first",
}
"""What to do with files that are like those that are read."""


def guess_format(path: Path) -> str:
    """Tell what a file or folder is by its name, and JSON by how it begins.

    Raises
    ------
    UsageError
        If it cannot be told.
    """
    if path.is_dir():
        return "imdf"
    if path.exists() and not path.is_file():
        raise UsageError(f"{path}: is no file and no folder; save what comes from it to a file.")
    suffix = path.suffix.lower()
    if suffix in FORMATS_BY_SUFFIX:
        return FORMATS_BY_SUFFIX[suffix]
    if suffix in OTHERS_BY_SUFFIX:
        raise UsageError(f"{path}: {OTHERS_BY_SUFFIX[suffix]}.")
    try:
        with path.open("rb") as stream:
            start = stream.read(LOOKED_AT_BYTES)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    if FORMAT.encode() in start:
        return "json"
    if start.startswith(BINARY_START) or DXF_START.match(start):
        return "dxf"
    if b"<osm" in start:
        return "osm"
    if b"Feature" in start:
        return "geojson"
    known = ", ".join(READERS)
    raise UsageError(f"{path}: what is it? Say it with --format, one of {known}.")


def read_file(path: Path, format_: str, branch: str, options: DrawingOptions) -> ImportResult:
    """Read a file or folder as a plan, as far as it goes.

    Raises
    ------
    UsageError
        If it cannot be read at all.
    """
    try:
        return READERS[format_](path, branch, options)
    except PlanFormatError as error:
        raise UsageError(f"{path}: {error}") from error


def require_plan(path: Path, result: ImportResult) -> Plan:
    """Give the plan that was read.

    Raises
    ------
    UsageError
        If there is none; it says why.
    """
    if result.plan is None:
        unread = (each for each in result.problems if each.rule == UNREADABLE)
        why = "".join(f" {each.place}: {each.message}" for each in islice(unread, 1))
        raise UsageError(f"{path}: {result.problems[-1].message}{why}")
    return result.plan
