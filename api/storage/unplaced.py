"""Items without a place: those that wait for one, and all of them counted in groups.

What an import cannot place is stored with its run, beside the works that are shown, and is
counted before the run is shown. A publication has it counted anew; what it gives a partition
then goes to the works.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select

from api.catalogue.items import Item
from api.storage.engine import Database
from api.storage.item_runs import WORKS_AT_ONCE, check_running, insert_works
from api.storage.row_tables import UnplacedCountRow, UnplacedItemRow
from api.storage.tables import BranchRow, ItemRow, WorkRow
from floorplans.aliases import CatalogueNames

Kind = Literal["names", "partition", "range"]

ROWS_AT_ONCE = 5000
_COPIES = ("barcode", "title", "author", "year", "call_number", "language", "status", "due_on")


@dataclass(frozen=True, slots=True)
class Guess:
    """To which partition a group may belong, and why.

    ``share`` is the percentage of its call numbers that stand there, ``words`` those of its
    names that are the partition's own, too.
    """

    partition: str
    share: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Items that have no place for the same reason.

    Their names lead to no one partition (``names``), their partition has no range at all
    (``partition``), or none that holds their call number (``range``). ``name`` is the names
    as JSON, or the partition. ``examples`` are call numbers with titles. ``face`` and ``bay``
    are next to where most of those that no range holds would stand.
    """

    kind: Kind
    name: str
    count: int
    examples: tuple[tuple[str, str], ...]
    guess: Guess | None = None
    face: str = ""
    bay: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """The groups of a run, the largest first, counted by a version of the plan.

    ``rest`` is how many items are in groups that are too small to be listed.
    """

    run: int
    version: str
    at: datetime
    groups: tuple[Group, ...]
    rest: int = 0

    @property
    def items(self) -> int:
        """How many items have no place."""
        return sum(each.count for each in self.groups) + self.rest


def names_text(names: CatalogueNames) -> str:
    """Write names as they are stored.

    Examples
    --------
    >>> read_names(names_text(CatalogueNames(department="AIK"))).department
    'AIK'
    """
    given = {name: value for name, value in asdict(names).items() if value}
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


def read_names(text: str) -> CatalogueNames:
    """Read names as they are stored.

    Raises
    ------
    ValueError
        If the text is none of these.
    """
    try:
        given = json.loads(text)
        names = CatalogueNames(**given)
    except TypeError as error:
        raise ValueError("These are no names.") from error
    if not all(isinstance(each, str) for each in asdict(names).values()):
        raise ValueError("Names are texts.")
    return names


def store_unplaced(
    database: Database, branch: str, run: int, items: Iterable[tuple[str, Item]]
) -> None:
    """Store items with their names for a run that is not shown yet.

    Raises
    ------
    ImportReplacedError
        If another import of the branch has begun since.
    """
    rest = iter(items)
    while batch := list(islice(rest, ROWS_AT_ONCE)):
        rows = [
            {"branch": branch, "run": run, "names": names}
            | {column: getattr(item, column) for column in _COPIES}
            for names, item in batch
        ]
        with database.write() as connection:
            check_running(connection, run)
            connection.execute(insert(UnplacedItemRow), rows)


def shown_run(database: Database, branch: str) -> int:
    """Give the run whose items a branch shows; 0 where there is none."""
    with database.read() as connection:
        wanted = select(BranchRow.items_run).where(BranchRow.id == branch)
        return connection.scalar(wanted) or 0


def count_names(database: Database, branch: str, run: int) -> Iterator[tuple[str, int]]:
    """Count the items of each combination of names, those first that most have."""
    own = UnplacedItemRow
    counted = func.count()
    wanted = (
        select(own.names, counted)
        .where(own.branch == branch, own.run == run)
        .group_by(own.names)
        .order_by(counted.desc(), own.names)
    )
    with database.read() as connection:
        for names, count in connection.execute(wanted.execution_options(yield_per=ROWS_AT_ONCE)):
            yield str(names), int(count)


def count_named(database: Database, branch: str, run: int, names: str) -> int:
    """Count the items that have the same names."""
    own = UnplacedItemRow
    wanted = select(func.count()).where(own.branch == branch, own.run == run, own.names == names)
    with database.read() as connection:
        return connection.scalar(wanted) or 0


def list_unplaced(
    database: Database, branch: str, run: int, names: str, most: int | None = None
) -> Iterator[tuple[str, str, int]]:
    """Give the call numbers and titles of items with the same names, and how many have them.

    With ``most``, those are given that come first by barcode: they are of all classes.
    """
    own = UnplacedItemRow
    mine = (own.branch == branch, own.run == run, own.names == names)
    wanted = select(own.call_number, own.title, func.count()).where(*mine)
    wanted = wanted.group_by(own.call_number, own.title)
    if most is not None:
        wanted = wanted.order_by(func.min(own.barcode)).limit(most)
    with database.read() as connection:
        for row in connection.execute(wanted.execution_options(yield_per=ROWS_AT_ONCE)):
            yield str(row[0]), str(row[1]), int(row[2])


