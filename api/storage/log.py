"""The log of changes: who did what, when and where.

A line is written in the transaction of the change that it tells of, so that neither is ever
without the other. Lines are only added; what one person does again and again within half an
hour to one draft is one line that counts.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, get_args

from sqlalchemy import (
    Connection,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)

from api.storage.engine import Database
from api.storage.log_tables import LogRow
from api.storage.tables import DraftRow

Kind = Literal["drafts", "ranges", "publishing", "items", "reports", "tokens", "accounts", "server"]
KINDS: tuple[Kind, ...] = get_args(Kind)

What = Literal[
    "draft_begun",
    "draft_renamed",
    "draft_discarded",
    "draft_saved",
    "draft_edited",
    "draft_undone",
    "draft_redone",
    "picture_sent",
    "picture_placed",
    "picture_removed",
    "locks_changed",
    "plan_imported",
    "ranges_typed",
    "ranges_shifted",
    "ranges_spread",
    "ranges_assigned",
    "ranges_imported",
    "names_assigned",
    "walked",
    "version_published",
    "version_rolled_back",
    "publication_timed",
    "publication_cancelled",
    "publication_came",
    "items_imported",
    "items_stopped",
    "items_failed",
    "topics_imported",
    "report_found",
    "report_moved",
    "report_missing",
    "report_opened",
    "token_made",
    "token_revoked",
    "account_added",
    "role_changed",
    "account_disabled",
    "account_enabled",
    "password_reset",
    "password_changed",
    "signed_in",
    "signed_out",
    "sign_in_refused",
    "restored",
]
WHATS: tuple[What, ...] = get_args(What)
"""What can be in the log; ``staff.log.WHAT`` says it in words."""

_KIND_BY_START: Mapping[str, Kind] = MappingProxyType(
    {
        "draft": "drafts",
        "picture": "drafts",
        "locks": "drafts",
        "plan": "drafts",
        "ranges": "ranges",
        "names": "ranges",
        "walked": "ranges",
        "version": "publishing",
        "publication": "publishing",
        "items": "items",
        "topics": "items",
        "report": "reports",
        "token": "tokens",
        "restored": "server",
    }
)

GATHERED: frozenset[What] = frozenset(
    {
        "draft_edited",
        "draft_undone",
        "draft_redone",
        "draft_saved",
        "picture_placed",
        "locks_changed",
        "ranges_typed",
        "ranges_shifted",
        "ranges_spread",
        "ranges_assigned",
        "names_assigned",
        "walked",
    }
)
WITHIN = timedelta(minutes=30)
"""What follows so soon on the same counts in the same line."""

PRUNED_AT_ONCE = 1000
PAUSE_S = 0.02
"""Between transactions, so that others who write get their turn."""

MOST_PEOPLE = 200

Param = str | int


@dataclass(frozen=True, slots=True)
class Act:
    """What the log calls something that is done to a draft, and what its words need."""

    what: What
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))


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


def kind_of(what: What) -> Kind:
    """Tell what kind of change something is.

    Examples
    --------
    >>> kind_of("walked"), kind_of("signed_in")
    ('ranges', 'accounts')
    """
    return _KIND_BY_START.get(what.partition("_")[0], "accounts")


def log_change(
    connection: Connection,
    what: What,
    at: datetime,
    who: str,
    branch: str,
    *,
    thing: str = "",
    count: int = 1,
    hand: str | None = None,
    params: Mapping[str, Param] = MappingProxyType({}),
) -> None:
    """Write into the log within the transaction of a change.

    Parameters
    ----------
    connection : Connection
        A transaction that writes; without a commit of it nothing is in the log.
    what : What
        What was done.
    at : datetime
        Aware time.
    who : str
        The account or token; empty for whoever has none.
    branch : str
        Where; empty for what concerns all branches.
    thing : str, optional
        What the line leads to: a draft or a publication.
    count : int, optional
        How many things, for its words.
    hand : str, optional
        What did it for them; that of the database where it is not said.
    params : mapping, optional
        What else its words need.
    """
    if what in GATHERED and thing and _count_more(connection, what, at, who, thing, count):
        return
    by = connection.get_execution_options().get("hand", "") if hand is None else hand
    connection.execute(
        insert(LogRow).values(
            at=at,
            until=at,
            who=who,
            hand=by,
            branch=branch,
            kind=kind_of(what),
            what=what,
            thing=thing,
            count=count,
            params=json.dumps(dict(params), ensure_ascii=False),
        )
    )


def log_draft(
    connection: Connection, draft: str, act: Act, at: datetime, who: str, count: int = 1
) -> None:
    """Write into the log what is done to a draft, with its name; see `log_change`."""
    wanted = select(DraftRow.branch, DraftRow.name).where(DraftRow.id == draft)
    branch, name = connection.execute(wanted).one()
    params = {"name": name, **act.params}
    log_change(connection, act.what, at, who, branch, thing=draft, count=count, params=params)


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
    """Find which of some drafts still exist."""
    with database.read() as connection:
        return frozenset(connection.scalars(select(DraftRow.id).where(DraftRow.id.in_(ids))))


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


def _count_more(
    connection: Connection, what: What, at: datetime, who: str, thing: str, count: int
) -> bool:
    """Count something in the line that tells of the same already, if there is one."""
    same = (
        select(LogRow.id, LogRow.until)
        .where(LogRow.thing == thing, LogRow.what == what, LogRow.who == who)
        .order_by(LogRow.id.desc())
        .limit(1)
    )
    last = connection.execute(same).first()
    if last is None or not timedelta(0) <= at - last.until <= WITHIN:
        return False
    more = update(LogRow).where(LogRow.id == last.id)
    connection.execute(more.values(count=LogRow.count + count, until=at))
    return True


def _select(query: LogQuery, most: int, before: Cursor | None) -> Select[Any]:
    """Ask each branch for its newest lines, each by its index, and take the newest of all."""
    newest = (select_of_branch(query, each, most, before) for each in query.branches)
    found = union_all(*(select(each.subquery()) for each in newest)).subquery()
    return select(found).order_by(found.c.at.desc(), found.c.id.desc()).limit(most)
