"""The rows that imports refused: line, column and why, as messages for any language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from api.catalogue.row_problems import RowProblem, say_problem
from api.storage.engine import Database
from api.storage.row_tables import RefusedRow
from api.storage.tables import ImportRunRow

MOST_KEPT = 100_000
RUNS_KEPT = 20
ROWS_AT_ONCE = 5000


def keep_refused(
    connection: Connection, run: int, begin: int, problems: Sequence[RowProblem]
) -> int:
    """Keep what is wrong with rows, `MOST_KEPT` of a run at most.

    Parameters
    ----------
    connection : Connection
        A transaction that writes.
    run : int
        The import.
    begin : int
        How many are kept already.
    problems : sequence of RowProblem
        What comes next.

    Returns
    -------
    int
        How many are kept now.
    """
    kept = problems[: MOST_KEPT - begin]
    if kept:
        rows = [
            {
                "run": run,
                "number": number,
                "line": each.line,
                "column": each.column,
                "message": each.key,
                "params": json.dumps(dict(each.params), ensure_ascii=True),
            }
            for number, each in enumerate(kept, begin)
        ]
        connection.execute(insert(RefusedRow), rows)
    return begin + len(kept)


def list_refused(database: Database, run: int, most: int = MOST_KEPT) -> Iterator[RowProblem]:
    """Give what is wrong with the rows of an import, in the order of its lines."""
    own = RefusedRow
    wanted = (
        select(own.line, own.column, own.message, own.params)
        .where(own.run == run)
        .order_by(own.number)
        .limit(most)
    )
    with database.read() as connection:
        for row in connection.execute(wanted.execution_options(yield_per=ROWS_AT_ONCE)):
            yield RowProblem(row.line, row.column, row.message, json.loads(row.params))


def said_problem(record: Mapping[str, Any], language: str) -> str:
    """Say what an import's own list has; in English where it is older than its messages."""
    if "key" not in record:
        return str(record["message"])
    return say_problem(record["key"], record["params"], language)


def forget_refused(connection: Connection, branch: str) -> None:
    """Delete the reports of all but a branch's last imports."""
    runs = select(ImportRunRow.id).where(ImportRunRow.branch == branch)
    newest = runs.order_by(ImportRunRow.id.desc()).limit(RUNS_KEPT)
    connection.execute(
        delete(RefusedRow).where(RefusedRow.run.in_(runs), RefusedRow.run.not_in(newest))
    )
