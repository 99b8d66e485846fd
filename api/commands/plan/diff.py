"""``hyllykartta plan diff``: what changed between two plans."""

from __future__ import annotations

import argparse
import json

from api.differences import change_record
from api.languages import LANGUAGES
from api.plans import load_plan
from api.usage import Verbs, add_config, add_verb
from floorplans.diff.plans import diff_plans
from floorplans.formats.native import plan_hash
from kiosk_ui.changes import changes_text


def register(actions: Verbs) -> None:
    """Add the action ``diff``."""
    parser = add_verb(
        actions,
        "diff",
        summary="Tell in words what changed from one plan to another.",
        example="hyllykartta plan diff keskusta@published library.json --lang en",
    )
    parser.add_argument("before", metavar="BEFORE", help='a plan file, "demo" or a stored plan')
    parser.add_argument("after", metavar="AFTER", help='a plan file, "demo" or a stored plan')
    parser.add_argument("--lang", choices=LANGUAGES, default="fi")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the changes."""
    before, after = load_plan(args.before, args.config), load_plan(args.after, args.config)
    changes = diff_plans(before, after)
    if args.json:
        document = {
            "before": plan_hash(before),
            "after": plan_hash(after),
            "summary": changes_text(changes, after, args.lang),
            "changes": [change_record(each, after, args.lang) for each in changes],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print("\n".join(changes_text(changes, after, args.lang)))
    return 0
