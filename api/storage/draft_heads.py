"""Drafts without what they hold: at which revision each is, and the next step of one."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from api.storage.draft_records import DraftHead
from api.storage.errors import DraftNotFoundError
from api.storage.log import Act, log_draft
from api.storage.tables import DraftRevisionRow, DraftRow
from floorplans.editing.changes import Change, change_values
from floorplans.editing.history import EditKind

EDITED = Act("draft_edited")
CANDIDATES = 5

HEADS = (
    select(
        DraftRow.id,
        DraftRow.branch,
        DraftRow.name,
        DraftRow.base_hash,
        DraftRow.revision,
        DraftRow.created_at,
        DraftRevisionRow.at,
        DraftRevisionRow.author,
    )
    .join(
        DraftRevisionRow,
        (DraftRevisionRow.draft == DraftRow.id) & (DraftRevisionRow.revision == DraftRow.revision),
    )
    .where(DraftRow.discarded_at.is_(None))
)
"""Drafts that are not discarded, in the order of the fields of `DraftHead`."""

LAST_SAVED_FIRST = (DraftRevisionRow.at.desc(), DraftRow.id)


@dataclass(frozen=True, slots=True)
class NewStep:
    """The next step of a draft: what it changes, and what takes it back.

    ``what`` and ``count`` say it in words, by the message ``staff.editing.label.WHAT``. A whole
    plan that was saved has its ``document``. ``key`` is the sender's own name of the step; no
    other step of the draft may have it. ``act`` is what the log calls it, ``acts`` how many of it
    this is.
    """

    kind: EditKind
    changes: Sequence[Change]
    inverse: Sequence[Change]
    at: datetime
    author: str
    what: str = "changed"
    count: int = 0
    of: int | None = None
    document: str = ""
    key: str = ""
    act: Act = EDITED
    acts: int = 1


def find_head(connection: Connection, branch: str, id: str) -> DraftHead:
    """Find a draft within a transaction.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    row = connection.execute(HEADS.where(DraftRow.id == id, DraftRow.branch == branch)).first()
    if row is None:
        of_branch = HEADS.with_only_columns(DraftRow.id).where(DraftRow.branch == branch)
        newest = connection.scalars(of_branch.order_by(*LAST_SAVED_FIRST).limit(CANDIDATES))
        raise DraftNotFoundError(
            f'"{branch}" has no draft "{id}"; there are: {", ".join(newest) or "none"}.'
        )
    return DraftHead(*row)


def first_revision(connection: Connection, id: str) -> int:
    """Tell the first revision of a draft that is kept."""
    kept = select(func.min(DraftRevisionRow.revision)).where(DraftRevisionRow.draft == id)
    return connection.scalar(kept) or 1


def add_step(connection: Connection, current: DraftHead, step: NewStep) -> tuple[DraftHead, str]:
    """Add the next step of a draft within a transaction.

    Parameters
    ----------
    connection : Connection
        A transaction that writes.
    current : DraftHead
        The draft as it is in this transaction.
    step : NewStep
        What happened.

    Returns
    -------
    tuple of DraftHead and str
        The draft after it, and the JSON of the changes.
    """
    saved = dataclasses.replace(
        current, revision=current.revision + 1, updated_at=step.at, author=step.author
    )
    changes = _format_changes(step.changes)
    connection.execute(
        insert(DraftRevisionRow).values(
            draft=saved.id,
            revision=saved.revision,
            document=step.document,
            at=step.at,
            author=step.author,
            key=step.key or None,
            kind=step.kind,
            of=step.of,
            what=step.what,
            count=step.count,
            changes=changes,
            inverse=_format_changes(step.inverse),
        )
    )
    connection.execute(
        update(DraftRow).where(DraftRow.id == saved.id).values(revision=saved.revision)
    )
    log_draft(connection, saved.id, step.act, step.at, step.author, step.acts)
    return saved, changes


def _format_changes(changes: Sequence[Change]) -> str:
    return json.dumps(change_values(changes), ensure_ascii=False)
