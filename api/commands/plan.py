"""``hyllykartta plan``: check and draw plans."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from api.languages import LANGUAGES
from api.plans import load_plan
from api.usage import UsageError, Verbs, add_verb
from floorplans.errors import PlanReferenceError
from floorplans.formats.native import plan_hash
from floorplans.validate import check_plan
from kiosk_ui.svg.level import draw_level


def register(verbs: Verbs) -> None:
    """Add the verb ``plan`` with its own verbs."""
    parser = add_verb(
        verbs, "plan", summary="Check and draw plans.", example="hyllykartta plan check demo"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _register_check(actions)
    _register_render(actions)


def _register_check(actions: Verbs) -> None:
    parser = add_verb(
        actions,
        "check",
        summary="Tell everything that is wrong with a plan.",
        example="hyllykartta plan check library.json --json",
    )
    parser.add_argument("plan", metavar="PLAN", help='a plan file, or "demo"')
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run_check)


def _register_render(actions: Verbs) -> None:
    parser = add_verb(
        actions,
        "render",
        summary="Draw a level as an SVG file.",
        example="hyllykartta plan render demo --level 1 --out map.svg",
    )
    parser.add_argument("plan", metavar="PLAN", help='a plan file, or "demo"')
    parser.add_argument("--level", required=True, help="id of the level")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")
    parser.add_argument("--lang", choices=LANGUAGES, default="fi")
    parser.set_defaults(run=run_render)


def run_check(args: argparse.Namespace) -> int:
    """Print the problems; status 1 if there are errors among them."""
    plan = load_plan(args.plan)
    problems = check_plan(plan)
    counts = Counter(problem.severity for problem in problems)
    if args.json:
        document = {
            "plan": plan.id,
            "hash": plan_hash(plan),
            "errors": counts["error"],
            "warnings": counts["warning"],
            "problems": [asdict(problem) for problem in problems],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            print(f"{problem.severity} [{problem.rule}] {problem.place}: {problem.message}")
        print(f"{args.plan}: {counts['error']} errors, {counts['warning']} warnings.")
    return 1 if counts["error"] else 0


def run_render(args: argparse.Namespace) -> int:
    """Write a level's drawing to a file."""
    plan = load_plan(args.plan)
    try:
        drawing = draw_level(plan, args.level, args.lang)
    except PlanReferenceError as error:
        raise UsageError(str(error)) from error
    try:
        args.out.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{args.out}: cannot be written ({error.strerror}).") from error
    return 0
