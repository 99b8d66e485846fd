"""``hyllykartta plan aliases``: which partitions a catalogue's names lead to."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from api.catalogue.items import parse_names
from api.catalogue.placing import combination_record, describe_combinations
from api.catalogue.row_problems import ItemsFormatError
from api.plans import load_plan
from api.usage import UsageError, Verbs, add_config, add_plan, add_verb, read_text
from floorplans.aliases import build_alias_index, list_combinations


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "aliases",
        summary="Tell to which partition the catalogue's names of each item's place lead.",
        example="hyllykartta plan aliases keskusta@published --items items.csv",
    )
    add_plan(parser)
    parser.add_argument(
        "--items",
        required=True,
        type=Path,
        metavar="FILE",
        help="CSV with any of the columns branch, department, collection, location, material",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the combinations with counts; status 1 if some do not lead to one partition."""
    plan = load_plan(args.plan, args.config)
    try:
        names = parse_names(read_text(args.items))
    except ItemsFormatError as error:
        raise UsageError(f"{args.items}: {error}") from error
    found = list_combinations(build_alias_index(plan), names)
    unmapped = [each for each in found if not each.is_mapped]
    if args.json:
        document = {"plan": plan.id, "combinations": [combination_record(each) for each in found]}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print(*describe_combinations(found), sep="\n")
        items = sum(each.count for each in unmapped)
        print(
            f"{len(found)} combinations; {len(unmapped)} of them, with {items} items, do not lead "
            "to one partition."
        )
    return 1 if unmapped else 0
