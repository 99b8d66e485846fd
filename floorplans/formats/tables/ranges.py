"""Ranges as a table: one row for each run of bays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import get_args

from floorplans.formats.tables.cells import read_date, read_list, read_whole, write_list
from floorplans.formats.tables.lookup import Lookup, build_lookup
from floorplans.formats.tables.reading import (
    Column,
    Reading,
    Report,
    Row,
    check_record,
    group_rows,
    read_choice,
    read_rows,
    read_text,
)
from floorplans.formats.tables.sheets import Sheet, make_sheet
from floorplans.model import OVERLAY_KINDS, BayRun, Face, Plan, Range, RangeKind, Text
from floorplans.wording import Wording

COLUMNS = (
    Column("range", "alue", "intervall"),
    Column("partition", "aineistoryhmä", "beståndsgrupp"),
    Column("face", "sivu", "hyllsida"),
    Column("first_bay", "ensimmäinen väli", "första fack", is_number=True),
    Column("last_bay", "viimeinen väli", "sista fack", is_number=True),
    Column("first_board", "ylin hyllylevy", "översta hyllplan", is_number=True),
    Column("last_board", "alin hyllylevy", "nedersta hyllplan", is_number=True),
    Column("first", "alku", "början"),
    Column("last", "loppu", "slut"),
    Column("kind", "laji", "slag"),
    Column("checked_on", "tarkistettu", "kontrollerad"),
    Column("theme_fi", "teema", "tema på finska"),
    Column("theme_sv", "teema ruotsiksi", "tema"),
    Column("theme_en", "teema englanniksi", "tema på engelska"),
    Column("marks", "merkit", "märken"),
    Column("bay_firsts", "välien ensimmäiset", "fackens första"),
    Column("boards", "hyllylevyjen ensimmäiset", "hyllplanens första"),
    Column("starts_on", "alkaa", "börjar"),
    Column("ends_on", "päättyy", "slutar"),
    Column("checked_by", "tarkistaja", "kontrollerad av"),
)

_NEW = Range(id="", partition="", runs=(), first="", last="", checked_on="")
KINDS: tuple[RangeKind, ...] = get_args(RangeKind)
LEAST_DIGITS: Mapping[str, int] = {"ykl": 2, "dewey": 3}
"""Digits that a class has at least, by scheme; a spreadsheet may have taken zeros away."""

_ONLY_A_NUMBER = re.compile(r"([0-9]+)([.,][0-9]+)?")
_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def write_ranges(plan: Plan) -> Sheet:
    """Write the ranges of a plan as a table."""
    rows = [cells for each in plan.ranges for cells in _write_range(each)]
    header = [column.name for column in COLUMNS]
    numbers = [column.name for column in COLUMNS if column.is_number]
    return make_sheet("ranges", header, rows, numbers)


def read_ranges(sheet: Sheet, plan: Plan, report: Report) -> tuple[Range, ...]:
    """Read ranges.

    Parameters
    ----------
    sheet : Sheet
        The table. Rows with the same id are the runs of one range, in turn.
    plan : Plan
        Has the partitions and the faces, and the ranges that keep what the table has no
        column for.
    report : Report
        Gets what is wrong, and what looks so.

    Returns
    -------
    tuple[Range, ...]
        In the order of their first rows; without sense where the report has problems.
    """
    reader = _RangeReader(plan, report)
    groups = group_rows(read_rows(sheet, COLUMNS, report), "range")
    reader.taken.update(group[0].get("range") for group in groups)
    return tuple(reader.read(group) for group in groups)


class _RangeReader:
    def __init__(self, plan: Plan, report: Report) -> None:
        self.taken: set[str] = set()
        self._report = report
        self._lookup: Lookup = build_lookup(plan)
        self._current = {each.id: each for each in plan.ranges}
        self._schemes = {each.id: each.scheme or plan.scheme for each in plan.partitions}
        self._scheme = plan.scheme

    def read(self, group: Sequence[Row]) -> Range:
        """Read one range of its rows."""
        id_ = group[0].get("range")
        rows = Reading(group, self._report, is_new=id_ not in self._current)
        now = self._current.get(id_, _NEW)
        kind = rows.read("kind", read_choice(KINDS), "call_number", now.kind)
        partition = self._read_partition(rows, kind, now)
        runs = self._read_runs(rows, now)
        each = Range(
            id=id_ or self._make_id(partition, runs),
            partition=partition,
            runs=runs,
            first=rows.read("first", read_text, "", now.first),
            last=rows.read("last", read_text, "", now.last),
            checked_on=rows.read("checked_on", read_date, "", now.checked_on),
            kind=kind,
            bay_firsts=_read_bay_firsts(rows, runs, now),
            boards=rows.read("boards", read_list, (), now.boards),
            theme=_read_theme(rows, now),
            marks=rows.read("marks", read_list, (), now.marks),
            starts_on=rows.read("starts_on", read_date, "", now.starts_on),
            ends_on=rows.read("ends_on", read_date, "", now.ends_on),
            checked_by=rows.read("checked_by", read_text, "", now.checked_by),
        )
        check_record(each, rows)
        if each.kind != "title":
            self._doubt_call_numbers(each, rows)
        return each

    def _read_partition(self, rows: Reading, kind: RangeKind, now: Range) -> str:
        if kind in OVERLAY_KINDS:
            return rows.read("partition", self._lookup.partitions.get, "", now.partition)
        return rows.need("partition", self._lookup.partitions.get, now.partition)

    def _read_runs(self, rows: Reading, now: Range) -> tuple[BayRun, ...]:
        if not (rows.is_new or rows.has("face")):
            return now.runs
        if len(rows.rows) == 1 and not any(rows.rows[0].get(name) for name in _RUN_COLUMNS):
            return ()
        runs = (self._read_run(rows, row) for row in rows.rows)
        return tuple(run for run in runs if run is not None)

    def _read_run(self, rows: Reading, row: Row) -> BayRun | None:
        if not row.get("face"):
            self._report.complain(
                row.number, "face", Wording("face_empty", "The cell is empty; name the face.")
            )
            return None
        face = rows.try_read(row, "face", self._lookup.faces.get)
        wanted = {
            name: rows.try_read(row, name, read_whole) if row.get(name) else None
            for name in _RUN_COLUMNS[1:]
        }
        if face is None:
            return None
        if not face.bays:
            self._report.complain(
                row.number,
                "face",
                Wording("face_bare", 'Face "{face}" has no bays.', face=face.name),
            )
            return None
        first_bay, last_bay = _choose_bays(face, wanted["first_bay"], wanted["last_bay"])
        for column, bay in (("first_bay", first_bay), ("last_bay", last_bay)):
            self._check_bay(row, column, face, bay)
        if first_bay > last_bay:
            message = Wording(
                "run_order",
                "The run would go from bay {first} back to {last}; exchange them.",
                first=first_bay,
                last=last_bay,
            )
            self._report.complain(row.number, "last_bay", message)
        return BayRun(face.id, first_bay, last_bay, wanted["first_board"], wanted["last_board"])

    def _check_bay(self, row: Row, column: str, face: Face, bay: int) -> None:
        numbers = [each.number for each in face.bays]
        if bay not in numbers:
            message = Wording(
                "no_bay",
                'Face "{face}" has no bay {bay}; its bays: {first} to {last}.',
                face=face.name,
                bay=bay,
                first=min(numbers),
                last=max(numbers),
            )
            self._report.complain(row.number, column, message)

    def _make_id(self, partition: str, runs: tuple[BayRun, ...]) -> str:
        """Make the id that the range at this place would have, and no other of the table has."""
        begins = f"{runs[0].face}-{runs[0].first_bay}" if runs else "range"
        stem = "-".join(filter(None, (partition, begins)))
        names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
        own = next(name for name in names if name not in self.taken)
        self.taken.add(own)
        return own

    def _doubt_call_numbers(self, each: Range, rows: Reading) -> None:
        """Doubt what spreadsheets are known to have changed."""
        scheme = self._schemes.get(each.partition, self._scheme)
        texts = {
            "first": (each.first,),
            "last": (each.last,),
            "bay_firsts": each.bay_firsts,
            "boards": each.boards,
        }
        for column, items in texts.items():
            for item in items if rows.has(column) else ():
                if doubt := doubt_call_number(item, scheme):
                    self._report.doubt(rows.number, column, doubt)


def doubt_call_number(text: str, scheme: str) -> str:
    """Tell what a spreadsheet may have done to a call number; nothing if it looks right.

    Examples
    --------
    >>> doubt_call_number("7.3", "ykl")
    '"7.3" may have lost a zero at its beginning; format the column as text and type it anew.'
    >>> doubt_call_number("84.2 AAL", "ykl")
    ''
    """
    advice = "format the column as text and type it anew"
    if _A_DATE.fullmatch(text):
        return f'"{text}" is a date; a spreadsheet makes one of a class such as 3.12: {advice}.'
    number = _ONLY_A_NUMBER.fullmatch(text)
    if number and len(number[1]) < LEAST_DIGITS.get(scheme, 1):
        return f'"{text}" may have lost a zero at its beginning; {advice}.'
    return ""


_RUN_COLUMNS = ("face", "first_bay", "last_bay", "first_board", "last_board")


def _choose_bays(face: Face, first: int | None, last: int | None) -> tuple[int, int]:
    """Fill in bays that a row does not say: none is the whole face, one is that bay alone."""
    numbers = [bay.number for bay in face.bays]
    if first is None and last is None:
        return min(numbers), max(numbers)
    one = first if last is None else last
    return (first or one or min(numbers)), (last or one or max(numbers))


def _read_bay_firsts(rows: Reading, runs: tuple[BayRun, ...], now: Range) -> tuple[str, ...]:
    """Read the first items row by row; each row that others follow must say all its bays."""
    if not rows.has("bay_firsts"):
        return now.bay_firsts
    lists = [read_list(row.get("bay_firsts")) for row in rows.rows]
    known = max((at for at, items in enumerate(lists) if items), default=0)
    for row, items, run in zip(rows.rows[:known], lists, runs, strict=False):
        bays = run.last_bay - run.first_bay + 1
        if len(items) != bays:
            message = Wording(
                "run_firsts",
                'The run has {bays} bays, but {count} firsts; write "-" for one unseen.',
                bays=bays,
                count=len(items),
            )
            rows.report.complain(row.number, "bay_firsts", message)
    return tuple(item for items in lists for item in items)


def _read_theme(rows: Reading, now: Range) -> Text | None:
    theme = now.theme or Text("")
    fi = rows.read("theme_fi", read_text, "", theme.fi)
    sv = rows.read("theme_sv", read_text, "", theme.sv)
    en = rows.read("theme_en", read_text, "", theme.en)
    if not fi and (sv or en):
        rows.report.complain(
            rows.number, "theme_fi", Wording("theme_fi", "A theme needs its Finnish name, too.")
        )
    return Text(fi, sv, en) if fi else None


def _write_range(each: Range) -> Iterator[tuple[str, ...]]:
    """Write the rows of a range; what they share is on the first one."""
    theme = each.theme or Text("")
    shared = {
        "partition": each.partition,
        "first": each.first,
        "last": each.last,
        "kind": each.kind,
        "checked_on": each.checked_on,
        "theme_fi": theme.fi,
        "theme_sv": theme.sv,
        "theme_en": theme.en,
        "marks": write_list(each.marks),
        "boards": write_list(each.boards),
        "starts_on": each.starts_on,
        "ends_on": each.ends_on,
        "checked_by": each.checked_by,
    }
    firsts = _spread_bay_firsts(each)
    for at, own in enumerate(map(_write_run, each.runs) if each.runs else [{}]):
        cells = {"range": each.id, **(shared if at == 0 else {}), **own}
        cells["bay_firsts"] = write_list(firsts[at])
        yield tuple(cells.get(column.name, "") for column in COLUMNS)


def _write_run(run: BayRun) -> dict[str, str]:
    return {
        "face": run.face,
        "first_bay": str(run.first_bay),
        "last_bay": str(run.last_bay),
        "first_board": "" if run.first_board is None else str(run.first_board),
        "last_board": "" if run.last_board is None else str(run.last_board),
    }


def _spread_bay_firsts(each: Range) -> list[tuple[str, ...]]:
    """Give each run the firsts of its bays, and the last one all that remain."""
    spread = []
    rest = each.bay_firsts
    for run in each.runs[:-1]:
        bays = max(run.last_bay - run.first_bay + 1, 0)
        spread.append(rest[:bays])
        rest = rest[bays:]
    return [*spread, rest]
