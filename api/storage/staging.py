"""Items of an import that wait on disk: in order, each barcode once, in little memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import groupby

from api.catalogue.items import Item

CACHE_KB = 16_000

_COLUMNS = "barcode, title, author, year, call_number, partition, language, status, due_on"


class StagedItems:
    """Items in a file of SQLite's own that is gone when it is closed.

    Examples
    --------
    >>> with staged_items() as staged:
    ...     staged.add(2, Item("4001", "Kalevala", "", 1849, "81.4 KAL", "runot", "fi"))
    ...     staged.line_of("4001"), [len(copies) for copies in staged.works()]
    (2, [1])
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KB}"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute(
            "CREATE TABLE items (line INTEGER PRIMARY KEY, barcode TEXT UNIQUE, title, author, "
            "year, call_number, partition, language, status, due_on, names)"
        )

    def add(self, line: int, item: Item, names: str = "") -> None:
        """Put an item down, with its names where these lead nowhere; its barcode must be new."""
        self._connection.execute(
            f"INSERT INTO items (line, names, {_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                line,
                names,
                item.barcode,
                item.title,
                item.author,
                item.year,
                item.call_number,
                item.partition,
                item.language,
                item.status,
                item.due_on,
            ),
        )

    def line_of(self, barcode: str) -> int | None:
        """Find the line on which a barcode was put down."""
        row = self._connection.execute(
            "SELECT line FROM items WHERE barcode = ?", (barcode,)
        ).fetchone()
        return None if row is None else int(row[0])

    def count(self) -> int:
        """Count the items."""
        return int(self._connection.execute("SELECT count(*) FROM items").fetchone()[0])

    def works(self) -> Iterator[list[Item]]:
        """Give the copies of the same title that stand together, work after work."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM items WHERE names = '' "
            "ORDER BY title, author, call_number, partition, line"
        )
        for _, copies in groupby((Item(*row) for row in rows), key=_work_of):
            yield list(copies)

    def unplaced(self) -> Iterator[tuple[str, Item]]:
        """Give the items whose names lead nowhere, with these."""
        for names, *row in self._connection.execute(
            f"SELECT names, {_COLUMNS} FROM items WHERE names <> '' ORDER BY line"
        ):
            yield str(names), Item(*row)


@contextmanager
def staged_items() -> Iterator[StagedItems]:
    """Open a place for items that wait."""
    # No name: a file that SQLite keeps on disk as far as its cache does not hold it.
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute("PRAGMA temp_store = FILE")
        staged = StagedItems(connection)
        connection.execute("BEGIN")
        yield staged


def _work_of(item: Item) -> tuple[str, str, str, str]:
    return item.title, item.author, item.call_number, item.partition
