"""``hyllykartta plan``: check, draw and publish plans."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from api.languages import LANGUAGES
from api.plans import load_plan
from api.settings import load_settings
from api.storage.errors import StorageError
from api.storage.plans import load_published_plans, publish_plan
from api.storage.upgrade import prepare_database
from api.usage import UsageError, Verbs, add_verb
from floorplans.formats.native import plan_hash
from floorplans.model import Plan
from floorplans.validate import check_plan, find_breaks
from kiosk_ui.svg.level import draw_level


def register(verbs: Verbs) -> None:
    """Add the verb ``plan`` with its own verbs."""
    parser = add_verb(
        verbs,
        "plan",
        summary="Check, draw and publish plans.",
        example="hyllykartta plan check demo",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _register_check(actions)
    _register_render(actions)
    _register_publish(actions)


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


def _register_publish(actions: Verbs) -> None:
    parser = add_verb(
        actions,
        "publish",
        summary="Make a plan the one that its branch shows from the server's next start.",
        example="hyllykartta plan publish my-library/keskusta/plan.json",
    )
    parser.add_argument("plan", metavar="PLAN", help='a plan file, or "demo"')
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings as TOML")
    parser.set_defaults(run=run_publish)


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
    for problem in find_breaks(plan):
        raise UsageError(f"{args.plan}: {problem.place}: {problem.message}")
    drawing = draw_level(plan, args.level, args.lang)
    try:
        args.out.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{args.out}: cannot be written ({error.strerror}).") from error
    return 0


def run_publish(args: argparse.Namespace) -> int:
    """Store a plan and make it its branch's published one; status 1 if it has errors."""
    plan = load_plan(args.plan)
    errors = [each for each in check_plan(plan) if each.severity == "error"]
    for problem in errors:
        print(f"error [{problem.rule}] {problem.place}: {problem.message}", file=sys.stderr)
    if errors:
        print(f"{args.plan}: not published; mend what is listed and publish again.")
        return 1
    try:
        settings = load_settings(os.environ, args.config)
        with closing(prepare_database(settings.database)) as database:
            _check_labels(plan, load_published_plans(database))
            hash_ = publish_plan(database, plan, datetime.now(UTC))
    except StorageError as error:
        raise UsageError(f"The plan cannot be stored: {error}") from error
    print(f"{plan.id}: published version {hash_[:12]}; a running server shows it once restarted.")
    return 0


def _check_labels(plan: Plan, published: Iterable[Plan]) -> None:
    """Check that no other branch has the plan's printed ids.

    Raises
    ------
    UsageError
        Naming the branch and the ids that it has already.
    """
    ours = _printed_ids(plan)
    for other in published:
        theirs = _printed_ids(other)
        if other.id != plan.id and ours & theirs:
            shared = ", ".join(sorted(ours & theirs)[:5])
            raise UsageError(
                f'"{other.id}" has kiosks or locator points with the same ids ({shared}); '
                "ids are printed on labels, so choose others."
            )


def _printed_ids(plan: Plan) -> frozenset[str]:
    kiosks = [kiosk.id for kiosk in plan.kiosks]
    return frozenset([*kiosks, *(point.id for point in plan.locator_points)])
