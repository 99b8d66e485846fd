"""Items in SQLite, searched with FTS5 (https://www.sqlite.org/fts5.html).

Letters count as they are typed: ``ä`` finds only ``ä``. A word typed without marks also
finds the words that have them (``harma`` finds *Härmä*), after those that it equals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, func, select, text

from api.catalogue.items import Item
from api.catalogue.search import Query, fold
from api.storage.engine import Database
from api.storage.item_runs import begin_run, note_progress, show_run, store_works, sweep
from api.storage.staging import staged_items
from api.storage.tables import BranchRow, ItemRow, WorkRow
from api.storage.works import Copy, Found, Work

_WORDS_IN = "{title author call_number}"

# The joins go from the few hits to their works, which CROSS JOIN makes sure of.
# A title or author that begins with the query goes before one that merely has its words,
# and letters as typed go before letters without their marks. Within these, what can be
# taken from the shelf goes first. bm25 weighs title, author, call number and folded text.
_SEARCH = text(
    """
    WITH hits AS MATERIALIZED (
        SELECT rowid AS id, bm25(work_text, 10.0, 6.0, 4.0, 0.5) AS score
        FROM work_text WHERE work_text MATCH :match
    ),
    first AS MATERIALIZED (SELECT rowid AS id FROM work_text WHERE work_text MATCH :first),
    as_typed AS MATERIALIZED (SELECT rowid AS id FROM work_text WHERE work_text MATCH :as_typed)
    SELECT works.id, title, author, year, call_number, partition, language,
           count(*) OVER () AS total
    FROM hits CROSS JOIN works ON works.id = hits.id
    WHERE works.branch = :branch
        AND works.run = (SELECT items_run FROM branches WHERE id = :branch)
        AND (NOT :available_only OR EXISTS (
        SELECT 1 FROM items WHERE items.work = works.id AND items.status = 'available'
    ))
    ORDER BY
        CASE
            WHEN title_key = :key OR works.id IN first THEN 0
            WHEN substr(title_key, 1, length(:key)) = :key THEN 1
            WHEN substr(author_key, 1, length(:key)) = :key THEN 1
            WHEN works.id IN as_typed THEN 2
            ELSE 3
        END,
        NOT EXISTS (
            SELECT 1 FROM items WHERE items.work = works.id AND items.status = 'available'
        ),
        score, call_number, title_key, works.id
    LIMIT :limit OFFSET :offset
    """
)


class SqliteItems:
    """The repository of items in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(
        self, branch: str, query: Query, limit: int, offset: int, *, available_only: bool = False
    ) -> Found:
        """Find works of a branch, best first.

        A barcode finds its own work. What looks like a call number finds the call numbers
        that begin with it before the titles with the same words.
        """
        with self._database.read() as connection:
            by_barcode = _find_barcode(connection, branch, query.text)
            if by_barcode is not None:
                works = _load_works(connection, [by_barcode]) if offset == 0 else ()
                return Found(1, works)
            if not query.words:
                return Found(0, ())
            page = Page(limit, offset, available_only)
            found = _search(connection, branch, query, _match(query), page)
            if found.total == 0:
                found = _search(connection, branch, query, _match_folded(query), page)
            return found

    def replace(self, branch: str, items: Iterable[Item]) -> None:
        """Put items in the place of all that the branch has, all or nothing."""
        run = begin_run(self._database, branch, datetime.now(UTC), "", "")
        with staged_items() as staged:
            for number, item in enumerate(items, 1):
                staged.add(number, item)
            note_progress(self._database, run, staged.count(), staged.count(), 0)
            store_works(self._database, branch, run, staged.works())
        show_run(self._database, branch, run, datetime.now(UTC))
        sweep(self._database, branch)

    def count(self, branch: str) -> int:
        """Count the items of a branch."""
        count = select(func.count()).select_from(ItemRow).where(*shown_items(branch))
        with self._database.read() as connection:
            return connection.scalar(count) or 0


def _match(query: Query) -> str:
    """Write the FTS5 expression: every word, the last one as a beginning."""
    terms = []
    for word, prefix in _terms(query):
        term = f'{_WORDS_IN} : "{word}"{prefix}'
        terms.append(f'({term} OR folded : "{word}"{prefix})' if fold(word) == word else term)
    return " AND ".join(terms)


def _match_as_typed(query: Query) -> str:
    return " AND ".join(f'{_WORDS_IN} : "{word}"{prefix}' for word, prefix in _terms(query))


def _match_folded(query: Query) -> str:
    return " AND ".join(f'folded : "{fold(word)}"{prefix}' for word, prefix in _terms(query))


def _match_call_number(query: Query) -> str:
    """Write what goes before all else; the empty phrase matches nothing."""
    if not query.is_call_number:
        return '""'
    return f'call_number : "{" ".join(query.words)}" *'


def _terms(query: Query) -> list[tuple[str, str]]:
    last = len(query.words) - 1
    return [(word, " *" if i == last else "") for i, word in enumerate(query.words)]


@dataclass(frozen=True, slots=True)
class Page:
    """Which of the works that match are wanted."""

    limit: int
    offset: int
    available_only: bool


def _search(connection: Connection, branch: str, query: Query, match: str, page: Page) -> Found:
    values = {
        "match": match,
        "first": _match_call_number(query),
        "as_typed": _match_as_typed(query),
        "branch": branch,
        "key": " ".join(query.words),
        "available_only": page.available_only,
    }
    place = {"limit": page.limit, "offset": page.offset}
    rows = connection.execute(_SEARCH, {**values, **place}).all()
    if not rows and page.offset:
        beginning = connection.execute(_SEARCH, {**values, "limit": 1, "offset": 0}).first()
        return Found(0 if beginning is None else beginning.total, ())
    total = rows[0].total if rows else 0
    return Found(total, _load_works(connection, [row.id for row in rows]))


def shown_items(branch: str) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions that an item is one of those that a branch shows."""
    run = select(BranchRow.items_run).where(BranchRow.id == branch).scalar_subquery()
    return ItemRow.branch == branch, ItemRow.run == run


def _find_barcode(connection: Connection, branch: str, barcode: str) -> int | None:
    return connection.scalar(
        select(ItemRow.work).where(*shown_items(branch), ItemRow.barcode == barcode)
    )


def _load_works(connection: Connection, ids: Sequence[int]) -> tuple[Work, ...]:
    """Load works with their copies in the order of ``ids``."""
    copies: dict[int, list[Copy]] = defaultdict(list)
    rows = connection.execute(
        select(ItemRow.work, ItemRow.barcode, ItemRow.status, ItemRow.due_on)
        .where(ItemRow.work.in_(ids))
        .order_by(ItemRow.status != "available", ItemRow.barcode)
    )
    for work, barcode, status, due_on in rows:
        copies[work].append(Copy(barcode, status, due_on))
    works = {
        row.id: Work(*row[1:], copies=tuple(copies[row.id]))
        for row in connection.execute(
            select(
                WorkRow.id,
                WorkRow.title,
                WorkRow.author,
                WorkRow.year,
                WorkRow.call_number,
                WorkRow.partition,
                WorkRow.language,
            ).where(WorkRow.id.in_(ids))
        )
    }
    return tuple(works[each] for each in ids)
