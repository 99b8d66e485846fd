"""``hyllykartta restore``: a backup in the place of the database."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from api.backups import BackupError, check_backup, restore_backup
from api.settings import load_settings
from api.storage.errors import StorageError
from api.storage.upgrade import NEWEST
from api.usage import UsageError, Verbs, add_config, add_verb


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "restore",
        summary="Put a backup in the place of the database, which is kept; stop the server first.",
        example="hyllykartta restore /srv/backup/hyllykartta-2026-11-22.backup",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what hyllykartta backup wrote")
    parser.add_argument(
        "--check", action="store_true", help="only see whether the backup can be restored"
    )
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore a backup, or check it."""
    try:
        if args.check:
            manifest = check_backup(args.file)
            print(f"{args.file}: whole, of {manifest.made_at}, schema {manifest.schema}.")
            return 0
        settings = load_settings(os.environ, args.config)
        manifest, kept = restore_backup(args.file, settings.database, datetime.now(UTC))
    except (BackupError, StorageError) as error:
        raise UsageError(str(error)) from error
    upgraded = "" if manifest.schema == NEWEST else f", upgraded from schema {manifest.schema}"
    print(f"{args.file}: restored as it was on {manifest.made_at}{upgraded}.")
    if kept:
        print(f"The database that was there is kept as {kept}.")
    return 0
