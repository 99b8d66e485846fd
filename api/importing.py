"""Importing a branch's items: read as a stream, shown all at once, or not at all."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from api.catalogue.items import Placing, read_items
from api.catalogue.row_problems import ItemsFormatError, RowProblem
from api.storage.engine import Database
from api.storage.errors import StorageError
from api.storage.item_runs import (
    begin_run,
    end_run,
    note_progress,
    show_run,
    store_works,
    sweep,
)
from api.storage.refused_rows import keep_refused
from api.storage.sqlite_items import SqliteItems
from api.storage.staging import StagedItems, staged_items
from api.storage.unplaced import names_text, save_counts, store_unplaced
from api.unplaced import count_unplaced, shelve
from floorplans.aliases import CatalogueNames
from floorplans.formats.native import plan_hash
from floorplans.model import Plan

LEAST_SHARE = 0.8
MOST_LOST = 100
"""Where more than so many go, and fewer than the share stay, an export may have been cut off."""

MOST_TOLD = 1000
MOST_IN_LIST = 50
"""So many problems stay with an import in the list of imports; the report has all of them."""

ROWS_PER_WORD = 20_000

UNREADABLE = (ItemsFormatError, UnicodeDecodeError)

Tell = Callable[[int, int], None]
"""Told how many rows are read, and how many of their items are stored."""


@dataclass(slots=True)
class Report:
    """How an import went; ``stopped`` where far fewer items came than the ``before`` there were.

    ``problems`` are the first `MOST_TOLD` that were found; ``names`` counts the items whose
    names lead to no partition, or to several: they are stored, and wait for a place.
    """

    rows: int
    items: int
    refused: int
    before: int
    problems: list[RowProblem]
    problem_count: int
    names: Counter[CatalogueNames]
    stopped: bool = False


def import_items(
    database: Database,
    branch: str,
    lines: Iterable[str],
    placing: Placing | None,
    *,
    author: str = "",
    source: str = "",
    accept_fewer: bool = False,
    plan: Plan | None = None,
    tell: Tell = lambda _rows, _stored: None,
) -> Report:
    """Put the items of a table in the place of all that a branch has.

    Parameters
    ----------
    database : Database
        Where they are stored.
    branch : str
        The branch.
    lines : iterable of str
        The table, as a file opened with ``newline=""`` gives it.
    placing : callable, optional
        Finds the partitions of rows that do not say theirs.
    author, source : str
        Who imports what, for the list of imports.
    accept_fewer : bool
        Whether to go on where far fewer items come than there were.
    plan : Plan, optional
        The plan by which items without a place are counted.
    tell : callable
        Told now and then how far it has come.

    Raises
    ------
    ItemsFormatError
        If the table has no good header.
    UnicodeDecodeError
        If the lines come from a file that is not UTF-8.
    StorageError
        If it cannot be stored, or another import of the branch has begun since.
    """
    run = begin_run(database, branch, _now(), author, source)
    try:
        with staged_items() as staged:
            report = _read(database, run, lines, placing, staged, tell)
            report.before = SqliteItems(database).count(branch)
            came = report.items + report.names.total()
            report.stopped = not accept_fewer and _are_far_fewer(came, report.before)
            if report.stopped:
                end_run(database, run, "stopped", _now(), told_problems(report))
                return report
            sweep(database, branch)
            store_works(
                database, branch, run, staged.works(), lambda stored: tell(report.rows, stored)
            )
            store_unplaced(database, branch, run, staged.unplaced())
        if plan is not None:
            shelved = shelve(plan, plan_hash(plan))
            save_counts(database, branch, count_unplaced(database, branch, run, shelved, _now()))
        show_run(database, branch, run, _now(), told_problems(report))
    except sqlite3.Error as error:
        end_run(database, run, "failed", _now())
        raise StorageError(f"The items cannot be put in order on disk ({error}).") from error
    except BaseException as error:
        why = [_record(_as_problem(error))] if isinstance(error, UNREADABLE) else []
        end_run(database, run, "failed", _now(), why)
        raise
    finally:
        sweep(database, branch)
    return report


def told_problems(report: Report) -> list[dict[str, Any]]:
    """Write what is wrong with rows as JSON has it."""
    return [_record(each) for each in report.problems[:MOST_IN_LIST]]


def _read(
    database: Database,
    run: int,
    lines: Iterable[str],
    placing: Placing | None,
    staged: StagedItems,
    tell: Tell,
) -> Report:
    report = Report(0, 0, 0, 0, [], 0, Counter())
    refused = _Refused(database, run)
    for row in read_items(lines, placing, staged.line_of):
        report.rows += 1
        if row.item:
            report.items += 1
            staged.add(row.line, row.item)
        elif row.unplaced and row.names:
            report.names[row.names] += 1
            staged.add(row.line, row.unplaced, names_text(row.names))
        else:
            report.refused += 1
            _note_problems(report, row.problems)
            refused.waiting.extend(row.problems)
        if report.rows % ROWS_PER_WORD == 0 or len(refused.waiting) >= ROWS_PER_WORD:
            refused.note(report)
            tell(report.rows, 0)
    refused.note(report)
    return report


@dataclass(slots=True)
class _Refused:
    """What is wrong with rows, on its way into the database."""

    database: Database
    run: int
    kept: int = 0
    waiting: list[RowProblem] = field(default_factory=list)

    def note(self, report: Report) -> None:
        """Store how far the import has come, with what it refused since."""

        def keep(connection: Connection) -> None:
            self.kept = keep_refused(connection, self.run, self.kept, self.waiting)

        rows, items = report.rows, report.items
        note_progress(self.database, self.run, rows, items, report.refused, keep)
        self.waiting.clear()


def _as_problem(error: BaseException) -> RowProblem:
    if isinstance(error, ItemsFormatError):
        return RowProblem(1, "", error.key, error.params)
    return RowProblem(1, "", "staff.items.table.not_utf8")


def _record(each: RowProblem) -> dict[str, Any]:
    return {
        "line": each.line,
        "column": each.column,
        "message": each.message,
        "key": each.key,
        "params": dict(each.params),
    }


def _are_far_fewer(items: int, before: int) -> bool:
    if not items:
        return before > 0
    return before - items > MOST_LOST and items < LEAST_SHARE * before


def _note_problems(report: Report, problems: Iterable[RowProblem]) -> None:
    for each in problems:
        report.problem_count += 1
        if len(report.problems) < MOST_TOLD:
            report.problems.append(each)


def _now() -> datetime:
    return datetime.now(UTC)
