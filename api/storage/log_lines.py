"""Reading the log of changes, and keeping it no longer than is wanted."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, delete, func, literal, select, union_all

from api.storage.engine import Database
from api.storage.log import Param
from api.storage.log_tables import LogRow
from api.storage.tables import DraftRow

PRUNED_AT_ONCE = 1000
PAUSE_S = 0.02
"""Between transactions, so that others who write get their turn."""

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line, in the fields of `api.storage.log_tables.LogRow`.

    ``hand`` is what did it for ``who``: "" a page or a program through the API, "cli" the command
    line, "clock" the time that it was set for, "program" the server itself.
    """

    id: int
    at: datetime
    until: datetime
    who: str
    hand: str
    branch: str
    kind: str
    what: str
    thing: str
    count: int
    params: Mapping[str, Param]


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which lines: of branches, and if given of a person, a kind, and between two times."""

    branches: tuple[str, ...]
    who: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


Cursor = tuple[datetime, int]
"""Time and id of a line, after which older ones follow."""

_COLUMNS = tuple(getattr(LogRow, name) for name in LogLine.__slots__)


def list_lines(
    database: Database, query: LogQuery, most: int, before: Cursor | None = None
) -> tuple[LogLine, ...]:
    """List lines, the newest first.

    Parameters
    ----------
    database : Database
        Where the log is.
    query : LogQuery
        Which lines.
    most : int
        How many at most.
    before : Cursor, optional
        The line after which to go on.
    """
    if not query.branches:
        return ()
    with database.read() as connection:
        rows = connection.execute(_select(query, most, before)).mappings().all()
    return tuple(
        LogLine(**{**row, "params": MappingProxyType(json.loads(row["params"]))}) for row in rows
    )


def list_people(database: Database, branches: Sequence[str]) -> tuple[str, ...]:
    """List who is in the log of some branches, by leaps from name to name in the index."""
    if not branches:
        return ()
    asked = union_all(*(select(literal(each).label("branch")) for each in branches)).subquery()
    first = select(func.min(LogRow.who)).where(LogRow.branch == asked.c.branch, LogRow.who > "")
    leaps = select(asked.c.branch, first.scalar_subquery().label("who")).cte(recursive=True)
    following = select(func.min(LogRow.who)).where(
        LogRow.branch == leaps.c.branch, LogRow.who > leaps.c.who
    )
    leaps = leaps.union_all(
        select(leaps.c.branch, following.scalar_subquery()).where(leaps.c.who.is_not(None))
    )
    found = select(leaps.c.who).where(leaps.c.who.is_not(None)).distinct().limit(MOST_PEOPLE)
    with database.read() as connection:
        return tuple(sorted(connection.scalars(found), key=str.casefold))


def find_drafts(database: Database, ids: Sequence[str]) -> frozenset[str]:
    """Find which of some drafts are neither discarded nor gone."""
    wanted = select(DraftRow.id).where(DraftRow.id.in_(ids), DraftRow.discarded_at.is_(None))
    with database.read() as connection:
        return frozenset(connection.scalars(wanted))


def prune_log(database: Database, older_than: datetime) -> int:
    """Delete the lines that are older than a time, in small transactions; tell how many."""
    pruned = 0
    while True:
        with database.write() as connection:
            oldest = select(LogRow.id, LogRow.at).order_by(LogRow.id).limit(PRUNED_AT_ONCE)
            rows = connection.execute(oldest).all()
            old = [row.id for row in rows if row.at < older_than]
            if old:
                connection.execute(delete(LogRow).where(LogRow.id.in_(old)))
        pruned += len(old)
        if len(old) < PRUNED_AT_ONCE:
            return pruned
        time.sleep(PAUSE_S)


def select_of_branch(query: LogQuery, branch: str, most: int, before: Cursor | None) -> Select[Any]:
    """Ask for the newest lines of one branch; an index gives them in order."""
    wanted = select(*_COLUMNS).where(LogRow.branch == branch)
    if query.who:
        wanted = wanted.where(LogRow.who == query.who)
    if query.kind:
        wanted = wanted.where(LogRow.kind == query.kind)
    if query.since is not None:
        wanted = wanted.where(LogRow.at >= query.since)
    if query.until is not None:
        wanted = wanted.where(LogRow.at < query.until)
    if before is not None:
        at, id_ = before
        wanted = wanted.where(LogRow.at <= at, (LogRow.at < at) | (LogRow.id < id_))
    return wanted.order_by(LogRow.at.desc(), LogRow.id.desc()).limit(most)


def _select(query: LogQuery, most: int, before: Cursor | None) -> Select[Any]:
    """Ask each branch for its newest lines, each by its index, and take the newest of all."""
    newest = (select_of_branch(query, each, most, before) for each in query.branches)
    found = union_all(*(select(each.subquery()) for each in newest)).subquery()
    return select(found).order_by(found.c.at.desc(), found.c.id.desc()).limit(most)
