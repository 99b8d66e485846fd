"""Importing a branch's items: read as a stream, shown all at once, or not at all."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.catalogue.items import ItemsFormatError, Placing, RowProblem, read_items
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
from api.storage.sqlite_items import SqliteItems
from api.storage.staging import StagedItems, staged_items
from floorplans.aliases import CatalogueNames

LEAST_SHARE = 0.8
MOST_LOST = 100
"""Where more than so many go, and fewer than the share stay, an export may have been cut off."""

MOST_TOLD = 1000
ROWS_PER_WORD = 20_000

UNREADABLE = (ItemsFormatError, UnicodeDecodeError)

Tell = Callable[[int, int], None]
"""Told how many rows are read, and how many of their items are stored."""


@dataclass(slots=True)
class Report:
    """How an import went; ``stopped`` where far fewer items came than the ``before`` there were.

    ``problems`` are the first `MOST_TOLD` that were found; ``names`` counts what leads to no
    partition, or to several.
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
            report.stopped = not accept_fewer and _are_far_fewer(report.items, report.before)
            if report.stopped:
                end_run(database, run, "stopped", _now(), told_problems(report))
                return report
            sweep(database, branch)
            store_works(
                database, branch, run, staged.works(), lambda stored: tell(report.rows, stored)
            )
        show_run(database, branch, run, _now(), told_problems(report))
    except sqlite3.Error as error:
        end_run(database, run, "failed", _now())
        raise StorageError(f"The items cannot be put in order on disk ({error}).") from error
    except BaseException as error:
        why = {"line": 1, "column": "", "message": str(error)}
        end_run(database, run, "failed", _now(), [why] if isinstance(error, UNREADABLE) else [])
        raise
    finally:
        sweep(database, branch)
    return report


def told_problems(report: Report) -> list[dict[str, Any]]:
    """Write what is wrong with rows as JSON has it."""
    return [
        {"line": each.line, "column": each.column, "message": each.message}
        for each in report.problems
    ]


def _read(
    database: Database,
    run: int,
    lines: Iterable[str],
    placing: Placing | None,
    staged: StagedItems,
    tell: Tell,
) -> Report:
    report = Report(0, 0, 0, 0, [], 0, Counter())
    for row in read_items(lines, placing, staged.line_of):
        report.rows += 1
        if row.item:
            report.items += 1
            staged.add(row.line, row.item)
        else:
            report.refused += 1
            _note_problems(report, row.problems)
        if report.rows % ROWS_PER_WORD == 0:
            note_progress(database, run, report.rows, report.items, report.refused)
            tell(report.rows, 0)
    note_progress(database, run, report.rows, report.items, report.refused)
    return report


def _are_far_fewer(items: int, before: int) -> bool:
    if not items:
        return before > 0
    return before - items > MOST_LOST and items < LEAST_SHARE * before


def _note_problems(report: Report, problems: Iterable[RowProblem]) -> None:
    for each in problems:
        report.problem_count += 1
        if each.names is not None:
            report.names[each.names] += 1
        if len(report.problems) < MOST_TOLD:
            report.problems.append(each)


def _now() -> datetime:
    return datetime.now(UTC)
