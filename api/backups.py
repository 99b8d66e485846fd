"""A whole database in one file, made while the server runs, and back again.

The file is a ZIP archive with ``manifest.json`` (format, version, schema, time, hash) and
``library.sqlite``. It has everything, hashes of passwords too, so that only its owner may read it.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from api.processes import is_running
from api.storage.engine import Database, open_database
from api.storage.errors import StorageError
from api.storage.log import log_change
from api.storage.sessions import end_sessions
from api.storage.upgrade import check_known, current_revision, upgrade

FORMAT = 1
MANIFEST, LIBRARY = "manifest.json", "library.sqlite"
MOST_MANIFEST_BYTES = 10_000
CHUNK_BYTES = 1 << 20

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    EOFError,
    ValueError,
    NotImplementedError,
)
"""What archives that are none, damaged or packed in another way make zipfile raise."""


class BackupError(Exception):
    """A backup cannot be made, read or restored; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; ``schema`` is the revision of its database."""

    format: int
    program: str
    schema: str
    made_at: str
    size_bytes: int
    sha256: str


def make_backup(database: Database, file: Path, at: datetime) -> Manifest:
    """Write a backup; the file is whole or not there.

    Raises
    ------
    BackupError
        If the file cannot be written, or is the database itself.
    StorageError
        If the database cannot be read, or is damaged.
    """
    _spare(database.path, file)
    try:
        with _scratch_beside(file) as scratch:
            copy = scratch / LIBRARY
            database.copy_to(copy)
            manifest = Manifest(
                FORMAT,
                version("hyllykartta"),
                current_revision(database) or "",
                at.isoformat(timespec="seconds"),
                copy.stat().st_size,
                _hash(copy),
            )
            archive = scratch / "backup.zip"
            with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as parts:
                parts.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
                parts.write(copy, LIBRARY)
            _keep(archive)
            archive.replace(file)
    except OSError as error:
        raise BackupError(f"{file}: cannot be written ({error.strerror}).") from error
    return manifest


def _spare(place: Path, file: Path) -> None:
    """Refuse to write over the database or its log, under whatever name."""
    for each in (place, *(place.with_name(f"{place.name}-{end}") for end in ("wal", "shm"))):
        if file.resolve() == each.resolve() or (
            file.exists() and each.exists() and file.samefile(each)
        ):
            raise BackupError(f"{file}: is the database itself; name another file for the backup.")


def check_backup(file: Path) -> Manifest:
    """Read a whole backup and see that it can be restored.

    Raises
    ------
    BackupError
        If it is damaged, newer than this program, or none.
    """
    with tempfile.TemporaryDirectory(prefix="hyllykartta-check-") as scratch:
        return _unpack(file, Path(scratch) / LIBRARY)


def restore_backup(file: Path, url: str, at: datetime) -> tuple[Manifest, Path | None]:
    """Put the database of a backup in the place of the one there is, with today's schema.

    Everybody who was signed in signs in anew.

    Parameters
    ----------
    file : Path
        The backup.
    url : str
        Where the database belongs.
    at : datetime
        When; it names what the old database is kept as.

    Returns
    -------
    Manifest
        What the backup said of itself.
    Path or None
        Where the old database is kept, if there was one.

    Raises
    ------
    BackupError
        If the backup is damaged or newer, or the server is running. Nothing is changed then.
    """
    with closing(open_database(url)) as database:
        place = database.path
    try:
        with _scratch_beside(place) as scratch:
            restored = scratch / LIBRARY
            manifest = _unpack(file, restored)
            with closing(open_database(f"sqlite:///{restored}")) as database:
                upgrade(database)
                # Who was signed in when it was made may have been signed out for a reason since.
                end_sessions(database)
                with replace(database, hand="cli").write() as connection:
                    params = {"made": manifest.made_at}
                    log_change(connection, "restored", at, "", "", params=params)
            _close_file(restored)
            kept = _set_aside(place, at, scratch) if place.exists() else None
            _keep(restored)
            restored.replace(place)
    except OSError as error:
        raise BackupError(f"{place}: cannot be restored ({error.strerror}).") from error
    return manifest, kept


def _unpack(file: Path, to: Path) -> Manifest:
    """Take the database out of a backup, checked in every way."""
    try:
        with zipfile.ZipFile(file) as parts:
            manifest = _read_manifest(file, parts)
            _extract(file, parts, manifest, to)
    except OSError as error:
        raise BackupError(f"{file}: cannot be read ({error.strerror or error}).") from error
    except _DAMAGE as error:
        raise BackupError(
            f"{file}: is no backup, or damaged ({error}); take another one."
        ) from error
    _check_database(file, manifest, to)
    return manifest


def _read_manifest(file: Path, parts: zipfile.ZipFile) -> Manifest:
    with parts.open(MANIFEST) as stored:
        document = json.loads(stored.read(MOST_MANIFEST_BYTES))
    if not isinstance(document, dict) or not isinstance(document.get("format"), int):
        raise BackupError(f"{file}: is no backup of hyllykartta.")
    if document["format"] > FORMAT:
        raise BackupError(
            f"{file}: is of a newer version (format {document['format']}); upgrade hyllykartta."
        )
    try:
        return Manifest(**{name: document[name] for name in Manifest.__slots__})
    except KeyError as error:
        raise BackupError(f"{file}: is damaged, it lacks {error}; take another one.") from error


def _extract(file: Path, parts: zipfile.ZipFile, manifest: Manifest, to: Path) -> None:
    with parts.open(LIBRARY) as stored, to.open("wb") as out:
        left = manifest.size_bytes
        while left >= 0 and (chunk := stored.read(min(CHUNK_BYTES, left + 1))):
            out.write(chunk)
            left -= len(chunk)
    if left or _hash(to) != manifest.sha256:
        raise BackupError(f"{file}: is damaged, its content has another hash; take another one.")


def _check_database(file: Path, manifest: Manifest, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BackupError(f"{file}: holds a damaged database ({found}); take another one.")
    try:
        check_known(str(file), manifest.schema)
    except StorageError as error:
        raise BackupError(str(error)) from error


def _set_aside(place: Path, at: datetime, scratch: Path) -> Path:
    """Keep the old database under another name, in its own place too until the new one comes."""
    _close_file(place)
    for each in place.parent.glob(f"{glob.escape(place.name)}.before-*"):
        # Another name of this very file: somebody who set it aside was killed then.
        if each.samefile(place):
            each.unlink()
    kept = place.with_name(f"{place.name}.before-{at:%Y%m%dT%H%M%S}")
    try:
        os.link(place, kept)
    except OSError:
        copied = scratch / "kept"
        shutil.copy2(place, copied)
        copied.replace(kept)
    return kept


def _close_file(path: Path) -> None:
    """Fold the log into the file; nobody else may have it open."""
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise BackupError(f"{path}: is in use; stop the server first.") from error
    except sqlite3.DatabaseError:
        # What is damaged is kept as it is, with its log.
        with suppress(FileNotFoundError):
            path.with_name(f"{path.name}-wal").rename(path.with_name(f"{path.name}-wal.damaged"))


@contextmanager
def _scratch_beside(file: Path) -> Iterator[Path]:
    """Make a folder on the same disk, for nobody else to read; those of the killed go."""
    start = f".{file.name}."
    for left in file.parent.glob(f"{glob.escape(start)}*-*"):
        maker = left.name.removeprefix(start).partition("-")[0]
        if maker.isascii() and maker.isdigit() and not is_running(int(maker)):
            shutil.rmtree(left, ignore_errors=True)
    prefix = f"{start}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=file.parent) as folder:
        yield Path(folder)


def _keep(path: Path) -> None:
    """Make sure that a file outlives a power cut, and that only its owner reads it."""
    path.chmod(0o600)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
