"""``hyllykartta plan unschedule``: a publication to come does not."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from api.library import open_library
from api.storage.publications import cancel_publication
from api.usage import Verbs, add_config, add_verb


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "unschedule",
        summary='Take a scheduled publication back; "plan versions" lists them.',
        example="hyllykartta plan unschedule keskusta 4",
    )
    parser.add_argument("branch", metavar="BRANCH", help="id of the branch")
    parser.add_argument("id", type=int, metavar="ID", help="number of the scheduled publication")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Cancel it; the version stays stored."""
    with open_library(args.config) as database:
        cancel_publication(database, args.branch, args.id, datetime.now(UTC))
    print(f"{args.branch}: publication {args.id} is taken back; its version stays stored.")
    return 0
