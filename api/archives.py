"""Files that strangers send, read into memory within limits: a zip archive, a folder, one file.

Nothing is written to disk, so paths in an archive can do no harm; only their last part counts.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from api.usage import UsageError
from floorplans.checks.problem import Problem, warning

MOST_FILES = 200
MOST_BYTES = 64_000_000
MOST_BYTES_OF_ONE = 32_000_000
PIECE_BYTES = 65_536
STEEPEST_RATIO = 200
UNSUSPICIOUS_BYTES = 1_000_000
"""Files below this size may be packed as tightly as they like."""

ZIP_START = b"PK"
ENTRY_START = b"PK\x01\x02"
ENCRYPTED = 0x1
EARLIEST_YEAR = 1980
PACKED_SUFFIXES = {".zip", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz"}
READ_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True, slots=True)
class Archive:
    """Files by their names without folders, and what was odd about them.

    ``packed`` tells whether they came in a zip archive or a folder.
    """

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    packed: bool = False


def read_archive(path: Path) -> Archive:
    """Read a zip archive, a folder or a single file.

    Parameters
    ----------
    path : Path
        What to read. Of a folder, the files directly in it.

    Returns
    -------
    Archive
        At most `MOST_BYTES` in at most `MOST_FILES` files.

    Raises
    ------
    UsageError
        If it cannot be read, is damaged or encrypted, or exceeds a limit.
    """
    try:
        if path.is_dir():
            return _read_folder(path)
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file or folder.")
        content = _read_file(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    if content.startswith(ZIP_START):
        return unpack(content, str(path))
    if path.suffix.lower() == ".zip":
        raise UsageError(f"{path}: is not a zip archive, whatever its name says.")
    return Archive({path.name: content})


def unpack(content: bytes, name: str) -> Archive:
    """Read a zip archive that is in memory.

    Parameters
    ----------
    content : bytes
        The archive.
    name : str
        What messages call it.

    Raises
    ------
    UsageError
        If it is no archive, damaged or encrypted, or exceeds a limit.
    """
    if content.count(ENTRY_START) > MOST_FILES:
        raise UsageError(f"{name}: has more than {MOST_FILES} files.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return _unpack_entries(opened, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise UsageError(f"{name}: is a damaged zip archive ({error}).") from error
    except NotImplementedError as error:
        raise UsageError(f"{name}: {error}; pack it anew as an ordinary zip.") from error


def pack(files: Mapping[str, bytes], created: datetime) -> bytes:
    """Make a zip archive, the same bytes for the same files and time.

    Examples
    --------
    >>> packed = pack({"a.txt": b"a"}, datetime(2026, 3, 2, 12, 0))
    >>> unpack(packed, "it").files
    {'a.txt': b'a'}
    """
    written = io.BytesIO()
    moment = created.replace(year=max(created.year, EARLIEST_YEAR)).timetuple()
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, moment[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return written.getvalue()


def _read_folder(folder: Path) -> Archive:
    paths = sorted(path for path in folder.iterdir() if path.is_file() and _is_wanted(path.name))
    if len(paths) > MOST_FILES:
        raise UsageError(f"{folder}: has more than {MOST_FILES} files.")
    files: dict[str, bytes] = {}
    for path in paths:
        files[path.name] = _read_file(path)
        _check_total(files, str(folder))
    if not files:
        raise UsageError(f"{folder}: has no files.")
    return Archive(files, packed=True)


def _read_file(path: Path) -> bytes:
    with path.open("rb") as stream:
        return _read_stream(stream, str(path))


def _read_stream(stream: IO[bytes], name: str) -> bytes:
    """Read in small pieces: an entry that lies about its size unpacks no further than one."""
    content = bytearray()
    while piece := stream.read(PIECE_BYTES):
        content += piece
        if len(content) > MOST_BYTES_OF_ONE:
            raise UsageError(f"{name}: is larger than {MOST_BYTES_OF_ONE // 1_000_000} MB.")
    return bytes(content)


def _check_total(files: Mapping[str, bytes], name: str) -> None:
    if sum(map(len, files.values())) > MOST_BYTES:
        raise UsageError(
            f"{name}: its files are larger than {MOST_BYTES // 1_000_000} MB together."
        )


def _unpack_entries(opened: zipfile.ZipFile, name: str) -> Archive:
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for entry in opened.infolist():
        file = PurePosixPath(entry.filename.replace("\\", "/")).name
        if entry.is_dir() or not _is_wanted(file) or "__MACOSX" in entry.filename:
            continue
        doubts = list(_doubt_entry(entry, file, files))
        problems += doubts
        if any(doubt.rule != "odd-path" for doubt in doubts):
            continue
        files[file] = _read_entry(opened, entry, name)
        _check_total(files, name)
    if not files:
        why = f" {problems[0].message}" if problems else ""
        raise UsageError(f"{name}: the archive has no files.{why}")
    return Archive(files, tuple(problems), packed=True)


def _doubt_entry(
    entry: zipfile.ZipInfo, file: str, files: Mapping[str, bytes]
) -> Iterator[Problem]:
    place = f"file {entry.filename[:80]!a}"
    if file in files:
        yield warning("duplicate-file", place, "The archive has it twice; the first one was read.")
    if PurePosixPath(file).suffix.lower() in PACKED_SUFFIXES:
        yield warning("nested-archive", place, "An archive in the archive was not opened.")
    if ".." in entry.filename or entry.filename.startswith(("/", "\\")):
        yield warning("odd-path", place, "Its path leads out of the archive; only its name counts.")


def _read_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    place = f"{name}: {entry.filename[:80]!a}"
    if entry.flag_bits & ENCRYPTED:
        raise UsageError(f"{place} is encrypted; pack it without a password.")
    if entry.compress_type not in READ_METHODS:
        raise UsageError(f"{place} is packed in an unusual way; pack it anew as an ordinary zip.")
    packed = max(entry.compress_size, 1)
    if entry.file_size > UNSUSPICIOUS_BYTES and entry.file_size / packed > STEEPEST_RATIO:
        raise UsageError(f"{place} unpacks to {entry.file_size // packed} times its size; refused.")
    with opened.open(entry) as stream:
        return _read_stream(stream, place)


def _is_wanted(name: str) -> bool:
    return bool(name) and not name.startswith(".")
