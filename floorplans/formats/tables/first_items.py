"""The list of a walk along the shelves as a table: one row for the first item of each bay."""

from __future__ import annotations

from collections.abc import Mapping

from floorplans.formats.tables.cells import read_date, read_whole
from floorplans.formats.tables.lookup import build_lookup
from floorplans.formats.tables.ranges import doubt_call_number
from floorplans.formats.tables.reading import Column, Reading, Report, Row, read_rows, read_text
from floorplans.formats.tables.sheets import Sheet
from floorplans.model import Plan
from floorplans.shelving.first_items import Assignment, FirstItem, ranges_from_first_items

COLUMNS = (
    Column("face", "sivu", "hyllsida"),
    Column("bay", "hyllyväli", "fack"),
    Column("first", "ensimmäinen", "första"),
    Column("seen_on", "nähty", "sedd"),
    Column("partition", "aineistoryhmä", "beståndsgrupp"),
)
COLUMN_OF_RULE: Mapping[str, str] = {
    "no-such-face": "face",
    "no-such-bay": "bay",
    "date": "seen_on",
    "no-partition": "partition",
    "call-number": "first",
    "misplaced": "first",
}


def read_first_items(sheet: Sheet, plan: Plan, report: Report) -> Assignment:
    """Read a list of first items and make ranges of it.

    Parameters
    ----------
    sheet : Sheet
        The table; an empty ``first`` is an empty bay, an empty ``seen_on`` repeats the row
        before.
    plan : Plan
        The plan.
    report : Report
        Gets what is wrong. An item that seems misplaced is only doubted; its bay counts as
        not known.
    """
    lookup = build_lookup(plan)
    rows: list[Row] = []
    items: list[FirstItem] = []
    seen_on = ""
    for row in read_rows(sheet, COLUMNS, report):
        cells = Reading((row,), report)
        face = cells.need("face", lambda text: lookup.faces.get(text).id, "")
        bay = cells.need("bay", read_whole, 0)
        seen_on = cells.read("seen_on", read_date, seen_on, "")
        partition = cells.read("partition", lookup.partitions.get, "", "")
        first = cells.read("first", read_text, "", "")
        if doubt := doubt_call_number(first, plan.scheme):
            report.doubt(row.number, "first", doubt)
        if face and bay:
            rows.append(row)
            items.append(FirstItem(face, bay, first, seen_on, partition))
    assignment = ranges_from_first_items(plan, items)
    for left_out in assignment.left_out:
        tell = report.doubt if left_out.rule == "misplaced" else report.complain
        column = COLUMN_OF_RULE.get(left_out.rule, "")
        tell(rows[left_out.row - 1].number, column, left_out.message)
    return assignment
