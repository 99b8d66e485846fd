"""``hyllykartta plan check``: everything that is wrong with a plan."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

from api.catalogue.items import parse_items
from api.catalogue.placing import make_placing
from api.catalogue.row_problems import ItemsFormatError
from api.plans import load_plan
from api.usage import UsageError, Verbs, add_config, add_plan, add_verb, read_text
from floorplans.checks.problem import SEVERITIES
from floorplans.formats.native import plan_hash
from floorplans.model import Plan
from floorplans.validate import Catalogue, Problem, check_plan


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "check",
        summary="Tell everything that is wrong with a plan.",
        example="hyllykartta plan check library.json --items items.csv --json",
    )
    add_plan(parser)
    parser.add_argument(
        "--items",
        type=Path,
        metavar="FILE",
        help="the catalogue's copies as CSV: tells what no range holds",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the problems; status 1 if there are violations among them."""
    plan = load_plan(args.plan, args.config)
    catalogue = None if args.items is None else _read_catalogue(args.items, plan)
    problems = check_plan(plan, today=date.today(), catalogue=catalogue)
    counts = Counter(f"{problem.severity}s" for problem in problems)
    named = {f"{severity}s": counts[f"{severity}s"] for severity in SEVERITIES}
    if args.json:
        document = {
            "plan": plan.id,
            "hash": plan_hash(plan),
            **named,
            "problems": [asdict(problem) for problem in problems],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            print(problem_line(problem))
        summary = ", ".join(_counted(count, name) for name, count in named.items())
        print(f"{args.plan}: {summary}.")
    return 1 if named["violations"] else 0


def problem_line(problem: Problem) -> str:
    """Write a problem as one line."""
    return f"{problem.severity} [{problem.rule}] {problem.place}: {problem.message}"


def _read_catalogue(path: Path, plan: Plan) -> Catalogue:
    """Count the copies by partition and call number; rows that cannot be read are left out."""
    try:
        items, _ = parse_items(read_text(path), make_placing(plan))
    except ItemsFormatError as error:
        raise UsageError(f"{path}: {error}") from error
    return Counter((item.partition, item.call_number) for item in items)


def _counted(count: int, plural: str) -> str:
    return f"{count} {plural.removesuffix('s') if count == 1 else plural}"
