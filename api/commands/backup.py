"""``hyllykartta backup``: the whole database in one file."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from api.backups import BackupError, make_backup
from api.library import open_library
from api.usage import UsageError, Verbs, add_config, add_verb, tell_progress


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "backup",
        summary="Write the whole database into one file, also while the server runs.",
        example="hyllykartta backup /srv/backup/hyllykartta.backup",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup; replaced if it is")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write a backup."""
    with open_library(args.config) as database:
        tell_progress(f"Copying {database.place} …")
        try:
            manifest = make_backup(database, args.file, datetime.now(UTC))
        except BackupError as error:
            raise UsageError(str(error)) from error
    if args.json:
        print(json.dumps({"file": str(args.file), **asdict(manifest)}, indent=2))
    else:
        megabytes = args.file.stat().st_size / 1e6
        print(f"{args.file}: {megabytes:.1f} MB, schema {manifest.schema}.")
    return 0
