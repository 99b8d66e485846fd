"""A plan with what tables say: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeVar, get_args

from floorplans.formats.tables import aliases, first_items, ranges, shelves
from floorplans.formats.tables.reading import Column, Report, RowProblem, fold_header
from floorplans.formats.tables.sheets import Sheet, TableFormatError
from floorplans.model import Plan
from floorplans.wording import Wording

TableName = Literal["shelves", "ranges", "aliases", "first-items"]
Mode = Literal["update", "replace"]
TABLES: tuple[TableName, ...] = get_args(TableName)
"""In the order in which one may name what another has."""

COLUMNS: Mapping[TableName, Sequence[Column]] = {
    "shelves": shelves.COLUMNS,
    "ranges": ranges.COLUMNS,
    "aliases": aliases.COLUMNS,
    "first-items": first_items.COLUMNS,
}
WRITERS: Mapping[TableName, Callable[[Plan], Sheet]] = {
    "shelves": shelves.write_shelves,
    "ranges": ranges.write_ranges,
    "aliases": aliases.write_aliases,
}
SIGNS: Mapping[TableName, frozenset[str]] = {
    "shelves": frozenset({"shelf"}),
    "first-items": frozenset({"face", "bay"}),
    "ranges": frozenset({"range"}),
    "aliases": frozenset({"partition", "department"}),
}
"""Columns by which a table is known."""


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=_HasId)


@dataclass(frozen=True, slots=True)
class Changes:
    """How many things a table adds, changes, leaves as they are, and takes away."""

    table: TableName
    added: int
    changed: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class TableImport:
    """What comes of tables: the new plan, or None and the problems because of which not."""

    plan: Plan | None
    changes: tuple[Changes, ...]
    problems: tuple[RowProblem, ...]
    doubts: tuple[RowProblem, ...]


def guess_table(sheet: Sheet) -> TableName | None:
    """Guess by its name or its header which table a sheet is; None if it is like none.

    Examples
    --------
    >>> guess_table(Sheet("Sheet1", ((1, ("hylly", "kerros", "x")),)))
    'shelves'
    """
    for name in TABLES:
        if sheet.name.casefold() == name:
            return name
    header = {fold_header(cell) for _, cells in sheet.rows[:1] for cell in cells}
    for name, wanted in SIGNS.items():
        has = {each.name for each in COLUMNS[name] if header & each.folded_names()}
        if wanted <= has:
            return name
    return None


def import_tables(
    plan: Plan, tables: Iterable[tuple[TableName, Sheet]], mode: Mode = "update"
) -> TableImport:
    """Put what tables say into a plan.

    Parameters
    ----------
    plan : Plan
        The plan as it is.
    tables : iterable of (TableName, Sheet)
        At most one of each kind.
    mode : {"update", "replace"}
        "update": known ids are replaced, others added, and what no row names stays. "replace":
        there is only what the table says.

    Returns
    -------
    TableImport
        Without a plan where any row is wrong; all problems are told at once.

    Raises
    ------
    TableFormatError
        If a kind of table comes twice, or first items are to replace everything.
    """
    given: dict[TableName, Sheet] = {}
    for name, sheet in tables:
        if name in given:
            raise TableFormatError(
                Wording(
                    "tables_alike",
                    '"{first}" and "{second}" are both {table}',
                    first=given[name].name,
                    second=sheet.name,
                    table=name,
                )
            )
        given[name] = sheet
    if mode == "replace" and "first-items" in given:
        raise TableFormatError("first items tell some bays only; they cannot replace all ranges")
    changes: list[Changes] = []
    problems: list[RowProblem] = []
    doubts: list[RowProblem] = []
    new = plan
    for name in TABLES:
        if name in given:
            report = Report(given[name].name)
            before, new = new, _apply(name, given[name], new, mode, report)
            changes.append(_count(name, before, new))
            problems += report.problems
            doubts += report.doubts
    problems.sort(key=lambda each: (each.table, each.row))
    return TableImport(None if problems else new, tuple(changes), tuple(problems), tuple(doubts))


def _apply(name: TableName, sheet: Sheet, plan: Plan, mode: Mode, report: Report) -> Plan:
    if name == "shelves":
        read_shelves = shelves.read_shelves(sheet, plan, report)
        return replace(plan, shelves=_merge(plan.shelves, read_shelves, mode))
    if name == "ranges":
        read_ranges = ranges.read_ranges(sheet, plan, report)
        return replace(plan, ranges=_merge(plan.ranges, read_ranges, mode))
    if name == "aliases":
        read_aliases = aliases.read_aliases(sheet, plan, report)
        stay = () if mode == "replace" else plan.aliases
        fresh = (each for each in read_aliases if each not in stay)
        return replace(plan, aliases=(*stay, *fresh))
    return _assign(sheet, plan, report)


def _assign(sheet: Sheet, plan: Plan, report: Report) -> Plan:
    """Put ranges of first items in the place of those on the same bays."""
    assignment = first_items.read_first_items(sheet, plan, report)
    stay = tuple(each for each in plan.ranges if each.id not in assignment.replaced)
    new = replace(plan, ranges=(*stay, *assignment.ranges))
    if lost := sorted(_covered_bays(plan) - _covered_bays(new)):
        named = ", ".join(f"{face} bay {bay}" for face, bay in lost[:5])
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        message = f"{named}{more} had a range that others replace, and are not on the list."
        report.doubt(1, "", message)
    return new


def _covered_bays(plan: Plan) -> set[tuple[str, int]]:
    return {
        (run.face, bay)
        for each in plan.ranges
        for run in each.runs
        for bay in range(run.first_bay, run.last_bay + 1)
    }


def _merge(now: tuple[Thing, ...], read: tuple[Thing, ...], mode: Mode) -> tuple[Thing, ...]:
    if mode == "replace":
        return read
    new = {each.id: each for each in read}
    known = {each.id for each in now}
    return (
        *(new.get(each.id, each) for each in now),
        *(each for each in read if each.id not in known),
    )


def _count(name: TableName, before: Plan, after: Plan) -> Changes:
    if name == "aliases":
        was, now = set(before.aliases), set(after.aliases)
        return Changes(name, len(now - was), 0, len(now & was), len(was - now))
    field = "shelves" if name == "shelves" else "ranges"
    old = {each.id: each for each in getattr(before, field)}
    new = {each.id: each for each in getattr(after, field)}
    shared = old.keys() & new.keys()
    unchanged = sum(old[id_] == new[id_] for id_ in shared)
    return Changes(
        name,
        len(new.keys() - old.keys()),
        len(shared) - unchanged,
        unchanged,
        len(old.keys() - new.keys()),
    )
