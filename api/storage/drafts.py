"""Drafts: plans at work, saved revision by revision; patrons never see them.

Whoever saves a whole plan says which revision it was made from, so that of two who edit at once
the second is told (optimistic locking); edits of single things are in `api.storage.edits`. Every
revision is kept until the draft is deleted.
"""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from api.storage.engine import Database
from api.storage.errors import (
    DraftBranchError,
    DraftConflictError,
    DraftNotFoundError,
    VersionNotFoundError,
)
from api.storage.log import Act, log_draft
from api.storage.plans import ensure_branch_row
from api.storage.tables import DraftRevisionRow, DraftRow, PlanVersionRow
from floorplans.editing.changes import (
    Change,
    apply_changes,
    change_values,
    changes_between,
)
from floorplans.editing.history import EditKind
from floorplans.formats.native import format_plan, read_values
from floorplans.model import Plan

SAVED, EDITED = Act("draft_saved"), Act("draft_edited")
ID_BYTES = 6
CANDIDATES = 5

# In the order of the fields of Draft.
_DRAFTS = select(
    DraftRow.id,
    DraftRow.branch,
    DraftRow.name,
    DraftRow.base_hash,
    DraftRow.revision,
    DraftRow.document,
    DraftRow.created_at,
    DraftRevisionRow.at,
    DraftRevisionRow.author,
).join(
    DraftRevisionRow,
    (DraftRevisionRow.draft == DraftRow.id) & (DraftRevisionRow.revision == DraftRow.revision),
)
_LAST_SAVED_FIRST = (DraftRevisionRow.at.desc(), DraftRow.id)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft at its last revision.

    ``base_hash`` is the version that it began from. ``document`` is a readable plan in the
    native format, whose id is the branch; it may have any problem that `check_plan` finds.
    ``author`` saved the last revision.
    """

    id: str
    branch: str
    name: str
    base_hash: str | None
    revision: int
    document: str
    created_at: datetime
    updated_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class NewStep:
    """The next step of a draft: what it changes, and what takes it back.

    ``what`` and ``count`` say it in words, by the message ``staff.editing.label.WHAT``. The
    document of a ``whole`` plan is kept with it. ``act`` is what the log calls it.
    """

    kind: EditKind
    changes: Sequence[Change]
    inverse: Sequence[Change]
    at: datetime
    author: str
    what: str = "changed"
    count: int = 0
    of: int | None = None
    whole: bool = False
    act: Act = EDITED
    acts: int = 1


def create_draft(
    database: Database,
    plan: Plan,
    at: datetime,
    *,
    name: str = "",
    base_hash: str | None = None,
    author: str = "",
) -> Draft:
    """Begin a draft.

    Parameters
    ----------
    database : Database
        Where to store it.
    plan : Plan
        What it begins with; its id is the branch.
    at : datetime
        Aware time.
    name : str, optional
        What the draft is about, for people.
    base_hash : str, optional
        Whole hash of the version that it is made from.
    author : str, optional
        Who begins it.

    Raises
    ------
    VersionNotFoundError
        If the branch has no such base.
    """
    draft = Draft(
        id=secrets.token_hex(ID_BYTES),
        branch=plan.id,
        name=name,
        base_hash=base_hash,
        revision=1,
        document=format_plan(plan),
        created_at=at,
        updated_at=at,
        author=author,
    )
    with database.write() as connection:
        ensure_branch_row(connection, plan.id)
        _check_base(connection, draft)
        connection.execute(
            insert(DraftRow).values(
                id=draft.id,
                branch=draft.branch,
                name=name,
                base_hash=base_hash,
                created_at=at,
                revision=1,
                document=draft.document,
            )
        )
        connection.execute(
            insert(DraftRevisionRow).values(
                draft=draft.id, revision=1, document=draft.document, at=at, author=author
            )
        )
        log_draft(connection, draft.id, Act("draft_begun"), at, author)
    return draft


def get_draft(database: Database, branch: str, id: str) -> Draft:
    """Get a draft of a branch at its last revision.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.read() as connection:
        return find_in(connection, branch, id)


def find_draft(database: Database, id: str) -> Draft | None:
    """Find a draft by its id alone; ids are unique over all branches."""
    with database.read() as connection:
        row = connection.execute(_DRAFTS.where(DraftRow.id == id)).first()
    return None if row is None else Draft(*row)


def list_drafts(database: Database, branch: str) -> tuple[Draft, ...]:
    """List the drafts of a branch, the one that was saved last first."""
    of_branch = _DRAFTS.where(DraftRow.branch == branch)
    with database.read() as connection:
        rows = connection.execute(of_branch.order_by(*_LAST_SAVED_FIRST))
        return tuple(Draft(*row) for row in rows)


