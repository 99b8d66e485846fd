"""What is kept beside a draft's plan while it is drawn: pictures to trace, and locks.

Neither is part of the plan, so neither is published; both go when the draft is deleted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Delete, delete, insert, select, update

from api.picture_files import PictureFile
from api.storage.engine import Database
from api.storage.log import Act, log_draft
from api.storage.tables import DraftLockRow, DraftPictureRow

Lock = tuple[str, str]
"""The kind and the id of a thing."""


@dataclass(frozen=True, slots=True)
class Placement:
    """How a picture is laid on its level; see `api.storage.tables.DraftPictureRow`."""

    scale_m: float
    turn_deg: float = 0.0
    east_m: float = 0.0
    north_m: float = 0.0
    opacity: float = 0.5
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of one level of a draft, without its bytes."""

    level: str
    media_type: str
    width_px: int
    height_px: int
    placement: Placement
    at: datetime


_INFO = select(
    DraftPictureRow.level,
    DraftPictureRow.media_type,
    DraftPictureRow.width_px,
    DraftPictureRow.height_px,
    DraftPictureRow.scale_m,
    DraftPictureRow.turn_deg,
    DraftPictureRow.east_m,
    DraftPictureRow.north_m,
    DraftPictureRow.opacity,
    DraftPictureRow.hidden,
    DraftPictureRow.at,
)


def list_pictures(database: Database, draft: str) -> tuple[Picture, ...]:
    """List the pictures of a draft by their levels' ids."""
    chosen = _INFO.where(DraftPictureRow.draft == draft).order_by(DraftPictureRow.level)
    with database.read() as connection:
        return tuple(
            Picture(*row[:4], Placement(*row[4:10]), row[10]) for row in connection.execute(chosen)
        )


def find_picture_content(database: Database, draft: str, level: str) -> tuple[str, bytes] | None:
    """Find the media type and the bytes of a level's picture."""
    chosen = select(DraftPictureRow.media_type, DraftPictureRow.content).where(
        DraftPictureRow.draft == draft, DraftPictureRow.level == level
    )
    with database.read() as connection:
        row = connection.execute(chosen).first()
    return None if row is None else (row[0], row[1])


def save_picture(
    database: Database,
    draft: str,
    level: str,
    file: PictureFile,
    content: bytes,
    placement: Placement,
    at: datetime,
    author: str = "",
) -> None:
    """Store the picture of a level in place of the one that was there.

    Parameters
    ----------
    database : Database
        Where to store it.
    draft, level : str
        Which draft, and which level of it.
    file : PictureFile
        What the picture is.
    content : bytes
        Its bytes.
    placement : Placement
        How it is laid.
    at : datetime
        Aware time.
    author : str, optional
        Who sends it.
    """
    row = {
        "draft": draft,
        "level": level,
        "media_type": file.media_type,
        "width_px": file.width_px,
        "height_px": file.height_px,
        "content": content,
        "at": at,
        **dataclasses.asdict(placement),
    }
    with database.write() as connection:
        connection.execute(_of_level(draft, level))
        connection.execute(insert(DraftPictureRow).values(**row))
        log_draft(connection, draft, Act("picture_sent", {"level": level}), at, author)


def place_picture(
    database: Database,
    draft: str,
    level: str,
    placement: Placement,
    at: datetime,
    author: str = "",
) -> bool:
    """Lay a picture anew; False if the level has none."""
    placed = (
        update(DraftPictureRow)
        .where(DraftPictureRow.draft == draft, DraftPictureRow.level == level)
        .values(**dataclasses.asdict(placement))
    )
    act = Act("picture_placed", {"level": level})
    with database.write() as connection:
        found = connection.execute(placed).rowcount > 0
        if found:
            log_draft(connection, draft, act, at, author)
    return found


def delete_picture(
    database: Database, draft: str, level: str, at: datetime, author: str = ""
) -> bool:
    """Take a picture away; False if the level has none."""
    act = Act("picture_removed", {"level": level})
    with database.write() as connection:
        found = connection.execute(_of_level(draft, level)).rowcount > 0
        if found:
            log_draft(connection, draft, act, at, author)
    return found


def list_locks(database: Database, draft: str) -> tuple[Lock, ...]:
    """List the things of a draft that are locked."""
    with database.read() as connection:
        return _list_locks(connection, draft)


def change_locks(
    database: Database,
    draft: str,
    lock: Iterable[Lock],
    unlock: Iterable[Lock],
    at: datetime,
    author: str = "",
) -> tuple[Lock, ...]:
    """Lock some things of a draft and unlock others; give all that are locked then."""
    with database.write() as connection:
        before = set(_list_locks(connection, draft))
        after = {*before, *lock} - set(unlock)
        if changed := len(before ^ after):
            log_draft(connection, draft, Act("locks_changed"), at, author, changed)
        connection.execute(delete(DraftLockRow).where(DraftLockRow.draft == draft))
        rows = [{"draft": draft, "kind": kind, "thing": thing} for kind, thing in after]
        if rows:
            connection.execute(insert(DraftLockRow), rows)
    return tuple(sorted(after))


def _list_locks(connection: Connection, draft: str) -> tuple[Lock, ...]:
    chosen = select(DraftLockRow.kind, DraftLockRow.thing).where(DraftLockRow.draft == draft)
    return tuple(sorted((kind, thing) for kind, thing in connection.execute(chosen)))


def _of_level(draft: str, level: str) -> Delete:
    return delete(DraftPictureRow).where(
        DraftPictureRow.draft == draft, DraftPictureRow.level == level
    )
