"""``hyllykartta plan rollback``: a branch shows a version that it has shown before."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from api.commands.plan.check import problem_line
from api.library import find_hash, open_library
from api.publishing import find_obstacles_again
from api.storage.plans import get_version, load_published_plans, load_version
from api.storage.publications import apply_due, publish_version, was_published
from api.usage import Verbs, add_config, add_verb


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "rollback",
        summary="Publish the version that was published before, or any stored one.",
        example='hyllykartta plan rollback keskusta --note "Hylly 12 jäi väärään paikkaan"',
    )
    parser.add_argument("branch", metavar="BRANCH", help="id of the branch")
    parser.add_argument(
        "--to", default="previous", metavar="HASH", help="six or more digits of a version's hash"
    )
    parser.add_argument("--note", default="", metavar="TEXT", help="why")
    parser.add_argument("--author", default="", metavar="NAME", help="who does it")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Publish a stored version; status 1 if it has violations and was not shown before."""
    now = datetime.now(UTC)
    with open_library(args.config) as database:
        apply_due(database, now)
        wanted = find_hash(database, args.branch, args.to)
        hash_ = get_version(database, args.branch, wanted).hash
        plan = load_version(database, args.branch, hash_)
        obstacles = find_obstacles_again(
            plan,
            load_published_plans(database),
            was_shown=was_published(database, args.branch, hash_),
        )
        if obstacles:
            print(*map(problem_line, obstacles), sep="\n", file=sys.stderr)
            print(f"{args.branch}: version {hash_[:12]} has violations; nothing was changed.")
            return 1
        publish_version(database, args.branch, hash_, now, note=args.note, author=args.author)
    print(f"{args.branch}: back at version {hash_[:12]}; a running server shows it within seconds.")
    return 0
