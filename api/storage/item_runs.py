"""Imports of items: stored beside those that are shown, and shown all at once.

A branch shows the items of one run. The next run is stored in small transactions, so that
whoever edits meanwhile does not wait; then one row says that it is shown. Killed at any moment,
the old items are shown as before, and what was stored in part goes with the next run. Of two
runs at once the newer goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Connection, column, delete, func, insert, select, text, update

from api.catalogue.items import Item
from api.catalogue.search import fold, split_words
from api.storage.engine import Database
from api.storage.errors import ImportReplacedError
from api.storage.log import What, log_change
from api.storage.plans import ensure_branch_row
from api.storage.refused_rows import forget_refused
from api.storage.row_tables import UnplacedCountRow, UnplacedItemRow
from api.storage.tables import BranchRow, ImportRunRow, ItemRow, RunState, WorkRow

WORKS_AT_ONCE = 1000
PAUSE_S = 0.02
"""Between transactions, so that others who write get their turn."""

_INDEX = text(
    "INSERT INTO work_text (rowid, title, author, call_number, folded)"
    " VALUES (:id, :title, :author, :call_number, :folded)"
)


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import: who began it when, from what, and how it went.

    ``rows`` are those that were read, ``refused`` those of them that could not be used;
    ``report`` tells of the first of these.
    """

    id: int
    branch: str
    begun_at: datetime
    ended_at: datetime | None
    author: str
    source: str
    state: RunState
    rows: int
    items: int
    refused: int
    report: tuple[dict[str, Any], ...] = ()


def begin_run(database: Database, branch: str, at: datetime, author: str, source: str) -> int:
    """Note that an import begins, and that any other of the branch is broken off."""
    with database.write() as connection:
        ensure_branch_row(connection, branch)
        for broken_off in _close(connection, _running(branch), "failed", at):
            _log(connection, broken_off, "items_failed", at)
        run: int = connection.execute(
            insert(ImportRunRow)
            .values(
                branch=branch,
                begun_at=at,
                author=author,
                source=source,
                state="running",
                rows=0,
                items=0,
                refused=0,
                report="[]",
            )
            .returning(ImportRunRow.id)
        ).scalar_one()
        forget_refused(connection, branch)
    return run


def break_off(database: Database, branch: str, source: str, since: datetime, at: datetime) -> None:
    """Note as failed the imports from a source that began since a time and go on no more."""
    gone = _running(branch) & (ImportRunRow.source == source) & (ImportRunRow.begun_at >= since)
    with database.write() as connection:
        for broken_off in _close(connection, gone, "failed", at):
            _log(connection, broken_off, "items_failed", at)


def note_progress(
    database: Database,
    run: int,
    rows: int,
    items: int,
    refused: int,
    also: Callable[[Connection], None] = lambda _: None,
) -> None:
    """Note how far an import has come, and what else is to be stored ``also``.

    Raises
    ------
    ImportReplacedError
        If another import of the branch has begun since.
    """
    with database.write() as connection:
        check_running(connection, run)
        connection.execute(
            update(ImportRunRow)
            .where(ImportRunRow.id == run)
            .values(rows=rows, items=items, refused=refused)
        )
        also(connection)


def end_run(
    database: Database,
    run: int,
    state: RunState,
    at: datetime,
    report: Sequence[dict[str, Any]] = (),
) -> None:
    """Note how an import ended that shows nothing new, if no other has broken it off before."""
    going = (ImportRunRow.id == run) & (ImportRunRow.state == "running")
    with database.write() as connection:
        for ended in _close(connection, going, state, at, report):
            _log(connection, ended, "items_stopped" if state == "stopped" else "items_failed", at)


def store_works(
    database: Database,
    branch: str,
    run: int,
    works: Iterable[Sequence[Item]],
    tell: Callable[[int], None] = lambda _: None,
) -> None:
    """Store works with their copies for a run that is not shown yet.

    Raises
    ------
    ImportReplacedError
        If another import of the branch has begun since.
    """
    stored = 0
    for batch in _batches(works):
        with database.write() as connection:
            check_running(connection, run)
            insert_works(connection, branch, run, batch)
        stored += sum(map(len, batch))
        tell(stored)
        time.sleep(PAUSE_S)


def show_run(
    database: Database, branch: str, run: int, at: datetime, report: Sequence[dict[str, Any]] = ()
) -> None:
    """Show the items of a run from now on instead of those that were shown.

    Raises
    ------
    ImportReplacedError
        If another import of the branch has begun since.
    """
    with database.write() as connection:
        check_running(connection, run)
        _close(connection, ImportRunRow.id == run, "done", at, report)
        connection.execute(update(BranchRow).where(BranchRow.id == branch).values(items_run=run))
        _log(connection, run, "items_imported", at)


def sweep(database: Database, branch: str) -> None:
    """Delete what is neither shown nor being stored, in small transactions."""
    while True:
        with database.write() as connection:
            keep = select(BranchRow.items_run).where(BranchRow.id == branch)
            running = select(ImportRunRow.id).where(_running(branch))
            old = connection.scalars(
                select(WorkRow.id)
                .where(
                    WorkRow.branch == branch, WorkRow.run.not_in(keep), WorkRow.run.not_in(running)
                )
                .limit(WORKS_AT_ONCE)
            ).all()
            rows = _old_rows(connection, branch, keep, running)
            if not old and not rows:
                return
            _delete(connection, old)
        time.sleep(PAUSE_S)


