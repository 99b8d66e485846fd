"""``hyllykartta items``: the catalogue's items."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from api.catalogue.items import Item, ItemsFormatError, RowProblem, parse_items
from api.catalogue.placing import (
    combination_record,
    describe_combinations,
    list_unplaced,
    make_placing,
)
from api.library import open_library
from api.plans import load_plan
from api.storage.engine import Database
from api.storage.plans import find_published_hash, list_branches, load_version
from api.storage.seed import replace_items
from api.usage import (
    PLAN_HELP,
    UsageError,
    Verbs,
    add_config,
    add_verb,
    read_text,
    tell_progress,
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
    action.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(action)
    action.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import items; 1 if rows were left out."""
    tell_progress(f"Reading {args.file} …")
    text = read_text(args.file)
    with open_library(args.config) as database:
        _check_branch(database, args.branch)
        plan = _find_plan(database, args)
        try:
            items, problems = parse_items(text, make_placing(plan) if plan else None)
        except ItemsFormatError as error:
            raise UsageError(f"{args.file}: {error}") from error
        tell_progress(f"Storing {len(items)} items …")
        replace_items(database, args.branch, items)
    unplaced = list_unplaced(plan, problems) if plan else ()
    if args.json:
        print(json.dumps(_as_json(args, items, problems, unplaced), ensure_ascii=False, indent=2))
    else:
        _report(args, items, problems, unplaced)
    return 1 if problems else 0


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


def _report(
    args: argparse.Namespace,
    items: Sequence[Item],
    problems: Sequence[RowProblem],
    unplaced: Sequence[Combination],
) -> None:
    for problem in problems:
        if problem.names is None:
            print(f"{args.file}: {problem}", file=sys.stderr)
    if unplaced:
        print(f"{args.file}: these names do not lead to one partition:", file=sys.stderr)
        print(*describe_combinations(unplaced), sep="\n", file=sys.stderr)
    left_out = f"; {len(problems)} problems, their rows were left out" if problems else ""
    print(f"{args.branch}: {len(items)} items{left_out}.")


def _as_json(
    args: argparse.Namespace,
    items: Sequence[Item],
    problems: Sequence[RowProblem],
    unplaced: Sequence[Combination],
) -> dict[str, Any]:
    return {
        "branch": args.branch,
        "items": len(items),
        "left_out": len({problem.line for problem in problems}),
        "problems": [
            {"line": each.line, "column": each.column, "message": each.message}
            for each in problems
            if each.names is None
        ],
        "unplaced": [combination_record(each) for each in unplaced],
    }
