"""``hyllykartta items``: the catalogue's items."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from api.catalogue.placing import (
    combination_record,
    describe_combinations,
    list_unplaced,
    make_placing,
)
from api.catalogue.row_problems import ItemsFormatError
from api.importing import Report, import_items
from api.library import open_library
from api.plans import load_plan
from api.storage.engine import Database
from api.storage.plans import find_published_hash, list_branches, load_version
from api.usage import (
    PLAN_HELP,
    UsageError,
    Verbs,
    add_config,
    add_verb,
    open_table,
    show_progress,
)
from floorplans.aliases import Combination
from floorplans.model import Plan


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
    action.add_argument(
        "--plan", help=f"has the aliases, if not the published plan does: {PLAN_HELP}"
    )
    action.add_argument("--author", default="", metavar="NAME", help="who imports them")
    action.add_argument(
        "--accept-fewer",
        action="store_true",
        help="go on where none come, or over 100 and a fifth of those there were are missing",
    )
    action.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(action)
    action.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import items; 1 if rows were left out or wait, or all for being far fewer than there were."""
    with open_library(args.config) as database:
        _check_branch(database, args.branch)
        plan = _find_plan(database, args)
        with open_table(args.file) as table:
            try:
                report = import_items(
                    database,
                    args.branch,
                    table,
                    make_placing(plan) if plan else None,
                    author=args.author,
                    source=args.file.name,
                    accept_fewer=args.accept_fewer,
                    plan=plan,
                    tell=_show,
                )
            except ItemsFormatError as error:
                raise UsageError(f"{args.file}: {error}") from error
            finally:
                show_progress("")
    unplaced = list_unplaced(plan, report.names.elements()) if plan else ()
    if args.json:
        print(json.dumps(_as_json(args, report, unplaced), ensure_ascii=False, indent=2))
    else:
        _report(args, report, unplaced)
    return 1 if report.refused or report.names or report.stopped else 0


def _show(rows: int, stored: int) -> None:
    doing = f"{stored:,} items stored" if stored else f"{rows:,} rows read"
    show_progress(f"{doing.replace(',', ' ')} …")


def _check_branch(database: Database, branch: str) -> None:
    known = list_branches(database)
    if branch not in known:
        raise UsageError(
            f'There is no branch "{branch}"; the branches: '
            f"{', '.join(known) or 'none, publish a plan first'}."
        )


def _find_plan(database: Database, args: argparse.Namespace) -> Plan | None:
    """Find the plan whose aliases count: the one that is named, or the published one."""
    if args.plan:
        return load_plan(args.plan, args.config)
    published = find_published_hash(database, args.branch)
    return load_version(database, args.branch, published) if published else None


def _report(args: argparse.Namespace, report: Report, unplaced: Sequence[Combination]) -> None:
    for problem in report.problems:
        print(f"{args.file}: {problem}", file=sys.stderr)
    more = report.problem_count - len(report.problems)
    if more:
        print(f"{args.file}: … and {more} problems more.", file=sys.stderr)
    if unplaced:
        print(f"{args.file}: these names do not lead to one partition:", file=sys.stderr)
        print(*describe_combinations(unplaced), sep="\n", file=sys.stderr)
    if report.stopped:
        print(
            f"{args.branch}: nothing was changed: {report.items} items came, there were "
            f"{report.before}. If so few are right, say --accept-fewer.",
            file=sys.stderr,
        )
        return
    waiting = report.names.total()
    without = f", and {waiting} that wait for a place" if waiting else ""
    left_out = (
        f"; {report.problem_count} problems, their rows were left out" if report.refused else ""
    )
    print(f"{args.branch}: {report.items} items{without}{left_out}.")


def _as_json(
    args: argparse.Namespace, report: Report, unplaced: Sequence[Combination]
) -> dict[str, Any]:
    return {
        "branch": args.branch,
        "items": report.items,
        "items_before": report.before,
        "stopped": report.stopped,
        "left_out": report.refused,
        "waiting": report.names.total(),
        "problems": [
            {"line": each.line, "column": each.column, "message": each.message}
            for each in report.problems
        ],
        "unplaced": [combination_record(each) for each in unplaced],
    }
