"""``hyllykartta plan export``: a plan as a file for other programs."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from api.commands.plan.check import problem_line
from api.exchange import WRITERS, Circumstances
from api.plans import load_whole_plan
from api.usage import UsageError, Verbs, add_config, add_plan, add_verb
from floorplans.formats.imdf import Address
from floorplans.formats.tables.apply import WRITERS as TABLE_WRITERS


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "export",
        summary="Write a plan as an IMDF archive or a plan file, or its tables as CSV or XLSX.",
        example="hyllykartta plan export demo --format imdf --out keskusta.zip",
    )
    add_plan(parser)
    parser.add_argument("--format", required=True, choices=sorted(WRITERS))
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")
    parser.add_argument(
        "--table", choices=sorted(TABLE_WRITERS), help="for CSV, and for XLSX with one sheet"
    )
    parser.add_argument("--address", default="", metavar="STREET", help="for IMDF: street, number")
    parser.add_argument("--locality", default="", metavar="TOWN", help="for IMDF: town")
    parser.add_argument("--country", default="FI", metavar="CODE", help="for IMDF: FI unless told")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file; what it says without knowing it goes to standard error."""
    plan = load_whole_plan(args.plan, args.config)
    if bool(args.address) != bool(args.locality):
        raise UsageError("--address and --locality go together; give both or none.")
    address = Address(args.address, args.locality, args.country) if args.address else None
    exported = WRITERS[args.format](plan, Circumstances(datetime.now(UTC), address, args.table))
    try:
        args.out.write_bytes(exported.content)
    except OSError as error:
        raise UsageError(f"{args.out}: cannot be written ({error.strerror}).") from error
    for doubt in exported.doubts:
        print(problem_line(doubt), file=sys.stderr)
    return 0
