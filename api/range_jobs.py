"""What may be done with the ranges of a draft: each a plan made of another, and what it cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from floorplans.aliases import (
    CatalogueNames,
    assign_names,
    build_alias_index,
    find_partitions,
)
from floorplans.errors import FloorplanError
from floorplans.formats.tables.apply import guess_table, import_tables
from floorplans.formats.tables.sheets import Sheet, parse_csv
from floorplans.model import Alias, BayRun, Partition, Plan, RangeKind
from floorplans.partitions import get_partition, put_partition, remove_partition
from floorplans.shelving.assigning import assign_bays
from floorplans.shelving.borders import Border, BorderProblem, BordersError, set_borders
from floorplans.shelving.loads import count_loads, list_rooms_m, make_stock
from floorplans.shelving.shifting import Fallen, shift
from floorplans.shelving.spreading import Spread, spread
from floorplans.shelving.strips import (
    ORDERED_KINDS,
    Spot,
    Strip,
    add_bays,
    list_strip,
    write_strip,
)
from floorplans.wording import Wording, worded

JobName = Literal["borders", "shift", "spread", "assign", "table", "names"]
Counts = Callable[[str, RangeKind], Mapping[str, int]]
"""Gives how many items of a partition have each call number, or title."""

TABLE_COLUMNS = 3
MOST_DIGITS = 5
"""Face, bay and first item: what a table without a header has."""


@dataclass(frozen=True, slots=True)
class Done:
    """What comes of a job: a plan, and the borders that have no bay any more."""

    plan: Plan
    fallen: tuple[Fallen, ...] = ()


class RangeJobError(Exception):
    """A job cannot be done; each problem has its row, 0 where it has none."""

    def __init__(self, problems: Sequence[BorderProblem]) -> None:
        super().__init__(" ".join(f"{each.column} {each.message}".strip() for each in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class BordersJob:
    """Bays begin with what is typed, or where a border was dragged to."""

    partition: str
    borders: tuple[Border, ...]

    def run(self, plan: Plan, _: Counts) -> Done:
        """Set the borders."""
        strip = list_strip(plan, self.partition, main_kind(plan, self.partition))
        return Done(write_strip(plan, set_borders(strip, self.borders)))


@dataclass(frozen=True, slots=True)
class ShiftJob:
    """Bays move on by some bays with all that they hold."""

    partition: str
    spots: tuple[Spot, ...]
    by: int

    def run(self, plan: Plan, _: Counts) -> Done:
        """Shift the bays from the first to the last of those chosen."""
        strip = list_strip(plan, self.partition, main_kind(plan, self.partition))
        positions = find_positions(strip, self.spots)
        moved = shift(strip, positions[0], positions[-1], self.by)
        return Done(write_strip(plan, moved.strip), moved.fallen)


@dataclass(frozen=True, slots=True)
class SpreadJob:
    """What stands on bays is spread over them anew."""

    partition: str
    spots: tuple[Spot, ...]
    wanted: Spread

    def run(self, plan: Plan, counts: Counts) -> Done:
        """Spread over the bays; without any, over all of the partition."""
        kind = main_kind(plan, self.partition)
        strip = add_bays(plan, list_strip(plan, self.partition, kind), self.spots)
        spots = self.spots or tuple(bay.spot for bay in strip.bays)
        stock = make_stock(strip.scheme, counts(self.partition, kind))
        loads = count_loads(strip, stock, list_rooms_m(plan, strip))
        made = spread(strip, find_positions(strip, spots), stock, loads, self.wanted)
        return Done(write_strip(plan, made.strip), made.fallen)


@dataclass(frozen=True, slots=True)
class AssignJob:
    """Bays of a face are given to a partition."""

    partition: str
    run_of_bays: BayRun
    first: str
    last: str
    checked_on: str

    def run(self, plan: Plan, _: Counts) -> Done:
        """Give the bays to a new range."""
        kind = main_kind(plan, self.partition)
        ends = (self.first, self.last)
        made = assign_bays(plan, self.partition, [self.run_of_bays], ends, self.checked_on, kind)
        return Done(made.plan, made.fallen)


@dataclass(frozen=True, slots=True)
class NamesJob:
    """A catalogue's names of places lead to partitions."""

    pairs: tuple[tuple[CatalogueNames, str], ...]

    def run(self, plan: Plan, _: Counts) -> Done:
        """Add the aliases."""
        if not self.pairs:
            raise RangeJobError(
                [
                    BorderProblem(
                        0, Wording("choose_names", "Choose a partition for one of the names.")
                    )
                ]
            )
        known = build_alias_index(plan)
        for names, partition in self.pairs:
            if find_partitions(known, names) != (partition,):
                plan = assign_names(plan, names, partition)
        return Done(plan)


