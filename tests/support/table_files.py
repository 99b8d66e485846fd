"""Tables as tests write them: a line for each row, cells between semicolons."""

from __future__ import annotations

from floorplans.formats.tables.apply import Mode, TableImport, TableName, import_tables
from floorplans.formats.tables.sheets import Sheet, parse_csv
from floorplans.model import Plan
from tests.support.plans import toy_plan


def sheet(*lines: str, name: str = "table") -> Sheet:
    """Give a table."""
    return parse_csv("\n".join(lines).encode(), name)


def put(
    table: TableName, *lines: str, plan: Plan | None = None, mode: Mode = "update"
) -> TableImport:
    """Put one table into a plan, the toy plan unless told otherwise."""
    return import_tables(plan or toy_plan(), [(table, sheet(*lines))], mode)


def complaints(result: TableImport) -> list[tuple[int, str]]:
    """Give row and column of each problem, and make sure that nothing is imported with any."""
    assert (result.plan is None) == bool(result.problems)
    return [(problem.row, problem.column) for problem in result.problems]