def list_runs(database: Database, branch: str, most: int = 20) -> tuple[ImportRun, ...]:
    """List the imports of a branch, the newest first."""
    return _load_runs(database, branch, most)


def find_shown_run(database: Database, branch: str) -> ImportRun | None:
    """Find the import whose items are shown; none where they are older than imports' records."""
    with database.read() as connection:
        shown = connection.scalar(select(BranchRow.items_run).where(BranchRow.id == branch))
    runs = _load_runs(database, branch, 1, shown) if shown else ()
    return runs[0] if runs else None


def items_as_of(database: Database, branch: str) -> datetime | None:
    """Tell how old the items are that a branch shows: when their import began."""
    wanted = (
        select(ImportRunRow.begun_at)
        .join(BranchRow, BranchRow.items_run == ImportRunRow.id)
        .where(BranchRow.id == branch)
    )
    with database.read() as connection:
        return connection.scalar(wanted)


def _load_runs(
    database: Database, branch: str, most: int, only: int | None = None
) -> tuple[ImportRun, ...]:
    table = ImportRunRow.__table__
    wanted = select(table).where(table.c.branch == branch).order_by(table.c.id.desc()).limit(most)
    if only is not None:
        wanted = wanted.where(table.c.id == only)
    with database.read() as connection:
        rows = connection.execute(wanted).mappings().all()
    return tuple(ImportRun(**{**row, "report": tuple(json.loads(row["report"]))}) for row in rows)


def _old_rows(connection: Connection, branch: str, keep: Any, running: Any) -> int:
    """Delete some of what waits for a place or is counted for runs that are gone."""
    deleted = 0
    for table in (UnplacedItemRow, UnplacedCountRow):
        is_old = (table.branch == branch, table.run.not_in(keep), table.run.not_in(running))
        own: ColumnElement[int] = column("rowid")
        some = select(own).select_from(table).where(*is_old).limit(WORKS_AT_ONCE)
        deleted += connection.execute(delete(table).where(own.in_(some))).rowcount
    return deleted


def _running(branch: str) -> Any:
    return (ImportRunRow.branch == branch) & (ImportRunRow.state == "running")


def check_running(connection: Connection, run: int) -> None:
    """Check that an import has not been broken off.

    Raises
    ------
    ImportReplacedError
        If another import of the branch has begun since.
    """
    state = connection.scalar(select(ImportRunRow.state).where(ImportRunRow.id == run))
    if state != "running":
        raise ImportReplacedError("Another import of this branch has begun; this one is left.")


def _close(
    connection: Connection,
    which: Any,
    state: RunState,
    at: datetime,
    report: Sequence[dict[str, Any]] = (),
) -> Sequence[int]:
    """Close imports, and tell which they were."""
    told = json.dumps(list(report), ensure_ascii=False)
    closed = update(ImportRunRow).where(which).values(state=state, ended_at=at, report=told)
    return connection.scalars(closed.returning(ImportRunRow.id)).all()


def _log(connection: Connection, run: int, what: What, at: datetime) -> None:
    wanted = select(*ImportRunRow.__table__.columns).where(ImportRunRow.id == run)
    ended = connection.execute(wanted).one()
    params = {"source": ended.source, "refused": ended.refused}
    log_change(connection, what, at, ended.author, ended.branch, count=ended.items, params=params)


def _batches(works: Iterable[Sequence[Item]]) -> Iterator[list[Sequence[Item]]]:
    rest = iter(works)
    while batch := list(islice(rest, WORKS_AT_ONCE)):
        yield batch


def insert_works(
    connection: Connection, branch: str, run: int, works: Sequence[Sequence[Item]]
) -> None:
    """Insert works with their copies, and what finds them."""
    if not works:
        return
    first_id = (connection.scalar(select(func.max(WorkRow.id))) or 0) + 1
    numbered = list(enumerate(works, first_id))
    place = {"branch": branch, "run": run}
    connection.execute(insert(WorkRow), [{**place, **_work_row(*each)} for each in numbered])
    connection.execute(
        insert(ItemRow),
        [{**place, **_item_row(id_, copy)} for id_, copies in numbered for copy in copies],
    )
    connection.execute(_INDEX, [_text_row(id_, copies[0]) for id_, copies in numbered])


def _delete(connection: Connection, works: Sequence[int]) -> None:
    for number in works:
        connection.execute(text("DELETE FROM work_text WHERE rowid = :id"), {"id": number})
    connection.execute(delete(ItemRow).where(ItemRow.work.in_(works)))
    connection.execute(delete(WorkRow).where(WorkRow.id.in_(works)))


def _work_row(id_: int, copies: Sequence[Item]) -> dict[str, Any]:
    first = copies[0]
    return {
        "id": id_,
        "title": first.title,
        "author": first.author,
        "year": max((copy.year for copy in copies if copy.year is not None), default=None),
        "call_number": first.call_number,
        "partition": first.partition,
        "language": first.language,
        "title_key": _key(first.title),
        "author_key": _key(first.author),
    }


def _item_row(work: int, copy: Item) -> dict[str, Any]:
    return {
        "work": work,
        "barcode": copy.barcode,
        "status": copy.status,
        "due_on": copy.due_on,
    }


def _text_row(id_: int, item: Item) -> dict[str, Any]:
    fields = {"title": item.title, "author": item.author, "call_number": item.call_number}
    composed = {name: normalize("NFC", value) for name, value in fields.items()}
    return {"id": id_, **composed, "folded": fold(" ".join(composed.values()))}


def _key(value: str) -> str:
    return " ".join(split_words(normalize("NFC", value)))