@dataclass(frozen=True, slots=True)
class TableJob:
    """Ranges, aliases or first items come as a table; or face, bay and border without a header."""

    partition: str
    sheets: tuple[Sheet, ...]

    def run(self, plan: Plan, counts: Counts) -> Done:
        """Put the table into the plan, all of it or nothing."""
        named = [(name, sheet) for sheet in self.sheets if (name := guess_table(sheet))]
        named = [(name, sheet) for name, sheet in named if name != "shelves"]
        if not named:
            return BordersJob(self.partition, _read_bare(plan, self.sheets)).run(plan, counts)
        result = import_tables(plan, named)
        if result.plan is None:
            raise RangeJobError(
                [BorderProblem(each.row, each.message, each.column) for each in result.problems]
            )
        return Done(result.plan)


@dataclass(frozen=True, slots=True)
class PartitionJob:
    """A partition is made or changed; ``unwanted`` names do not lead to it any more."""

    partition: Partition
    is_new: bool
    unwanted: tuple[Alias, ...] = ()

    def run(self, plan: Plan, _: Counts) -> Done:
        """Put it into the plan."""
        if not self.is_new:
            get_partition(plan, self.partition.id)
        return Done(put_partition(plan, self.partition, self.unwanted))


@dataclass(frozen=True, slots=True)
class DropPartitionJob:
    """A partition that nothing needs is taken away."""

    partition: Partition

    def run(self, plan: Plan, _: Counts) -> Done:
        """Take it out of the plan."""
        return Done(remove_partition(plan, self.partition.id))


Job = (
    BordersJob
    | ShiftJob
    | SpreadJob
    | AssignJob
    | NamesJob
    | TableJob
    | PartitionJob
    | DropPartitionJob
)


def run_job(plan: Plan, job: Job, counts: Counts) -> Done:
    """Do a job.

    Raises
    ------
    RangeJobError
        If it cannot be done; the plan stays as it is.
    """
    try:
        return job.run(plan, counts)
    except BordersError as error:
        raise RangeJobError(error.problems) from error
    except FloorplanError as error:
        raise RangeJobError([BorderProblem(0, worded(error))]) from error


def parse_pasted(text: str) -> tuple[Sheet, ...]:
    """Read what was pasted from a spreadsheet or a CSV file.

    Raises
    ------
    RangeJobError
        If it is no table.
    """
    try:
        return (parse_csv(text.encode(), "pasted"),)
    except FloorplanError as error:
        told = worded(error)
        pasted = "What was pasted {}."
        said = told.within(pasted) if isinstance(told, Wording) else pasted.format(told)
        raise RangeJobError([BorderProblem(0, said)]) from error


def main_kind(plan: Plan, partition: str) -> RangeKind:
    """Find in which order most ranges of a partition are kept."""
    kinds = [each.kind for each in plan.ranges if each.partition == partition]
    return max(ORDERED_KINDS, key=kinds.count)


def find_positions(strip: Strip, spots: Sequence[Spot]) -> list[int]:
    """Find where bays are in a strip.

    Raises
    ------
    RangeJobError
        If there are none, or some are not in it.
    """
    places = {bay.spot: at for at, bay in enumerate(strip.bays)}
    problems = [
        BorderProblem(
            row,
            Wording(
                "bay_not_free",
                "Bay {bay} of {face} is not in this partition, or not free.",
                bay=spot.bay,
                face=spot.face,
            ),
        )
        for row, spot in enumerate(spots, 1)
        if spot not in places
    ]
    if not spots:
        problems.append(BorderProblem(0, Wording("choose_bays", "Choose the bays first.")))
    if problems:
        raise RangeJobError(problems)
    return sorted(places[spot] for spot in spots)


def _read_bare(plan: Plan, sheets: Sequence[Sheet]) -> tuple[Border, ...]:
    """Read rows of face, bay and first item; faces by their ids or as they are signed."""
    known = {face.name: face.id for shelf in plan.shelves for face in shelf.faces}
    known |= {face_id: face_id for face_id in known.values()}
    read: list[Border] = []
    problems: list[BorderProblem] = []
    for sheet in sheets:
        for number, cells in sheet.rows:
            face = known.get(cells[0])
            bay = cells[1] if len(cells) > 1 else ""
            if face is None:
                message = Wording(
                    "no_face", 'There is no face "{text}"; write it as signed.', text=cells[0][:40]
                )
                problems.append(BorderProblem(number, message))
            elif not bay.isdecimal() or len(bay) > MOST_DIGITS or len(cells) > TABLE_COLUMNS:
                message = Wording(
                    "bare_row", "Write the face, the number of the bay and its first item."
                )
                problems.append(BorderProblem(number, message))
            else:
                read.append(Border(Spot(face, int(bay)), cells[2] if len(cells) > 2 else ""))
    if problems or not read:
        raise RangeJobError(
            problems or [BorderProblem(0, Wording("no_rows", "There are no rows; paste some."))]
        )
    return tuple(read)
