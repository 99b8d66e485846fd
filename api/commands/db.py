"""``hyllykartta db``: looking after the database."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from pathlib import Path

from api.settings import load_settings
from api.storage.engine import open_database
from api.storage.errors import StorageError
from api.storage.upgrade import upgrade
from api.usage import UsageError, Verbs, add_verb


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "db",
        summary="Look after the database.",
        example="hyllykartta db upgrade",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = add_verb(
        actions,
        "upgrade",
        summary="Bring the database to the schema of this version; makes it if it is missing.",
        example="HYLLYKARTTA_DATA_DIR=/var/lib/hyllykartta hyllykartta db upgrade",
    )
    action.add_argument("--config", type=Path, metavar="FILE", help="settings as TOML")
    action.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Upgrade the database."""
    settings = load_settings(os.environ, args.config)
    try:
        with closing(open_database(settings.database)) as database:
            before, now = upgrade(database)
    except StorageError as error:
        raise UsageError(f"The database cannot be upgraded: {error}") from error
    if before == now:
        print(f"{database.place} has schema {now} already.")
    else:
        print(f"{database.place}: schema {before or 'none'} → {now}.")
    return 0
