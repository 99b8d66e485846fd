"""Files of items on their way into the database; none of them stays.

While the server imports one there is a mark beside it, by which the next start finds what the last
server was killed amid.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from api.processes import is_running
from api.storage.engine import Database
from api.storage.item_runs import break_off

FORGOTTEN_AFTER_S = 24 * 60 * 60
MARK = ".running"
TAKEN = ".taken"


def uploads_of(database: Database) -> Path:
    """Give the folder that files are sent to, beside the database."""
    return database.path.parent / "uploads"


def forget_old_uploads(folder: Path) -> None:
    """Delete files that nobody has gone on with for a day."""
    for each in (*folder.glob("*.csv"), *folder.glob(f"*{TAKEN}")):
        # An import that ends meanwhile deletes its own.
        with suppress(FileNotFoundError):
            if time.time() - each.stat().st_mtime > FORGOTTEN_AFTER_S:
                each.unlink()


@contextmanager
def marked(file: Path, branch: str, source: str) -> Iterator[None]:
    """Keep a mark beside a file while this process imports it."""
    mark = file.with_suffix(MARK)
    told = {"branch": branch, "source": source, "process": os.getpid()}
    mark.write_text(json.dumps(told), encoding="utf-8")
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def break_off_killed(database: Database, at: datetime) -> None:
    """Note as failed the imports that a server was killed amid.

    Parameters
    ----------
    database : Database
        Where the imports are noted.
    at : datetime
        Aware time.

    Raises
    ------
    StorageError
        If it cannot be noted.
    """
    for mark in uploads_of(database).glob(f"*{MARK}"):
        # A mark that was being written has begun nothing yet.
        with suppress(ValueError, KeyError, FileNotFoundError):
            told = json.loads(mark.read_text(encoding="utf-8"))
            process = int(told["process"])
            # In a container every server may have the same number.
            if process != os.getpid() and is_running(process):
                continue
            since = datetime.fromtimestamp(mark.stat().st_mtime, UTC)
            break_off(database, told["branch"], told["source"], since, at)
        mark.unlink(missing_ok=True)
