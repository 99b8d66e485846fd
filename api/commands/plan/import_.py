"""``hyllykartta plan import``: a plan from another program's file."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from api.exchange import (
    DRAWINGS,
    READERS,
    TABLE_SUFFIXES,
    guess_format,
    read_file,
    require_plan,
)
from api.usage import PLAN_HELP, UsageError, Verbs, add_config, add_verb
from floorplans.checks.problem import SEVERITIES, Problem
from floorplans.errors import PlanFormatError
from floorplans.formats.drawings.layers import LAYER_KINDS, read_layers
from floorplans.formats.drawings.model import UNITS_M
from floorplans.formats.drawings.read import DrawingOptions
from floorplans.formats.native import format_plan, plan_hash
from floorplans.formats.result import ImportResult
from floorplans.formats.tables.apply import TABLES
from floorplans.model import Plan
from floorplans.partitions import slug
from floorplans.validate import BREAKING_RULES

SHOWN_OF_RULE = 3
COUNTED = (
    "levels",
    "units",
    "openings",
    "connectors",
    "fixtures",
    "shelves",
    "ranges",
    "kiosks",
    "points_of_interest",
)


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "import",
        summary="Make a plan of an IMDF archive, indoor GeoJSON, OpenStreetMap's XML (.osm), a DXF "
        "drawing of one level or a plan file, or put tables of shelves and ranges (CSV, XLSX) into "
        "one.",
        example="hyllykartta plan import building.zip --out plan.json --id keskusta",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a file, or an unpacked archive")
    parser.add_argument("--out", required=True, type=Path, metavar="PLAN", help="where it goes")
    parser.add_argument("--format", choices=sorted(READERS), help="else it is guessed")
    parser.add_argument("--id", default="", metavar="BRANCH", help="id of the plan")
    drawings = parser.add_argument_group("drawings", "for DXF, one level a file")
    drawings.add_argument("--level", default="", help="id of the level; 1 if nothing is said")
    drawings.add_argument("--units", choices=UNITS_M, help="where the file does not tell its unit")
    drawings.add_argument(
        "--layer",
        action="append",
        default=[],
        metavar="NAME=KIND",
        help=f"what is on a layer, where its name does not tell: {', '.join(LAYER_KINDS)}",
    )
    tables = parser.add_argument_group("tables", "for shelves, ranges and aliases as CSV or XLSX")
    tables.add_argument("--into", metavar="PLAN", help=f"where its rows go: {PLAN_HELP}")
    tables.add_argument("--table", choices=TABLES, help="else it is told from the header")
    modes = tables.add_mutually_exclusive_group()
    modes.add_argument(
        "--update", action="store_true", help="keep in the plan what no row names; the default"
    )
    modes.add_argument(
        "--replace", action="store_true", help="take out of the plan what no row names"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the plan and tell what was odd; status 1 if something is missing in it."""
    if args.into is not None:
        # openpyxl takes a while to load, and only tables need it.
        from api.table_import import run_table_import

        return run_table_import(args)
    if args.table or args.replace or args.file.suffix.lower() in TABLE_SUFFIXES:
        raise UsageError(f"{args.file}: a table goes into a plan; name that with --into PLAN.")
    format_ = args.format or guess_format(args.file)
    try:
        options = DrawingOptions(args.level, args.units or "", read_layers(args.layer))
    except PlanFormatError as error:
        raise UsageError(f"--layer {error}.") from error
    if format_ not in DRAWINGS and options != DrawingOptions():
        raise UsageError(
            f"{args.file}: --level, --units and --layer are for drawings (DXF); "
            f"{format_} tells all that by itself."
        )
    result = read_file(args.file, format_, args.id or make_branch(args.file.stem), options)
    plan = require_plan(args.file, result)
    if args.id:
        plan = dataclasses.replace(plan, id=args.id)
    try:
        args.out.write_text(format_plan(plan), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{args.out}: cannot be written ({error.strerror}).") from error
    breaks = sum(problem.rule in BREAKING_RULES for problem in result.problems)
    if args.json:
        print(_as_json(plan, result, format_, args.out))
    else:
        for line in (
            *_list_layers(result),
            *_summarise(result.problems),
            _describe(plan, result.left_out, args.out),
        ):
            print(line)
    return 1 if result.left_out or breaks else 0


def make_branch(name: str) -> str:
    """Make an id of a file's name.

    Examples
    --------
    >>> make_branch("Pääkirjasto 2. kerros")
    'paakirjasto-2-kerros'
    """
    return slug(name) or "imported"


def _summarise(problems: tuple[Problem, ...]) -> Iterator[str]:
    """Write the first problems of each rule and how many more there are, the worst first."""
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.severity, problem.rule].append(problem)
    for severity, rule in sorted(groups, key=lambda group: SEVERITIES.index(group[0])):
        found = groups[severity, rule]
        yield f"{severity} [{rule}] {len(found)}×"
        yield from (f"    {each.place}: {each.message}" for each in found[:SHOWN_OF_RULE])
        if len(found) > SHOWN_OF_RULE:
            yield f"    … and {len(found) - SHOWN_OF_RULE} more"


def _list_layers(result: ImportResult) -> Iterator[str]:
    """Write what each layer of a drawing was read as."""
    if result.drawing is not None:
        for layer in result.drawing.layers:
            yield f"layer {layer.name}: {layer.kind}, {layer.things} things"


def _describe(plan: Plan, left_out: int, out: Path) -> str:
    counts = {name.replace("_", " "): len(getattr(plan, name)) for name in COUNTED}
    things = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    missing = f" {left_out} things were left out; --json lists them all." if left_out else ""
    return f"{out}: {things}.{missing}"


def _as_json(plan: Plan, result: ImportResult, format_: str, out: Path) -> str:
    severities = Counter(problem.severity for problem in result.problems)
    document = {
        "plan": plan.id,
        "hash": plan_hash(plan),
        "format": format_,
        "out": str(out),
        "left_out": result.left_out,
        "counts": {severity: severities[severity] for severity in SEVERITIES},
        "problems": [dataclasses.asdict(problem) for problem in result.problems],
        "drawing": result.drawing and dataclasses.asdict(result.drawing),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
