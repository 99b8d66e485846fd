"""What the log of changes tells is what was changed, and the other way round; no file is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select

from api.storage.account_tables import SessionRow
from api.storage.engine import Database
from api.storage.log_tables import LogRow
from api.storage.tables import (
    DraftPictureRow,
    DraftRevisionRow,
    DraftRow,
    ImportRunRow,
    PublicationRow,
    ScheduledRow,
)
from api.storage.token_tables import TokenRow
from api.upkeep.uploads import MARK

ONE_BY_ONE = {"draft_edited", "draft_undone", "draft_redone", "draft_saved", "walked"}
"""What is counted step by step in one line of a draft."""
SENT = ("picture_sent", "picture_removed")
SHOWN = ("version_published", "version_rolled_back", "publication_came")
OWN_FILES = {"library.sqlite", "library.sqlite-wal", "library.sqlite-shm", "server.log", "amid"}


def find_log_faults(database: Database) -> Iterator[str]:
    """Find changes that the log does not tell of, and lines of what was not changed."""
    with database.read() as connection:
        lines = Counter(connection.scalars(select(LogRow.what)))
        yield from _find_unlike_publications(connection, lines)
        yield from _find_unlike_drafts(connection)
        yield from _find_unlike_pictures(connection)
        yield from _find_unlike_counts(connection, lines)


def find_left_files(folder: Path, uploads: set[str]) -> Iterator[str]:
    """Find files that nobody needs: none beside the database, and only uploads under way.

    By the marks of imports that were going on, the next start knows them (`find_left_marks`).
    """
    for each in folder.iterdir():
        if each.name not in OWN_FILES and each.name != "uploads":
            yield f"{each.name} is left"
    for each in folder.glob("uploads/*"):
        if each.stem not in uploads and each.suffix != MARK:
            yield f"the upload {each.name} is left"


def find_left_marks(folder: Path) -> tuple[str, ...]:
    """Find imports that a server which has started anew still takes for going on."""
    return tuple(f"{each.name} is left" for each in folder.glob(f"uploads/*{MARK}"))


def _find_unlike_publications(connection: Connection, lines: Counter[str]) -> Iterator[str]:
    told = Counter(connection.scalars(select(LogRow.thing).where(LogRow.what.in_(SHOWN))))
    stored = Counter(map(str, connection.scalars(select(PublicationRow.id))))
    if told != stored:
        yield f"publications told {dict(told - stored)}, not told {dict(stored - told)}"
    waiting = _count(connection, ScheduledRow)
    left = waiting + lines["publication_cancelled"] + lines["publication_came"]
    # What comes due and is shown already adds no line.
    if lines["publication_timed"] < left:
        yield f"{left} publications were timed, the log tells of {lines['publication_timed']}"


def _find_unlike_drafts(connection: Connection) -> Iterator[str]:
    counted: dict[str, Counter[str]] = {}
    rows = select(LogRow.thing, LogRow.what, func.sum(LogRow.count)).where(LogRow.kind != "server")
    for thing, what, count in connection.execute(rows.group_by(LogRow.thing, LogRow.what)):
        counted.setdefault(thing, Counter())[what] = count
    drafts = select(DraftRow.id, DraftRow.revision, DraftRow.discarded_at)
    for id_, revision, discarded_at in connection.execute(drafts):
        told = counted.get(id_, Counter())
        if told["draft_begun"] != 1:
            yield f"draft {id_} was begun {told['draft_begun']} times by the log"
        if (told["draft_discarded"] - told["draft_restored"] == 1) != (discarded_at is not None):
            yield f"draft {id_} is discarded or not, unlike the log: {dict(told)}"
        ranged = any(what.startswith(("ranges", "names", "plan")) for what in told)
        steps = sum(count for what, count in told.items() if what in ONE_BY_ONE)
        if not ranged and steps != revision - 1:
            yield f"draft {id_} has {revision - 1} steps, the log tells of {steps}"
    kept = set(connection.scalars(select(DraftRevisionRow.draft).distinct()))
    begun = set(connection.scalars(select(LogRow.thing).where(LogRow.what == "draft_begun")))
    if begun != kept:
        yield f"drafts {begun ^ kept} are in the log or stored, not both"


def _find_unlike_pictures(connection: Connection) -> Iterator[str]:
    rows = select(LogRow.thing, LogRow.what).where(LogRow.what.in_(SENT)).order_by(LogRow.id)
    told: set[str] = set()
    for draft, what in connection.execute(rows):
        (told.add if what == "picture_sent" else told.discard)(draft)
    stored = set(connection.scalars(select(DraftPictureRow.draft)))
    if told != stored:
        yield f"pictures of the drafts {told ^ stored} are told or stored, not both"


def _find_unlike_counts(connection: Connection, lines: Counter[str]) -> Iterator[str]:
    revoked = select(func.count()).where(TokenRow.revoked_at.is_not(None))
    pairs = {
        "sessions": (lines["signed_in"] - lines["signed_out"], _count(connection, SessionRow)),
        "keys": (lines["token_made"], _count(connection, TokenRow)),
        "revoked keys": (lines["token_revoked"], connection.scalar(revoked)),
    }
    for state, what in (("done", "items_imported"), ("failed", "items_failed")):
        ended = select(func.count()).where(ImportRunRow.state == state)
        pairs[f"imports {state}"] = (lines[what], connection.scalar(ended))
    for what, (told, stored) in pairs.items():
        if told != stored:
            yield f"{what}: the log tells of {told}, stored are {stored}"


def _count(connection: Connection, table: type) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
