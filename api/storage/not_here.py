"""What patrons did not find: reports that something is not in its place, and empty searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert

from api.storage.engine import Database
from api.storage.log import What, log_change
from api.storage.today_tables import Answer, EmptySearchRow, NotHereRow


@dataclass(frozen=True, slots=True)
class NotHere:
    """What was said on a day not to be in its place, how often, and what became of it."""

    id: int
    day: str
    partition: str
    call_number: str
    title: str
    count: int
    answer: Answer
    answered_by: str
    answered_at: datetime | None


ANSWERED: Mapping[Answer, What] = MappingProxyType(
    {
        "found": "report_found",
        "moved": "report_moved",
        "missing": "report_missing",
        "open": "report_opened",
    }
)

_COLUMNS = tuple(getattr(NotHereRow, name) for name in NotHere.__slots__)


def count_not_here(
    database: Database, branch: str, day: date, partition: str, call_number: str, title: str
) -> None:
    """Count a report; one that is answered already is open again."""
    new = insert(NotHereRow).values(
        branch=branch,
        day=day.isoformat(),
        partition=partition,
        call_number=call_number,
        title=title,
        count=1,
        answer="open",
        answered_by="",
    )
    again = new.on_conflict_do_update(
        index_elements=["branch", "day", "partition", "call_number", "title"],
        set_={
            "count": NotHereRow.count + 1,
            "answer": "open",
            "answered_by": "",
            "answered_at": None,
        },
    )
    with database.write() as connection:
        connection.execute(again)


def list_open(database: Database, branch: str, most: int = 200) -> tuple[NotHere, ...]:
    """List what waits for an answer, what was said most often first."""
    wanted = (
        select(*_COLUMNS)
        .where(NotHereRow.branch == branch, NotHereRow.answer == "open")
        .order_by(NotHereRow.count.desc(), NotHereRow.day.desc(), NotHereRow.id)
        .limit(most)
    )
    with database.read() as connection:
        return tuple(NotHere(*row) for row in connection.execute(wanted))


def list_answered(database: Database, branch: str, most: int = 20) -> tuple[NotHere, ...]:
    """List what was answered, the latest first."""
    wanted = (
        select(*_COLUMNS)
        .where(NotHereRow.branch == branch, NotHereRow.answer != "open")
        .order_by(NotHereRow.answered_at.desc(), NotHereRow.id.desc())
        .limit(most)
    )
    with database.read() as connection:
        return tuple(NotHere(*row) for row in connection.execute(wanted))


def answer_report(
    database: Database, branch: str, report: int, answer: Answer, by: str, at: datetime
) -> NotHere | None:
    """Answer a report, or open it again; ``None`` if the branch has no such report."""
    with database.write() as connection:
        is_open = answer == "open"
        row = connection.execute(
            update(NotHereRow)
            .where(NotHereRow.branch == branch, NotHereRow.id == report)
            .values(
                answer=answer,
                answered_by="" if is_open else by,
                answered_at=None if is_open else at,
            )
            .returning(*_COLUMNS)
        ).first()
        answered = None if row is None else NotHere(*row)
        if answered is not None:
            params = {"title": answered.title or answered.call_number}
            log_change(connection, ANSWERED[answer], at, by, branch, params=params)
    return answered


def count_empty_searches(
    database: Database, branch: str, day: date, words: str, count: int
) -> None:
    """Add to how many searched for words that found nothing."""
    new = insert(EmptySearchRow).values(
        branch=branch, day=day.isoformat(), words=words, count=count
    )
    with database.write() as connection:
        connection.execute(
            new.on_conflict_do_update(
                index_elements=["branch", "day", "words"],
                set_={"count": EmptySearchRow.count + count},
            )
        )


def list_empty_searches(
    database: Database, branch: str, since: date, most: int = 5
) -> tuple[tuple[str, int], ...]:
    """List the words that found nothing since a day, with how many searched for them."""
    total = func.sum(EmptySearchRow.count)
    wanted = (
        select(EmptySearchRow.words, total)
        .where(EmptySearchRow.branch == branch, EmptySearchRow.day >= since.isoformat())
        .group_by(EmptySearchRow.words)
        .order_by(total.desc(), EmptySearchRow.words)
        .limit(most)
    )
    with database.read() as connection:
        return tuple((row[0], row[1]) for row in connection.execute(wanted))