def list_placed(database: Database, branch: str, run: int) -> Iterator[tuple[str, str, str, int]]:
    """Give partition, call number and title of a run's works, and how many copies there are."""
    wanted = (
        select(WorkRow.partition, WorkRow.call_number, WorkRow.title, func.count(ItemRow.id))
        .join(ItemRow, ItemRow.work == WorkRow.id)
        .where(WorkRow.branch == branch, WorkRow.run == run)
        .group_by(WorkRow.id)
    )
    with database.read() as connection:
        for row in connection.execute(wanted.execution_options(yield_per=ROWS_AT_ONCE)):
            yield str(row[0]), str(row[1]), str(row[2]), int(row[3])


def save_counts(database: Database, branch: str, counts: Counts) -> None:
    """Keep the groups of a run."""
    document = {"groups": [asdict(each) for each in counts.groups], "rest": counts.rest}
    values = {
        "branch": branch,
        "run": counts.run,
        "version": counts.version,
        "at": counts.at,
        "document": json.dumps(document, ensure_ascii=False),
    }
    own = UnplacedCountRow
    with database.write() as connection:
        connection.execute(delete(own).where(own.branch == branch, own.run == counts.run))
        connection.execute(insert(own).values(**values))


def find_counts(database: Database, branch: str) -> Counts | None:
    """Find the groups of the items that a branch shows; none where they were never counted."""
    own = UnplacedCountRow
    wanted = (
        select(own.run, own.version, own.at, own.document)
        .join(BranchRow, BranchRow.items_run == own.run)
        .where(BranchRow.id == branch, own.branch == branch)
    )
    with database.read() as connection:
        row = connection.execute(wanted).first()
    if row is None:
        return None
    document = json.loads(row.document)
    groups = tuple(map(_read_group, document["groups"]))
    return Counts(row.run, row.version, row.at, groups, document["rest"])


def give_partition(database: Database, branch: str, run: int, names: str, partition: str) -> None:
    """Let the items of a shown run that have the same names stand in a partition.

    They become copies of the works that are there, or works of their own. Nothing happens to
    the items of a run that is not shown any more.
    """
    while True:
        with database.write() as connection:
            shown = connection.scalar(select(BranchRow.items_run).where(BranchRow.id == branch))
            if shown != run or not _move_some(connection, (branch, run, names), partition):
                return


def _move_some(connection: Connection, where: tuple[str, int, str], partition: str) -> bool:
    own = UnplacedItemRow
    branch, run, names = where
    rows = connection.execute(
        select(own.id, *(getattr(own, column) for column in _COPIES))
        .where(own.branch == branch, own.run == run, own.names == names)
        .order_by(own.title, own.author, own.call_number, own.id)
        .limit(WORKS_AT_ONCE)
    ).all()
    if not rows:
        return False
    items = [_item(dict(row._mapping), partition) for row in rows]
    works = [list(copies) for _, copies in groupby(items, key=_work_of)]
    known = _find_works(connection, branch, run, partition, {each[0].title for each in works})
    insert_works(
        connection, branch, run, [each for each in works if _work_of(each[0]) not in known]
    )
    added = [
        {"branch": branch, "run": run, "work": known[key], "barcode": copy.barcode}
        | {"status": copy.status, "due_on": copy.due_on}
        for copies in works
        for copy in copies
        if (key := _work_of(copy)) in known
    ]
    if added:
        connection.execute(insert(ItemRow), added)
    connection.execute(delete(own).where(own.id.in_([row.id for row in rows])))
    return True


def _find_works(
    connection: Connection, branch: str, run: int, partition: str, titles: set[str]
) -> Mapping[tuple[str, str, str], int]:
    rows = connection.execute(
        select(WorkRow.id, WorkRow.title, WorkRow.author, WorkRow.call_number).where(
            WorkRow.branch == branch,
            WorkRow.run == run,
            WorkRow.partition == partition,
            WorkRow.title.in_(titles),
        )
    )
    return {(row.title, row.author, row.call_number): row.id for row in rows}


def _item(row: Mapping[str, Any], partition: str) -> Item:
    return Item(partition=partition, **{column: row[column] for column in _COPIES})


def _work_of(item: Item) -> tuple[str, str, str]:
    return item.title, item.author, item.call_number


def _read_group(document: Mapping[str, Any]) -> Group:
    guess: Mapping[str, Any] | None = document["guess"]
    examples: Sequence[Sequence[str]] = document["examples"]
    return Group(
        **{
            **document,
            "examples": tuple((call_number, title) for call_number, title in examples),
            "guess": guess and Guess(**{**guess, "words": tuple(guess["words"])}),
        }
    )
