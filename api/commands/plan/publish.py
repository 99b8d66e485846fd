"""``hyllykartta plan publish``: a plan becomes what its branch shows, now or at a time."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from api.commands.plan.check import problem_line
from api.library import open_library
from api.plans import load_plan
from api.publishing import DueTimeError, find_obstacles, local_time, read_due_time
from api.storage.engine import Database
from api.storage.plans import load_published_plans, publish_plan, store_version
from api.storage.publications import apply_due, schedule_publication
from api.usage import UsageError, Verbs, add_config, add_plan, add_verb
from floorplans.model import Plan


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "publish",
        summary="Make a plan the one that its branch shows, now or at a time.",
        example=(
            "hyllykartta plan publish my-library/keskusta/plan.json --at 2026-11-23T07:00 \\\n"
            '    --note "Uudet hyllyt"'
        ),
    )
    add_plan(parser)
    parser.add_argument("--at", metavar="TIME", help="when, on the branch's clocks; else now")
    parser.add_argument("--note", default="", metavar="TEXT", help="what is new")
    parser.add_argument("--author", default="", metavar="NAME", help="who publishes it")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Store a plan and publish it or schedule that; status 1 if it has violations."""
    now = datetime.now(UTC)
    plan = load_plan(args.plan, args.config)
    due_at = None if args.at is None else _read_due_time(args.at, plan, now)
    with open_library(args.config) as database:
        obstacles = find_obstacles(plan, load_published_plans(database))
        if obstacles:
            print(*map(problem_line, obstacles), sep="\n", file=sys.stderr)
            print(f"{args.plan}: not published; mend what is listed and publish again.")
            return 1
        if due_at is None:
            apply_due(database, now)
            hash_ = publish_plan(database, plan, now, note=args.note, author=args.author)
            print(
                f"{plan.id}: published version {hash_[:12]}; "
                "a running server shows it within seconds."
            )
        else:
            _schedule(database, plan, due_at, now, args)
    return 0


def _read_due_time(text: str, plan: Plan, now: datetime) -> datetime:
    try:
        return read_due_time(text, plan.time_zone, now)
    except DueTimeError as error:
        raise UsageError(f"--at: {error}") from error


def _schedule(
    database: Database, plan: Plan, due_at: datetime, now: datetime, args: argparse.Namespace
) -> None:
    words = {"note": args.note, "author": args.author}
    hash_ = store_version(database, plan, now, **words)
    number = schedule_publication(database, plan.id, hash_, due_at, now, **words)
    print(
        f"{plan.id}: version {hash_[:12]} is to be published {local_time(due_at, plan.time_zone)} "
        f"({plan.time_zone}), by the server if it runs then and else at its start. To take it "
        f"back: hyllykartta plan unschedule {plan.id} {number}"
    )
