"""``hyllykartta items``: the catalogue's items."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path

from api.catalogue.items import ItemsFormatError, parse_items
from api.settings import load_settings
from api.storage.errors import StorageError
from api.storage.plans import list_branches
from api.storage.seed import replace_items
from api.storage.upgrade import prepare_database
from api.usage import UsageError, Verbs, add_verb, read_text


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "items",
        summary="Look after the catalogue's items.",
        example="hyllykartta items import items.csv --branch keskusta",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = add_verb(
        actions,
        "import",
        summary="Put the items of a CSV file in the place of all that a branch has.",
        example="hyllykartta items import items.csv --branch keskusta",
    )
    action.add_argument("file", type=Path, metavar="FILE", help="CSV file, UTF-8")
    action.add_argument("--branch", required=True, help="id of the branch")
    action.add_argument("--config", type=Path, metavar="FILE", help="settings as TOML")
    action.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import items; 1 if rows were left out."""
    settings = load_settings(os.environ, args.config)
    _tell(f"Reading {args.file} …")
    try:
        items, problems = parse_items(read_text(args.file))
    except ItemsFormatError as error:
        raise UsageError(f"{args.file}: {error}") from error
    for problem in problems:
        print(f"{args.file}: {problem}", file=sys.stderr)
    _tell(f"Storing {len(items)} items …")
    try:
        with closing(prepare_database(settings.database)) as database:
            known = list_branches(database)
            if args.branch not in known:
                raise UsageError(
                    f'There is no branch "{args.branch}"; the branches: '
                    f"{', '.join(known) or 'none, publish a plan first'}."
                )
            replace_items(database, args.branch, items)
    except StorageError as error:
        raise UsageError(f"The items cannot be stored: {error}") from error
    left_out = f"; {len(problems)} problems, their rows were left out" if problems else ""
    print(f"{args.branch}: {len(items)} items{left_out}.")
    return 1 if problems else 0


def _tell(progress: str) -> None:
    """Show progress on a terminal."""
    if sys.stderr.isatty():
        print(progress, file=sys.stderr)
