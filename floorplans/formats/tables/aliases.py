"""What catalogues call partitions as a table: one row for each alias."""

from __future__ import annotations

from dataclasses import astuple

from floorplans.formats.tables.lookup import build_lookup
from floorplans.formats.tables.reading import (
    Column,
    Reading,
    Report,
    check_record,
    read_choice,
    read_rows,
)
from floorplans.formats.tables.sheets import Sheet, make_sheet
from floorplans.model import Alias, Plan

COLUMNS = (
    Column("partition", "aineistoryhmä", "beståndsgrupp"),
    Column("branch", "kirjasto", "bibliotek"),
    Column("department", "osasto", "avdelning"),
    Column("collection", "kokoelma", "samling"),
    Column("location", "sijainti", "placering"),
    Column("material", "aineisto", "material"),
    Column("language", "kieli", "språk"),
)
LANGUAGES = ("fi", "sv", "en")


def write_aliases(plan: Plan) -> Sheet:
    """Write the aliases of a plan as a table."""
    return make_sheet("aliases", [column.name for column in COLUMNS], map(astuple, plan.aliases))


def read_aliases(sheet: Sheet, plan: Plan, report: Report) -> tuple[Alias, ...]:
    """Read aliases.

    Parameters
    ----------
    sheet : Sheet
        The table; a partition with no names at all is where everything else goes.
    plan : Plan
        Has the partitions.
    report : Report
        Gets what is wrong, and what looks so.
    """
    partitions = build_lookup(plan).partitions
    aliases = []
    for row in read_rows(sheet, COLUMNS, report):
        rows = Reading((row,), report)
        names = {column.name: row.get(column.name) for column in COLUMNS[1:-1]}
        alias = Alias(
            partition=rows.need("partition", partitions.get, ""),
            language=rows.read("language", read_choice(LANGUAGES), "", ""),
            **names,
        )
        check_record(alias, rows)
        if not any(names.values()):
            message = f'All that no other row names goes to "{alias.partition}".'
            report.doubt(row.number, "", message)
        aliases.append(alias)
    return tuple(aliases)
