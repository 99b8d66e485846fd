"""The log of changes: who did what, when and where.

A line is written in the transaction of the change that it tells of, so that neither is ever
without the other. Lines are only added; what one person does again and again within half an
hour to one draft is one line that counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from sqlalchemy import (
    Connection,
    insert,
    select,
    update,
)

from api.storage.log_tables import LogRow
from api.storage.tables import DraftRow

Kind = Literal["drafts", "ranges", "publishing", "items", "reports", "tokens", "accounts", "server"]
KINDS: tuple[Kind, ...] = get_args(Kind)

What = Literal[
    "draft_begun",
    "draft_renamed",
    "draft_discarded",
    "draft_restored",
    "draft_saved",
    "draft_edited",
    "draft_undone",
    "draft_redone",
    "draft_caught_up",
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
    "partition_saved",
    "partition_removed",
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
        "partition": "ranges",
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

Param = str | int


@dataclass(frozen=True, slots=True)
class Act:
    """What the log calls something that is done to a draft, and what its words need."""

    what: What
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))


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
