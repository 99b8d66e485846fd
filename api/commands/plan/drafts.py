"""``hyllykartta plan draft`` and ``plan drafts``: plans at work in the database."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.library import find_hash, open_library
from api.plan_names import is_stored
from api.plans import load_plan
from api.storage.draft_records import DraftHead
from api.storage.drafts import create_draft, list_drafts
from api.storage.plans import list_branches, load_version
from api.usage import UsageError, Verbs, add_config, add_verb
from floorplans.model import Plan


def register(actions: Verbs) -> None:
    """Add both actions."""
    _register_draft(actions)
    _register_drafts(actions)


def _register_draft(actions: Verbs) -> None:
    parser = add_verb(
        actions,
        "draft",
        summary="Begin a draft from a branch's published plan or from a file; prints draft:ID.",
        example='hyllykartta plan draft keskusta --name "Lastenosaston muutto"',
    )
    parser.add_argument("plan", metavar="BRANCH|FILE", help="id of a branch, or any PLAN")
    parser.add_argument("--name", default="", metavar="TEXT", help="what the draft is about")
    parser.add_argument("--author", default="", metavar="NAME", help="who begins it")
    add_config(parser)
    parser.set_defaults(run=run_draft)


def _register_drafts(actions: Verbs) -> None:
    parser = add_verb(
        actions,
        "drafts",
        summary="List the drafts of a branch.",
        example="hyllykartta plan drafts keskusta",
    )
    parser.add_argument("branch", metavar="BRANCH", help="id of the branch")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run_drafts)


def run_draft(args: argparse.Namespace) -> int:
    """Make the draft and print its name, which commands take for a plan."""
    with open_library(args.config) as database:
        branches = list_branches(database)
        if args.plan in branches:
            base_hash = find_hash(database, args.plan, "published")
            plan = load_version(database, args.plan, base_hash)
        else:
            base_hash = None
            plan = _load_other(args.plan, args.config, branches)
        draft = create_draft(
            database,
            plan,
            datetime.now(UTC),
            name=args.name,
            base_hash=base_hash,
            author=args.author,
        )
    print(f"draft:{draft.id}")
    return 0


def _load_other(argument: str, config: Path | None, branches: Sequence[str]) -> Plan:
    """Load a plan that is not named by its branch alone."""
    if argument == "demo" or is_stored(argument) or os.path.exists(argument):
        return load_plan(argument, config)
    raise UsageError(
        f'"{argument}" is neither a file nor a branch with a published plan; such branches: '
        f"{', '.join(branches) or 'none'}."
    )


def run_drafts(args: argparse.Namespace) -> int:
    """Print the drafts, the one that was saved last first."""
    with open_library(args.config) as database:
        drafts = list_drafts(database, args.branch)
    if args.json:
        document = {"branch": args.branch, "drafts": [_as_json(draft) for draft in drafts]}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    for draft in () if args.json else drafts:
        saved = f"revision {draft.revision}, {draft.updated_at:%Y-%m-%d %H:%M} UTC"
        print("  ".join(filter(None, (f"draft:{draft.id}", saved, draft.name, draft.author))))
    if not drafts and not args.json:
        print(f'{args.branch}: no drafts; begin one with "hyllykartta plan draft".')
    return 0


def _as_json(draft: DraftHead) -> dict[str, Any]:
    return {
        "id": draft.id,
        "name": draft.name,
        "base_hash": draft.base_hash,
        "revision": draft.revision,
        "created_at": draft.created_at.isoformat(),
        "updated_at": draft.updated_at.isoformat(),
        "author": draft.author,
    }
