"""The toy plan with every way of keeping things: exact bays, themes, titles, closed stacks."""

from __future__ import annotations

from dataclasses import replace

from floorplans.model import BayRun, Partition, Plan, Range, Text
from tests.support.plans import ADULTS, BOOKS, CHECKED_ON, FACTS, make_range, toy_plan

FIRSTS = (
    *("84.2 AAL", "84.2 HEI", "84.2 KOR", "84.2 SAA"),
    *("84.31 AUS", "84.31 CHR", "84.31 CHR", "84.31 ROW"),
)
"""First items of the bays of faces 1A and 1B."""

CRIME = Text("Jännitys", "Spänning", "Crime")
LOVE = Text("Rakkaus", "Kärlek", "Romance")
FILMS = Text("Elokuvat", "Filmer", "Films")
JOURNALS = Text("Lehdet", "Tidskrifter", "Journals")


def _range(id: str, partition: str, runs: tuple[BayRun, ...], first: str, last: str) -> Range:
    return Range(id, partition, runs, first, last, CHECKED_ON)


def rich_plan() -> Plan:
    """Give the plan.

    Fiction fills 1A and 1B with known first items, crime is by theme on 4A, and romance on one
    bay of it in no order. Facts 00–59 jump from 2A to 2B, 90–99 are in a closed stack on 3A, and
    large ones on 2B. Films are by title, journals have a scheme of their own. A display stands
    until 12 January 2027, and a trolley always.
    """
    plan = toy_plan()
    fiction = replace(
        _range("f", "aik-kauno", (BayRun("1A", 1, 4), BayRun("1B", 1, 4)), "84.2 AAL", "84.31 ÖÖÖ"),
        bay_firsts=FIRSTS,
    )
    crime = replace(
        make_range("crime", "aik-kauno", "4A", (1, 2), "84.2 AAL", "84.2 ÖÖÖ"),
        kind="theme",
        theme=CRIME,
        marks=("JÄNN",),
    )
    love = replace(
        make_range("love", "aik-kauno", "4A", (3, 3), "", ""),
        kind="theme",
        theme=LOVE,
        marks=("RAK",),
    )
    large = replace(
        _range("large", "aik-tieto", (BayRun("2B", 4, 4, 4, 5),), "00", "99"),
        kind="oversize",
        marks=("ISO",),
    )
    display = replace(
        make_range("display", "aik-kauno", "4A", (5, 5), "84.2 KAA", "84.2 LÖÖ"),
        kind="display",
        starts_on="2026-11-01",
        ends_on="2027-01-12",
    )
    ranges = (
        fiction,
        crime,
        love,
        _range("facts", "aik-tieto", (BayRun("2A", 3, 4), BayRun("2B", 1, 2)), "00.1", "59.9"),
        large,
        replace(make_range("stack", "aik-tieto", "3A", (3, 4), "90", "99"), kind="closed"),
        replace(make_range("films-1", "films", "2A", (1, 1), "Aarre", "Kuu"), kind="title"),
        replace(make_range("films-2", "films", "2A", (2, 2), "Linna", "Öljy"), kind="title"),
        make_range("journals", "journals", "3A", (1, 2), "Aino", "Öinen"),
        display,
        replace(make_range("trolley", "", "4A", (6, 6), "", ""), kind="trolley"),
    )
    partitions = (
        *plan.partitions[:2],
        Partition("films", ADULTS, FILMS, FILMS, FILMS, FILMS, ("DVD",)),
        Partition("journals", ADULTS, JOURNALS, BOOKS, JOURNALS, FACTS, ("LEHTI",), "finnish"),
    )
    return replace(plan, id="rich", partitions=partitions, ranges=ranges)
