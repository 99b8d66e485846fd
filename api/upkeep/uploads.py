"""Files of items on their way into the database; none of them stays."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from api.storage.engine import Database

FORGOTTEN_AFTER_S = 24 * 60 * 60


def uploads_of(database: Database) -> Path:
    """Give the folder that files are sent to, beside the database."""
    return database.path.parent / "uploads"


def forget_old_uploads(folder: Path) -> None:
    """Delete files that nobody has gone on with for a day."""
    for each in folder.glob("*.csv"):
        # An import that ends meanwhile deletes its own.
        with suppress(FileNotFoundError):
            if time.time() - each.stat().st_mtime > FORGOTTEN_AFTER_S:
                each.unlink()
