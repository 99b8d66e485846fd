"""What ``hyllykartta plan import`` does with a table: a plan with what it says, or a report."""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from api.commands.plan.check import problem_line
from api.plans import load_plan
from api.spreadsheets import read_tables
from api.usage import UsageError, tell_progress
from floorplans.errors import PlanFormatError
from floorplans.formats.native import format_plan, parse_plan, plan_hash
from floorplans.formats.tables.apply import (
    TABLES,
    Changes,
    TableImport,
    TableName,
    guess_table,
    import_tables,
)
from floorplans.formats.tables.sheets import Sheet, TableFormatError
from floorplans.model import Plan
from floorplans.validate import Problem, check_plan

MOST_LINES = 100


def run_table_import(args: argparse.Namespace) -> int:
    """Write the plan with what the tables say; status 1 and nothing written if a row is wrong."""
    plan = load_plan(args.into, args.config)
    tell_progress(f"Reading {args.file} …")
    tables = choose_tables(args.file, read_tables(args.file), args.table)
    try:
        result = import_tables(plan, tables, "replace" if args.replace else "update")
    except TableFormatError as error:
        raise UsageError(f"{args.file}: {error}.") from error
    problems: tuple[Problem, ...] = ()
    if result.plan is not None:
        document = _make_document(args.out, result.plan)
        tell_progress("Checking the plan …")
        problems = _find_new_problems(plan, result.plan)
        _write(args.out, document)
    if args.json:
        print(_as_json(result, problems, args.out))
    else:
        print(*_describe(result, problems, args.out), sep="\n")
    return 1 if result.plan is None else 0


def choose_tables(
    path: Path, sheets: Sequence[Sheet], wanted: TableName | None
) -> list[tuple[TableName, Sheet]]:
    """Tell which table each sheet of a file is.

    Parameters
    ----------
    path : Path
        The file, for messages.
    sheets : sequence of Sheet
        What is in it.
    wanted : TableName or None
        The only table that is asked for; a file with one sheet has it, whatever is in it.

    Raises
    ------
    UsageError
        If no sheet is such a table.
    """
    if not any(sheet.rows for sheet in sheets):
        raise UsageError(f"{path}: has no rows.")
    if wanted and len(sheets) == 1:
        return [(wanted, sheets[0])]
    guessed = [(name, sheet) for sheet in sheets if (name := guess_table(sheet))]
    found = [(name, sheet) for name, sheet in guessed if wanted in (None, name)]
    if not found:
        names = wanted or ", ".join(TABLES)
        raise UsageError(
            f"{path}: no header is that of {names}; see docs/plan-formats.md, or say with --table "
            "what it is."
        )
    return found


def _find_new_problems(before: Plan, after: Plan) -> tuple[Problem, ...]:
    """Find the problems that the plan did not have."""
    today = date.today()
    known = Counter((each.rule, each.message) for each in check_plan(before, today=today))
    new = []
    for problem in check_plan(after, today=today):
        key = (problem.rule, problem.message)
        known[key] -= 1
        if known[key] < 0 and problem.severity != "info":
            new.append(problem)
    return tuple(new)


def _make_document(path: Path, plan: Plan) -> str:
    """Make the document of a plan, and make sure that it can be read again."""
    document = format_plan(plan)
    try:
        parse_plan(document)
    except PlanFormatError as error:
        raise UsageError(f"{path}: not written; the plan could not be read ({error}).") from error
    return document


def _write(path: Path, document: str) -> None:
    """Write a document in one step, so that the file is never half of one."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_text(document, encoding="utf-8")
        os.replace(unfinished, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}).") from error


def _describe(result: TableImport, problems: Sequence[Problem], out: Path) -> Iterator[str]:
    yield from _shorten([f"wrong: {each}" for each in result.problems])
    yield from _shorten([f"look at: {each}" for each in result.doubts])
    if result.plan is None:
        count = len(result.problems)
        yield f"{out}: not written; {count} {'problem' if count == 1 else 'problems'} to mend."
        return
    yield from _shorten([f"new {problem_line(each)}" for each in problems])
    for changes in result.changes:
        yield f"{changes.table}: {_count(changes)}."
    yield f"{out}: written; what is new in the check of the plan: {_summarise(problems)}."


def _shorten(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"… and {len(lines) - MOST_LINES} more; --json lists them all"


def _count(changes: Changes) -> str:
    return (
        f"{changes.added} added, {changes.changed} changed, {changes.unchanged} as they were, "
        f"{changes.removed} removed"
    )


def _summarise(problems: Sequence[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    return f"{counts['violation']} violations, {counts['warning']} warnings"


def _as_json(result: TableImport, problems: Sequence[Problem], out: Path) -> str:
    plan = result.plan
    document = {
        "plan": None if plan is None else plan.id,
        "hash": None if plan is None else plan_hash(plan),
        "out": None if plan is None else str(out),
        "changes": [asdict(each) for each in result.changes],
        "problems": [asdict(each) for each in result.problems],
        "doubts": [asdict(each) for each in result.doubts],
        "new_problems": [asdict(each) for each in problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