def save_draft(
    database: Database,
    branch: str,
    id: str,
    plan: Plan,
    at: datetime,
    expected_revision: int,
    author: str = "",
    act: Act = SAVED,
) -> Draft:
    """Save the next revision of a draft.

    Parameters
    ----------
    database : Database
        Where the draft is stored.
    branch, id : str
        Which draft.
    plan : Plan
        What it now holds; its id is the branch.
    at : datetime
        Aware time.
    expected_revision : int
        The revision that the change was made to.
    author : str, optional
        Who saves.
    act : Act, optional
        What the log calls it.

    Returns
    -------
    Draft
        The draft at its new revision.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    DraftConflictError
        If the draft is at another revision; the error has the draft as it is.
    DraftBranchError
        If the plan is another branch's.
    """
    if plan.id != branch:
        raise DraftBranchError(
            f'The plan is of "{plan.id}" and the draft of "{branch}"; set the plan\'s id '
            f'to "{branch}", or begin a draft of "{plan.id}".'
        )
    document = format_plan(plan)
    with database.write() as connection:
        current = find_in(connection, branch, id)
        if current.revision != expected_revision:
            raise DraftConflictError(current)
        before = read_values(current.document)
        changes = changes_between(before, plan)
        _, inverse = apply_changes(before, changes)
        step = NewStep("edit", changes, inverse, at, author, what="saved", whole=True, act=act)
        return add_step(connection, current, step, document)


def rename_draft(
    database: Database, branch: str, id: str, name: str, at: datetime, author: str = ""
) -> None:
    """Give a draft another name; what it holds stays at its revision.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.write() as connection:
        before = find_in(connection, branch, id).name
        connection.execute(update(DraftRow).where(DraftRow.id == id).values(name=name))
        log_draft(connection, id, Act("draft_renamed", {"before": before}), at, author)


def delete_draft(
    database: Database,
    branch: str,
    id: str,
    at: datetime,
    *,
    expected_revision: int | None = None,
    author: str = "",
) -> None:
    """Delete a draft with all its revisions.

    Parameters
    ----------
    database : Database
        Where the draft is stored.
    branch, id : str
        Which draft.
    at : datetime
        Aware time.
    expected_revision : int, optional
        The revision that it must be at.
    author : str, optional
        Who deletes it.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    DraftConflictError
        If the draft is at another revision; the error has the draft as it is.
    """
    with database.write() as connection:
        current = find_in(connection, branch, id)
        if expected_revision not in (None, current.revision):
            raise DraftConflictError(current)
        log_draft(connection, id, Act("draft_discarded"), at, author)
        connection.execute(delete(DraftRevisionRow).where(DraftRevisionRow.draft == id))
        connection.execute(delete(DraftRow).where(DraftRow.id == id))


def find_in(connection: Connection, branch: str, id: str) -> Draft:
    """Find a draft within a transaction.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    row = connection.execute(_DRAFTS.where(DraftRow.id == id, DraftRow.branch == branch)).first()
    if row is None:
        of_branch = _DRAFTS.with_only_columns(DraftRow.id).where(DraftRow.branch == branch)
        newest = connection.scalars(of_branch.order_by(*_LAST_SAVED_FIRST).limit(CANDIDATES))
        raise DraftNotFoundError(
            f'"{branch}" has no draft "{id}"; there are: {", ".join(newest) or "none"}.'
        )
    return Draft(*row)


def add_step(
    connection: Connection, current: Draft, step: NewStep, document: str, key: str = ""
) -> Draft:
    """Add the next step of a draft within a transaction, and give the draft after it.

    Parameters
    ----------
    connection : Connection
        A transaction that writes.
    current : Draft
        The draft as it is in this transaction.
    step : NewStep
        What happened.
    document : str
        The plan after it.
    key : str, optional
        The sender's own name of the step; no other step of the draft may have it.
    """
    saved = dataclasses.replace(
        current,
        revision=current.revision + 1,
        document=document,
        updated_at=step.at,
        author=step.author,
    )
    connection.execute(
        insert(DraftRevisionRow).values(
            draft=saved.id,
            revision=saved.revision,
            document=document if step.whole else "",
            at=step.at,
            author=step.author,
            key=key or None,
            kind=step.kind,
            of=step.of,
            what=step.what,
            count=step.count,
            changes=json.dumps(change_values(step.changes), ensure_ascii=False),
            inverse=json.dumps(change_values(step.inverse), ensure_ascii=False),
        )
    )
    connection.execute(
        update(DraftRow)
        .where(DraftRow.id == saved.id)
        .values(revision=saved.revision, document=document)
    )
    log_draft(connection, saved.id, step.act, step.at, step.author, step.acts)
    return saved


def _check_base(connection: Connection, draft: Draft) -> None:
    stored = select(PlanVersionRow.id).where(
        PlanVersionRow.branch == draft.branch, PlanVersionRow.hash == draft.base_hash
    )
    if draft.base_hash is not None and connection.scalar(stored) is None:
        raise VersionNotFoundError(
            f'"{draft.branch}" has no version {draft.base_hash[:12]} to begin a draft from.'
        )
