"""``hyllykartta plan versions``: what a branch has shown, shows and will show."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.library import open_library
from api.publishing import local_time
from api.storage.engine import Database
from api.storage.plans import VersionInfo, list_versions, load_version
from api.storage.publications import Scheduled, list_scheduled
from api.usage import UsageError, Verbs, add_config, add_verb


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "versions",
        summary="List the versions of a branch's plan, newest first, and what is scheduled.",
        example="hyllykartta plan versions keskusta",
    )
    parser.add_argument("branch", metavar="BRANCH", help="id of the branch")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the versions; the published one has a star."""
    with open_library(args.config) as database:
        versions = list_versions(database, args.branch)
        scheduled = list_scheduled(database, args.branch)
        if not versions:
            raise UsageError(
                f'"{args.branch}" has no versions; store one with "hyllykartta plan publish".'
            )
        if args.json:
            document = _as_json(args.branch, versions, scheduled)
            print(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            _print_table(versions, scheduled, _find_time_zone(database, versions))
    return 0


def _find_time_zone(database: Database, versions: Sequence[VersionInfo]) -> str:
    """Find on which clocks to show times: those of the published plan, or else the newest."""
    shown = next((each for each in versions if each.published), versions[0])
    return load_version(database, shown.branch, shown.hash).time_zone


def _print_table(
    versions: Sequence[VersionInfo], scheduled: Sequence[Scheduled], time_zone: str
) -> None:
    print(f"Times in {time_zone}; * is published.")
    for version in versions:
        words = _words(local_time(version.created_at, time_zone), version.note, version.author)
        print(f"{'*' if version.published else ' '} {version.hash[:12]}  {words}")
    for each in scheduled:
        words = _words(f"at {local_time(each.due_at, time_zone)}", each.note, each.author)
        print(f"scheduled {each.id}: {each.hash[:12]}  {words}")


def _words(*parts: str) -> str:
    return "  ".join(filter(None, parts))


def _as_json(
    branch: str, versions: Sequence[VersionInfo], scheduled: Sequence[Scheduled]
) -> dict[str, Any]:
    return {
        "branch": branch,
        "versions": [
            {**_without_branch(version), "created_at": version.created_at.isoformat()}
            for version in versions
        ],
        "scheduled": [
            {
                **_without_branch(each),
                "due_at": each.due_at.isoformat(),
                "made_at": each.made_at.isoformat(),
            }
            for each in scheduled
        ],
    }


def _without_branch(record: VersionInfo | Scheduled) -> dict[str, Any]:
    return {name: value for name, value in asdict(record).items() if name != "branch"}
